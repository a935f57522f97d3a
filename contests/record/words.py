"""The lines of a record, and the prizes of an edition, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Entrant, Incident, KeyEdition, RecordEntry, UnitRuling
from contests.prizes import RANKS
from contests.record.ledger import content_of
from people.models import Unit

# What each kind of line says; the facts are those of its content. The first words alone are told to everybody.
KINDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "rules_signed": (_("Rules signed"), _("for %(body)s (%(title)s); digest %(digest)s")),
    "opened": (_("Contest opened, rules frozen"), _("digest of the rules %(digest)s")),
    "closed_early": (_("Contest closed early"), ""),
    "disqualified": (_("Disqualified"), _("%(who)s. Reason: %(reason)s")),
    "disqualification_undone": (_("Disqualification undone"), _("%(who)s. Reason: %(reason)s")),
    "tie_decided": (_("Order of equals decided"), _("%(on)s: %(order)s. Reason: %(reason)s")),
    "appeal_filed": (_("Appeal filed"), _("No. %(appeal)s, %(about)s: %(words)s")),
    "appeal_answered": (_("Appeal answered"), _("No. %(appeal)s, %(outcome)s: %(answer)s")),
    "essay_marked": (_("Essay marked"), _("paper %(paper)s, question %(position)s: %(points)s (before: %(before)s)")),
    "incident_reported": (_("Incident reported"), _("No. %(incident)s, %(what)s: %(words)s")),
    "incident_decided": (
        _("Incident decided"),
        _("No. %(incident)s: %(minutes)s minutes given back to %(count)s papers. %(decision)s"),
    ),
    "correction_proposed": (
        _("Correction of a question proposed"),
        _("question %(question)s: %(ruling_words)s. Reason: %(reason)s"),
    ),
    "correction_withdrawn": (_("Correction withdrawn"), _("No. %(proposal)s")),
    "question_corrected": (
        _("Question corrected, papers marked again"),
        _("question %(question)s: %(ruling_words)s. %(papers)s papers hold it, %(scores_changed)s scores changed. "
          "Reason: %(reason)s"),
    ),
    "set_aside": (_("Set aside by the rules"), _("%(who)s (%(part)s)")),
    "set_aside_undone": (_("No longer set aside"), "%(who)s"),
    "left": (_("Left the contest"), "%(who)s"),
    "forgotten": (_("Personal data erased when its time was over"), ""),
    "staff_named": (_("Duty in the contest given"), _("account %(account)s (%(duty)s)")),
    "staff_released": (_("Duty in the contest taken back"), _("account %(account)s (%(duty)s)")),
    "list_extended": (_("List of who may enter extended"), _("%(people)s people of %(units)s units")),
    "list_struck": (_("Line struck from the list of who may enter"), _("line %(line)s")),
    "personal_codes_issued": (_("Personal codes issued"), ""),
    "return_code_reissued": (_("Return code issued anew"), "%(who)s"),
    "rosters_frozen": (_("Rosters of the units frozen"), ""),
    "roster_corrected": (_("Roster of a unit corrected"), "%(reason)s"),
    "unit_ruling": (_("Ruling on units"), _("%(ruled)s: %(named)s. Reason: %(reason)s")),
    "stage_begun": (_("Stage contest begun: programme, teams and jury settled"), ""),
    "draw_prepared": (
        _("Draw of lots prepared"),
        _("%(title)s, draw %(draw)s; digest of the seed %(digest)s %(reason)s"),
    ),
    "lots_drawn": (_("Lots drawn"), _("%(title)s, draw %(draw)s: %(named)s; seed %(seed)s")),
    "juror_absent": (_("Juror absent from a part"), _("%(title)s, juror %(seat)s. Reason: %(reason)s")),
    "juror_came": (_("Juror no longer absent from a part"), _("%(title)s, juror %(seat)s")),
    "segment_reopened": (_("Marking of a part opened again"), _("%(title)s. Reason: %(reason)s")),
    "segment_locked": (_("Part locked"), _("%(title)s. Not entered: %(missing)s %(reason)s")),
    "mark_corrected": (
        _("Mark corrected after the lock"),
        _("%(title)s, %(team)s, juror %(seat)s, criterion %(criterion)s: %(after)s points (before: %(before)s). "
          "Reason: %(reason)s"),
    ),
    "stage_points_corrected": (
        _("Points of a part corrected after the lock"),
        _("%(title)s, %(team)s: %(after)s points (before: %(before)s). Reason: %(reason)s"),
    ),
    "deduction_corrected": (
        _("Deduction for time corrected after the lock"),
        _("%(title)s, %(team)s: %(after)s points (before: %(before)s). Reason: %(reason)s"),
    ),
    "stage_tie_decided": (_("Order of equal teams decided"), _("%(named)s. Reason: %(reason)s")),
    "practice_opened": (_("Questions opened for practice by everybody"), ""),
    "practice_closed": (_("Questions set aside from practice again"), ""),
    "stage_finished": (_("Result of the stage contest locked"), "%(named)s"),
    "edition_prepared": (_("Edition of the results prepared"), _("edition %(edition)s; digest %(digest)s %(reason)s")),
    "results_signed": (_("Results signed"), _("for %(body)s (%(title)s); digest %(digest)s")),
    "published": (_("Results published"), _("edition %(edition)s; digest %(digest)s")),
    "announced": (_("Announcement published"), "%(title)s"),
    "notice_withdrawn": (_("Announcement withdrawn"), "%(title)s"),
    "certificates_issued": (
        _("Certificates issued"),
        _("for edition %(edition)s: %(prizes)s for prizes, %(taking_part)s for taking part; Nos. %(first)s–%(last)s"),
    ),
}  # fmt: skip
PRIZES: Mapping[str, str | Promise] = dict(
    zip(
        RANKS,
        (_("First prize"), _("Second prize"), _("Third prize"), _("Consolation prize"), _("Further prize")),
        strict=True,
    )
)


class _Facts(dict[str, Any]):
    """Facts of which one that an old line does not have is left blank."""

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True)
class Told:
    """A line of the record for people. what: its kind in words. details: the rest; "" where none may be shown."""

    entry: RecordEntry
    what: str
    details: str = ""

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.entry.at)


def kind_in_words(kind: str) -> str:
    return str(KINDS[kind][0]) if kind in KINDS else kind


def in_words(entries: Sequence[RecordEntry]) -> list[Told]:
    """Return the lines with everything they tell, for the organisers; one query for the names of all."""
    contents = [content_of(entry) for entry in entries]
    names, units = _names(contents), _units(contents)
    return [
        Told(entry, kind_in_words(entry.kind), _details(entry.kind, content, names, units))
        for entry, content in zip(entries, contents, strict=True)
    ]


def in_public(entries: Iterable[RecordEntry]) -> list[Told]:
    """Return the lines with what happened and when, and without people."""
    return [Told(entry, kind_in_words(entry.kind)) for entry in entries]


def _names(contents: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    named: set[int] = set()
    for content in contents:
        named.update({content["entrant"]} if content.get("entrant") else (), content.get("entrants", ()))
    return dict(Entrant.objects.filter(pk__in=named).values_list("pk", "full_name"))


def _units(contents: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of the units that lines name by code."""
    codes = {code for content in contents if isinstance(content.get("units"), list) for code in content["units"]}
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _details(kind: str, content: Mapping[str, Any], names: Mapping[int, str], units: Mapping[str, str]) -> str:
    if kind not in KINDS or not KINDS[kind][1]:
        return ""
    ruling = str(content.get("ruling", ""))
    facts = _Facts(content) | {
        "who": names.get(content.get("entrant", 0), ""),
        "order": ", ".join(names.get(who, "?") for who in content.get("entrants", ())),
        "outcome": _("upheld") if content.get("upheld") else _("not upheld"),
        "count": len(content.get("papers", ())) if isinstance(content.get("papers"), list) else 0,
        "ruling_words": dict(KeyEdition.Ruling.choices).get(ruling, ruling),
    }
    if kind == "appeal_filed":
        about = _("Question %(position)s") if content.get("position") else _("The paper as a whole")
        facts["about"] = (str(about) % _Facts(content)).lower()
    if kind == "unit_ruling":
        facts["ruled"] = str(dict(UnitRuling.What.choices).get(str(content.get("what")), "")).capitalize()
        facts["named"] = ", ".join(units.get(code, code) for code in content.get("units", ()))
    if kind == "incident_reported":
        facts["what"] = dict(Incident.What.choices).get(str(content.get("what")), "")
    return str(KINDS[kind][1]) % _Facts(facts)


def prize_in_words(prize: Sequence[Any] | None) -> str:
    """Return the name of a prize given as (rank, title, amount); "" for none."""
    return (prize[1] or str(PRIZES.get(prize[0], prize[0]))) if prize else ""
