"""What an edition gives certificates for, and what of it a later edition leaves."""

from contests.handouts.earned import Earned, attested, earned, line_of, state_of
from contests.record.reading import EditionLine, EditionList, Reading, UnitLine

FIRST, SECOND = ("first", "", 1_000_000), ("second", "", 500_000)
Prize = tuple[str, str, int] | None


def a_list(of: str, people: dict[int, Prize], units: dict[int, Prize] | None = None) -> EditionList:
    lines = tuple(
        EditionLine(place, who, f"Người {who}", "Xã", 100, 100, 1, prize)
        for place, (who, prize) in enumerate(people.items(), start=1)
    )
    told = tuple(
        UnitLine(place, unit, f"Đơn vị {unit}", "", "", 1, 1, 1, 1, 1, prize)
        for place, (unit, prize) in enumerate((units or {}).items(), start=1)
    )
    return EditionList(of, "", lines, {line.entrant: line for line in lines}, told)


def reading(*lists: EditionList) -> Reading:
    return Reading(lists, 0, "", "", (), (), {})


ROUNDS = reading(
    a_list("contest", {1: FIRST, 2: None}, {7: FIRST, 8: None}), a_list("round 1", {2: FIRST, 1: None, 3: None})
)


def test_prizes_list_by_list_people_before_units() -> None:
    assert earned(ROUNDS, taking_part=False) == [
        Earned("prize", "contest", 1, 0, ("first", "")),
        Earned("prize", "contest", 0, 7, ("first", "")),
        Earned("prize", "round 1", 2, 0, ("first", "")),
    ]


def test_a_proof_of_participation_for_each_person_once() -> None:
    proofs = [one for one in earned(ROUNDS, taking_part=True) if one.kind == "taking_part"]
    assert [(one.of, one.entrant) for one in proofs] == [("contest", 1), ("contest", 2), ("round 1", 3)]


def test_everything_earned_is_attested_by_the_same_edition() -> None:
    for one in earned(ROUNDS, taking_part=True):
        assert attested(ROUNDS, one.kind, one.of, one.entrant, one.unit) == one


def test_no_prize_attests_nothing() -> None:
    assert attested(ROUNDS, "prize", "contest", 2, 0) is None
    assert attested(ROUNDS, "prize", "contest", 0, 8) is None
    assert attested(ROUNDS, "prize", "round 9", 1, 0) is None
    assert attested(ROUNDS, "taking_part", "contest", 99, 0) is None


def test_a_later_edition_keeps_changes_or_takes_back() -> None:
    given = attested(ROUNDS, "prize", "contest", 1, 0)
    for people, state in (({1: FIRST}, "stands"), ({2: FIRST, 1: SECOND}, "changed"), ({1: None}, "taken_back")):
        later = reading(a_list("contest", people))  # type: ignore[arg-type]
        assert state_of(given, attested(later, "prize", "contest", 1, 0)) == state


def test_another_amount_or_place_changes_no_certificate() -> None:
    later = reading(a_list("contest", {9: None, 1: ("first", "", 5)}))
    assert state_of(attested(ROUNDS, "prize", "contest", 1, 0), attested(later, "prize", "contest", 1, 0)) == "stands"


def test_the_line_of_a_unit_is_no_person_s() -> None:
    assert line_of(ROUNDS, "contest", 7, 0) is None
    line = line_of(ROUNDS, "contest", 0, 7)
    assert line is not None
    assert line.name == "Đơn vị 7"
