"""Editions: prepared, signed by both bodies, published, checked by everybody; a further one after a late discovery."""

import io
import re
import subprocess
from pathlib import Path

from django.core.management import call_command
from python_calamine import CalamineWorkbook

from contests.models import CorrectionProposal, Edition
from questionbank.models import QuestionVersion
from tests.contests.two_weeks import cast
from tests.contests.two_weeks.by_hand import places
from tests.contests.two_weeks.disputed import LISTS, check_papers
from tests.contests.two_weeks.lists import (
    Row,
    as_rows,
    check_board,
    check_desk,
    check_results,
    lines,
    published_rows,
    units_by_hand,
)
from tests.contests.two_weeks.settling import disqualify
from tests.contests.two_weeks.story import Story

ROOT = Path(__file__).resolve().parents[3]
UNIT_ROW = re.compile(
    r'<td class="num strong">(\d+)</td>\s*<th scope="row">\s*([^<]+?)\s*(?:<br.*?)?</th>\s*<td class="num">'
    r'<span class="strong">(\d+)</span><br />\s*<span class="small">([\d,]+)</span>',
    re.DOTALL,
)
LATE = 9  # a question of the second week of which it turns out later that no choice is right
ANOTHER = "Nội dung đã thay đổi sau khi trang được tải"


def prepare(story: Story, reason: str = "") -> Edition:
    desk = story.office.desk("alice")
    desk.get(story.at("desk"))
    if reason:
        desk.send(story.at("prepare"), reason="")
        assert "Hãy ghi vì sao thay đổi" in desk.words()
        desk.get(story.at("desk"))
        desk.press("reason", on=story.at("prepare"), reason=reason)
    else:
        desk.press(on=story.at("prepare"))
    made = story.contest.editions.order_by("number").last()
    assert made is not None
    assert desk.address == story.at("edition", made.number)
    return made


def first_edition(story: Story) -> dict[str, list[Row]]:
    """One edition is overtaken before it is signed; the next is signed by both, and by nobody under another digest."""
    disqualify(story)
    overtaken = prepare(story)
    director = story.office.desk("director")
    director.get(story.at("edition", overtaken.number))
    stale = director.form("digest")
    disqualify(story, undo=True)
    edition = prepare(story)
    assert (edition.number, edition.digest != overtaken.digest) == (2, True)
    for address in (overtaken.number, edition.number):  # the page of before; its digest under the edition of now
        director.send(story.at("edition", address), digest=next(e.value for e in stale.fields if e.name == "digest"))
        assert ANOTHER in director.words()
    assert story.contest.sign_offs.filter(subject="results").count() == 0
    sign_and_publish(story, edition)
    told = published_rows(story)
    for browser in (story.public, story.browsers[0]):
        check_results(story, browser, edition.number, told)
    check_units(story, edition)
    check_own_pages(story, edition, {})
    check_files(story, edition)
    check_record(story)
    return told


def sign_and_publish(story: Story, edition: Edition) -> None:
    desk = story.office.desk("alice")
    for who, body in (("director", "Sở Nội vụ"), ("union", "Công đoàn Viên chức")):
        desk.get(story.at("edition", edition.number))
        assert not any(form.action == story.at("publish", edition.number) for form in desk.forms())
        desk.send(story.at("publish", edition.number))
        assert "Còn thiếu chữ ký của" in desk.words()
        assert body in desk.words()
        signer = story.office.desk(who)
        signer.get(story.at("edition", edition.number))
        signer.press("digest")
        signer.get(story.at("edition", edition.number))
        assert not any(form.has("digest") for form in signer.forms())
    desk.get(story.at("edition", edition.number))
    desk.press(on=story.at("publish", edition.number))
    assert desk.address == story.at("results")
    edition.refresh_from_db()
    assert edition.published_at == story.now


def check_units(story: Story, edition: Edition) -> None:
    story.public.get(story.at("results-edition", edition.number))
    table = story.public.page.split("<caption>Đơn vị")[1]
    told = [(int(p), name, int(n), int(mean.replace(",", ""))) for p, name, n, mean in UNIT_ROW.findall(table)]
    assert [place for place, *_ in told] == sorted(place for place, *_ in told)
    assert sorted(told) == units_by_hand(story, "")


def check_own_pages(story: Story, edition: Edition, before: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Everybody reads their place on each list; whoever a second edition moved, from where and why."""
    now = {of: places(lines(story, of)) for of in LISTS}
    for person in story.people[::5] + [story.people[number] for number in cast.TWINS]:
        browser = story.browsers[person.number]
        browser.get(story.at("detail"))
        for of, title in LISTS.items():
            if person.name not in now[of]:
                continue
            place, said = now[of][person.name][0], browser.words()
            assert f"Hạng chính thức – {title}: {place}/{len(now[of])}." in said, (person, of, said)
            was = before.get(of, {}).get(person.name, (place, 0))[0]
            notice = f"Bản số {edition.number} chuyển bạn từ hạng {was} sang hạng {place}."
            assert (notice in said) == (was != place), (person, of)


def check_files(story: Story, edition: Edition) -> None:
    """The workbook of the edition has the lists with every name; the second count by other code agrees."""
    raw = story.office.desk("alice").download(f"{story.at('workbook')}?ban={edition.number}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    for of, title in LISTS.items():
        rows = book.get_sheet_by_name(title[:27] if of == "" else title).to_python()[3:]
        shy = story.shy()
        told = sorted((int(row[0]), row[1], round(row[3] * 100)) for row in rows if row[1].find("#") < 0)
        assert told == [row for row in as_rows(lines(story, of)) if row[1] not in shy]
    said = io.StringIO()
    call_command("recount", cast.SLUG, stdout=said)
    assert f"equals edition {edition.number}" in said.getvalue()


def check_record(story: Story) -> None:
    """The record holds in the database and, downloaded by a stranger, without the system; a changed file does not."""
    said = io.StringIO()
    call_command("verify_record", cast.SLUG, stdout=said)
    lines_kept = story.contest.record.count()
    mark = re.findall(r'<dd class="digest">(\w{64})</dd>', story.public.get(story.at("results")))[-1]
    assert f"{lines_kept} lines hold; mark {mark}" in said.getvalue()
    raw = story.public.download(story.at("record-file"))
    assert [one.name for one in story.people if one.name.encode() in raw] == []
    full = story.office.desk("union").download(story.at("record-full"))
    for sent in (raw, full):
        assert verified(story, sent, mark) == f"{lines_kept} lines hold; mark {mark}"
    changed = lines_kept // 2
    rows = raw.decode().splitlines(keepends=True)
    at = next(place for place, row in enumerate(rows) if f'"number":{changed},' in row.replace(" ", ""))
    rows[at] = rows[at].replace("2026-11", "2026-10", 1)
    assert verified(story, "".join(rows).encode(), mark).startswith(f"BROKEN at line {changed}:")


def verified(story: Story, record: bytes, mark: str) -> str:
    file = story.folder / "record.jsonl"
    file.write_bytes(record)
    done = subprocess.run(
        [str(ROOT / "script/verify_record"), str(file), mark], capture_output=True, text=True, check=False
    )
    return (done.stdout or done.stderr).strip()


def late_discovery(story: Story, first: dict[str, list[Row]]) -> None:
    """A question is void after publication: nothing published changes until a further edition says so, and why."""
    before = {of: places(lines(story, of)) for of in LISTS}
    void(story)
    check_papers(story)
    check_desk(story, *LISTS)
    check_board(story, *LISTS)
    check_results(story, story.public, 2, first)  # what is published stands
    desk = story.office.desk("alice")
    desk.get(story.at("desk"))
    assert "Kết quả đã thay đổi từ khi công bố bản số 2" in desk.words(), desk.words()
    edition = prepare(story, reason="Câu hỏi bị hủy vì không có phương án đúng.")
    sign_and_publish(story, edition)
    second = published_rows(story)
    assert second != first
    check_results(story, story.public, edition.number, second)
    check_results(story, story.public, 2, first)  # and stays to be read
    assert "Câu hỏi bị hủy vì không có phương án đúng." in story.public.get(story.at("results"))
    check_own_pages(story, edition, before)
    check_units(story, edition)
    check_files(story, edition)
    check_record(story)


def void(story: Story) -> None:
    version = QuestionVersion.objects.get(question__code=f"CH{LATE:03}")
    proposer, second = story.office.desk("alice"), story.office.desk("union")
    proposer.get(story.at("question", version.pk))
    proposer.press("ruling", ruling="void", reason="Không phương án nào đúng.")
    made = CorrectionProposal.objects.order_by("pk").last()
    assert made is not None
    second.get(story.at("correction", made.pk))
    second.press("do", do="confirm")
    story.hand.keys[LATE] = None
