#!/usr/bin/env python3
"""The texts that people see: English in the code, Vietnamese in locale/vi.

script/messages.py add FILE.json   {"English": "Tiếng Việt"} or {"one": ["many", "Tiếng Việt"]}
script/messages.py compile         write the .mo file (needs no gettext tools)
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
CATALOG = ROOT / "locale/vi/LC_MESSAGES/django.po"
FOLDERS = [*(p.parent.name for p in ROOT.glob("*/apps.py")), "templates"]
PLACEHOLDER = re.compile(r"%\([^)]+\)[sd]|%[sd]|\{[a-z_0-9]*\}")


def load() -> polib.POFile:
    return polib.pofile(str(CATALOG), wrapwidth=110)


def check(msgid: str, text: str) -> None:
    if sorted(PLACEHOLDER.findall(msgid)) != sorted(PLACEHOLDER.findall(text)):
        sys.exit(f"placeholders differ: {msgid!r} → {text!r}")


def add(pairs: dict[str, str | list[str]]) -> None:
    """Put `pairs` into the Vietnamese catalogue, in alphabetical order so that merges stay quiet."""
    with open(ROOT / "locale/.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalog = load()
        for msgid, given in pairs.items():
            entry = catalog.find(msgid) or polib.POEntry(msgid=msgid)
            if isinstance(given, list):
                entry.msgid_plural, entry.msgstr, entry.msgstr_plural = given[0], "", {0: given[1]}
            else:
                check(msgid, given)
                entry.msgstr = given
            if entry not in catalog:
                catalog.append(entry)
        catalog.sort(key=lambda e: e.msgid)
        catalog.save(str(CATALOG))
        compile_catalog()


def compile_catalog() -> None:
    load().save_as_mofile(str(CATALOG.with_suffix(".mo")))


def texts_in_code() -> set[str]:
    """Return every msgid that makemessages finds (needs gettext's xgettext)."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch)
        for folder in FOLDERS:
            subprocess.run(["cp", "-r", str(ROOT / folder), scratch], check=True)
        (copy / "locale").mkdir()
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "vi", "--no-location", "--no-wrap"],
            cwd=copy,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found = polib.pofile(str(copy / "locale/vi/LC_MESSAGES/django.po"))
        return {e.msgid for e in found if not e.obsolete}


def missing() -> list[str]:
    known = {e.msgid for e in load() if e.translated() and "fuzzy" not in e.flags}
    return sorted(texts_in_code() - known)


def main() -> None:
    match sys.argv[1:]:
        case ["add", file]:
            add(json.loads(Path(file).read_text(encoding="utf-8")))
        case ["compile"]:
            compile_catalog()
        case ["missing"]:
            left = missing()
            print("\n".join(left))
            sys.exit(1 if left else 0)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
