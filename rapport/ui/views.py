"""The living page: every component of the kit in both themes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rapport.ui import sample
from rapport.ui.icons import ICONS


class SampleForm(forms.Form):
    """One field of each kind; only ever shown on the living page."""

    title = forms.CharField(label="Title", help_text="What the client will read.")
    date = forms.DateField(
        label="Date", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    kind = forms.ChoiceField(label="Kind", choices=[("question", "Question"), ("issue", "Issue")])
    seen = forms.ChoiceField(
        label="Who sees it",
        choices=[("internal", "Internal"), ("client", "Client sees this")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    urgent = forms.BooleanField(label="Urgent", required=False)


def living(request: HttpRequest) -> HttpResponse:
    """Show the kit; the face that has accounts decides who may see it."""
    return render(request, "ui/living.html", living_context())


def living_context() -> dict[str, Any]:
    """What the living page shows."""
    now = timezone.now()
    return {
        "icons": sorted(ICONS),
        "soon": now + timedelta(minutes=38),
        "late": now - timedelta(hours=2, minutes=10),
        "plan": sample.plan(now.date()),
        "sample_forms": {
            theme: SampleForm({"title": "", "kind": "issue"}, auto_id=f"{theme}-%s")
            for theme in ("light", "dark")
        },
    }
