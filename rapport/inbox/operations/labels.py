"""The words themselves: made, named anew, coloured, made one, removed and had back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Label, Labelling
from rapport.inbox.models.label import LONGEST_LABEL
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations import bin as waste

PALETTE = tuple(colour for colour in Label.Colour.values if colour != Label.Colour.GREY)


class NoLabel(Refused):
    """It cannot be called so."""


def key_of_name(name: str) -> str:
    """A name as it is compared: case and spaces tell none apart."""
    return " ".join(name.casefold().split())


def named(name: str) -> Label | None:
    """The label that is called so, whatever its case."""
    found: Label | None = Label.objects.live().filter(key=key_of_name(name)).first()
    return found


@transaction.atomic
def make(workspace: Workspace, name: str, *, by: Acts, at: datetime, colour: str = "") -> Label:
    """A label of this name; one that is there already is the one. Without a colour it takes the
    one that is used least."""
    name = _sound(name)
    if found := named(name):
        return found
    label = Label(
        workspace=workspace, name=name, key=key_of_name(name), created_at=at,
        colour=colour if colour in Label.Colour.values else _least_used(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            label.save(force_insert=True)
    except IntegrityError:
        return Label.objects.live().get(key=label.key)  # type: ignore[no-any-return]
    publish(events.LABEL_MADE, subject=label, by=by, at=at)
    return label


@transaction.atomic
def change(label: Label, *, name: str, colour: str, by: Acts, at: datetime) -> None:
    """Call it otherwise, or give it another colour. Two do not bear one name: they are merged."""
    name = _sound(name)
    if colour not in Label.Colour.values:
        raise NoLabel(_("Choose one of the colours."))
    if (label.name, label.colour) == (name, colour):
        return
    twin = named(name)
    if twin is not None and twin.pk != label.pk:
        raise NoLabel(_("There is a label “%(name)s” already. Merge them.") % {"name": twin.name})
    rows = Label.objects.live().filter(pk=label.pk)
    if rows.update(name=name, key=key_of_name(name), colour=colour):
        label.name, label.colour = name, colour
        publish(events.LABEL_CHANGED, subject=label, by=by, at=at)


@transaction.atomic
def merge(source: Label, target: Label, *, by: Acts, at: datetime) -> int:
    """What bears one bears the other from now on; returns how many did not before.

    Where both were, the first one's mark stays with it in the bin; all others remember where they
    came from. So `restore` undoes it, and leaves what was labelled since.
    """
    if source.pk == target.pk:
        raise NoLabel(_("This is the same label."))
    if Label.objects.live().filter(pk__in=[source.pk, target.pk]).count() < 2:
        raise NoLabel(_("One of them is in the bin already."))
    both = Labelling.objects.filter(label=target).values("conversation")
    moving = Labelling.objects.filter(label=source).exclude(conversation__in=both)
    moved = moving.update(label=target, came_from=source)
    Label.objects.filter(pk=source.pk).update(binned_at=at)
    facts = {"other": source.pk, "moved": moved}
    publish(events.LABELS_MERGED, subject=target, by=by, at=at, facts=facts)
    return moved


@transaction.atomic
def restore(label: Label, *, by: Acts, at: datetime) -> None:
    """Have it back from the bin, and from the label into which it was merged."""
    waste.restore(label, by=by, at=at)
    mine = Labelling.objects.filter(label=label).values("conversation")
    back = Labelling.objects.filter(came_from=label).exclude(conversation__in=mine)
    back.update(label=label, came_from=None)


def _sound(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise NoLabel(_("A label needs a name."))
    if len(name) > LONGEST_LABEL:
        raise NoLabel(_("A label's name has %(n)d letters at most.") % {"n": LONGEST_LABEL})
    return name


def _least_used() -> str:
    colours = list(Label.objects.live().values_list("colour", flat=True))
    return min(PALETTE, key=colours.count)
