"""Rows that waited as one piece of JSON become rows of a table. Half-read faults are told as they were."""

from bisect import bisect_right

from django.db import migrations

from questionbank.likeness import keys

OF_NO_QUESTION = ("no_questions", "key_of_no_question", "key_of_several")


def move(apps, schema_editor):
    batches, rows, faults, assets, holds = (
        apps.get_model("questionbank", name)
        for name in ("ImportBatch", "ImportRow", "ImportFault", "Asset", "ImportAsset")
    )
    for batch in batches.objects.iterator(1):
        batches.objects.filter(pk=batch.pk).update(read_at=batch.created_at)
        records = batch.rows["records"]
        told = [(fault, False) for fault in batch.rows["file_faults"]]
        told += [(fault, True) for fault in batch.rows["bank_faults"]]
        numbers = sorted({record["row"] for record in records})
        verdicts = {}
        for fault, _of_bank in told:
            at = bisect_right(numbers, fault["row"])
            if fault["note"] or fault["code"] in OF_NO_QUESTION or not at:
                continue
            bad = verdicts.get(numbers[at - 1]) == "bad" or fault["code"] != "code_in_bank"
            verdicts[numbers[at - 1]] = "bad" if bad else "known"
        by_row = {record["row"]: record for record in records}
        rows.objects.bulk_create(
            (
                rows(batch=batch, row=row, record=record, keys=keys(record["stem"]), verdict=verdicts.get(row, "good"))
                for row, record in by_row.items()
            ),
            batch_size=500,
        )
        faults.objects.bulk_create(
            (faults(batch=batch, of_bank=of_bank, **fault) for fault, of_bank in told), batch_size=500
        )
        if batch.accepted_at is None:
            named = {medium["sha256"] for record in records for medium in record.get("media", ())}
            held = assets.objects.filter(pk__in=named).values_list("pk", flat=True)
            holds.objects.bulk_create(holds(batch=batch, asset_id=sha256) for sha256 in held)


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0008_waiting_rows")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
