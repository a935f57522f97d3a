"""The recorder's own eyes: a word is found in whatever dress it leaves."""

import base64
import gzip
import html
import json
from urllib.parse import quote

import pytest

from tests.recorder import hidden_in

WORD = "LờiGiải-7f3a"
SAID = f"Đáp án: {WORD}, hết."
DRESSES = {
    "plain": SAID.encode(),
    "json": json.dumps(SAID).encode(),
    "every letter escaped": "".join(f"\\u{ord(letter):04X}" for letter in WORD).encode(),
    "html": html.escape(SAID).encode(),
    "references": "".join(f"&#{ord(letter)};" for letter in WORD).encode(),
    "address": quote(SAID).encode(),
    "hex": SAID.encode().hex().upper().encode(),
    "gzip": b"head" + gzip.compress(SAID.encode()) + b"tail",
    "upper case": SAID.encode().replace(b"7f3a", b"7F3A"),
    **{f"base64 after {n}": base64.b64encode(("x" * n + SAID).encode()) for n in range(3)},
    **{f"base64 for addresses after {n}": base64.urlsafe_b64encode(("x" * n + SAID).encode()) for n in range(3)},
}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_word_is_found(dress: str) -> None:
    assert hidden_in(DRESSES[dress], WORD)


def test_a_word_that_is_not_there_is_not_found() -> None:
    for sent in DRESSES.values():
        assert not hidden_in(sent, "GhiChú-22b1")
