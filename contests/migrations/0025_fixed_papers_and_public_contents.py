"""Rounds say how many fixed papers they have and what the public is asked; those before had none, and one blueprint."""

from django.db import migrations

USUAL = {"sets": 0, "public_blueprint": []}


def say_none(apps, schema_editor):
    for one in apps.get_model("contests", "Round").objects.all():
        one.rules = USUAL | one.rules
        one.save(update_fields=["rules"])


def say_nothing(apps, schema_editor):
    for one in apps.get_model("contests", "Round").objects.all():
        one.rules = {name: value for name, value in one.rules.items() if name not in USUAL}
        one.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0024_rulings_on_units_append_only")]
    operations = [migrations.RunPython(say_none, say_nothing)]
