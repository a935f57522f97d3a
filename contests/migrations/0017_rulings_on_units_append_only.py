from typing import Any

from django.db import migrations

from contests.record.guards import put_up


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("contests", "0016_rosters")]
    operations = [migrations.RunPython(up, migrations.RunPython.noop)]
