"""The random code on a certificate: nobody can guess one, and people can type it from paper."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
LENGTH, IN_GROUP = 16, 4  # 16 letters of 31: 79 bits


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """Return the code as it is printed: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[at : at + IN_GROUP] for at in range(0, len(code), IN_GROUP))


def typed(given: str) -> str:
    """Return the code that a person typed or a camera read, or "" where no code can be that."""
    code = "".join(letter for letter in given[:60].upper() if letter not in "- \t")
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""
