"""A response beside the right answer, line by line, for whoever may see it."""

from dataclasses import dataclass

from questionbank.kinds import CHOOSING, Body, Response, fraction, gaps


@dataclass(frozen=True)
class Line:
    """label: what is answered, "" for the question itself. mine, right: in words. ok: None where nobody can say."""

    label: str
    mine: str
    right: str
    ok: bool | None


def lines(body: Body, kept: Response) -> list[Line]:
    """Return the lines of a settled response; those of a part bear its stem."""
    if body.kind == "situation":
        answers = kept or [[] for _ in body.parts]
        return [
            Line(line.label or part.stem, line.mine, line.right, line.ok)
            for part, answer in zip(body.parts, answers, strict=True)
            for line in lines(part, answer)
        ]
    if body.kind in CHOOSING:
        mine, right = ("; ".join(body.choices[place] for place in sorted(places)) for places in (kept, body.right))
        return [Line("", mine, right, bool(fraction(body, kept)))]
    if body.kind == "order":
        return [
            Line(str(rank + 1), body.choices[place] if place >= 0 else "", body.choices[rank], place == rank)
            for rank, place in enumerate(kept or [-1] * len(body.choices))
        ]
    if body.kind == "match":
        held = [body.partners[place] if place >= 0 else "" for place in kept or [-1] * len(body.choices)]
        return [
            Line(left, mine, right, mine == right)
            for left, mine, right in zip(body.choices, held, body.partners, strict=False)
        ]
    if body.kind in ("essay", "prediction"):
        return [Line("", kept[0] if kept else "", "", None)]
    return _typed(body, kept)


def _typed(body: Body, kept: Response) -> list[Line]:
    texts = kept or [""] * len(body.accepted)
    labels = [f"[{number}]" for number in gaps(body.stem)] if body.kind == "gap" else [""]
    one = [
        Body("number" if body.kind == "number" else "short", accepted=(group,), tolerance=body.tolerance)
        for group in body.accepted
    ]
    return [
        Line(label, text, group[0], bool(text) and fraction(alone, [text]) == 1.0)
        for label, text, group, alone in zip(labels, texts, body.accepted, one, strict=True)
    ]
