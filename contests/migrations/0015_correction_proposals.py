import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0014_consents_append_only"),
        ("questionbank", "0007_media"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CorrectionProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ruling", models.CharField(choices=[("key", "other right answers"), ("void", "the question does not count"), ("full", "full marks for everybody who had it"), ("as_written", "the key as it was written")], max_length=10)),
                ("accepted", models.JSONField(default=list)),
                ("reason", models.TextField(verbose_name="reason")),
                ("proposed_at", models.DateTimeField()),
                ("effect", models.JSONField(null=True)),
                ("state", models.CharField(choices=[("open", "Waiting to be confirmed"), ("confirmed", "Confirmed"), ("dropped", "Withdrawn")], default="open", max_length=10)),
                ("settled_at", models.DateTimeField(null=True)),
                ("contest", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="correction_proposals", to="contests.contest")),
                ("proposed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("settled_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="questionbank.questionversion")),
            ],
            options={
                "ordering": ("contest", "proposed_at", "pk"),
                "constraints": [models.UniqueConstraint(condition=models.Q(("state", "open")), fields=("contest", "version"), name="one_open_proposal_per_question")],
            },
        ),
    ]
