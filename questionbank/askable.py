"""Whether a question can be asked at all, by its kind."""

from questionbank.kinds import CHOOSING, LONGEST_TEXT, Body, as_number, gaps

MOST_CHOICES, MOST_PARTS = 10, 10


def fault(body: Body) -> tuple[str, str] | None:
    """Return (field, code) of the first thing that must be mended, or None."""
    if not body.stem.strip():
        return "stem", "empty"
    if body.kind in CHOOSING:
        return _choices(body) or _key(body)
    return _BY_KIND[body.kind](body)


def _choices(body: Body, least: int = 2) -> tuple[str, str] | None:
    if not least <= len(body.choices) <= MOST_CHOICES or not all(text.strip() for text in body.choices):
        return "choices", "too_few"
    if _alike(body.choices):
        return "choices", "alike"
    return None


def _alike(texts: tuple[str, ...]) -> bool:
    return len({" ".join(text.casefold().split()) for text in texts}) < len(texts)


def _key(body: Body) -> tuple[str, str] | None:
    count = len(body.choices)
    if not body.right or not all(0 <= place < count for place in body.right):
        return "right", "none"
    if body.kind == "multiple" and len(body.right) == count:
        return "right", "all"
    if body.kind != "multiple" and len(body.right) > 1:
        return "right", "several"
    if body.kind == "true_false" and count != 2:
        return "choices", "not_two"
    return None


def _order(body: Body) -> tuple[str, str] | None:
    return _choices(body, least=3)


def _match(body: Body) -> tuple[str, str] | None:
    wrong = _choices(body)
    if wrong:
        return wrong
    if not len(body.choices) <= len(body.partners) <= MOST_CHOICES or not all(text.strip() for text in body.partners):
        return "partners", "too_few"
    return ("partners", "same") if len(set(body.partners)) == 1 else None


def _short(body: Body) -> tuple[str, str] | None:
    return None if len(body.accepted) == 1 and _answers(body.accepted[0]) else ("accepted", "none")


def _number(body: Body) -> tuple[str, str] | None:
    if _short(body) or any(as_number(text) is None for text in body.accepted[0]):
        return "accepted", "no_number"
    slack = as_number(body.tolerance) if body.tolerance else 0
    return ("tolerance", "no_number") if slack is None or slack < 0 else None


def _gap(body: Body) -> tuple[str, str] | None:
    found = gaps(body.stem)
    if not found or found != tuple(range(1, len(found) + 1)):
        return "stem", "gaps"
    if len(body.accepted) != len(found) or not all(map(_answers, body.accepted)):
        return "accepted", "gaps"
    return None


def _answers(group: tuple[str, ...]) -> bool:
    return bool(group) and all(text.strip() and len(text) <= LONGEST_TEXT for text in group)


def _situation(body: Body) -> tuple[str, str] | None:
    if not 1 <= len(body.parts) <= MOST_PARTS:
        return "parts", "none"
    for number, part in enumerate(body.parts, start=1):
        wrong = ("kind", "nested") if part.kind in ("situation", "prediction", "essay") else fault(part)
        if wrong:
            return "parts", f"{number}:{wrong[0]}:{wrong[1]}"
    return None


def _essay(body: Body) -> tuple[str, str] | None:
    if not body.rubric or any(not criterion.strip() or points < 1 for criterion, points in body.rubric):
        return "rubric", "none"
    return None


def _prediction(body: Body) -> tuple[str, str] | None:
    return None


_BY_KIND = {
    "order": _order,
    "match": _match,
    "short": _short,
    "number": _number,
    "gap": _gap,
    "situation": _situation,
    "essay": _essay,
    "prediction": _prediction,
}
