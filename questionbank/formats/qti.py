"""QTI 2.1, 2.2 and 3.0 to and from records: a single item, or a package with imsmanifest.xml.

Source: 1EdTech, Question and Test Interoperability 2.2 (ASI information model) and 3.0; IMS Content Packaging 1.2.
The names of 3.0 (qti-choice-interaction) are read as those of 2.x (choiceInteraction): the model is the same.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from posixpath import join, normpath

from lxml import etree

from questionbank.formats.carried import letters, restored, to_line
from questionbank.formats.choices import speaks_of_others, true_or_false
from questionbank.formats.markup import NotReadable, local, parse_xml
from questionbank.formats.record import LETTERS, Fault, Media, Record, Sheet
from questionbank.formats.tidy import tidy

MOST_PARTS, LARGEST_UNPACKED = 1000, 100 * 1024 * 1024
OWN = "https://hoithi.example/ns/question"
NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_TYPE = {"2.1": "imsqti_item_xmlv2p1", "2.2": "imsqti_item_xmlv2p2", "3.0": "imsqti_item_xmlv3p0"}
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_CAMEL = re.compile(r"-([a-z])")
_INTERACTIONS = {
    "choiceInteraction", "orderInteraction", "matchInteraction", "textEntryInteraction", "extendedTextInteraction",
    "inlineChoiceInteraction",
}  # fmt: skip
_MEDIA = {"img": "src", "object": "data", "audio": "src", "video": "src", "source": "src"}


class NotQti(Exception):
    """Neither an item nor a package of QTI 2.1, 2.2 or 3.0."""


class OldQti(NotQti):
    """QTI 1.2, which asks in another way altogether."""


class PackageTooLarge(Exception):
    """What the package unpacks to is larger than an honest one."""


def read(raw: bytes) -> Sheet:
    """Return the questions of an item (XML) or a package (zip); Fault.row is the place of the item.

    Raises NotQti, OldQti, PackageTooLarge or markup.NotReadable.
    """
    if raw[:4] != b"PK\x03\x04":
        return _sheet([("", parse_xml(raw), "")], {})
    parts = _unpacked(raw)
    manifest = next((name for name in parts if name.rsplit("/", 1)[-1] == "imsmanifest.xml"), None)
    if manifest is None:
        raise NotQti
    items = list(_items(parts, manifest))
    if not items:
        raise NotQti
    return _sheet(items, parts)


def _unpacked(raw: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_UNPACKED:
                raise PackageTooLarge
            held: dict[str, bytes] = {}
            for info in infos:
                with archive.open(info) as part:
                    held[normpath(info.filename)] = part.read(info.file_size + 1)
            return held
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise NotReadable from error
    except Exception as error:  # zlib.error and its like
        if isinstance(error, PackageTooLarge):
            raise
        raise NotReadable from error


def _items(parts: dict[str, bytes], manifest: str) -> Iterator[tuple[str, etree._Element, str]]:
    """Yield (name, root, carried line) of each item, in the order of the manifest."""
    folder = manifest.rpartition("/")[0]
    seen = set()
    for resource in parse_xml(parts[manifest]).iter():
        if local(resource) != "resource":
            continue
        carried = next(
            (e.text or "" for e in resource.iter() if isinstance(e.tag, str) and e.tag == f"{{{OWN}}}line"), ""
        )
        href = resource.get("href") or next((f.get("href", "") for f in resource if local(f) == "file"), "")
        name = normpath(join(folder, href))
        if name in parts and name not in seen and name.lower().endswith(".xml"):
            seen.add(name)
            root = parse_xml(parts[name])
            if _plain_name(root) in ("assessmentItem", "questestinterop"):
                yield name, root, carried


def _sheet(items: list[tuple[str, etree._Element, str]], parts: dict[str, bytes]) -> Sheet:
    records: list[Record] = []
    faults: list[Fault] = []
    files: dict[str, bytes] = {}
    for row, (name, root, carried) in enumerate(items, start=1):
        if _plain_name(root) == "questestinterop":
            raise OldQti
        if _plain_name(root) != "assessmentItem":
            raise NotQti
        reader = _Item(row, root, name.rpartition("/")[0], parts, files)
        records.append(restored(reader.read(), carried))
        faults.extend(reader.faults)
    return Sheet(tuple(records), tuple(faults), files)


def _plain_name(element: etree._Element) -> str:
    """Return the name as QTI 2 has it."""
    name = local(element).removeprefix("qti-")
    return _CAMEL.sub(lambda match: match[1].upper(), name)


def _attribute(element: etree._Element, name: str, default: str = "") -> str:
    kebab = re.sub(r"([A-Z])", lambda match: f"-{match[1].lower()}", name)
    return element.get(name) or element.get(kebab) or default


class _Item:
    def __init__(
        self, row: int, root: etree._Element, folder: str, parts: dict[str, bytes], files: dict[str, bytes]
    ) -> None:
        self.row, self.root, self.folder, self.parts, self.files = row, root, folder, parts, files
        self.faults: list[Fault] = []
        self.media: list[Media] = []

    def _fault(self, code: str, value: str = "", *, note: bool = False) -> None:
        self.faults.append(Fault(self.row, "", code, value[:200], note))

    def read(self) -> Record:
        body = next((e for e in self.root.iter() if _plain_name(e) == "itemBody"), None)
        found = [e for e in body.iter() if _plain_name(e) in _INTERACTIONS] if body is not None else []
        code = _attribute(self.root, "identifier")
        blank = Record(self.row, code if len(code) <= 30 else "", "", "essay", 2, "")
        if body is None or not found:
            self._fault("type_left_out", "no interaction that is known")
            return replace(blank, stem=self._words(body) if body is not None else "")
        self._weights()
        kinds = {_plain_name(e) for e in found}
        if len(found) > 1 and not kinds <= {"textEntryInteraction", "inlineChoiceInteraction"}:
            self._fault("several_interactions", str(len(found)))
        if kinds <= {"textEntryInteraction", "inlineChoiceInteraction"} and (len(found) > 1 or self._inside(found[0])):
            record = self._gaps(blank, body, found)
        else:
            record = self._one(replace(blank, stem=self._stem(body, found[0])), found[0])
        return replace(record, explanation=self._feedback(), media=tuple(self.media))

    def _one(self, record: Record, interaction: etree._Element) -> Record:
        kind = _plain_name(interaction)
        right = self._correct(_attribute(interaction, "responseIdentifier"))
        if kind == "choiceInteraction":
            return self._choose(record, interaction, right)
        if kind == "orderInteraction":
            texts = dict(self._choices(interaction, "simpleChoice"))
            if sorted(right) != sorted(texts):
                self._fault("no_right_answer")
            return replace(record, kind="order", choices=tuple(texts[name] for name in right if name in texts))
        if kind == "matchInteraction":
            return self._match(record, interaction, right)
        if kind == "extendedTextInteraction":
            return record
        declared = self._declaration(_attribute(interaction, "responseIdentifier"))
        base = _attribute(declared, "baseType") if declared is not None else "string"
        accepted = self._accepted(declared) or tuple(right)
        if not accepted:
            self._fault("no_right_answer")
        if kind == "inlineChoiceInteraction":
            texts = dict(self._choices(interaction, "inlineChoice"))
            accepted = tuple(texts.get(name, name) for name in accepted)
        return replace(record, kind="number" if base in ("integer", "float") else "short", accepted=(accepted,))

    def _choose(self, record: Record, interaction: etree._Element, right: list[str]) -> Record:
        pairs = self._choices(interaction, "simpleChoice")
        if len(pairs) > len(LETTERS):
            self._fault("too_many_choices", str(len(pairs)))
            pairs = pairs[: len(LETTERS)]
        places = [place for place, (name, _text) in enumerate(pairs) if name in right]
        if not places:
            self._fault("no_right_answer")
        declared = self._declaration(_attribute(interaction, "responseIdentifier"))
        several = (_attribute(declared, "cardinality") if declared is not None else "single") == "multiple"
        choices = tuple(text for _name, text in pairs)
        truth = not several and true_or_false(choices)
        pinned = truth or any(map(speaks_of_others, choices))
        return replace(
            record,
            kind="true_false" if truth else "multiple" if several else "single",
            choices=choices,
            key=letters(places),
            keep_order=pinned,
        )

    def _match(self, record: Record, interaction: etree._Element, right: list[str]) -> Record:
        sets = [e for e in interaction if _plain_name(e) == "simpleMatchSet"]
        if len(sets) != 2:
            self._fault("no_right_answer")
            return replace(record, kind="match")
        lefts, rights = (dict(self._choices(one, "simpleAssociableChoice")) for one in sets)
        pairs = dict(pair.split(" ", 1) for pair in right if " " in pair)
        if set(pairs) != set(lefts):
            self._fault("no_right_answer")
        named = [pairs.get(name, "") for name in lefts]
        extra = [text for name, text in rights.items() if name not in named]
        return replace(
            record,
            kind="match",
            choices=tuple(lefts.values()),
            partners=(*(rights.get(name, "") for name in named), *extra),
        )

    def _gaps(self, record: Record, body: etree._Element, found: list[etree._Element]) -> Record:
        accepted = []
        words = {}
        for number, interaction in enumerate(found, start=1):
            identifier = _attribute(interaction, "responseIdentifier")
            own = self._accepted(self._declaration(identifier)) or tuple(self._correct(identifier))
            if _plain_name(interaction) == "inlineChoiceInteraction":
                texts = dict(self._choices(interaction, "inlineChoice"))
                own = tuple(texts.get(name, name) for name in own)
                self._fault("choices_of_gap_lost", ", ".join(texts.values()), note=True)
            if not own:
                self._fault("no_right_answer")
            accepted.append(own)
            words[interaction] = f" [[{number}]] "
        return replace(record, kind="gap", stem=self._words(body, words), accepted=tuple(accepted))

    def _inside(self, interaction: etree._Element) -> bool:
        """Say whether words stand after the interaction, so that it is a gap in them."""
        return bool((interaction.tail or "").strip(" .?!:\n\t"))

    def _stem(self, body: etree._Element, interaction: etree._Element) -> str:
        prompt = next((e for e in interaction if _plain_name(e) == "prompt"), None)
        before = self._words(body, dict.fromkeys([interaction], " "))
        return tidy(f"{before} {self._words(prompt) if prompt is not None else ''}")

    def _choices(self, parent: etree._Element, name: str) -> list[tuple[str, str]]:
        """Return (identifier, words) of each choice; feedback inside it is left to `_feedback`."""
        return [
            (_attribute(e, "identifier"), self._words(e, place=place))
            for place, e in enumerate(x for x in parent.iter() if _plain_name(x) == name)
        ]

    def _words(self, element: etree._Element, instead: dict[etree._Element, str] | None = None, place: int = -1) -> str:
        """Return the words under `element`; those elements in `instead` stand for the text given there."""
        held: list[str] = []

        def walk(node: etree._Element) -> None:
            name = _plain_name(node)
            if instead and node in instead:
                held.append(instead[node])
            elif name in ("feedbackInline", "feedbackBlock", "rubricBlock", "stylesheet", ""):
                pass
            else:
                if name in _MEDIA:
                    self._media(node, name, place)
                held.append(f" {node.text or ''}" if name in ("p", "div", "li", "br", "td") else node.text or "")
                for child in node:
                    walk(child)
                    held.append(child.tail or "")

        walk(element)
        return tidy("".join(held))

    def _media(self, node: etree._Element, name: str, place: int) -> None:
        href = node.get(_MEDIA[name], "")
        raw = self.parts.get(normpath(join(self.folder, href))) if href else None
        if raw is None:
            if href:
                self._fault("file_missing", href, note=True)
            return
        digest = hashlib.sha256(raw).hexdigest()
        if all(medium.sha256 != digest or medium.place != place for medium in self.media):
            self.files[digest] = raw
            kind = node.get("type") or f"image/{href.rsplit('.', 1)[-1].lower()}"
            self.media.append(Media(place, href.rsplit("/", 1)[-1], kind, tidy(node.get("alt", "")), digest))

    def _declaration(self, identifier: str) -> etree._Element | None:
        declared = (e for e in self.root.iter() if _plain_name(e) == "responseDeclaration")
        return next((e for e in declared if _attribute(e, "identifier") == identifier), None)

    def _correct(self, identifier: str) -> list[str]:
        declared = self._declaration(identifier)
        inner = declared.iter() if declared is not None else ()
        correct = next((e for e in inner if _plain_name(e) == "correctResponse"), None)
        return [tidy(e.text or "") for e in correct if _plain_name(e) == "value"] if correct is not None else []

    def _accepted(self, declared: etree._Element | None) -> tuple[str, ...]:
        """Return the right value, then others that the mapping gives as much for."""
        if declared is None:
            return ()
        right = self._correct(_attribute(declared, "identifier"))
        entries = [e for e in declared.iter() if _plain_name(e) == "mapEntry"]
        worth = {tidy(_attribute(e, "mapKey")): _number(_attribute(e, "mappedValue")) for e in entries}
        best = max(worth.values(), default=0.0)
        also = [key for key, value in worth.items() if value == best and best > 0 and key not in right]
        return tuple(filter(None, [*right, *also]))

    def _weights(self) -> None:
        values = {_number(_attribute(e, "mappedValue")) for e in self.root.iter() if _plain_name(e) == "mapEntry"}
        if len(values) > 1:
            self._fault("weights_lost", note=True)

    def _feedback(self) -> str:
        found = [e for e in self.root.iter() if _plain_name(e) == "modalFeedback"]
        inline = [e for e in self.root.iter() if _plain_name(e) in ("feedbackInline", "feedbackBlock")]
        if inline or len(found) > 1:
            self._fault("feedback_lost", note=True)
        return self._words_of_feedback(found[0]) if found else ""

    def _words_of_feedback(self, element: etree._Element) -> str:
        return tidy("".join(element.itertext()))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


# ---------- Writing ----------

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


def write(records: Iterable[Record], version: str = "2.2") -> tuple[bytes, tuple[Fault, ...]]:
    """Return `records` as a package of this version, and a fault for each that is left out."""
    target = io.BytesIO()
    faults: list[Fault] = []
    manifest = etree.Element(f"{{{_PACKAGE}}}manifest", nsmap={None: _PACKAGE, "hoithi": OWN}, identifier="hoithi")
    etree.SubElement(manifest, f"{{{_PACKAGE}}}organizations")
    resources = etree.SubElement(manifest, f"{{{_PACKAGE}}}resources")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, record in enumerate(records, start=1):
            if record.kind == "situation":
                faults.append(Fault(place, "", "kind_left_out", record.kind))
                continue
            name = f"item-{place:04}.xml"
            archive.writestr(name, _Writer(version, place).item(record))
            resource = etree.SubElement(
                resources, f"{{{_PACKAGE}}}resource", identifier=f"r{place}", type=_TYPE[version], href=name
            )
            line = to_line(record, _NATIVE)
            if line:
                metadata = etree.SubElement(resource, f"{{{_PACKAGE}}}metadata")
                etree.SubElement(metadata, f"{{{OWN}}}line").text = line
            etree.SubElement(resource, f"{{{_PACKAGE}}}file", href=name)
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
            self._element(asked, "prompt").text = record.stem
            for name, text in zip(names, record.choices, strict=True):
                self._element(asked, "simple", identifier=name).text = text
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
            self._element(asked, "prompt").text = record.stem
            for names, texts in ((lefts, record.choices), (rights, record.partners)):
                held = self._element(asked, "set")
                for name, text in zip(names, texts, strict=True):
                    self._element(held, "side", identifier=name, matchMax="1").text = text
        elif record.kind == "gap":
            self._gaps(root, body, record)
        else:
            self._typed(root, body, record)
        root.append(body)
        self._element(root, "outcome", identifier="SCORE", cardinality="single", baseType="float")
        root.insert(root.index(body), root[-1])
        return body

    def _typed(self, root: etree._Element, body: etree._Element, record: Record) -> None:
        self._element(body, "p").text = record.stem
        if record.kind in ("essay", "prediction"):
            self._declare(root, "RESPONSE", "single", "string", ())
            self._element(body, "essay", responseIdentifier="RESPONSE")
            return
        base = "float" if record.kind == "number" else "string"
        first, *others = record.accepted[0]
        self._declare(root, "RESPONSE", "single", base, [first], [first, *others] if others else ())
        self._element(self._element(body, "p"), "entry_box", responseIdentifier="RESPONSE")

    def _gaps(self, root: etree._Element, body: etree._Element, record: Record) -> None:
        paragraph = self._element(body, "p")
        pieces = re.split(r"\[\[(\d{1,2})\]\]", record.stem)
        paragraph.text = pieces[0]
        for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
            first, *others = record.accepted[int(number) - 1]
            name = f"GAP{number}"
            self._declare(root, name, "single", "string", [first], [first, *others] if others else ())
            self._element(paragraph, "entry_box", responseIdentifier=name).tail = after
