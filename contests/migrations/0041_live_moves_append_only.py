from typing import Any

from django.db import migrations

from contests.record.guards import LIVE_MOVES, put_up, take_down


def up(_apps: Any, editor: Any) -> None:
    """Only against changes: the moves of a rehearsal go with it."""
    put_up(editor.connection, LIVE_MOVES, events=("UPDATE",))


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection, LIVE_MOVES)


class Migration(migrations.Migration):
    dependencies = [("contests", "0040_stage_append_only")]
    operations = [migrations.RunPython(up, down)]
