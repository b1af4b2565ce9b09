"""What the pages of absences, bookings and working hours send."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.calendars.models import Weekday
from rapport.projects.forms import PersonField, StrictForm
from rapport.projects.models import Project
from rapport.resourcing.models import Absence, Booking, WorkingShare
from rapport.resourcing.models.absence import LONGEST_REASON
from rapport.resourcing.models.working_share import LONGEST_ROLE
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.bookings import Wanted
from rapport.resourcing.operations.shares import Share


class DayField(forms.DateField):
    """A day, chosen from the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class HoursField(forms.DecimalField):
    """Hours as people write them; cleans to minutes, None when left empty."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(max_value=most, min_value=0, decimal_places=2, localize=True, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Minutes."""
        hours = super().clean(value)
        return None if hours is None else round(hours * 60)

    def prepare_value(self, value: Any) -> Any:
        """Minutes that are known already, in hours."""
        return f"{value / 60:g}" if isinstance(value, int) else super().prepare_value(value)


def _last_day(said: dict[str, Any]) -> date:
    """Left empty, it is the first day."""
    last: date = said["last"] or said["first"]
    return last


class AbsenceForm(StrictForm):
    """When somebody is away."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"), required=False, help_text=_("Left empty, that one day."))
    daily_minutes = HoursField(
        label=_("Hours away each day"), most=24, required=False,
        help_text=_("Left empty, all day."),
    )  # fmt: skip
    deputy = PersonField(label=_("Who stands in"))
    kind = forms.ChoiceField(label=_("What"), choices=Absence.Kind)
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST_REASON, required=False,
        help_text=_("Colleagues see that you are away, not why."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, deputies: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]
        self.fields["deputy"].empty_label = _("nobody")  # type: ignore[attr-defined]
        self.fields["deputy"].help_text = _("Gets what falls to you while you are away.")

    def away(self) -> Away:
        """What was filled in, as a value."""
        said, deputy = self.cleaned_data, self.cleaned_data["deputy"]
        return Away(
            said["first"], _last_day(said), said["kind"], said["reason"], said["daily_minutes"],
            deputy.pk if deputy else None,
        )  # fmt: skip


class NewAbsenceForm(AbsenceForm):
    """The same with whose it is: one's own, or for who manages also another's."""

    member = PersonField(label=_("Who"), required=True)
    field_order = ("member", "first", "last", "daily_minutes", "deputy", "kind", "reason")

    def __init__(
        self, data: Any = None, *, people: Any, deputies: Any, initial: Any = None
    ) -> None:
        super().__init__(data, deputies=deputies, initial=initial)
        self.fields["member"].queryset = people  # type: ignore[attr-defined]


class BookingForm(StrictForm):
    """Hours a week on a project."""

    project = forms.ModelChoiceField(
        Project.everywhere.none(), label=_("Project"), to_field_name="key"
    )
    member = PersonField(label=_("Who"))
    role = forms.CharField(
        label=_("Role"), max_length=LONGEST_ROLE, required=False,
        help_text=_("With nobody chosen, it is a placeholder for somebody of this role."),
    )  # fmt: skip
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    weekly_minutes = HoursField(label=_("Hours a week"), most=168)
    firmness = forms.ChoiceField(
        label=_("How sure"), choices=Booking.Firmness, widget=forms.RadioSelect,
        help_text=_("A soft booking may still be dropped; only hard ones count."),
    )  # fmt: skip
    what = forms.CharField(label=_("What for"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, projects: Any, people: Any, initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["member"].queryset = people  # type: ignore[attr-defined]
        self.fields["member"].empty_label = _("nobody yet")  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was filled in, as a value."""
        return Wanted(**self.cleaned_data)


def booked(booking: Booking) -> dict[str, Any]:
    """The form's values for a booking that is there."""
    names = ("role", "first", "last", "weekly_minutes", "firmness", "what")
    values = {name: getattr(booking, name) for name in names}
    return values | {"project": booking.project.key, "member": booking.member_id}


class PlaceholderForm(StrictForm):
    """Who takes over a placeholder."""

    member = PersonField(label=_("Who"), required=True)

    def __init__(self, data: Any = None, *, people: Any) -> None:
        super().__init__(data)
        self.fields["member"].queryset = people  # type: ignore[attr-defined]


class ShareForm(StrictForm):
    """How much of the week a person works, and as what."""

    role = forms.CharField(
        label=_("Role"), max_length=LONGEST_ROLE, required=False,
        widget=forms.TextInput({"placeholder": _("Designer")}),
        help_text=_("What this person does in projects, in a word or two."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Works on"), choices=Weekday, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: on every day the workspace works."),
    )  # fmt: skip
    weekly_minutes = HoursField(
        label=_("Hours a week"), most=168, required=False,
        help_text=_("Left empty: all the hours of these days."),
    )  # fmt: skip

    def share(self) -> Share:
        """What was filled in, as a value."""
        said = self.cleaned_data
        return Share(said["weekdays"], said["weekly_minutes"], said["role"])


def shared(member: Member) -> dict[str, Any]:
    """The form's values for a person."""
    row: WorkingShare | None = getattr(member, "share", None)
    if row is None:
        return {}
    return {"role": row.role, "weekdays": row.weekdays, "weekly_minutes": row.weekly_minutes}
