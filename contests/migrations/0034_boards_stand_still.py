"""Rules say for how many hours before the end of a round its boards stand still; by those written before, never."""

from django.db import migrations


def say_never(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {"freeze_hours": 0} | contest.rules
        contest.save(update_fields=["rules"])


def say_nothing(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {name: value for name, value in contest.rules.items() if name != "freeze_hours"}
        contest.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0033_live_rules_of_all_plays")]
    operations = [migrations.RunPython(say_never, say_nothing)]
