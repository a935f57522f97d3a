"""The database refuses to change or remove what was recorded: triggers, on PostgreSQL and on SQLite."""

from collections.abc import Iterable, Sequence
from typing import Any

TABLES = ("contests_recordentry", "contests_signoff", "contests_keyedition", "contests_tiedecision")
CONSENT_TABLES = ("contests_consent", "contests_consenttext")
LATE_ANSWERS = ("contests_lateanswer",)
UNIT_TABLES = ("contests_unitruling",)
STAGE_TABLES = ("contests_stagemark", "contests_stagepoints", "contests_stagetime", "contests_stagetie")
CERTIFICATES = ("contests_certificate",)
LIVE_MOVES = ("contests_livemove",)
ALL_TABLES = TABLES + CONSENT_TABLES + LATE_ANSWERS + UNIT_TABLES + STAGE_TABLES + CERTIFICATES + LIVE_MOVES
EVENTS = ("UPDATE", "DELETE")

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION contests_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what is recorded is never changed or removed'; END $$
"""


def put_up(connection: Any, tables: Iterable[str] = TABLES, events: Sequence[str] = EVENTS) -> None:
    """Make the triggers on `connection`, against `events`; those that stand already are made anew."""
    take_down(connection, tables)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
            for table in tables:
                cursor.execute(
                    f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join(events)} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION contests_refuse_change()"
                )
            return
        for table in tables:
            for event in events:
                cursor.execute(
                    f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed or removed'); END"
                )


def take_down(connection: Any, tables: Iterable[str] = TABLES) -> None:
    """Remove the triggers: for a migration backwards, and for tests that empty or forge the tables."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            else:
                for event in EVENTS:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()}")
