"""Settings come from the environment and say clearly what is wrong with it."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"HOITHI_SECRET_KEY": secrets.token_urlsafe(60), "HOITHI_HOSTS": "hoithi.example.vn"}


def check(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HOITHI_") and k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments], cwd=ROOT, env={**kept, **environment},
        capture_output=True, text=True,
    )  # fmt: skip


def test_production_settings_pass_every_deployment_check() -> None:
    done = check("--deploy", "--fail-level", "WARNING", **GOOD)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"HOITHI_SECRET_KEY": "short"}, "at least 50 characters"),
        ({"HOITHI_HOSTS": ""}, "Set HOITHI_HOSTS"),
        ({"HOITHI_HOSTS": "*"}, "* is refused"),
        ({"HOITHI_SECRET_KEY": "", "HOITHI_DEBUG": "false"}, "Set HOITHI_SECRET_KEY"),
    ],
)
def test_a_wrong_environment_is_refused_with_what_to_do(change: dict[str, str], words: str) -> None:
    done = check(**{**GOOD, **change})
    assert done.returncode != 0
    assert words in done.stderr


def test_every_setting_stands_in_the_docs() -> None:
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "config/settings.py").read_text()))
    told = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert read
    assert told >= read
