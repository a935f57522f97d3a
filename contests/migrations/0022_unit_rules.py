"""Rules say how units are ranked; until now by the mean score of their people, then by how many took part."""

from django.db import migrations

AS_BEFORE = {
    "roster": "none", "bands": [], "score_above": 0, "blocks": False, "keys": ["mean", "took_part"], "best": 0,
    "weights": [], "ties": "share",
}


def say_as_before(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {"units": AS_BEFORE} | contest.rules
        contest.save(update_fields=["rules"])


def say_nothing(apps, schema_editor):
    for contest in apps.get_model("contests", "Contest").objects.all():
        contest.rules = {name: value for name, value in contest.rules.items() if name != "units"}
        contest.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0021_absences_and_devices")]
    operations = [migrations.RunPython(say_as_before, say_nothing)]
