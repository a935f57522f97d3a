"""Every paper belongs to a round; apart from the step before, whose rows PostgreSQL must have settled first."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contests", "0004_rounds")]

    operations = [
        migrations.AlterField(
            "paper",
            "round",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="contests.round"
            ),
        ),
        migrations.RemoveConstraint("paper", "one_paper_per_attempt"),
        migrations.AddConstraint(
            "paper",
            models.UniqueConstraint(fields=("entrant", "round", "number"), name="one_paper_per_attempt"),
        ),
    ]
