"""Fill the words by which questions are found, and index them where PostgreSQL can."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from people.folding import fold

INDEX = "questionbank_search_trigrams"


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    questions = apps.get_model("questionbank", "Question").objects.select_related("latest_version")
    for question in questions.filter(search_folded="").iterator():
        stem = question.latest_version.stem_folded if question.latest_version else ""
        question.search_folded = f"{fold(question.code)} {stem}"
        question.save(update_fields=["search_folded"])


def index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Trigrams make "contains" quick. Without the extension finding works as well, only slower."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) > 0 AND has_database_privilege(current_database(), 'CREATE') "
            "FROM pg_available_extensions WHERE name = 'pg_trgm'"
        )
        if cursor.fetchone()[0]:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {INDEX} ON questionbank_question USING gin (search_folded gin_trgm_ops)"
            )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0003_kinds")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(index, drop),
    ]
