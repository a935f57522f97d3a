"""Signals in words: what was seen, and how often honest people show it too."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from contests.signals.finding import Finding

TITLES = {
    "same_wrong": gettext_lazy("The same wrong answers"),
    "device": gettext_lazy("One device, several people"),
    "fast": gettext_lazy("Answers faster than reading"),
    "jump": gettext_lazy("An unlikely jump"),
    "away": gettext_lazy("Leaving the page"),
}
HONEST = {  # measured by `manage.py signal_rates`; see docs/signals.md
    "same_wrong": gettext_lazy(
        "Among simulated contests of 100 honest people in one unit, fewer than 1 in 20 showed any such pair. "
        "Colleagues who learned the same mistake from the same material can show it."
    ),
    "device": gettext_lazy(
        "Offices and families often share a device; the share beside each line says how common it is in this contest."
    ),
    "fast": gettext_lazy(
        "Of 20,000 simulated honest papers none showed it; people who know the bank by heart were among them."
    ),
    "jump": gettext_lazy(
        "Who learned a great deal between two papers shows it too: among simulated people it was rare, but not absent."
    ),
    "away": gettext_lazy(
        "Telephone calls and messages take people away; the share beside each line says how common it is here."
    ),
}


def in_words(finding: Finding) -> str:
    """Return the figures behind a finding as a sentence."""
    figures = dict(finding.figures)
    for name, decimals in (("seconds", 0), ("pace", 0), ("expected", 1)):
        if name in figures:
            figures[name] = number_format(figures[name], decimals)  # type: ignore[assignment]
    if "share" in figures:
        figures["share"] = number_format(finding.figures["share"] * 100, 1)  # type: ignore[assignment]
    if "chance" in figures:
        figures["odds"] = number_format(round(1 / max(finding.figures["chance"], 1e-12)), 0, force_grouping=True)  # type: ignore[assignment]
    return str(_SENTENCES[finding.kind]) % figures


_SENTENCES = {
    "same_wrong": gettext_lazy(
        "%(same)s of %(both)s questions that both got wrong have the same wrong answer; by the popularity of wrong "
        "answers %(expected)s were to be expected. As many by chance: 1 in %(odds)s pairs; %(pairs)s pairs were "
        "compared."
    ),
    "device": gettext_lazy(
        "%(people)s people sat on this device. In this contest %(share)s%% of people share a device."
    ),
    "fast": gettext_lazy(
        "%(answered)s questions answered in %(seconds)s seconds, %(pace)s syllables a minute; %(correct)s right, "
        "%(instant)s of them in under 0.4 seconds."
    ),
    "jump": gettext_lazy(
        "%(correct)s of %(questions)s right, after %(before)s of %(asked)s on earlier papers. As much by chance: 1 in "
        "%(odds)s; %(compared)s papers were compared."
    ),
    "away": gettext_lazy(
        "The page was left %(times)s times, %(seconds)s seconds in all. In this contest %(share)s%% of papers were "
        "left at least as long."
    ),
}


def told_by_kind(findings: list[Finding]) -> list[tuple[str, str, list[Finding]]]:
    """Return (title, how often honest people show it, findings) for each kind, also for those without any."""
    return [
        (str(title), str(HONEST[kind]), [finding for finding in findings if finding.kind == kind])
        for kind, title in TITLES.items()
    ]
