import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0007_media")]

    operations = [
        migrations.AddField("asset", "kept_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now), preserve_default=False),
        migrations.AddField("importbatch", "read_at", models.DateTimeField(null=True)),
        migrations.AddField("importbatch", "written", models.PositiveIntegerField(null=True)),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("record", models.JSONField()),
                ("keys", models.JSONField()),
                ("verdict", models.CharField(choices=[("good", "Can be taken"), ("known", "Can be taken as a new version"), ("bad", "Cannot be taken")], max_length=5)),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="waiting", to="questionbank.importbatch")),
            ],
            options={
                "indexes": [models.Index(fields=["batch", "verdict", "row"], name="questionban_batch_i_7b366b_idx")],
                "constraints": [models.UniqueConstraint(fields=("batch", "row"), name="one_question_per_row")],
            },
        ),
        migrations.CreateModel(
            name="ImportFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=60)),
                ("code", models.CharField(max_length=40)),
                ("value", models.TextField(blank=True)),
                ("note", models.BooleanField()),
                ("of_bank", models.BooleanField()),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="faults", to="questionbank.importbatch")),
            ],
            options={"indexes": [models.Index(fields=["batch", "row"], name="questionban_batch_i_cd1f31_idx")]},
        ),
        migrations.CreateModel(
            name="ImportAsset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asset", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="questionbank.asset")),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="assets", to="questionbank.importbatch")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("batch", "asset"), name="one_hold_per_batch_and_asset")]},
        ),
    ]
