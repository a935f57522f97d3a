"""How alike two questions are, and how to find the likely ones among a hundred thousand without comparing them all.

Likeness is Jaccard's over pairs of neighbouring words. MinHash with banding (Broder 1997; Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, ch. 3) gives each text ten keys; texts that are 80 % alike share one of them in
999 of 1,000 cases, texts that are 60 % alike in 91 of 100, and texts that are 20 % alike in 8 of 100.
"""

import re
from hashlib import blake2b
from itertools import pairwise
from random import Random

from people.folding import fold

BANDS, ROWS = 10, 3
ALIKE = 0.7  # from here on a person should look
_PRIME = (1 << 61) - 1  # Mersenne: every multiplier below it permutes the hashes
_chance = Random("Hội Thi")  # noqa: S311  # fixed, so that keys stay comparable
_PERMUTATIONS = [(_chance.randrange(1, _PRIME), _chance.randrange(_PRIME)) for _ in range(BANDS * ROWS)]
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring words of `text`, folded; a single word stands for itself."""
    words = _WORD.findall(fold(text))
    return frozenset(f"{a} {b}" for a, b in pairwise(words)) or frozenset(words)


def likeness(one: str, other: str) -> float:
    """Return from 0.0 (nothing in common) to 1.0 (the same pairs of words)."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b) if a or b else 0.0


def keys(text: str) -> tuple[int, ...]:
    """Return one key a band, each a signed 64-bit number; alike texts share some of them, at the same place."""
    hashes = [int.from_bytes(blake2b(s.encode(), digest_size=7).digest()) for s in shingles(text)]
    if not hashes:
        return ()
    least = [min((a * h + b) % _PRIME for h in hashes) for a, b in _PERMUTATIONS]
    bands = (least[start : start + ROWS] for start in range(0, BANDS * ROWS, ROWS))
    return tuple(int.from_bytes(blake2b(repr(band).encode(), digest_size=8).digest(), signed=True) for band in bands)
