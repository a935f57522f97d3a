"""Live rounds written before knew one rule, their scoring; this says the rest of what they were played by."""

from django.db import migrations

REST = {
    "change": True, "one_by_one": False, "share": 0, "wait": 5, "early": False, "nicknames": False, "teams": "mean",
}


def say_all(apps, schema_editor):
    for live in apps.get_model("contests", "LiveRound").objects.all():
        live.rules = REST | {"scoring": {"wrong": 0, "streak": 0} | live.rules}
        live.save(update_fields=["rules"])


def say_scoring(apps, schema_editor):
    for live in apps.get_model("contests", "LiveRound").objects.all():
        scoring = live.rules["scoring"]
        live.rules = {name: scoring[name] for name in ("mode", "points", "floor")}
        live.save(update_fields=["rules"])


def count_last_runs(apps, schema_editor):
    """The run whose answers count: of the current question the round's, of an earlier one the last that was answered."""
    LiveStep, LiveAnswer = apps.get_model("contests", "LiveStep"), apps.get_model("contests", "LiveAnswer")
    for step in LiveStep.objects.select_related("round"):
        runs = LiveAnswer.objects.filter(step=step).values_list("run", flat=True)
        step.run = step.round.run if step.position == step.round.position else max(runs, default=1)
        step.save(update_fields=["run"])


def ban_the_removed(apps, schema_editor):
    """Who was removed could not come back."""
    apps.get_model("contests", "LivePlayer").objects.filter(removed_at__isnull=False).update(banned=True)


class Migration(migrations.Migration):
    dependencies = [("contests", "0029_live_pauses_fates_and_attendance")]
    operations = [
        migrations.RunPython(say_all, say_scoring),
        migrations.RunPython(count_last_runs, migrations.RunPython.noop),
        migrations.RunPython(ban_the_removed, migrations.RunPython.noop),
    ]
