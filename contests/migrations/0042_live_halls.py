"""Live rounds written before were followed in one hall: their rules say so."""

from django.db import migrations, models


def say_all(apps, schema_editor):
    for live in apps.get_model("contests", "LiveRound").objects.all():
        live.rules = {"halls": []} | live.rules
        live.save(update_fields=["rules"])


def say_less(apps, schema_editor):
    for live in apps.get_model("contests", "LiveRound").objects.all():
        live.rules.pop("halls", None)
        live.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0041_live_moves_append_only")]
    operations = [
        migrations.AddField("liveplayer", "hall", models.CharField(blank=True, max_length=60)),
        migrations.RunPython(say_all, say_less),
    ]
