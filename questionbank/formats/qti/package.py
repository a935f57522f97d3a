"""A single item, or a package with imsmanifest.xml, → records."""

import io
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath

from lxml import etree

from questionbank.formats.carried import restored
from questionbank.formats.markup import NotReadable, local, parse_xml
from questionbank.formats.qti.items import Item
from questionbank.formats.qti.names import OWN, NotQti, OldQti, PackageTooLarge, plain_name
from questionbank.formats.record import Fault, Record, Sheet

MOST_PARTS, LARGEST_UNPACKED = 40_000, 100 * 1024 * 1024


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
            if plain_name(root) in ("assessmentItem", "questestinterop"):
                yield name, root, carried


def _sheet(items: list[tuple[str, etree._Element, str]], parts: dict[str, bytes]) -> Sheet:
    records: list[Record] = []
    faults: list[Fault] = []
    files: dict[str, bytes] = {}
    for row, (name, root, carried) in enumerate(items, start=1):
        if plain_name(root) == "questestinterop":
            raise OldQti
        if plain_name(root) != "assessmentItem":
            raise NotQti
        reader = Item(row, root, name.rpartition("/")[0], parts, files)
        records.append(restored(reader.read(), carried))
        faults.extend(reader.faults)
    return Sheet(tuple(records), tuple(faults), files)
