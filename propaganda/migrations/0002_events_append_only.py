from typing import Any

from django.db import migrations

from contests.record.guards import put_up, take_down
from propaganda.models import EVENTS


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection, EVENTS)


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection, EVENTS)


class Migration(migrations.Migration):
    dependencies = [("propaganda", "0001_register"), ("contests", "0040_stage_append_only")]
    operations = [migrations.RunPython(up, down)]
