"""HTML and XML of foreign files: read without following a reference, HTML taken down to its words."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from lxml import etree, html

from questionbank.formats.tidy import tidy

LARGEST = 50 * 1024 * 1024  # bytes
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLOCKS = {"p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"}
_LOST = {"b", "strong", "i", "em", "u", "sub", "sup", "table", "ul", "ol", "span", "font"}


class NotReadable(Exception):
    """No well-formed XML, or XML that asks for what is outside it."""


def parse_xml(raw: bytes) -> etree._Element:
    """Return the root of an XML file. Raises NotReadable for anything broken, too large, or with a DOCTYPE."""
    if len(raw) > LARGEST or b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw:
        raise NotReadable
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotReadable from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hid it
        raise NotReadable
    return root


def words_of(markup: str) -> tuple[str, bool]:
    """Return the words of a piece of HTML and whether formatting was lost with its elements."""
    markup = _NOT_IN_XML.sub("", markup)
    if "<" not in markup and "&" not in markup:
        return tidy(markup), False
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return tidy(markup), False
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            element.text = None
            continue
        if element.tag in _BLOCKS:
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
    lost = any(element.tag in _LOST for element in root.iter())
    return tidy("".join(root.itertext())), lost


def media_of(markup: str) -> Mapping[str, str]:
    """Return the name of each file that a piece of HTML shows → the words that stand for it."""
    if "<" not in markup:
        return {}
    try:
        root = html.fragment_fromstring(_NOT_IN_XML.sub("", markup), create_parent="div")
    except (etree.ParserError, ValueError):
        return {}
    found: dict[str, str] = {}
    for element in root.iter("img", "audio", "video", "source"):
        name = unquote(element.get("src", "").rsplit("/", 1)[-1])
        if name:
            found.setdefault(name, element.get("alt") or element.get("title") or "")
    return found


def local(element: etree._Element) -> str:
    """Return the name of `element` without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
