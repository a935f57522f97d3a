from typing import Any

from django.db import migrations

from contests.record.guards import LATE_ANSWERS, put_up, take_down


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection, LATE_ANSWERS)


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection, LATE_ANSWERS)


class Migration(migrations.Migration):
    dependencies = [("contests", "0018_holders_and_receipts")]
    operations = [migrations.RunPython(up, down)]
