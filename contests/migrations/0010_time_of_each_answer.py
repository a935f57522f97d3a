"""Answers keep the time spent on them, so that marking a province's papers again adds up in the database."""

from datetime import timedelta

from django.db import migrations, models

MICROSECOND = timedelta(microseconds=1)


def say_it(apps, schema_editor):
    answer = apps.get_model("contests", "Answer")
    for paper in apps.get_model("contests", "Paper").objects.filter(submitted_at__isnull=False).iterator(500):
        before, changed = paper.started_at, []
        for each in answer.objects.filter(question__paper=paper).order_by("saved_at", "question__position"):
            each.spent_us, before = (each.saved_at - before) // MICROSECOND, each.saved_at
            changed.append(each)
        answer.objects.bulk_update(changed, ["spent_us"])


class Migration(migrations.Migration):
    dependencies = [("contests", "0009_appeal_days")]
    operations = [
        migrations.AddField("answer", "spent_us", models.PositiveBigIntegerField(default=0)),
        migrations.RunPython(say_it, migrations.RunPython.noop),
    ]
