from typing import Any

from django.db import migrations

from contests.record.guards import STAGE_TABLES, put_up, take_down


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection, STAGE_TABLES)


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection, STAGE_TABLES)


class Migration(migrations.Migration):
    dependencies = [("contests", "0039_stage")]
    operations = [migrations.RunPython(up, down)]
