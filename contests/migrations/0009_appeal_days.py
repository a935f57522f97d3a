"""Rules say how long appeals are taken; those written before took none."""

from django.db import migrations


def say_none(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {"appeal_days": 0} | contest.rules
        contest.save(update_fields=["rules"])


def say_nothing(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {name: value for name, value in contest.rules.items() if name != "appeal_days"}
        contest.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0008_append_only")]
    operations = [migrations.RunPython(say_none, say_nothing)]
