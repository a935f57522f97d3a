from typing import Any

from django.db import migrations

from contests.record.guards import UNIT_TABLES, put_up, take_down


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection, UNIT_TABLES)


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection, UNIT_TABLES)


class Migration(migrations.Migration):
    dependencies = [("contests", "0023_rosters")]
    operations = [migrations.RunPython(up, down)]
