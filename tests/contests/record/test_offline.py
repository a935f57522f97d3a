"""A downloaded record: whoever touches it is told by the line that was touched, by a program that stands alone."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contests.models import Contest, RecordEntry, RecordHead
from contests.record import offline
from contests.record.carrying import rows_of_file
from contests.record.chain import FIRST, Line, canonical, sha256
from contests.record.editions import prepare
from contests.record.ledger import note
from people.models import User
from tests.conftest import NOON
from tests.contests.builders import sit


def row(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def told(line: Line, full: bool) -> dict[str, Any]:
    """A line as `carrying` writes it, made here from the chain alone."""
    front: dict[str, Any] = {"number": line.number, "at": line.at, "kind": line.kind}
    if full:
        front |= {"actor": line.actor, "content": line.content}
        front |= {"actor_key": line.key_to("actor"), "content_key": line.key_to("content")}
    else:
        front |= {"actor_seal": line.seal_of("actor"), "content_seal": line.seal_of("content")}
    return front | {"previous": line.previous, "digest": line.digest()}


def record(length: int, full: bool) -> list[str]:
    rows, before = [], FIRST
    for number in range(1, length + 1):
        content = canonical({"n": number, "reason": "đã duyệt"})
        line = Line(
            7, number, f"2026-11-02T05:{number:02}:00+00:00", "decided", "An (alice)", content, before, "ab" * 8
        )
        rows.append(row(told(line, full)))
        before = line.digest()
    return [row({"record": "hoithi", "contest": 7, "length": length, "head": before}), *rows]


def broken_at(rows: list[str], mark: str = "") -> int | None:
    try:
        offline.check("\n".join(rows) + "\n", mark)
    except offline.Broken as broken:
        return int(broken.number)
    return None


# ---------- A thousand ways to touch it: each returns the rows and the first line that no longer holds ----------


def change(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    line = json.loads(rows[at])
    field = chance.choice([name for name in line if name != "number"])
    old = line[field]
    place = chance.randrange(len(old))
    line[field] = old[:place] + ("x" if old[place] != "x" else "y") + old[place + 1 :]
    return [*rows[:at], row(line), *rows[at + 1 :]], at


def delete(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    return [*rows[:at], *rows[at + 1 :]], at


def reorder(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    other = at + 1 if at + 1 < len(rows) else at - 1
    one, two = sorted((at, other))
    swapped = list(rows)
    swapped[one], swapped[two] = rows[two], rows[one]
    return swapped, one


def truncate(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    return rows[:at], at


def double(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    return [*rows[: at + 1], rows[at], *rows[at + 1 :]], at + 1


def add(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    line = json.loads(rows[-1])
    line |= {"number": line["number"] + 1, "previous": line["digest"]}
    line["digest"] = offline.line_digest(7, line)
    return [*rows, row(line)], len(rows)


def forge(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    """Change a line, and take every digest from there on anew, but the head: only the end then tells."""
    forged, before = rows[:at], json.loads(rows[at])["previous"]
    for place, text in enumerate(rows[at:], start=at):
        line = json.loads(text) | {"previous": before}
        if place == at:
            line["at"] = "2026-11-03T00:00:00+00:00"
        line["digest"] = before = offline.line_digest(7, line)
        forged.append(row(line))
    return forged, len(rows) - 1


def garble(rows: list[str], at: int, chance: Random) -> tuple[list[str], int]:
    return [*rows[:at], rows[at][:-5], *rows[at + 1 :]], at


def test_each_of_a_thousand_random_mutations_is_named_by_its_first_broken_line() -> None:
    chance = Random(20261126)
    ways = (change, delete, reorder, truncate, double, add, forge, garble)
    for _ in range(1000):
        rows = record(chance.randint(2, 20), full=chance.random() < 0.5)
        assert broken_at(rows) is None
        way, at = chance.choice(ways), chance.randrange(1, len(rows))
        touched, first = way(rows, at, chance)
        assert broken_at(touched) == first, (way, at)


def test_a_tail_written_anew_with_its_head_is_told_by_the_mark_alone() -> None:
    chance = Random(1)
    for _ in range(50):
        rows = record(chance.randint(2, 20), full=True)
        mark = json.loads(rows[0])["head"]
        forged, last = forge(rows, chance.randrange(1, len(rows)), chance)
        head = json.loads(rows[0]) | {"head": json.loads(forged[-1])["digest"]}
        forged[0] = row(head)
        assert broken_at(forged) is None
        assert broken_at(forged, mark) == last


def test_an_earlier_mark_still_fits_a_record_that_has_grown() -> None:
    mark = json.loads(record(3, full=True)[0])["head"]
    assert broken_at(record(9, full=True), mark) is None
    assert broken_at(record(9, full=True), "0" * 64) == 9


@pytest.mark.parametrize("text", ["", "x", "{}", "[]", '{"contest": 1, "length": 0}'])
def test_what_is_no_record_is_said(text: str) -> None:
    with pytest.raises(offline.Broken, match="cannot be read"):
        offline.check(text)


# ---------- From the database to the file ----------


@pytest.fixture
def written(contest: Contest, alice: User, bob: User) -> Contest:
    sit(contest, bob, right=2, start=NOON)
    note(contest, "disqualified", {"entrant": 1, "reason": "KINDAO-CANARY"}, by=alice, now=NOON)
    prepare(contest=contest, by=alice, now=NOON + timedelta(hours=3))
    return contest


@pytest.mark.parametrize("full", [True, False])
def test_what_was_written_is_read_as_whole(written: Contest, full: bool) -> None:
    text = "".join(rows_of_file(written, full=full))
    length, mark = offline.check(text)
    assert (length, mark) == (written.record.count(), RecordHead.objects.get().digest)
    assert mark == offline.check("".join(rows_of_file(written, full=not full)))[1]


def test_the_public_file_tells_nothing_about_anybody(written: Contest) -> None:
    text = "".join(rows_of_file(written, full=False))
    for told_of in ("alice", "Nguyễn", "KINDAO-CANARY", "Lê Thị Hòa", "salt"):
        assert told_of not in text
        assert (told_of in "".join(rows_of_file(written, full=True))) == (told_of not in ("salt",))
    salts = RecordEntry.objects.values_list("salt", flat=True)
    assert not any(salt in text for salt in salts)


def test_a_seal_cannot_be_opened_by_guessing(written: Contest) -> None:
    """The content of a line is easy to guess; its seal is not the digest of it, and differs from line to line."""
    entry = written.record.get(kind="disqualified")
    line = json.loads("".join(rows_of_file(written, full=False)).split("\n")[entry.number])
    assert line["content_seal"] not in (sha256(entry.content), sha256(canonical(["", entry.content])))


def test_an_edition_changed_in_the_file_breaks_the_line_that_prepared_it(written: Contest) -> None:
    text = "".join(rows_of_file(written, full=True))
    prepared = written.record.get(kind="edition_prepared").number
    assert broken_at(text.replace("Lê Thị Hòa", "Lê Thị Hoa").strip().split("\n")) == prepared
    assert broken_at([line for line in text.strip().split("\n") if '"edition":1,"digest"' not in line]) == prepared


def test_lines_from_before_there_were_seals_still_hold_in_the_full_file(contest: Contest, alice: User) -> None:
    line = Line(contest.pk, 2, "2026-11-02T05:00:00+00:00", "decided", "An (alice)", "{}", contest.record.get().digest)
    RecordEntry.objects.create(
        contest=contest, number=2, at=line.at, kind=line.kind, actor=line.actor, content="{}", previous=line.previous,
        digest=line.digest(),
    )  # fmt: skip
    head = contest.record_head
    head.length, head.digest = 2, line.digest()
    head.save()
    assert offline.check("".join(rows_of_file(contest, full=True))) == (2, line.digest())


# ---------- The commands ----------


def test_the_command_and_the_program_say_the_same(written: Contest, tmp_path: Path, capsys: Any) -> None:
    whole, touched = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    text = "".join(rows_of_file(written, full=True))
    whole.write_text(text, encoding="utf-8")
    touched.write_text(text.replace("KINDAO-CANARY", "KHAC"), encoding="utf-8")
    call_command("verify_record", "--file", str(whole))
    with pytest.raises(CommandError, match="broken at line 2"):
        call_command("verify_record", "--file", str(touched))
    with pytest.raises(CommandError, match="mark"):
        call_command("verify_record", "--file", str(whole), "--mark", "0" * 64)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_record", "--file", str(tmp_path / "none"))
    alone = tmp_path / "verify_record.py"
    alone.write_bytes(Path(offline.__file__).read_bytes())
    for file, code, said in ((whole, 0, "3 lines hold"), (touched, 1, "BROKEN at line 2")):
        done = subprocess.run(
            [sys.executable, "-I", str(alone), str(file)], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        assert (done.returncode, said in done.stdout + done.stderr) == (code, True)
