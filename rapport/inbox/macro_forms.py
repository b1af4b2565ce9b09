"""A macro as it is typed: parsing only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.inbox import macro_actions
from rapport.inbox.models import Macro
from rapport.inbox.operations.macros import Planned, Steps
from rapport.inbox.template_forms import LONGEST_BODY, KeptForm, kept_initial

MOST_CHOSEN = 8


class MacroForm(KeptForm):
    """Words first, then whatever else, in its order: each a choice of an act and what with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for action in macro_actions.known():
            if action.choices is None:
                self.fields[f"words_{action.key}"] = forms.CharField(
                    label=str(action.label), required=False, strip=False,
                    max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 5}),
                )  # fmt: skip
        choices = [("", _("Nothing more")), *_choices()]
        for number in range(MOST_CHOSEN):
            self.fields[f"step_{number}"] = forms.ChoiceField(
                label=str(_("Then")), required=False, choices=choices,
                widget=forms.Select(attrs={"data-then": True}),
            )  # fmt: skip

    def planned(self) -> Planned:
        """What the operation needs; the same act twice is once."""
        said = self.cleaned_data
        steps: Steps = []
        for action in macro_actions.known():
            if action.choices is None and said[f"words_{action.key}"].strip():
                steps.append({"act": action.key, "value": said[f"words_{action.key}"]})
        for number in range(MOST_CHOSEN):
            act, _colon, value = said[f"step_{number}"].partition(":")
            if act and {"act": act, "value": value} not in steps:
                steps.append({"act": act, "value": value})
        return Planned(self.kept(), steps)


def initial_of(macro: Macro) -> dict[str, object]:
    """A macro as its form shows it."""
    shown = kept_initial(macro)
    number = 0
    for step in macro.steps:
        action = macro_actions.action_of(step["act"])
        if action is not None and action.choices is None:
            shown[f"words_{action.key}"] = step["value"]
        else:
            shown[f"step_{number}"] = f"{step['act']}:{step['value']}"
            number += 1
    return shown


def _choices() -> Iterator[tuple[str, list[tuple[str, str]]] | tuple[str, str]]:
    for action in macro_actions.known():
        if action.choices is None:
            continue
        # A closed list shows the chosen row alone: so each says the act too.
        rows = [
            (f"{action.key}:{value}", f"{action.label}: {label}" if label else str(action.label))
            for value, label in action.choices()
        ]
        if len(rows) > 1:
            yield str(action.label), rows
        else:
            yield from rows
