"""Writing a contest's record, and reading it back to see that nobody touched it."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from contests.models import Contest, Edition, RecordEntry, RecordHead
from contests.record.chain import Broken, Kept, Line, canonical, first_broken, sha256
from people.models import User


@transaction.atomic
def note(contest: Contest, kind: str, content: Mapping[str, Any], *, by: User | None, now: datetime) -> RecordEntry:
    """Add a line to the record of `contest`. It stands with the change it tells of, or not at all."""
    RecordHead.objects.get_or_create(contest=contest)
    head = RecordHead.objects.select_for_update().get(contest=contest)  # lines are written one after the other
    line = Line(
        contest=contest.pk,
        number=head.length + 1,
        at=now.astimezone(UTC).isoformat(),
        kind=kind,
        actor=f"{by.full_name} ({by.username})" if by else "",
        content=canonical(content),
        previous=head.digest,
        salt=secrets.token_hex(16),
    )
    head.length, head.digest = line.number, line.digest()
    head.save(update_fields=["length", "digest"])
    return RecordEntry.objects.create(
        contest=contest, number=line.number, at=line.at, kind=line.kind, actor=line.actor, content=line.content,
        previous=line.previous, salt=line.salt, digest=head.digest,
    )  # fmt: skip


def broken_link(contest: Contest, expected_head: str = "") -> Broken | None:
    """Return the first link of the record that does not hold, or None.

    expected_head: the mark that was printed or published, where somebody outside has kept one. An edition that is
    not what the record says was published breaks the line that published it.
    """
    head = RecordHead.objects.filter(contest=contest).first() or RecordHead(contest=contest)
    kept = [Kept(line_of(entry), entry.digest) for entry in contest.record.all()]
    found = first_broken(kept, length=head.length, head=head.digest)
    found = _earliest(found, _forged_edition(contest))
    if found is None and expected_head and expected_head not in {one.digest for one in kept}:
        return Broken(head.length, "head")
    return found


def line_of(entry: RecordEntry) -> Line:
    """Return the line that a row of the record keeps."""
    e = entry
    return Line(e.contest_id, e.number, e.at, e.kind, e.actor, e.content, e.previous, e.salt)


def _earliest(*found: Broken | None) -> Broken | None:
    return min((one for one in found if one), key=lambda one: one.number, default=None)


def _forged_edition(contest: Contest) -> Broken | None:
    """Return the line that prepared an edition of which the content kept is another."""
    from_content = {e.number: e for e in Edition.objects.filter(contest=contest)}
    for entry in contest.record.filter(kind="edition_prepared"):
        told = content_of(entry)
        edition = from_content.get(told.get("edition", 0))
        if edition is None or digest_of(edition.content) != told.get("digest") or edition.digest != told.get("digest"):
            return Broken(entry.number, "edition")
    return None


def content_of(entry: RecordEntry) -> dict[str, Any]:
    """Return what a line tells; nothing where it cannot be read."""
    try:
        read = json.loads(entry.content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def digest_of(content: str) -> str:
    """Return the SHA-256 of `content` as 64 hexadecimal digits."""
    return sha256(content)
