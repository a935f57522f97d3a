"""Where the rules say so: when the page of a paper was left, and who sat on one device."""

import django.db.models.deletion
from django.db import migrations, models

KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def to(model: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to=model)


class Migration(migrations.Migration):
    dependencies = [("contests", "0020_watching_only_by_rule")]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                KEY,
                ("left_at", models.DateTimeField()),
                ("back_at", models.DateTimeField(null=True)),
                ("paper", to("contests.paper", "absences")),
            ],
        ),
        migrations.CreateModel(
            name="DeviceUse",
            fields=[
                KEY,
                ("device", models.CharField(max_length=64)),
                ("first_at", models.DateTimeField()),
                ("contest", to("contests.contest", "device_uses")),
                ("entrant", to("contests.entrant", "device_uses")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contest", "entrant", "device"), name="one_use_per_entrant_and_device"
                    )
                ]
            },
        ),
    ]
