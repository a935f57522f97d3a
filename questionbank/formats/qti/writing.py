"""Records → a package of QTI."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from lxml import etree

from questionbank.formats.carried import to_line
from questionbank.formats.media import left_out, stored_name
from questionbank.formats.qti.names import NAMESPACES, OWN, PACKAGE, TYPES
from questionbank.formats.record import LETTERS, Fault, Record

_NATIVE = frozenset({"explanation", "partners"})
_NAMED = {
    "item": ("assessmentItem", "qti-assessment-item"),
    "declaration": ("responseDeclaration", "qti-response-declaration"),
    "correct": ("correctResponse", "qti-correct-response"), "value": ("value", "qti-value"),
    "mapping": ("mapping", "qti-mapping"), "entry": ("mapEntry", "qti-map-entry"),
    "body": ("itemBody", "qti-item-body"),
    "choice": ("choiceInteraction", "qti-choice-interaction"), "prompt": ("prompt", "qti-prompt"),
    "simple": ("simpleChoice", "qti-simple-choice"), "order": ("orderInteraction", "qti-order-interaction"),
    "match": ("matchInteraction", "qti-match-interaction"), "set": ("simpleMatchSet", "qti-simple-match-set"),
    "side": ("simpleAssociableChoice", "qti-simple-associable-choice"),
    "entry_box": ("textEntryInteraction", "qti-text-entry-interaction"),
    "essay": ("extendedTextInteraction", "qti-extended-text-interaction"),
    "feedback": ("modalFeedback", "qti-modal-feedback"),
    "outcome": ("outcomeDeclaration", "qti-outcome-declaration"), "content": ("", "qti-content-body"),
}  # fmt: skip


_FOLDER = "media"


def write(
    records: Iterable[Record], version: str = "2.2", files: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[bytes, tuple[Fault, ...]]:
    """Return `records` as a package of this version, and a fault for what is left out.

    files: bytes of media by their sha256.
    """
    target = io.BytesIO()
    faults: list[Fault] = []
    packed: set[str] = set()
    manifest = etree.Element(f"{{{PACKAGE}}}manifest", nsmap={None: PACKAGE, "hoithi": OWN}, identifier="hoithi")
    etree.SubElement(manifest, f"{{{PACKAGE}}}organizations")
    resources = etree.SubElement(manifest, f"{{{PACKAGE}}}resources")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, record in enumerate(records, start=1):
            if record.kind == "situation":
                faults.append(Fault(place, "", "kind_left_out", record.kind))
                continue
            held = tuple(medium for medium in record.media if medium.sha256 in files)
            faults += left_out(place, (medium for medium in record.media if medium not in held))
            name = f"item-{place:04}.xml"
            archive.writestr(name, _Writer(version, place).item(replace(record, media=held)))
            resource = etree.SubElement(
                resources, f"{{{PACKAGE}}}resource", identifier=f"r{place}", type=TYPES[version], href=name
            )
            line = to_line(record, _NATIVE)
            if line:
                metadata = etree.SubElement(resource, f"{{{PACKAGE}}}metadata")
                etree.SubElement(metadata, f"{{{OWN}}}line").text = line
            etree.SubElement(resource, f"{{{PACKAGE}}}file", href=name)
            for medium in held:
                path = f"{_FOLDER}/{stored_name(medium)}"
                etree.SubElement(resource, f"{{{PACKAGE}}}file", href=path)
                if path not in packed:
                    packed.add(path)
                    archive.writestr(path, files[medium.sha256], zipfile.ZIP_STORED)
        archive.writestr("imsmanifest.xml", etree.tostring(manifest, encoding="utf-8", xml_declaration=True))
    return target.getvalue(), tuple(faults)


class _Writer:
    def __init__(self, version: str, place: int) -> None:
        self.new, self.space, self.place = version == "3.0", NAMESPACES[version], place

    def _element(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, self._tag(name), attrib=self._names(attributes))

    def _tag(self, name: str) -> str:
        known = _NAMED.get(name)
        return f"{{{self.space}}}{known[self.new] if known else name}"

    def _names(self, attributes: dict[str, str]) -> dict[str, str]:
        if not self.new:
            return attributes
        return {re.sub(r"([A-Z])", lambda m: f"-{m[1].lower()}", name): value for name, value in attributes.items()}

    def item(self, record: Record) -> bytes:
        identifier = record.code if re.fullmatch(r"[A-Za-z_][\w.\-]*", record.code, re.ASCII) else f"item{self.place}"
        facts = {"identifier": identifier, "title": record.stem[:60], "adaptive": "false", "timeDependent": "false"}
        root = etree.Element(self._tag("item"), nsmap={None: self.space}, attrib=self._names(facts))
        body = self._answered(root, record)
        if record.explanation:
            feedback = self._element(
                root, "feedback", outcomeIdentifier="FEEDBACK", identifier="explanation", showHide="show"
            )
            inner = self._element(feedback, "content") if self.new else feedback
            self._element(inner, "p").text = record.explanation
        root.remove(body)
        position = next((i for i, child in enumerate(root) if child.tag == self._tag("feedback")), len(root))
        root.insert(position, body)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=False))

    def _declare(
        self,
        root: etree._Element,
        name: str,
        cardinality: str,
        base: str,
        values: Iterable[str],
        also: Iterable[str] = (),
    ) -> None:
        declared = self._element(root, "declaration", identifier=name, cardinality=cardinality, baseType=base)
        correct = self._element(declared, "correct")
        for value in values:
            self._element(correct, "value").text = value
        others = list(also)
        if others:
            mapping = self._element(declared, "mapping", defaultValue="0")
            for value in others:
                self._element(mapping, "entry", mapKey=value, mappedValue="1")

    def _answered(self, root: etree._Element, record: Record) -> etree._Element:
        body = etree.Element(self._tag("body"))
        if record.kind in ("single", "multiple", "true_false", "order"):
            names = [f"C{place}" for place in range(len(record.choices))]
            right = names if record.kind == "order" else [names[LETTERS.index(letter)] for letter in record.key]
            cardinality = {"multiple": "multiple", "order": "ordered"}.get(record.kind, "single")
            self._declare(root, "RESPONSE", cardinality, "identifier", right)
            most = {"maxChoices": "0" if record.kind == "multiple" else "1"} if record.kind != "order" else {}
            element = "order" if record.kind == "order" else "choice"
            shuffle = "false" if record.keep_order else "true"
            asked = self._element(body, element, responseIdentifier="RESPONSE", shuffle=shuffle, **most)
            self._worded(self._element(asked, "prompt"), record)
            for at, name in enumerate(names):
                self._worded(self._element(asked, "simple", identifier=name), record, at)
        elif record.kind == "match":
            lefts, rights = (
                [f"L{i}" for i in range(len(record.choices))],
                [f"R{i}" for i in range(len(record.partners))],
            )
            self._declare(
                root, "RESPONSE", "multiple", "directedPair", (f"L{i} R{i}" for i in range(len(record.choices)))
            )
            asked = self._element(
                body, "match", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=str(len(lefts))
            )
            self._worded(self._element(asked, "prompt"), record)
            held = self._element(asked, "set")
            for at, name in enumerate(lefts):
                self._worded(self._element(held, "side", identifier=name, matchMax="1"), record, at)
            held = self._element(asked, "set")
            for name, text in zip(rights, record.partners, strict=True):
                self._element(held, "side", identifier=name, matchMax="1").text = text
        elif record.kind == "gap":
            self._gaps(root, body, record)
        else:
            self._typed(root, body, record)
        root.append(body)
        self._element(root, "outcome", identifier="SCORE", cardinality="single", baseType="float")
        root.insert(root.index(body), root[-1])
        return body

    def _worded(self, element: etree._Element, record: Record, place: int = -1) -> None:
        """Write the stem, or a choice, and what is shown with it."""
        element.text = record.stem if place == -1 else record.choices[place]
        self._show(element, record, place)

    def _show(self, element: etree._Element, record: Record, place: int) -> None:
        """Set pictures, sounds and films; QTI 2.1 has no element of its own for the last two."""
        for medium in (m for m in record.media if m.place == place):
            path, kind = f"{_FOLDER}/{stored_name(medium)}", medium.content_type.partition("/")[0]
            if kind == "image":
                etree.SubElement(element, f"{{{self.space}}}img", src=path, alt=medium.alt)
            elif self.space == NAMESPACES["2.1"]:
                held = etree.SubElement(element, f"{{{self.space}}}object", data=path, type=medium.content_type)
                held.text = medium.alt
            else:
                held = etree.SubElement(element, f"{{{self.space}}}{kind}", src=path, controls="controls")
                held.text = medium.alt

    def _typed(self, root: etree._Element, body: etree._Element, record: Record) -> None:
        self._worded(self._element(body, "p"), record)
        if record.kind in ("essay", "prediction"):
            self._declare(root, "RESPONSE", "single", "string", ())
            self._element(body, "essay", responseIdentifier="RESPONSE")
            return
        base = "float" if record.kind == "number" else "string"
        first, *others = record.accepted[0]
        self._declare(root, "RESPONSE", "single", base, [first], [first, *others] if others else ())
        self._element(self._element(body, "p"), "entry_box", responseIdentifier="RESPONSE")

    def _gaps(self, root: etree._Element, body: etree._Element, record: Record) -> None:
        self._show(body, record, -1)
        paragraph = self._element(body, "p")
        pieces = re.split(r"\[\[(\d{1,2})\]\]", record.stem)
        paragraph.text = pieces[0]
        for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
            first, *others = record.accepted[int(number) - 1]
            name = f"GAP{number}"
            self._declare(root, name, "single", "string", [first], [first, *others] if others else ())
            self._element(paragraph, "entry_box", responseIdentifier=name).tail = after
