"""Mastery by group of positions: here for a small contest, by a process of its own for a large one."""

import io
import subprocess
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contests.models import Entrant
from tests.training.papers.conftest import RULE
from training import analyses
from training.findings import State
from training.models import Analysis
from training.papers.positions import TOGETHER, from_json, measure, positions_of, to_json


def test_each_group_is_measured_and_small_ones_are_taken_together(kept: Analysis) -> None:
    rows = {row.name: row for row in positions_of(kept, RULE)}
    assert {name: row.people for name, row in rows.items()} == {
        "Công chức, viên chức bộ phận một cửa": 6, "Lãnh đạo, quản lý": 8, TOGETHER: None,
    }  # fmt: skip
    assert {cell.state for cell in rows[TOGETHER].cells} == {State.HIDDEN}
    assert all(cell.estimate is None for cell in rows[TOGETHER].cells)
    desk, leaders = (rows[n].cells[0].estimate for n in list(rows)[:2])
    assert desk
    assert leaders
    assert desk.high < leaders.low


def test_nobody_asked_for_a_position_makes_no_rows(kept: Analysis) -> None:
    Entrant.objects.update(group=None)
    assert positions_of(kept, RULE) == ()


def test_json_gives_back_the_same(kept: Analysis) -> None:
    rows = measure(kept, RULE)
    assert from_json(to_json(rows)) == rows


def test_a_large_contest_is_measured_by_a_process_of_its_own(kept: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        said = io.StringIO()
        call_command(*command[command.index("measure_positions") :], stdout=said)
        return subprocess.CompletedProcess(command, 0, said.getvalue())

    monkeypatch.setattr(analyses, "SMALL", 1)
    monkeypatch.setattr(subprocess, "run", run)
    assert positions_of(kept, RULE) == measure(kept, RULE)
    assert asked[0][:3] == ["nice", "-n", "10"]


def test_an_analysis_that_is_gone_is_told_of(kept: Analysis) -> None:
    with pytest.raises(CommandError):
        call_command("measure_positions", kept.pk + 1, "0.7", "0.9")
