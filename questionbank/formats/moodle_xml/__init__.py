"""Moodle XML to and from records.

Source: Moodle, question/format/xml/format.php; the Cloze syntax of qtype_multianswer.
"""

from questionbank.formats.moodle_xml.reading import NotMoodle, read
from questionbank.formats.moodle_xml.writing import write

__all__ = ["NotMoodle", "read", "write"]
