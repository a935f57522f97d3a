"""Which portals may show a contest's small page in a frame, as organisers type them: one host a line."""

import re

MOST_HOSTS = 20
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?P<scheme>https?)://(?P<name>{_LABEL}(?:\.{_LABEL})*)(?P<port>:[0-9]{{1,5}})?")


class NotAHost(Exception):  # a refusal, named for what it says
    """`given` names no host exactly."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self.given = given


def hosts_in(given: str, *, plain: bool = False) -> list[str]:
    """Return the origins (https://host, with its port where one is named) that `given` lists, each once.

    A host without a scheme is one over https; what follows the host of a copied address is left out. plain: http
    may be named, for a closed network. Raises NotAHost for anything that does not name one host: patterns with *
    too, since whoever gets a name under a domain would get the frame.
    """
    found: list[str] = []
    for word in given.replace(",", "\n").split():
        origin = _origin(word, plain)
        if origin not in found:
            found.append(origin)
    return found


def _origin(word: str, plain: bool) -> str:
    whole = word if "://" in word else f"https://{word}"
    scheme, _colon, rest = whole.partition("://")
    try:
        origin = f"{scheme.lower()}://{_ascii(rest.partition('/')[0].lower())}"
    except UnicodeError as error:
        raise NotAHost(word) from error
    match = _HOST.fullmatch(origin)
    if match is None or (match["scheme"] == "http" and not plain) or len(match["name"]) > 253:
        raise NotAHost(word)
    if match["port"] and not 0 < int(match["port"][1:]) < 65536:
        raise NotAHost(word)
    return origin


def _ascii(host: str) -> str:
    """Return the host as addresses have it on the wire: an international name in its ASCII form."""
    return host if host.isascii() else host.encode("idna").decode("ascii")
