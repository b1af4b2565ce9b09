"""Parse who is to be told at which share of the time."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rapport.cases.models import Who
from rapport.cases.queries.ladder import ALL, SHARES, ladder


class LadderForm(forms.Form):
    """A box for each share and each one to be told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Filled with what holds now."""
        super().__init__(*args, **kwargs)
        holds = ladder()
        for share in SHARES:
            for who in Who:
                label = f"{share_said(share)}: {who.label}"
                self.fields[_box(who, share)] = forms.BooleanField(
                    label=label, required=False, initial=who.value in holds.get(share, ()),
                    widget=forms.CheckboxInput(attrs={"aria-label": label}),
                )  # fmt: skip

    def heads(self) -> list[str]:
        """Who may be told."""
        return [str(who.label) for who in Who]

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The boxes of a share, under its name."""
        for share in SHARES:
            yield share_said(share), [self[_box(who, share)] for who in Who]

    def rungs(self) -> dict[int, list[str]]:
        """What was ticked."""
        said = self.cleaned_data
        return {share: [who.value for who in Who if said[_box(who, share)]] for share in SHARES}


def _box(who: Who, share: int) -> str:
    return f"{who.value}-at-{share}"


def share_said(share: int) -> str:
    """How much of the time went by, in words."""
    if share < ALL:
        return _("%(n)d%% used up") % {"n": share}
    if share == ALL:
        return _("Missed")
    return _("%(n)d%%, long missed") % {"n": share}
