from typing import Any

from django.db import migrations

from contests.record.guards import put_up, take_down


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection)


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("contests", "0007_review_and_record")]
    operations = [migrations.RunPython(up, down)]
