"""What was the scoring of a live round becomes the place of all its rules."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contests", "0027_reminded_entrants")]
    operations = [migrations.RenameField("liveround", "scoring", "rules")]
