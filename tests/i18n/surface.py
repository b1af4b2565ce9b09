"""Which sources speak to clients and to whoever comes in, and what they say."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[2] / "rapport"

# Everything a client reads; and the way in for staff, who may be strangers to us until then.
SURFACE = [
    "accounts/operations/invitations.py",
    "accounts/templates/429.html",
    "accounts/templates/account/**/*",
    "accounts/templates/accounts/join*.html",
    "accounts/templates/accounts/mail/*",
    "chat/operations/letters.py",
    "chat/operations/uploads.py",
    "chat/operations/visits.py",
    "chat/queries/hours.py",
    "chat/templates/chat/decline.html",
    "chat/templates/chat/frame.html",
    "chat/templates/chat/mail/*",
    "chat/views/files.py",
    "chat/views/frame.py",
    "chat/views/loading.py",
    "chat/views/manners.py",
    "chat/wording.py",
    "clients/models/contact.py",
    "clients/operations/sign_in.py",
    "clients/templates/clients/mail/*",
    "config/settings.py",
    "delivery/models/deliverable.py",
    "delivery/operations/deciding.py",
    "feedback/forms.py",
    "feedback/holding_letters.py",
    "feedback/letters.py",
    "feedback/operations/answering.py",
    "feedback/operations/holding.py",
    "feedback/scores.py",
    "feedback/templates/feedback/answer.html",
    "feedback/templates/feedback/holding.html",
    "feedback/templates/feedback/mail/*",
    "feedback/views/answer.py",
    "feedback/views/holding.py",
    "files/operations/files.py",
    "inbox/operations/acknowledging.py",
    "inbox/operations/portal_messages.py",
    "inbox/queries/sides.py",
    "lib/visibility.py",
    "notifications/operations/mailing.py",
    "notifications/templates/notifications/mail/*",
    "outreach/operations/asking.py",
    "portal/**/*",
    "projects/models/task.py",
    "reports/pdf.py",
    "reports/queries/plan_paper.py",
    "reports/templates/reports/_sections.html",
    "reports/templates/reports/_words.html",
    "reports/templates/reports/mail/*",
    "reports/wording.py",
    "ui/templates/*.html",
    "ui/templates/django/**/*",
    "ui/templates/ui/_error.html",
    "ui/templates/ui/_field*.html",
    "ui/templates/ui/_theme.html",
    "ui/templates/ui/_toasts.html",
    "ui/templates/ui/base.html",
    "ui/templates/ui/portal.html",
    "ui/templates/ui/sign_in.html",
    "ui/words.py",
]
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}

# A message as a catalogue knows it: its context, and its (singular) words.
Key = tuple[str | None, str]


def files() -> list[Path]:
    """The sources of the surface; a pattern that finds nothing is a mistake in the list."""
    found: set[Path] = set()
    for pattern in SURFACE:
        hits = [path for path in PACKAGE.glob(pattern) if path.suffix in (".py", ".html", ".txt")]
        assert hits, f"nothing is called {pattern}"
        found.update(hits)
    return sorted(found)


def said() -> dict[Key, str]:
    """Every translatable message of the surface, with the file that says it."""
    return {key: str(path.relative_to(PACKAGE)) for path in files() for key in messages(path)}


def messages(path: Path) -> Iterator[Key]:
    """The messages one file marks."""
    source = path.read_text()
    if path.suffix != ".py":
        # Django blanks everything but the messages; indentation would be Python's.
        lines = templatize(source, str(path)).splitlines()
        source = "\n".join(line.lstrip() for line in lines)
    for _line, function, words, _comments in extract_python(
        BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"}
    ):
        parts = words if isinstance(words, tuple) else (words,)
        if function in WITH_CONTEXT:
            yield parts[0], parts[1]
        elif parts[0]:
            yield None, parts[0]
