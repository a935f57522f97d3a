from typing import Any

from django.db import migrations

from contests.record.guards import CERTIFICATES, put_up, take_down


def up(_apps: Any, editor: Any) -> None:
    put_up(editor.connection, CERTIFICATES)


def down(_apps: Any, editor: Any) -> None:
    take_down(editor.connection, CERTIFICATES)


class Migration(migrations.Migration):
    dependencies = [("contests", "0037_certificates")]
    operations = [migrations.RunPython(up, down)]
