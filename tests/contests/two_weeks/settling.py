"""From the last paper to an edition that can be signed: what stands in the way goes, one by one."""

import hashlib
import re

from contests.models import Appeal, Incident
from tests.contests.two_weeks import cast
from tests.contests.two_weeks.browsers import Browser, Form
from tests.contests.two_weeks.lists import check_board, check_desk
from tests.contests.two_weeks.story import Story

IN_THE_WAY = "Chưa thể chốt kết quả"
KEYS = {"": "both", "1": "week 1", "2": "week 2"}  # how the ledger calls the lists


def settle(story: Story) -> None:
    """Preparing is refused until the appeal is answered, the incident decided, and every tie that prizes hang on."""
    browser = story.browsers[cast.APPEALS_WEEK_2]
    own = re.findall(r"/bai-thi/\d+/ket-qua/", browser.get(story.at("detail")))
    browser.get(own[-1].replace("ket-qua", "kien-nghi"))
    browser.press("words", position="0", words="Đề nghị xem lại cả bài.")
    desk = story.office.desk("alice")
    said = refused(story, desk)
    assert "1 kiến nghị chưa được trả lời" in said
    assert "1 sự cố chưa được quyết định" in said
    assert said.count("người đồng hạng 1 và có giải thưởng") == 3  # the twins, on every list
    desk.get(story.at("appeal", Appeal.objects.get(answered_at=None).pk))
    desk.press("outcome", outcome="no", answer="Bài đã được chấm đúng thể lệ.")
    desk.get(story.at("incident", Incident.objects.get(decided_at=None).pk))
    desk.press("minutes", minutes="0", decision="Máy cá nhân, không bù giờ.")
    said = refused(story, desk)
    assert "kiến nghị" not in said
    assert "sự cố" not in said
    assert "đồng hạng 1" in said
    decide_twins(story, desk, "1", last_first=True)
    decide_twins(story, desk, "", last_first=False)
    assert refused(story, desk).count("đồng hạng") == 1
    draw_lots(story, desk, "2")
    check_desk(story, *KEYS)
    check_board(story, *KEYS)


def refused(story: Story, desk: Browser) -> str:
    """Try to prepare an edition as a page of before would, and return why it cannot be."""
    desk.get(story.at("desk"))
    assert not any(form.action == story.at("prepare") for form in desk.forms())
    desk.send(story.at("prepare"), reason="")
    assert IN_THE_WAY in desk.words()
    assert story.contest.editions.count() == 0
    return desk.words().split(IN_THE_WAY)[1].split("Tiến độ kết quả")[0]


def tie_form(story: Story, desk: Browser, of: str) -> tuple[Form, list[str]]:
    """Return the form with the twins on a list, and the boxes for their order."""
    desk.get(story.at("ties"))
    twins = [f"place-{story.entrant(story.people[number]).pk}" for number in cast.TWINS]
    form = next(f for f in desk.forms() if f.has(twins[0]) and ("dot", of) in [(e.name, e.value) for e in f.fields])
    assert [e.name for e in form.fields if e.name.startswith("place-")] == twins
    return form, twins


def decide_twins(story: Story, desk: Browser, of: str, *, last_first: bool) -> None:
    form, boxes = tie_form(story, desk, of)
    order = ("2", "1") if last_first else ("1", "2")
    desk.send(form.action, **_typed(form), **dict(zip(boxes, order, strict=True)), do="order", reason="")
    assert "Hãy ghi lý do: lý do được lưu trong biên bản" in desk.words()
    assert story.contest.tie_decisions.filter(round__position=int(of) if of else None).count() == 0
    desk.send(form.action, **_typed(form), **dict(zip(boxes, order, strict=True)), do="order", reason="Theo ngày nộp.")
    names = [story.people[number].name for number in cast.TWINS]
    story.hand.order[KEYS[of]] = names[::-1] if last_first else names


def _typed(form: Form) -> dict[str, str]:
    return {each.name: each.value for each in form.fields if each.name in ("dot", "about")}


def draw_lots(story: Story, desk: Browser, of: str) -> None:
    """Lots fall by the seed of which the digest stands in the record since the opening."""
    form, boxes = tie_form(story, desk, of)
    desk.send(form.action, **_typed(form), **dict.fromkeys(boxes, "1"), do="lots")
    seed = story.contest.lots_seed
    assert f'"lots":"{hashlib.sha256(seed.encode()).hexdigest()}"' in story.contest.record.get(kind="opened").content
    drawn = sorted(cast.TWINS, key=lambda n: hashlib.sha256(f"{seed}:{_key(story, n)}".encode()).digest()[:6])
    story.hand.order[KEYS[of]] = [story.people[number].name for number in drawn]


def _key(story: Story, number: int) -> int:
    return story.entrant(story.people[number]).pk


def disqualify(story: Story, *, undo: bool = False) -> None:
    """Somebody is taken off every list, or put back: what was foretold and every place below follow."""
    person = story.people[cast.SUSPECTED]
    desk = story.office.desk("quyen")
    desk.get(story.at("person", _key(story, cast.SUSPECTED)))
    desk.press("reason", do="undo" if undo else "disqualify", reason="Bị tố làm bài hộ; đã xác minh.")
    (story.hand.out.discard if undo else story.hand.out.add)(person.name)
    check_desk(story, *KEYS)
    check_board(story, *KEYS)
