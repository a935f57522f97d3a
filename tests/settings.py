"""The product's settings with a fast hasher; database and Redis come from the environment as in production."""

import os
import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import DATABASES, SQLITE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if SQLITE:
    # In memory, threads would share one cache with table locks that no production database has.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"hoithi-test-{os.getpid()}.sqlite3")}
REVIEW_PEOPLE = 2  # one author and one reviewer are cast enough where review is not what is tested
# A test may clear its cache; in Redis that would empty what other tests keep there.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
