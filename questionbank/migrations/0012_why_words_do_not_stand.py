"""Why cited words do not stand on a day: also that they are not in force yet, or suspended."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REASONS = [
    ("repealed", "The clause has no effect"),
    ("reworded", "The quoted words are no longer there"),
    ("not_yet", "The quoted words are not in force yet"),
    ("suspended", "The clause is suspended"),
]


def tell_what_waits(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    gaps = apps.get_model("questionbank", "CitationGap").objects
    gaps.filter(since=None, until__isnull=False).update(reason="not_yet")


def tell_no_more(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    gaps = apps.get_model("questionbank", "CitationGap").objects
    gaps.filter(reason__in=("not_yet", "suspended")).update(reason="repealed")


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0011_topics_with_a_history")]

    operations = [
        migrations.AlterField("citationgap", "reason", models.CharField(choices=REASONS, max_length=10)),
        migrations.RunPython(tell_what_waits, tell_no_more),
    ]
