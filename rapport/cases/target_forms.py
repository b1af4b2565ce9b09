"""Parse what a person typed about times: hours of business time for each priority."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.cases.models import Case, Hours, Policy, Priority
from rapport.cases.models.policy import LONGEST_NAME
from rapport.cases.queries.targets import Aim
from rapport.clients.models import Client, Tier
from rapport.lib.reader import Reader

# Each time of a priority: its field, and what it is called.
TIMES: dict[str, str | Promise] = {
    "acknowledge": _("Complaint acknowledged"),
    "reply": _("First reply"),
    "next": _("Next replies"),
    "every": _("A word at least every"),
    "resolve": _("Solved"),
}
MOST_HOURS = 2000


class TargetsForm(forms.Form):
    """The workspace's own times: the first reply and the solution always, the others if agreed."""

    required: tuple[str, ...] = ("reply", "resolve")

    def __init__(self, *args: Any, aims: Mapping[int, Aim], **kwargs: Any) -> None:
        """A field for each time of a priority, filled with what holds now."""
        super().__init__(*args, **kwargs)
        for priority in Priority:
            for time, label in TIMES.items():
                minutes = getattr(aims[priority], time)
                name = f"{priority.label}: {label}"
                field = _hours(name, minutes, is_required=time in self.required)
                self.fields[f"{time}_{priority.value}"] = field

    def heads(self) -> list[str]:
        """What the times are called."""
        return [str(label) for label in TIMES.values()]

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of a priority, side by side, under its name."""
        for p in Priority:
            yield str(p.label), [self[f"{time}_{p.value}"] for time in TIMES]

    def clean(self) -> dict[str, Any]:
        """Nothing is solved before it is answered."""
        said = super().clean() or self.cleaned_data
        for p in Priority:
            reply, resolve = said.get(f"reply_{p.value}"), said.get(f"resolve_{p.value}")
            if reply and resolve and resolve < reply:
                self.add_error(
                    f"resolve_{p.value}", gettext("This must not be sooner than the first reply.")
                )
        return said

    def aims(self) -> dict[int, Aim]:
        """What was filled in, in minutes."""
        return {
            p.value: Aim(**{time: self._minutes(f"{time}_{p.value}") for time in TIMES})
            for p in Priority
        }

    def _minutes(self, name: str) -> int | None:
        hours = self.cleaned_data.get(name)
        return None if hours is None else round(hours * 60)


class PolicyForm(TargetsForm):
    """Times agreed with some clients, or for a kind of case; a priority left empty is none."""

    required = ()

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("Such as: Gold, or Launch week.")
    )
    clients = forms.ModelMultipleChoiceField(
        label=_("For these clients"), queryset=Client.everywhere.none(), required=False,
        to_field_name="key", help_text=_("None chosen means every client."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    tier = forms.ModelChoiceField(
        label=_("For this tier"), queryset=Tier.everywhere.none(), required=False,
        empty_label=_("Every tier"), widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("For this kind of case"), required=False,
        choices=[("", _("Every kind")), *Case.Kind.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip
    hours = forms.ChoiceField(
        label=_("The time counts in"), choices=Hours, widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Offer the clients that the reader sees."""
        super().__init__(*args, **kwargs)
        field = self.fields["clients"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Client.objects.visible_to(reader).live().order_by("name")
        tiers = self.fields["tier"]
        assert isinstance(tiers, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        tiers.queryset = Tier.objects.order_by("place", "pk")

    def clean(self) -> dict[str, Any]:
        """A policy must be about somebody or something, and say at least one time."""
        said = super().clean()
        if self.errors:
            return said
        if not said.get("clients") and not said.get("kind") and not said.get("tier"):
            self.add_error("clients", gettext("Choose a client, a tier or a kind of case."))
        if said.get("clients") and said.get("tier"):
            self.add_error("tier", gettext("Choose either clients or a tier."))
        if all(aim.is_empty for aim in self.aims().values()):
            self.add_error(None, gettext("Fill in at least one time."))
        return said


class WhichForm(forms.Form):
    """A case that one imagines, to see which times would hold for it."""

    client = forms.ModelChoiceField(
        label=_("Client"), queryset=Client.everywhere.none(), required=False, to_field_name="key",
        empty_label=_("Any other client"), widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Case.Kind, widget=forms.Select(attrs={"class": "input"})
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int,
        widget=forms.Select(attrs={"class": "input"}),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Offer the clients that the reader sees."""
        super().__init__(*args, **kwargs)
        field = self.fields["client"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Client.objects.visible_to(reader).live().order_by("name")


def filled(policy: Policy) -> dict[str, Any]:
    """The form's values for a policy that is there."""
    return {
        "name": policy.name,
        "kind": policy.kind,
        "hours": policy.hours,
        "tier": policy.tier_id,
        "clients": [agreed.client.key for agreed in policy.agreed.select_related("client")],
    }


def _hours(label: str, minutes: int | None, *, is_required: bool) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=0.25, max_value=MOST_HOURS, required=is_required,
        initial=None if minutes is None else f"{minutes / 60:g}",
        widget=forms.NumberInput(
            attrs={"step": "0.25", "class": "input hours", "aria-label": label}
        ),
    )  # fmt: skip
