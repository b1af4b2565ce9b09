"""Keep an answer that is written again and again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Template, TemplateText
from rapport.lib.refusal import Refused

MOST = 2000
# (language, tone) → words.
Texts = Mapping[tuple[str, str], str]


class NotKept(Refused):
    """It cannot be kept so."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a template or a macro is called, and whose it is."""

    name: str
    folder: str = ""
    tags: tuple[str, ...] = ()
    is_shared: bool = False

    def columns(self, by: Member, at: datetime) -> dict[str, object]:
        """As rows keep it."""
        words = " ".join((self.name, self.folder, *self.tags))
        return {
            "name": self.name, "folder": self.folder, "tags": list(self.tags),
            "owner": None if self.is_shared else by, "search": words.casefold(), "changed_at": at,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A template as its form says it."""

    kept: Kept
    texts: Texts = field(default_factory=dict)


@transaction.atomic
def make(written: Written, *, by: Member, at: datetime) -> Template:
    """Keep a new one."""
    _check(written)
    if Template.objects.live().count() >= MOST:
        raise NotKept(_("There are very many templates already. Remove some first."))
    template = Template(workspace_id=by.workspace_id, **written.kept.columns(by, at))
    template.save(force_insert=True)
    _write(template, written.texts)
    publish(events.TEMPLATE_MADE, subject=template, by=by, at=at)
    return template


@transaction.atomic
def change(template: Template, *, to: Written, by: Member, at: datetime) -> None:
    """Call it otherwise, or say it otherwise."""
    _check(to)
    Template.objects.filter(pk=template.pk).update(**to.kept.columns(by, at))
    TemplateText.objects.filter(template=template).delete()
    _write(template, to.texts)
    publish(events.TEMPLATE_CHANGED, subject=template, by=by, at=at)


def use(template: Template, *, at: datetime) -> None:
    """Count that it was put in. No act: what came of it is."""
    Template.objects.filter(pk=template.pk).update(used=F("used") + 1, used_at=at)


def _check(written: Written) -> None:
    if not any(body.strip() for body in written.texts.values()):
        raise NotKept(_("Write it in one language at least."))


def _write(template: Template, texts: Texts) -> None:
    TemplateText.objects.bulk_create(
        TemplateText(
            workspace_id=template.workspace_id, template=template, language=language, tone=tone,
            body=body,
        )
        for (language, tone), body in texts.items()
        if body.strip()
    )  # fmt: skip
