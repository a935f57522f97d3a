from typing import Any

from django.db import migrations

from contests.record.guards import CONSENT_TABLES, put_up, take_down


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection, CONSENT_TABLES)


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection, CONSENT_TABLES)


class Migration(migrations.Migration):
    dependencies = [("contests", "0013_entry_in_rules_only")]
    operations = [migrations.RunPython(up, down)]
