"""Rounds: what a contest said of its papers becomes the rules of its one round."""

import django.db.models.deletion
from django.db import migrations, models

PAPERS = ("blueprint", "minutes", "attempts", "counted", "explanations")
USUAL = {
    "per_day": 0, "shuffle_questions": True, "shuffle_choices": True, "paging": "one", "back": True, "wrong": 0,
    "predicts": "",
}  # fmt: skip


def split_rules(apps, schema_editor):
    Contest, Round, Paper = (apps.get_model("contests", name) for name in ("Contest", "Round", "Paper"))
    for contest in Contest.objects.all():
        old = contest.rules
        made = Round.objects.create(
            contest=contest,
            position=1,
            opens_at=contest.opens_at,
            closes_at=contest.closes_at,
            rules={name: old[name] for name in PAPERS if name in old} | USUAL,
        )
        Paper.objects.filter(contest=contest).update(round=made)
        contest.rules = {
            "ranking": old.get("ranking", ["score"]), "overall": "sum", "ties": "share", "prizes": [],
        }  # fmt: skip
        contest.save(update_fields=["rules"])


def join_rules(apps, schema_editor):
    """Give each contest back what its first round says; further rounds are lost with the table."""
    Round = apps.get_model("contests", "Round")
    for first in Round.objects.filter(position=1).select_related("contest"):
        contest = first.contest
        contest.rules = {name: first.rules[name] for name in PAPERS if name in first.rules} | {
            "ranking": contest.rules["ranking"]
        }
        contest.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0003_kinds")]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("opens_at", models.DateTimeField(verbose_name="opens at")),
                ("closes_at", models.DateTimeField(verbose_name="closes at")),
                ("rules", models.JSONField()),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="contests.contest"
                    ),
                ),
            ],
            options={
                "ordering": ("contest", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("contest", "position"), name="one_round_per_place_in_contest"),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="round_closes_after_it_opens"
                    ),
                ],
            },
        ),
        migrations.AddField("contest", "lots_seed", models.CharField(blank=True, default="", max_length=64), False),
        migrations.AddField("contest", "revision", models.PositiveIntegerField(default=1)),
        migrations.AddField("paper", "prediction", models.PositiveIntegerField(null=True)),
        migrations.AddField("paper", "time_correct_ms", models.PositiveIntegerField(default=0)),
        migrations.AddField("paperquestion", "points", models.PositiveSmallIntegerField(default=100)),
        migrations.AddField(
            "paper",
            "round",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="contests.round"
            ),
        ),
        migrations.RunPython(split_rules, join_rules),
    ]
