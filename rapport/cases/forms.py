"""Parse what a person typed about a case. `name` is where the head of a case shows the form."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.cases.models import Case, Complaint, Priority, Severity
from rapport.cases.operations import complaining
from rapport.cases.operations.complaining import Said
from rapport.cases.queries.gathered import problems
from rapport.lib.reader import Reader

_SELECT = {"class": "input"}


class CaseForm(forms.Form):
    """What a case is and how soon it must be solved."""

    name = "form"
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Case.Kind, show_hidden_initial=True,
        widget=forms.Select(attrs=_SELECT),
    )  # fmt: skip
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL,
        show_hidden_initial=True, widget=forms.Select(attrs=_SELECT),
    )  # fmt: skip

    def said_of(self, case: Case) -> dict[str, Any]:
        """What was chosen otherwise than it was shown; the rest as it is by now."""
        chosen = {name: self.cleaned_data[name] for name in self.changed_data}
        return {"kind": case.kind, "priority": case.priority} | chosen


class CloseForm(forms.Form):
    """Why it happened and what was done; both help the next time, neither is demanded. A problem
    asks what becomes of the open cases that it gathers."""

    name = "close_form"
    cause = forms.CharField(
        label=_("Cause"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why it happened. Only your team sees this."),
    )
    cure = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tell = forms.CharField(
        label=_("Tell everybody who waits"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Goes to the clients, as an answer in the conversation of each open case."),
    )
    close_all = forms.BooleanField(
        label=_("Close the open cases that it gathers too"), required=False
    )

    def __init__(self, *args: Any, gathers: int, **kwargs: Any) -> None:
        """`gathers` is how many open cases hang on it."""
        super().__init__(*args, **kwargs)
        if not gathers:
            del self.fields["tell"], self.fields["close_all"]


class ProblemForm(forms.Form):
    """The problem behind a case; none is none."""

    name = "problem_form"
    problem = forms.ModelChoiceField(
        label=_("Problem behind it"), queryset=Case.everywhere.none(), required=False,
        to_field_name="number", empty_label=_("No problem behind it"),
        widget=forms.Select(attrs=_SELECT),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Offer the open problems that the reader sees."""
        super().__init__(*args, **kwargs)
        self.auto_id = "problem-%s"
        field = self.fields["problem"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = problems(reader)
        field.label_from_instance = _named  # type: ignore[assignment]

    @property
    def offers(self) -> bool:
        """Whether there is a problem to choose, or one to let go."""
        return bool(self.initial.get("problem")) or self.fields["problem"].queryset.exists()  # type: ignore[attr-defined]


class ComplaintForm(forms.Form):
    """How bad it is, who says sorry, and how it is made good."""

    name = "complaint_form"
    severity = forms.TypedChoiceField(
        label=_("How bad is it?"), choices=Severity.choices, coerce=int, show_hidden_initial=True,
        widget=forms.Select(attrs=_SELECT),
    )  # fmt: skip
    apology_by = forms.ModelChoiceField(
        label=_("Who says that we are sorry?"), queryset=Member.everywhere.none(), required=False,
        empty_label=_("Nobody yet"), show_hidden_initial=True, widget=forms.Select(attrs=_SELECT),
    )  # fmt: skip
    redress = forms.CharField(
        label=_("How do we make it good?"), required=False, max_length=4000,
        show_hidden_initial=True, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: done again without charge, or a credit."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the active members."""
        super().__init__(*args, **kwargs)
        self.auto_id = "complaint-%s"
        field = self.fields["apology_by"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Member.objects.active().select_related("user").order_by("user__name")

    @classmethod
    def of(cls, complaint: Complaint | None) -> "ComplaintForm":
        """Filled with what is known."""
        if complaint is None:
            return cls(initial={"severity": Severity.SERIOUS})
        known = {
            "severity": complaint.severity, "apology_by": complaint.apology_by_id,
            "redress": complaint.redress,
        }  # fmt: skip
        return cls(initial=known)

    def said(self, known: Complaint | None) -> Said:
        """What was filled in otherwise than it was shown; the rest as it is known by now."""
        chosen = {name: self.cleaned_data[name] for name in self.changed_data}
        return replace(complaining.known_of(known), **chosen)


class ReasonForm(forms.Form):
    """Why a target was missed."""

    reason = forms.CharField(label=_("Why"), max_length=500)


class FilterForm(forms.Form):
    """The closed list of ways to narrow the list of cases; they stand in the URL."""

    SHOWN = [("open", _("Open")), ("late", _("Target missed")), ("waiting", _("With the client")),
             ("mine", _("Mine")), ("unexplained", _("Missed, not explained")),
             ("closed", _("Closed"))]  # fmt: skip

    show = forms.ChoiceField(choices=SHOWN, required=False)
    kind = forms.ChoiceField(choices=[("", _("Every kind")), *Case.Kind.choices], required=False)
    priority = forms.TypedChoiceField(
        choices=[("", _("Every priority")), *Priority.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    client = forms.CharField(max_length=8, required=False)
    project = forms.CharField(max_length=8, required=False)


def _named(problem: Case) -> str:
    subject = problem.conversation.subject or gettext("(no subject)")
    return f"{problem.reference} {subject}"[:80]
