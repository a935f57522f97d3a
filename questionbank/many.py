"""Many plain rows at once, without an object for each: while they are written, everybody else waits."""

from collections.abc import Iterable, Sequence

from django.db import connection, models


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of values into the columns called `names`; only for values that the database takes as they are."""
    quoted = ", ".join(map(connection.ops.quote_name, names))
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({quoted}) VALUES ({marks})", list(rows))  # noqa: S608
