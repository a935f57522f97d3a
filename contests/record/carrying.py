"""The record as a file that anyone can verify without the system: JSON lines, see `record.offline`."""

import json
from collections.abc import Iterator
from typing import Any

from contests.models import Contest, RecordEntry, RecordHead
from contests.record.ledger import line_of


def rows_of_file(contest: Contest, *, full: bool) -> Iterator[str]:
    """Yield the lines of the file, each with its line end.

    full: with the actors, the contents and the editions, for whoever may read them. Else their seals stand for them:
    the chain is verified just as well, and tells nothing about anybody.
    """
    head = RecordHead.objects.filter(contest=contest).first() or RecordHead(contest=contest)
    yield _row({
        "record": "hoithi", "contest": contest.pk, "address": contest.slug, "title": contest.title,
        "length": head.length, "head": head.digest,
    })  # fmt: skip
    for entry in contest.record.filter(number__lte=head.length).iterator(1000):
        yield _row(_told(entry, full))
    if full:
        for edition in contest.editions.order_by("number").iterator(1):
            yield _row({"edition": edition.number, "digest": edition.digest, "content": edition.content})


def _told(entry: RecordEntry, full: bool) -> dict[str, Any]:
    line = line_of(entry)
    told: dict[str, Any] = {"number": line.number, "at": line.at, "kind": line.kind}
    if full:
        told |= {"actor": line.actor, "content": line.content}
        if line.salt:
            told |= {"actor_key": line.key_to("actor"), "content_key": line.key_to("content")}
    else:
        told |= {"actor_seal": line.seal_of("actor"), "content_seal": line.seal_of("content")}
    return told | {"previous": line.previous, "digest": entry.digest}


def _row(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
