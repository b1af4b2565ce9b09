"""What the pages of skills send."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.projects.forms import StrictForm
from rapport.resourcing.models import Level, Skill
from rapport.resourcing.models.skill import LONGEST_SKILL


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
