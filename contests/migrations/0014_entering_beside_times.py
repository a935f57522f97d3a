"""Two lines of change that touch nothing of each other: who may enter, and when each answer was given."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contests", "0013_consents_append_only"), ("contests", "0035_time_of_each_answer")]
    operations = []
