"""How far a paper has come, where its round allows no way back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contests", "0005_papers_in_rounds")]

    operations = [
        migrations.AddField("paper", "reached", models.PositiveSmallIntegerField(default=1)),
    ]
