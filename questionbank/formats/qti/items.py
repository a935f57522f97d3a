"""An item of QTI → a record."""

import hashlib
from dataclasses import replace
from posixpath import join, normpath

from lxml import etree

from questionbank.formats.carried import letters
from questionbank.formats.choices import speaks_of_others, true_or_false
from questionbank.formats.qti.names import attribute, number_in, plain_name
from questionbank.formats.record import LETTERS, Fault, Media, Record
from questionbank.formats.sniffing import content_type_of
from questionbank.formats.tidy import tidy

_INTERACTIONS = {
    "choiceInteraction", "orderInteraction", "matchInteraction", "textEntryInteraction", "extendedTextInteraction",
    "inlineChoiceInteraction",
}  # fmt: skip
MOST_GAPS = 99  # "[[99]]"
_MEDIA = {"img": "src", "object": "data", "audio": "src", "video": "src", "source": "src"}


class Item:
    """Reads one item; `faults`: what it cannot keep. parts: of the package; files: where bytes of media go."""

    def __init__(
        self, row: int, root: etree._Element, folder: str, parts: dict[str, bytes], files: dict[str, bytes]
    ) -> None:
        self.row, self.root, self.folder, self.parts, self.files = row, root, folder, parts, files
        self.faults: list[Fault] = []
        self.media: list[Media] = []

    def _fault(self, code: str, value: str = "", *, note: bool = False) -> None:
        self.faults.append(Fault(self.row, "", code, value[:200], note))

    def read(self) -> Record:
        body = next((e for e in self.root.iter() if plain_name(e) == "itemBody"), None)
        found = [e for e in body.iter() if plain_name(e) in _INTERACTIONS] if body is not None else []
        code = attribute(self.root, "identifier")
        blank = Record(self.row, code if len(code) <= 30 else "", "", "essay", 2, "")
        if body is None or not found:
            self._fault("type_left_out", "no interaction that is known")
            return replace(blank, stem=self._words(body) if body is not None else "")
        self._weights()
        kinds = {plain_name(e) for e in found}
        if len(found) > 1 and not kinds <= {"textEntryInteraction", "inlineChoiceInteraction"}:
            self._fault("several_interactions", str(len(found)))
        if kinds <= {"textEntryInteraction", "inlineChoiceInteraction"} and (len(found) > 1 or self._inside(found[0])):
            record = self._gaps(blank, body, found)
        else:
            record = self._one(replace(blank, stem=self._stem(body, found[0])), found[0])
        return replace(record, explanation=self._feedback(), media=tuple(self.media))

    def _one(self, record: Record, interaction: etree._Element) -> Record:
        kind = plain_name(interaction)
        right = self._correct(attribute(interaction, "responseIdentifier"))
        if kind == "choiceInteraction":
            return self._choose(record, interaction, right)
        if kind == "orderInteraction":
            return self._order(record, interaction, right)
        if kind == "matchInteraction":
            return self._match(record, interaction, right)
        if kind == "extendedTextInteraction":
            return record
        declared = self._declaration(attribute(interaction, "responseIdentifier"))
        base = attribute(declared, "baseType") if declared is not None else "string"
        accepted = self._accepted(declared) or tuple(right)
        if not accepted:
            self._fault("no_right_answer")
        if kind == "inlineChoiceInteraction":
            texts = dict(self._choices(interaction, "inlineChoice", keep=False))
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
        declared = self._declaration(attribute(interaction, "responseIdentifier"))
        several = (attribute(declared, "cardinality") if declared is not None else "single") == "multiple"
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

    def _order(self, record: Record, interaction: etree._Element, right: list[str]) -> Record:
        texts = dict(self._choices(interaction, "simpleChoice"))
        if sorted(right) != sorted(texts):
            self._fault("no_right_answer")
        named = [name for name in right if name in texts]
        places = {place: named.index(name) for place, name in enumerate(texts) if name in named}
        self.media = [replace(medium, place=places.get(medium.place, medium.place)) for medium in self.media]
        return replace(record, kind="order", choices=tuple(texts[name] for name in named))

    def _match(self, record: Record, interaction: etree._Element, right: list[str]) -> Record:
        sets = [e for e in interaction if plain_name(e) == "simpleMatchSet"]
        if len(sets) != 2:
            self._fault("no_right_answer")
            return replace(record, kind="match")
        lefts, rights = (dict(self._choices(one, "simpleAssociableChoice", keep=one is sets[0])) for one in sets)
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
        if len(found) > MOST_GAPS:
            self._fault("several_interactions", str(len(found)))
            found = found[:MOST_GAPS]
        accepted = []
        words = {}
        for number, interaction in enumerate(found, start=1):
            identifier = attribute(interaction, "responseIdentifier")
            own = self._accepted(self._declaration(identifier)) or tuple(self._correct(identifier))
            if plain_name(interaction) == "inlineChoiceInteraction":
                texts = dict(self._choices(interaction, "inlineChoice", keep=False))
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
        prompt = next((e for e in interaction if plain_name(e) == "prompt"), None)
        before = self._words(body, dict.fromkeys([interaction], " "))
        return tidy(f"{before} {self._words(prompt) if prompt is not None else ''}")

    def _choices(self, parent: etree._Element, name: str, *, keep: bool = True) -> list[tuple[str, str]]:
        """Return (identifier, words) of each choice; feedback inside it is left to `_feedback`.

        keep: whether a record has a place for their pictures.
        """
        return [
            (attribute(e, "identifier"), self._words(e, place=place if keep else None))
            for place, e in enumerate(x for x in parent.iter() if plain_name(x) == name)
        ]

    def _words(
        self, element: etree._Element, instead: dict[etree._Element, str] | None = None, place: int | None = -1
    ) -> str:
        """Return the words under `element`; those elements in `instead` stand for the text given there."""
        held: list[str] = []

        def walk(node: etree._Element) -> None:
            name = plain_name(node)
            if instead and node in instead:
                held.append(instead[node])
            elif name in ("feedbackInline", "feedbackBlock", "rubricBlock", "stylesheet", ""):
                pass
            elif name in _MEDIA:
                self._media(node, place)
            else:
                held.append(f" {node.text or ''}" if name in ("p", "div", "li", "br", "td") else node.text or "")
                for child in node:
                    walk(child)
                    held.append(child.tail or "")

        walk(element)
        return tidy("".join(held))

    def _media(self, node: etree._Element, place: int | None) -> None:
        """Keep the first file of the package that `node` names; what is written inside it are the words for it."""
        named = [(e, e.get(_MEDIA[plain_name(e)], "")) for e in node.iter() if plain_name(e) in _MEDIA]
        hrefs = [(e, href) for e, href in named if href]
        held = next(((e, h) for e, h in hrefs if normpath(join(self.folder, h)) in self.parts), None)
        if held is None or place is None:
            for _element, href in hrefs[:1]:
                self._fault("file_missing" if held is None else "media_left_out", href, note=True)
            return
        shown, href = held
        raw = self.parts[normpath(join(self.folder, href))]
        digest = hashlib.sha256(raw).hexdigest()
        if any(medium.sha256 == digest and medium.place == place for medium in self.media):
            return
        self.files[digest] = raw
        kind = content_type_of(raw) or shown.get("type") or "application/octet-stream"
        alt = tidy(shown.get("alt") or node.get("title") or "".join(node.itertext()))
        self.media.append(Media(place, href.rsplit("/", 1)[-1], kind, alt, digest))

    def _declaration(self, identifier: str) -> etree._Element | None:
        declared = (e for e in self.root.iter() if plain_name(e) == "responseDeclaration")
        return next((e for e in declared if attribute(e, "identifier") == identifier), None)

    def _correct(self, identifier: str) -> list[str]:
        declared = self._declaration(identifier)
        inner = declared.iter() if declared is not None else ()
        correct = next((e for e in inner if plain_name(e) == "correctResponse"), None)
        return [tidy(e.text or "") for e in correct if plain_name(e) == "value"] if correct is not None else []

    def _accepted(self, declared: etree._Element | None) -> tuple[str, ...]:
        """Return the right value, then others that the mapping gives as much for."""
        if declared is None:
            return ()
        right = self._correct(attribute(declared, "identifier"))
        entries = [e for e in declared.iter() if plain_name(e) == "mapEntry"]
        worth = {tidy(attribute(e, "mapKey")): number_in(attribute(e, "mappedValue")) for e in entries}
        best = max(worth.values(), default=0.0)
        also = [key for key, value in worth.items() if value == best and best > 0 and key not in right]
        return tuple(filter(None, [*right, *also]))

    def _weights(self) -> None:
        values = {number_in(attribute(e, "mappedValue")) for e in self.root.iter() if plain_name(e) == "mapEntry"}
        if len(values) > 1:
            self._fault("weights_lost", note=True)

    def _feedback(self) -> str:
        found = [e for e in self.root.iter() if plain_name(e) == "modalFeedback"]
        inline = [e for e in self.root.iter() if plain_name(e) in ("feedbackInline", "feedbackBlock")]
        if inline or len(found) > 1:
            self._fault("feedback_lost", note=True)
        return self._words_of_feedback(found[0]) if found else ""

    def _words_of_feedback(self, element: etree._Element) -> str:
        return tidy("".join(element.itertext()))
