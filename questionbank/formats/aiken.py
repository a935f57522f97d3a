"""Aiken, the plainest of Moodle's formats: one line a question, a line a choice, "ANSWER: B"."""

import re
from collections.abc import Iterable

from questionbank.formats.choices import speaks_of_others
from questionbank.formats.record import LETTERS, Fault, Record, Sheet
from questionbank.formats.tidy import tidy

_CHOICE = re.compile(r"^\s*([A-Z])[.)]\s+(.*\S)\s*$")
_ANSWER = re.compile(r"^\s*ANSWER\s*:\s*([A-Z])\s*$")


def read(text: str) -> Sheet:
    """Return the questions of an Aiken file; Fault.row is the line of the stem."""
    records: list[Record] = []
    faults: list[Fault] = []
    stem: list[str] = []
    choices: list[str] = []
    begun = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        answer, choice = _ANSWER.match(line), _CHOICE.match(line)
        if answer:
            record, wrong = _question(begun or number, stem, choices, answer[1])
            records.append(record)
            faults.extend(wrong)
            stem, choices, begun = [], [], 0
        elif choice and stem and choice[1] == LETTERS[len(choices) : len(choices) + 1]:
            choices.append(tidy(choice[2]))
        elif line.strip():
            begun = begun or number
            if choices:  # a choice may go on in the next line
                choices[-1] = tidy(f"{choices[-1]} {line}")
            else:
                stem.append(line)
    if stem:
        faults.append(Fault(begun, "", "no_answer_line", tidy(" ".join(stem))[:200]))
    return Sheet(tuple(records), tuple(faults))


def _question(row: int, stem: list[str], choices: list[str], answer: str) -> tuple[Record, list[Fault]]:
    faults = []
    words = tidy(" ".join(stem))
    if not words:
        faults.append(Fault(row, "", "empty_stem"))
    if len(choices) < 2:
        faults.append(Fault(row, "", "too_few_choices", str(len(choices))))
    if len({" ".join(choice.casefold().split()) for choice in choices}) < len(choices):
        faults.append(Fault(row, "", "choices_alike"))
    if answer not in LETTERS[: len(choices)]:
        faults.append(Fault(row, "", "key_unknown", answer))
    key = (answer,) if answer in LETTERS[: len(choices)] else ()
    pinned = any(map(speaks_of_others, choices))
    return Record(row, "", "", "single", 2, words, tuple(choices), key, keep_order=pinned), faults


def write(records: Iterable[Record]) -> tuple[str, tuple[Fault, ...]]:
    """Return the questions with one right choice as Aiken, and a fault for what Aiken cannot hold."""
    written: list[str] = []
    faults: list[Fault] = []
    for place, record in enumerate(records, start=1):
        if record.kind not in ("single", "true_false") or len(record.key) != 1:
            faults.append(Fault(place, "", "kind_left_out", record.kind))
            continue
        choices = "".join(f"{letter}. {text}\n" for letter, text in zip(LETTERS, record.choices, strict=False))
        written.append(f"{record.stem}\n{choices}ANSWER: {record.key[0]}\n")
        if record.explanation or record.address or record.code:
            faults.append(Fault(place, "", "fields_left_out", note=True))
    return "\n".join(written), tuple(faults)
