#!/usr/bin/env python3
"""The texts that people see: English in the code, Vietnamese in locale/vi.

script/messages.py add FILE.json   {"English": "Tiếng Việt"} or {"one": ["many", "Tiếng Việt"]}
script/messages.py compile         write the .mo files (needs no gettext tools)
script/messages.py missing         list texts in code and templates without a Vietnamese one
"""

import fcntl
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = {"vi": ROOT / "locale/vi/LC_MESSAGES/django.po", "en": ROOT / "locale/en/LC_MESSAGES/django.po"}
FOLDERS = [p.name for p in ROOT.iterdir() if (p / "apps.py").exists()] + ["templates"]
