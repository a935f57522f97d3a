"""A tree of provisions as Akoma Ntoso 3.0 (OASIS LegalDocML), for other systems.

phần → part, chương → chapter, mục → section, tiểu mục → subsection, điều → article, khoản → paragraph, điểm → point,
tiết → indent; an attached document → hcontainer. Not a word is left out: the text of the body, spaces apart, is the
source's. Source of the mapping: Akoma Ntoso Naming Convention and the levels of Law 64/2025/QH15 Article 7.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from people.folding import fold
from regulations.parsing import Kind, Node

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
UNKNOWN_DAY = date(1, 1, 1)  # where the text does not say; the schema wants a day
_ELEMENTS = {
    Kind.PART: "part", Kind.CHAPTER: "chapter", Kind.SECTION: "section", Kind.SUBSECTION: "subsection",
    Kind.ARTICLE: "article", Kind.CLAUSE: "paragraph", Kind.POINT: "point", Kind.INDENT: "indent",
    Kind.ANNEX: "hcontainer",
}  # fmt: skip
_LABEL = {
    Kind.PART: r"(?:PHẦN|Phần)(?:\s+(?:THỨ|thứ))?\s+\S+",
    Kind.CHAPTER: r"(?:CHƯƠNG|Chương)\s+\S+",
    Kind.SECTION: r"(?:(?:MỤC|Mục)\s+\S+|[IVXLC]+\s*[.\-–])",
    Kind.SUBSECTION: r"(?:TIỂU MỤC|Tiểu mục)\s+\S+",
    Kind.ARTICLE: r"(?:ĐIỀU|Điều)\s+\d+[a-zđ]?\s*[.:]?",
    Kind.CLAUSE: r"\d+(?:\.\d+)*[a-zđ]?\s*[.)\-–]?",
    Kind.POINT: r"[a-zđ]\d*\s*\)",
    Kind.INDENT: r"[-–+•]",
}  # fmt: skip
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class About:
    """What is said of a document: its number, type and title, who issued it and when."""

    number: str
    doc_type: str
    title: str
    issuer: str
    issued_on: date | None


@dataclass(frozen=True)
class Mark:
    """status: of Akoma Ntoso, "removed" or "undefined"; words: since when and by what, for people."""

    status: str
    words: str


def to_akn(about: About, nodes: Iterable[Node], *, today: date, marks: Mapping[str, Mark] | None = None) -> bytes:
    """Return the document as UTF-8 XML that validates against the Akoma Ntoso 3.0 schema.

    marks: by eid, what is repealed or suspended; its words stand there as history.
    """
    root = etree.Element(_name("akomaNtoso"), nsmap={None: NAMESPACE})
    act = _under(root, "act", name=_slug(about.doc_type) or "van-ban")
    _meta(act, about, today)
    every = list(nodes)
    _prose(act, "preface", "")[0].text = f"{about.doc_type} {about.number} {about.title}".strip()
    opening = [node for node in every if node.kind is Kind.PREAMBLE]
    if opening:
        preamble = _under(act, "preamble")
        for node in opening:
            _paragraphs(preamble, node.text)
    body = _under(act, "body")
    conclusions = []
    for node in every:
        if node.kind is Kind.CLOSING:
            conclusions.append(node)
        elif node.kind is not Kind.PREAMBLE:
            conclusions.extend(_hierarchy(body, node, marks or {}))
    if not len(body):
        _under(_under(_under(body, "hcontainer", eId="empty", name="empty"), "content"), "p")
    if conclusions:
        end = _under(act, "conclusions")
        for node in conclusions:
            _paragraphs(end, node.text)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=False))


def _hierarchy(parent: etree._Element, node: Node, marks: Mapping[str, Mark]) -> list[Node]:
    """Put `node` and all under it below `parent`; return closings found inside, which stand at the end of an act."""
    attributes = {"eId": node.eid} | ({"name": "annex"} if node.kind is Kind.ANNEX else {})
    mark = marks.get(node.eid)
    if mark is not None:
        attributes["status"] = mark.status
    made = _under(parent, _ELEMENTS[node.kind], **attributes)
    words = _opening(made, node)
    closings = [child for child in node.children if child.kind is Kind.CLOSING]
    inner = [child for child in node.children if child.kind is not Kind.CLOSING]
    if inner:
        if words:
            _paragraphs(_under(made, "intro"), words)
        for child in inner:
            closings += _hierarchy(made, child, marks)
    else:
        _paragraphs(_under(made, "content"), words)
    if mark is not None:
        _remark(made, mark)
    return closings


def _remark(made: etree._Element, mark: Mark) -> None:
    """Say in the first paragraph of `made` since when it has no effect and what did it."""
    first = made.find(f".//{_name('p')}")
    if first is None:
        return
    remark = etree.Element(_name("remark"), attrib={"status": "editorial"})
    remark.text, remark.tail, first.text = _xml(mark.words), f" {first.text or ''}", None
    first.insert(0, remark)


def _opening(made: etree._Element, node: Node) -> str:
    """Write number and heading of `node` and return the words that are left."""
    text = node.text.strip()
    label = re.match(_LABEL[node.kind], text) if node.kind in _LABEL else None
    if label:
        _under(made, "num").text = _xml(label[0].strip())
        text = text[label.end() :].strip()
    heading, _break, rest = text.partition("\n")
    # A heading over several lines stands joined in `heading`; only what stands in the text word for word is one.
    if node.heading and heading.strip() == node.heading.strip():
        _under(made, "heading").text = _xml(heading.strip())
        return rest.strip()
    return text


def _meta(act: etree._Element, about: About, today: date) -> None:
    identification = _under(_under(act, "meta"), "identification", source="#hoithi")
    issued = (about.issued_on or UNKNOWN_DAY).isoformat()
    work = f"/akn/vn/act/{issued}/{_slug(about.number) or 'khong-so'}"
    _level(identification, "FRBRWork", work, issued, "issued", country=True)
    _level(identification, "FRBRExpression", f"{work}/vie@{issued}", issued, "issued", language=True)
    _level(identification, "FRBRManifestation", f"{work}/vie@{issued}.xml", today.isoformat(), "made", format_=True)
    references = _under(identification.getparent(), "references", source="#hoithi")
    _under(references, "TLCOrganization", eId="hoithi", href="/ontology/organization/hoithi", showAs="Hội Thi")
    _under(references, "TLCOrganization", eId="issuer", href="/ontology/organization/issuer",
           showAs=_xml(about.issuer or "?"))  # fmt: skip


def _level(
    parent: etree._Element, name: str, uri: str, day: str, why: str, *, country: bool = False, language: bool = False,
    format_: bool = False,
) -> None:  # fmt: skip
    level = _under(parent, name)
    _under(level, "FRBRthis", value=uri)
    _under(level, "FRBRuri", value=uri)
    _under(level, "FRBRdate", date=day, name=why)
    _under(level, "FRBRauthor", href="#hoithi" if format_ else "#issuer")
    if country:
        _under(level, "FRBRcountry", value="vn")
    if language:
        _under(level, "FRBRlanguage", language="vie")
    if format_:
        _under(level, "FRBRformat", value="application/akn+xml")


def _prose(parent: etree._Element, name: str, text: str) -> etree._Element:
    made = _under(parent, name)
    _paragraphs(made, text)
    return made


def _paragraphs(parent: etree._Element, text: str) -> None:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines or [""]:
        _under(parent, "p").text = _xml(line)


def _under(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(tag), attrib=attributes)


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _xml(text: str) -> str:
    return _NO_XML.sub("", text)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
