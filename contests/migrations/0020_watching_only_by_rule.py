"""Rules say whether leaving the page and sharing a device are noted; those written before do not."""

from django.db import migrations


def say_no(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {"watch": False} | contest.rules
        contest.save(update_fields=["rules"])


def say_nothing(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {name: value for name, value in contest.rules.items() if name != "watch"}
        contest.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0019_late_answers_stay")]
    operations = [migrations.RunPython(say_no, say_nothing)]
