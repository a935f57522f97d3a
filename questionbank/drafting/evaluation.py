"""Machine checks of drafts by pattern, to watch their quality as patterns change. They do not judge meaning."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from questionbank.drafting.checks import is_unbalanced, leaks, stands_in
from questionbank.drafting.draft import Draft
from questionbank.drafting.reading import Text, collapse

CHECKS = ("quote_stands", "key_again", "wrong_not_there", "balanced", "no_leak")


_LIMIT = re.compile(r"không được|chỉ được")


@dataclass
class Tally:
    """proposed: how many drafts of a pattern; passed: how many passed each check."""

    proposed: int = 0
    passed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHECKS, 0))


def evaluate(drafts: Iterable[Draft], text: Text) -> dict[str, Tally]:
    """Return what the checks say of the drafts of one document, by pattern."""
    found: dict[str, Tally] = {}
    for draft in drafts:
        tally = found.setdefault(draft.pattern, Tally())
        tally.proposed += 1
        for name, passed in results(draft, text).items():
            tally.passed[name] += passed
    return found


def results(draft: Draft, text: Text) -> dict[str, bool]:
    """Return the outcome of every check for one draft of `text`."""
    passage = next(passage for passage in text.passages if passage.eid == draft.eid)
    around = " ".join([passage.heading, passage.lead, passage.whole])
    judged = draft.kind == "true_false"
    return {
        "quote_stands": stands_in(draft.quote, passage.whole),
        "key_again": _key_again(draft, around),
        "wrong_not_there": judged or _wrong_not_there(draft),
        "balanced": judged or not is_unbalanced(draft.choices, draft.right),
        "no_leak": judged or not leaks(draft.stem, draft.choices, draft.right),
    }


def _key_again(draft: Draft, around: str) -> bool:
    """Read the key off the text once more: what is right stands there, what is denied does not."""
    # A document is named by its number alone, which stands in the text after its title.
    keys = [draft.choices[place].rpartition(" số ")[2] for place in draft.right]
    wrong = [choice for place, choice in enumerate(draft.choices) if place not in draft.right]
    if draft.kind == "true_false":
        limits = [len(_LIMIT.findall(words)) for words in (draft.stem, draft.quote)]
        return (limits[0] == limits[1]) == (draft.right == {0})
    if "KHÔNG" in draft.stem:
        return not any(stands(key, draft.quote) for key in keys) and all(stands(other, draft.quote) for other in wrong)
    return all(stands(key, around) for key in keys)


def _wrong_not_there(draft: Draft) -> bool:
    if "KHÔNG" in draft.stem:
        return True
    wrong = [choice for place, choice in enumerate(draft.choices) if place not in draft.right]
    # In a definition the wrong terms may well be words of the sense; they are wrong as its name.
    return draft.pattern == "definition" or not any(stands(choice, draft.quote) for choice in wrong)


def stands(choice: str, words: str) -> bool:
    """Say whether a choice stands in `words`, whatever its capital, its brackets left out, figures whole."""
    bare = re.sub(r"\s*\([^()]*\)", "", collapse(words)).casefold()
    wanted = re.sub(r"\s*\([^()]*\)", "", collapse(choice)).casefold().strip(" .;")
    return bool(re.search(rf"(?<![\w.,]){re.escape(wanted)}(?!\w|[.,]\d)", bare))
