"""What items of QTI are made of.

The names of 3.0 (qti-choice-interaction) are read as those of 2.x (choiceInteraction): the model is the same.
"""

import re

from lxml import etree

from questionbank.formats.markup import local

OWN = "https://hoithi.example/ns/question"
NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
TYPES = {"2.1": "imsqti_item_xmlv2p1", "2.2": "imsqti_item_xmlv2p2", "3.0": "imsqti_item_xmlv3p0"}
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_CAMEL = re.compile(r"-([a-z])")


class NotQti(Exception):
    """Neither an item nor a package of QTI 2.1, 2.2 or 3.0."""


class OldQti(NotQti):
    """QTI 1.2, which asks in another way altogether."""


class PackageTooLarge(Exception):
    """What the package unpacks to is larger than an honest one."""


def plain_name(element: etree._Element) -> str:
    """Return the name as QTI 2 has it."""
    name = local(element).removeprefix("qti-")
    return _CAMEL.sub(lambda match: match[1].upper(), name)


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """Return the value of an attribute, by its name in QTI 2."""
    kebab = re.sub(r"([A-Z])", lambda match: f"-{match[1].lower()}", name)
    return element.get(name) or element.get(kebab) or default


def number_in(text: str) -> float:
    """Return the number that `text` is, 0 where it is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0
