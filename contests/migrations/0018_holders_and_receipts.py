"""Which browser holds a paper, which copy of an answer is kept, what came too late, and the receipt of the whole."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("contests", "0017_incidents_of_guests")]

    operations = [
        migrations.AddField("paper", "holder", models.CharField(blank=True, default="", max_length=64), False),
        migrations.AddField("paper", "hold", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("paper", "held_since", models.DateTimeField(null=True)),
        migrations.AddField("paper", "prediction_hold", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("paper", "receipt", models.CharField(blank=True, default="", max_length=24), False),
        migrations.AddField("answer", "hold", models.PositiveSmallIntegerField(default=0)),
        migrations.AddIndex(
            "paper", models.Index(fields=["contest", "receipt"], condition=~Q(receipt=""), name="papers_by_receipt")
        ),
        migrations.CreateModel(
            name="LateAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("chosen", models.JSONField()),
                ("received_at", models.DateTimeField()),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("deadline", "after the deadline"),
                            ("submission", "after the paper had been handed in"),
                        ],
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField()),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="late_answers", to="contests.paper"
                    ),
                ),
            ],
            options={"ordering": ("paper", "received_at", "pk")},
        ),
    ]
