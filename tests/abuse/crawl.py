"""Walking every route of a furnished house, and what was written on the way."""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from unittest import mock
from urllib.parse import urlsplit

from django.db import connection
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from rapport.lib.access import Face
from tests.abuse.house import Values
from tests.permissions.routes import Route, routes

# A live stream does not end; its own tests read it.
ENDLESS = {"inbox.live"}
# What every request may write: the session, what counts against a limit, and the words of a
# letter that was refused, which stay their writer's draft.
OWN_STATE = re.compile(
    r"django_session|usersession|user_session|cache|axes|inbox_draft", re.IGNORECASE
)
WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


def reachable(values: dict[str, Values], *, faces: tuple[Face, ...] = ("staff",)) -> list[tuple]:
    """Each route of these faces with its URL: (route, url)."""
    return [
        (route, url_of(route, values))
        for route in routes()
        if route.access and route.access.face in faces and route.name not in ENDLESS
    ]


def url_of(route: Route, values: dict[str, Values]) -> str:
    """The URL of a route to the thing in this house."""
    fitting = max((name for name in values if route.name.startswith(name)), key=len)
    known = {"slug": "fernhill", "key": "KEY", "token": "0" * 32, **values[""], **values[fitting]}
    try:
        return reverse(route.name, kwargs={name: known[name] for name in route.arguments})
    except (NoReverseMatch, KeyError) as error:
        raise AssertionError(f"the house has nothing for {route.name}: {error}") from error


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that wrote something other than session and limits."""
    seen: list[str] = []

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if WRITE.match(sql) and not OWN_STATE.search(sql) and context["cursor"].rowcount:
            seen.append(sql[:200])
        return result

    with connection.execute_wrapper(watch):
        yield seen


@contextmanager
def asked() -> Iterator[set[str]]:
    """The names of parameters that the views asked for meanwhile."""
    names: set[str] = set()

    def recorded(method):
        def inner(self, key, *rest, **more):
            names.add(key)
            return method(self, key, *rest, **more)

        return inner

    with ExitStack() as patches:
        for name in ("get", "getlist", "__getitem__", "__contains__"):
            patches.enter_context(
                mock.patch.object(QueryDict, name, recorded(getattr(QueryDict, name)))
            )
        yield names


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Reads forms, and buttons that send by themselves (hx-post)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.now = page, [], None
        self.select = ""

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        to = said.get("hx-post") or (said.get("action") if tag == "form" else "")
        if tag == "form" or said.get("hx-post"):
            posts = bool(said.get("hx-post")) or said.get("method", "").lower() == "post"
            form = Form(to or self.page, "post" if posts else "get")
            self.forms.append(form)
            self.now = form if tag == "form" else self.now
        if self.now and tag == "select":
            self.select = said.get("name", "")
        if self.now and tag == "option" and self.select and "selected" in said:
            self.now.fields[self.select] = said.get("value", "")
        if self.now and said.get("name") and tag in ("input", "textarea", "select", "button"):
            self._field(tag, said)

    def _field(self, tag, said):
        if said.get("type") in ("radio", "checkbox") and "checked" not in said:
            self.now.fields.setdefault(said["name"], "")
            return
        self.now.fields.setdefault(said["name"], said.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.now = None
        if tag == "select":
            self.select = ""


def forms_of(pages: Iterable[tuple[str, str]]) -> list[Form]:
    """Every different form on these pages (address, text); the anti-forgery token left out."""
    found: dict[tuple, Form] = {}
    for url, text in pages:
        reader = _Forms(urlsplit(url).path)
        reader.feed(text)
        for form in reader.forms:
            form.fields.pop("csrfmiddlewaretoken", None)
            found.setdefault((form.action, form.method, *sorted(form.fields)), form)
    return list(found.values())


def one_of_each(forms: Iterable[Form]) -> list[Form]:
    """The forms whose addresses and fields differ by more than the numbers in them."""
    alike = {re.sub(r"\d", "", f"{form.action} {sorted(form.fields)}"): form for form in forms}
    return list(alike.values())
