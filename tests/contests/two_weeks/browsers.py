"""A browser as the story uses it: it fills the forms that pages render, sends them with their token, and keeps all."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from asgiref.sync import async_to_sync
from django.test import Client

from people.models import User

SCRIPT = {"Accept": "application/json"}
TOKEN = "csrfmiddlewaretoken"

UNSET = "\0"  # a list of which no choice was read yet: a browser sends the first where none is marked


@dataclass
class Field:
    name: str
    value: str
    kind: str
    on: bool = True  # checked, where it can be
    label: str = ""


@dataclass
class Form:
    """A form as a page renders it. text: every word in it."""

    action: str
    fields: list[Field] = field(default_factory=list)
    text: str = ""

    def filled(self, **typed: Any) -> dict[str, Any]:
        """Return what a browser sends once `typed` is typed, ticked or pressed; a box that is not there cannot be."""
        sent: dict[str, list[Any]] = {}
        for each in self.fields:
            if each.kind != "submit" and each.on and each.name not in typed:
                sent.setdefault(each.name, []).append(each.value)
        for name, value in typed.items():
            own = [each for each in self.fields if each.name == name]
            values = value if isinstance(value, list) else [value]
            offered = {each.value for each in own if each.kind in ("radio", "checkbox", "submit", "hidden")}
            assert own, (name, self.action, sorted({each.name for each in self.fields}))
            assert not offered or set(map(str, values)) <= offered, (name, values, offered)
            sent[name] = values
        return sent

    def has(self, name: str) -> bool:
        return any(each.name == name for each in self.fields)

    def options(self, name: str) -> dict[str, str]:
        """Return the label of each choice of a field → the value that it sends."""
        return {each.label: each.value for each in self.fields if each.name == name}


class _Reader(HTMLParser):
    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._address = address
        self._form: Form | None = None
        self._labelled: list[Field] | None = None
        self._words = ""
        self._area: Field | None = None
        self._picks: Field | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action") or self._address)
            self.forms.append(self._form)
        elif tag == "label":
            self._labelled, self._words = [], ""
        elif self._form is not None:
            self._in_form(tag, given)

    def _in_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "input":
            kind = given.get("type", "text")
            value = given.get("value", "on" if kind == "checkbox" else "")
            self._add(Field(given["name"], value, kind, kind not in ("radio", "checkbox") or "checked" in given))
        elif tag == "button" and "name" in given:
            self._add(Field(given["name"], given.get("value", ""), "submit"))
        elif tag == "textarea":
            self._area = self._add(Field(given["name"], "", "textarea"))
        elif tag == "select":
            self._picks = self._add(Field(given["name"], UNSET, "select"))
        elif tag == "option" and self._picks is not None and ("selected" in given or self._picks.value == UNSET):
            self._picks.value = given.get("value", "")

    def _add(self, made: Field) -> Field:
        assert self._form is not None
        if made.name:
            self._form.fields.append(made)
        if self._labelled is not None:
            self._labelled.append(made)
        return made

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "label" and self._labelled is not None:
            for each in self._labelled:
                each.label = " ".join(self._words.split())
            self._labelled = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._picks = None

    def handle_data(self, data: str) -> None:
        if self._form is not None:
            self._form.text += data
        self._words += data
        if self._area is not None:
            self._area.value += data.removeprefix("\n")


class Browser:
    """One browser of one person. sent: every byte that it was ever sent, with its headers."""

    def __init__(self, user: User | None = None) -> None:
        self._client = Client(enforce_csrf_checks=True)
        self.page, self.address, self.status = "", "", 0
        self.sent: list[bytes] = []
        if user is not None:
            self._client.force_login(user)

    def get(self, address: str) -> str:
        """Go to `address`, wherever it leads, and return the page."""
        return self._arrive(self._client.get(address))

    def press(self, having: str = "", *, on: str = "", **typed: Any) -> str:
        """Fill the form that has the field `having`, or whose address ends in `on`, and send it; return the page."""
        form = self.form(having, on)
        return self._arrive(self._client.post(form.action, form.filled(**typed)))

    def tell(self, form: Form, *, edit: int | None = None, **typed: Any) -> Any:
        """Send a form as the script of a page does and return what the server answered.

        edit: which copy of the answer it is, which the script counts.
        """
        sent = form.filled(**typed) | ({} if edit is None else {"edit": edit})
        answer = self._client.post(form.action, sent, headers=SCRIPT)
        self._keep(answer)
        return answer

    def send(self, address: str, **typed: Any) -> str:
        """Send a form that a page of before still showed, with the token of the page of now; return the page."""
        token = next(each.value for form in self.forms() for each in form.fields if each.name == TOKEN)
        return self._arrive(self._client.post(address, {TOKEN: token} | typed))

    def download(self, address: str) -> bytes:
        answer = self._client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return _body(answer)

    def form(self, having: str = "", on: str = "") -> Form:
        found = [each for each in self.forms() if (not having or each.has(having)) and each.action.endswith(on)]
        found = [each for each in found if not each.action.startswith(("/dang-xuat", "/ngon-ngu"))]
        assert found, (having, on, self.address, self.status, [each.action for each in self.forms()], self.words())
        return found[0]

    def forms(self) -> list[Form]:
        return _Reader(self.page, self.address).forms

    def words(self) -> str:
        """Return the words on the page, without its tags, each gap as one space."""
        plain = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]+>", " ", self.page, flags=re.DOTALL)
        return " ".join(plain.replace("&nbsp;", " ").split())

    def _arrive(self, answer: Any) -> str:
        self._keep(answer)
        while answer.status_code in (301, 302):
            self.address = answer["Location"]
            answer = self._client.get(self.address)
            self._keep(answer)
        self.status = answer.status_code
        assert self.status < 500
        self.address = answer.request["PATH_INFO"]
        if answer.request.get("QUERY_STRING"):
            self.address += f"?{answer.request['QUERY_STRING']}"
        self.page = self.sent[-1].split(b"\n\n", 1)[1].decode(errors="replace")
        return self.page

    def _keep(self, answer: Any) -> None:
        body = _body(answer)
        head = "\n".join(f"{name}: {value}" for name, value in answer.items())
        self.sent.append(f"{head}\n{answer.cookies.output()}\n\n".encode() + body)


def _body(answer: Any) -> bytes:
    async def read() -> bytes:
        return b"".join([part async for part in answer.streaming_content])

    return async_to_sync(read)() if answer.streaming else answer.content
