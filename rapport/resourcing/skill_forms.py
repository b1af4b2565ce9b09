"""What the pages of skills send."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Conversation, Label, Mailbox
from rapport.projects.forms import StrictForm
from rapport.resourcing.models import Level, Skill
from rapport.resourcing.models.skill import LONGEST_SKILL
from rapport.resourcing.operations.skills_wanted import OfWhich


class SkillForm(StrictForm):
    """What a skill is called."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_SKILL,
        widget=forms.TextInput({"placeholder": _("Accessibility")}),
    )  # fmt: skip


class PersonsSkillsForm(StrictForm):
    """How well a person does each thing of the list."""

    def __init__(
        self, data: Any = None, *, skills: Iterable[Skill], levels: Mapping[int, int]
    ) -> None:
        super().__init__(data)
        self.skills = {_field(skill): skill for skill in skills}
        for name, skill in self.skills.items():
            self.fields[name] = forms.TypedChoiceField(
                label=skill.name, choices=[(0, _("not")), *Level.choices], coerce=int,
                initial=levels.get(skill.pk, 0),
            )  # fmt: skip

    def levels(self) -> dict[int, int]:
        """What was filled in: levels by the id of their skill."""
        said = self.cleaned_data
        return {skill.pk: said[name] for name, skill in self.skills.items() if said[name]}


class AskedSkillForm(StrictForm):
    """A skill that a task asks for, and how well; without a level it asks no more."""

    skill: "forms.ModelChoiceField[Skill]" = forms.ModelChoiceField(None, to_field_name="number")
    level = forms.TypedChoiceField(
        choices=[("", ""), *Level.choices], coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any, *, skills: Any) -> None:
        super().__init__(data)
        self.fields["skill"].queryset = skills  # type: ignore[attr-defined]


def _field(skill: Skill) -> str:
    return f"skill_{skill.number}"


class SkillWantedForm(StrictForm):
    """Which conversations ask for a skill, and how well."""

    skill: "forms.ModelChoiceField[Skill]" = forms.ModelChoiceField(
        None, label=_("They ask for"), to_field_name="number"
    )
    level = forms.TypedChoiceField(
        label=_("At least"), choices=Level.choices, coerce=int, initial=Level.BASICS
    )
    language = forms.ChoiceField(
        label=_("The client's language"), choices=[("", _("any")), *settings.LANGUAGES],
        required=False,
    )  # fmt: skip
    mailbox: "forms.ModelChoiceField[Mailbox]" = forms.ModelChoiceField(
        None, label=_("Mailbox"), required=False, empty_label=_("any")
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", _("any")), *Conversation.Channel.choices],
        required=False,
    )  # fmt: skip
    label: "forms.ModelChoiceField[Label]" = forms.ModelChoiceField(
        None, label=_("Label"), required=False, empty_label=_("any"),
        help_text=_("Counts when somebody gives it out by “Whoever is next”."),
    )  # fmt: skip

    def __init__(self, data: Any, *, skills: Any, mailboxes: Any, labels: Any) -> None:
        super().__init__(data)
        for name, rows in (("skill", skills), ("mailbox", mailboxes), ("label", labels)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def which(self) -> OfWhich:
        """What was filled in, as a value."""
        said = self.cleaned_data
        return OfWhich(said["mailbox"], said["label"], said["channel"], said["language"])
