"""A document that was marked as suspended has been so since it had effect, until further notice."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def keep_as_suspensions(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    suspensions = apps.get_model("regulations", "Suspension").objects
    for document in apps.get_model("regulations", "Document").objects.filter(suspended=True):
        since = document.effective_on or document.issued_on or timezone.localdate(document.created_at)
        suspensions.create(document=document, since=since, recorded_at=document.created_at)
        document.suspended_from = since
        document.save(update_fields=["suspended_from"])


def mark_again(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    whole = apps.get_model("regulations", "Suspension").objects.filter(provision=None, until=None)
    apps.get_model("regulations", "Document").objects.filter(suspensions__in=whole).update(suspended=True)


class Migration(migrations.Migration):
    dependencies = [("regulations", "0004_sources_and_suspensions")]

    operations = [migrations.RunPython(keep_as_suspensions, mark_again)]
