"""Templates and macros as they are typed: parsing only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Tone
from rapport.engine.outgoing.filling import names_in
from rapport.inbox import variables
from rapport.inbox.models import Template, TemplateText
from rapport.inbox.models.template import LONGEST_FOLDER, LONGEST_NAME, MOST_TAGS
from rapport.inbox.operations.templates import Kept, Written

LONGEST_BODY = 20_000
TONES = (
    ("", _("For everybody")),
    (Tone.FORMAL, _("Formally")),
    (Tone.INFORMAL, _("By first name")),
)
# English knows no difference in its words, but in its greetings.
VARIANTS = [(language, tone) for language, _name in settings.LANGUAGES for tone, _label in TONES]


class KeptForm(forms.Form):
    """How it is called, and whose it is."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    folder = forms.CharField(label=_("Folder"), max_length=LONGEST_FOLDER, required=False)
    tags = forms.CharField(
        label=_("Tags"), max_length=300, required=False, help_text=_("Parted by commas.")
    )
    is_shared = forms.BooleanField(label=_("For the whole team"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]

    def clean_tags(self) -> tuple[str, ...]:
        """Each once, however it is spelled."""
        parts = " ".join(str(self.cleaned_data["tags"]).split()).split(",")
        tags = {part.strip().casefold(): part.strip()[:40] for part in parts if part.strip()}
        return tuple(tags.values())[:MOST_TAGS]

    def kept(self) -> Kept:
        """What the operation needs."""
        said = self.cleaned_data
        return Kept(said["name"], said["folder"], said["tags"], said.get("is_shared", False))


class TemplateForm(KeptForm):
    """And its words, a field for each language and tone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, tone in VARIANTS:
            self.fields[_field(language, tone)] = forms.CharField(
                label=str(dict(TONES)[tone]), required=False, strip=False,
                max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 6}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Only gaps that can be filled."""
        known = {variable.name for variable in variables.known()}
        for language, tone in VARIANTS:
            name = _field(language, tone)
            for gap in names_in(self.cleaned_data.get(name, "")):
                if gap not in known:
                    said = _("There is no “%(gap)s” to fill in.")
                    self.add_error(name, ValidationError(said, params={"gap": gap}))
        return self.cleaned_data

    def written(self) -> Written:
        """What the operation needs."""
        said = self.cleaned_data
        texts = {variant: said[_field(*variant)] for variant in VARIANTS}
        return Written(self.kept(), texts)

    def variants(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """The fields by language, and whether anything is written there."""
        found = []
        for language, name in settings.LANGUAGES:
            fields = [self[_field(language, tone)] for tone, _label in TONES]
            found.append((str(name), fields, any(field.value() for field in fields)))
        return found


def initial_of(template: Template, texts: list[TemplateText]) -> dict[str, object]:
    """A template as its form shows it."""
    words = {_field(text.language, text.tone): text.body for text in texts}
    return kept_initial(template) | words


def kept_initial(kept: Any) -> dict[str, object]:
    """The name and place of a template or macro."""
    return {
        "name": kept.name, "folder": kept.folder, "tags": ", ".join(kept.tags),
        "is_shared": kept.owner_id is None,
    }  # fmt: skip


def _field(language: str, tone: str) -> str:
    return f"text_{language}_{tone}".rstrip("_")
