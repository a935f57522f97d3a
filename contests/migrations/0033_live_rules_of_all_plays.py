"""Live rounds written before were all played question by question, without bell, cards or knockout: their rules say so."""

from django.db import migrations

REST = {
    "play": "all",
    "bell": {"points": 10, "penalty": 0, "seconds": 15, "false_start": "nothing", "wait": 3, "passes": "next"},
    "minutes": 10,
    "cards": {"star": 0, "half": 0, "half_cost": 0},
    "knockout": False,
    "rescues": 0,
}


def say_all(apps, schema_editor):
    for live in apps.get_model("contests", "LiveRound").objects.all():
        live.rules = REST | live.rules
        live.save(update_fields=["rules"])


def say_less(apps, schema_editor):
    for live in apps.get_model("contests", "LiveRound").objects.all():
        live.rules = {name: said for name, said in live.rules.items() if name not in REST}
        live.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0032_live_bell_teams_cards_and_paces")]
    operations = [migrations.RunPython(say_all, say_less)]
