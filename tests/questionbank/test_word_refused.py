"""Word files that are damaged or dishonest: refused by name before they cost anything, never a crash."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.faults import refusal_in_words
from questionbank.formats.files import FileTooLarge
from questionbank.formats.package import HasMacros, LockedWordFile, NotAWordFile, OldWordFile, UnsafeWordFile
from questionbank.formats.prose import read
from questionbank.formats.word import read_docx
from tests.cpu_time import within
from tests.questionbank.test_word import QUESTION, document, saved

GOOD = saved(document(*QUESTION, "Đáp án: A"))


def repacked(raw: bytes, **changed: bytes) -> bytes:
    """`raw` with parts replaced or added; "__" in a name stands for "/", "_dot_" for "."."""
    parts = {name.replace("__", "/").replace("_dot_", "."): held for name, held in changed.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts.get(name) or old.read(name))
    return target.getvalue()


def test_other_files_are_refused_by_name() -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
    types = zipfile.ZipFile(io.BytesIO(GOOD)).read("[Content_Types].xml")
    macros = types.replace(b"wordprocessingml.document.main+xml", b"x")
    macros = macros.replace(
        b"application/vnd.openxmlformats-officedocument.x", b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    target = io.BytesIO(GOOD)
    for raw, refusal in [
        (b"", NotAWordFile), (b"PK\x03\x04", NotAWordFile), (b"<html>", NotAWordFile), (ole, OldWordFile),
        (ole + "EncryptedPackage".encode("utf-16-le"), LockedWordFile), (b"\x00" * (51 << 20), FileTooLarge),
        (repacked(GOOD, word__vbaProject_dot_bin=b"x"), HasMacros),
        (repacked(GOOD, **{"[Content_Types]_dot_xml": macros}), HasMacros),
        (repacked(GOOD, **{"[Content_Types]_dot_xml": b"<a/>", "word__document_dot_xml": b"<a/>"}), NotAWordFile),
    ]:  # fmt: skip
        with pytest.raises(refusal) as refused:
            read_docx(raw)
        assert "." in refusal_in_words(refused.value)
    assert len(read_docx(target.getvalue())) == 5


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
    ],
)
@pytest.mark.parametrize("part", ["word__document_dot_xml", "word__styles_dot_xml", "[Content_Types]_dot_xml"])
def test_entities_are_refused(xml: bytes, part: str) -> None:
    with pytest.raises(UnsafeWordFile):
        read_docx(repacked(GOOD, **{part: xml}))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    with within(30):
        with pytest.raises(FileTooLarge):
            read_docx(repacked(GOOD, word__media__a_dot_png=b"\x00" * (101 << 20)))
        with pytest.raises(FileTooLarge):
            read_docx(repacked(GOOD, **{f"a{n}": b"x" for n in range(1001)}))
        with pytest.raises(FileTooLarge):
            read_docx(repacked(GOOD, word__document_dot_xml=b"<a>" + b"<b/>" * 2_000_000 + b"</a>"))
        with pytest.raises(FileTooLarge):
            read_docx(repacked(GOOD, word__document_dot_xml=b" " * (17 << 20)))


def test_deep_and_long_documents_are_read_or_refused() -> None:
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    with pytest.raises(NotAWordFile):
        read_docx(repacked(GOOD, word__document_dot_xml=body.format(deep).encode()))
    runs = "<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>A. x </w:t></w:r>" * 10_000 + "</w:p>"
    with within(15):
        lines = read_docx(repacked(GOOD, word__document_dot_xml=body.format(runs).encode()))
        assert len(lines[0].runs) == 10_000
        read(lines)
    with pytest.raises(FileTooLarge):
        read_docx(repacked(GOOD, word__document_dot_xml=body.format("<w:p/>" * 50_001).encode()))


REFUSALS = (FileTooLarge, NotAWordFile)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_file_is_read_or_refused_by_name(seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(GOOD)
    if seed % 3 == 0:
        raw = raw[: chance.randrange(len(raw))]
    for _ in range(chance.randrange(1, 20)):
        if raw:
            raw[chance.randrange(len(raw))] = chance.randrange(256)
    try:
        read(read_docx(bytes(raw)))
    except REFUSALS:
        return
    assert raw


@pytest.mark.parametrize("part", ["word__document_dot_xml", "word__numbering_dot_xml", "word__styles_dot_xml"])
@given(data=st.data())
@settings(max_examples=60)
def test_damaged_xml_is_read_or_refused_by_name(part: str, data: st.DataObject) -> None:
    name = part.replace("__", "/").replace("_dot_", ".")
    words = zipfile.ZipFile(io.BytesIO(GOOD)).read(name).split(b" ")
    at = data.draw(st.integers(0, len(words) - 1))
    odd = st.sampled_from(
        [b"", b'w:val="-5"', b'w:val="99999999999"', b"<w:p>", b"<w:tbl/>", b"</w:p>", b"&#0;", b"\xff"]
    )
    words[at : at + data.draw(st.integers(0, 3))] = [data.draw(odd)]
    try:
        lines = read_docx(repacked(GOOD, **{part: b" ".join(words)}))
    except REFUSALS:
        return
    assert all(line.text is not None for line in lines)
