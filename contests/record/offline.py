#!/usr/bin/env python3
"""Verifies a record that was downloaded from Hội Thi: python3 verify_record.py FILE [MARK]

FILE: the .jsonl file. MARK: the mark (64 digits) as it stands on the printed results, which nobody can change any
more; without it a record of which the end was written anew as a whole cannot be told from the true one.
It needs Python 3 and nothing else, and shares no line with the system whose record it checks.

A line's digest is the SHA-256 of the canonical JSON (sorted names, no blanks, UTF-8) of
    [contest, number, at, kind, seal of actor, seal of content, digest of the line before]
and a seal that of [key of the seal, what is sealed]. The public file holds the seals alone. Lines without keys are
older: there the actor and the content stand themselves where the seals would.
"""

import hashlib
import json
import sys

WHY = {
    "unreadable": "it cannot be read",
    "missing": "the line is not there",
    "order": "the line does not stand in its place",
    "changed": "the line is not what its digest was taken of",
    "unlinked": "the line does not follow the one before it",
    "beyond": "the line was added past the end of the record",
    "head": "the record does not end as it was noted to end",
    "mark": "no line of the record bears the mark that was printed",
    "edition": "the results kept are not the ones that this line tells of",
}


class Broken(Exception):
    """number: of the first line that does not hold, from 1; 0 is the head of the file. why: a name in WHY."""

    def __init__(self, number, why):
        super().__init__(f"line {number}: {WHY[why]}")
        self.number, self.why = number, why


def digest(content):
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal(line, field):
    """Return the seal of a field: as it is told, or taken anew where what it seals is told with its key."""
    if field not in line:
        return line[f"{field}_seal"]
    return digest([line[f"{field}_key"], line[field]])


def line_digest(contest, line):
    front = [contest, line["number"], line["at"], line["kind"]]
    if "actor_seal" in line or "actor_key" in line:
        return digest([*front, seal(line, "actor"), seal(line, "content"), line["previous"]])
    return digest([*front, line["actor"], line["content"], line["previous"]])


def check(text, mark=""):
    """Return (number of lines, mark at the end) of a record given as JSON lines. Raises Broken."""
    raw = [row for row in text.split("\n") if row.strip()]
    try:
        head = json.loads(raw[0])
        contest, length, end = head["contest"], head["length"], head["head"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Broken(0, "unreadable") from error
    before, number, seen, told = "0" * 64, 0, set(), {}
    editions = {}
    for row in raw[1:]:
        number += 1
        try:
            line = json.loads(row)
            if "edition" in line and "number" not in line:
                editions[line["edition"]] = line["content"]
                number -= 1
                continue
            _check_line(contest, line, number, length, before)
            before = line["digest"]
            seen.add(before)
            if line["kind"] == "edition_prepared" and "content" in line:
                content = json.loads(line["content"])
                told[content["edition"]] = (number, content["digest"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Broken(number, "unreadable") from error
    if number < length:
        raise Broken(number + 1, "missing")
    _check_editions(editions, told, number)
    if before != end:
        raise Broken(length, "head")
    if mark and mark not in seen:
        raise Broken(length, "mark")
    return length, before


def _check_line(contest, line, number, length, before):
    if line["number"] != number:
        raise Broken(number, "missing" if line["number"] > number else "order")
    if number > length:
        raise Broken(number, "beyond")
    if line_digest(contest, line) != line["digest"]:
        raise Broken(number, "changed")
    if line["previous"] != before:
        raise Broken(number, "unlinked")


def _check_editions(editions, told, last):
    for edition, (number, kept) in sorted(told.items()):
        content = editions.get(edition)
        if content is None or hashlib.sha256(content.encode()).hexdigest() != kept:
            raise Broken(number, "edition")
    for edition in editions:
        if edition not in told:
            raise Broken(last, "edition")


def main(given):
    if not given or given[0] in ("-h", "--help"):
        sys.exit(__doc__)
    with open(given[0], encoding="utf-8", newline="\n") as file:
        text = file.read()
    try:
        length, mark = check(text, given[1] if len(given) > 1 else "")
    except Broken as broken:
        sys.exit(f"BROKEN at line {broken.number}: {WHY[broken.why]}")
    print(f"{length} lines hold; mark {mark}")


if __name__ == "__main__":
    main(sys.argv[1:])
