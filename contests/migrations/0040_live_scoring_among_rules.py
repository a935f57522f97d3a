"""What was the scoring of a live round becomes the place of all its rules."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contests", "0026_fixed_papers")]
    operations = [migrations.RenameField("liveround", "scoring", "rules")]
