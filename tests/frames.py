"""Every frame on a socket against docs/asyncapi.yaml and the schemas that it refers to."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson
import yaml
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

DOCS = Path(__file__).resolve().parents[1] / "docs"
Action = Literal["send", "receive"]  # as asyncapi.yaml says it, of the server


@cache
def described() -> dict[str, Any]:
    """Return docs/asyncapi.yaml."""
    return yaml.safe_load((DOCS / "asyncapi.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def schemas() -> "Registry[Any]":
    """Return every schema under docs/messages, by the address that asyncapi.yaml calls it."""
    found = Registry()
    for file in sorted(DOCS.glob("messages/*.json")):
        resource = Resource.from_contents(orjson.loads(file.read_bytes()), default_specification=DRAFT7)
        found = found.with_resource(file.relative_to(DOCS).as_posix(), resource)
    return found


@cache
def messages(path: str, action: Action) -> dict[str, Draft7Validator]:
    """Return what may go over the socket at `path`, by type. Empty for an address that is not described."""
    for name, channel in described()["channels"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", channel["address"]), path):
            told = [one for one in described()["operations"].values() if one["action"] == action]
            refs = [
                m["$ref"] for one in told if one["channel"]["$ref"] == f"#/channels/{name}" for m in one["messages"]
            ]
            return dict(_by_type(ref.rpartition("/")[2]) for ref in refs)
    return {}


def _by_type(name: str) -> tuple[str, Draft7Validator]:
    payload = described()["components"]["messages"][name]["payload"]["schema"]["$ref"]
    return _type_of(payload), Draft7Validator({"$ref": payload}, registry=schemas())


def _type_of(payload: str) -> str:
    schema = schemas().contents(payload)
    while "type" not in schema.get("properties", {}):  # a role's form of a message names the whole one first
        schema = schemas().contents("messages/" + schema["allOf"][0]["$ref"])
    return str(schema["properties"]["type"]["const"])


def misfit(path: str, action: Action, text: str) -> str:
    """Return why a frame is none of those described for its socket; empty where it is one."""
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        return f"{path}: not JSON: {text[:80]}"
    kind = frame.get("type") if isinstance(frame, dict) else None
    validator = messages(path, action).get(str(kind))
    if validator is None:
        return f"{path} may not {action} {text[:80]}"
    faults = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(frame)]
    return f"{path} {action}s a wrong {kind}: {'; '.join(faults)}" if faults else ""
