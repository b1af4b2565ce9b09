"""Forms about clients and contacts: they parse, and nothing else."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.accounts.fields import LanguageField, TimeZoneField
from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact, Tier, Tone
from rapport.clients.models.closure import LONGEST_NAME
from rapport.clients.operations.clients import CHANGEABLE, ClientFacts
from rapport.clients.operations.closures import Closed
from rapport.clients.operations.contacts import ContactFacts

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ClientForm(forms.Form):
    """What we know of a client. The key is asked for once, when the client is new."""

    name = forms.CharField(label=_("Name"), max_length=200)
    key = forms.RegexField(
        r"^[A-Za-z][A-Za-z0-9]{1,7}$",
        label=_("Key"),
        required=False,
        help_text=_("Two to eight letters for references, as in NWM. Left empty, we make one."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    industry = forms.CharField(label=_("Industry"), max_length=120, required=False)
    owner = forms.ModelChoiceField(
        Member.everywhere.none(), label=_("Who looks after them"), required=False
    )
    tier = forms.ModelChoiceField(Tier.everywhere.none(), label=_("Tier"), required=False)
    tone = forms.ChoiceField(
        label=_("How they are spoken to"),
        required=False,
        choices=[("", _("Not said")), *Tone.choices],
    )
    objectives = forms.CharField(
        label=_("Objectives, in their words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    notes = forms.CharField(
        label=_("Internal notes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, known: Client | None = None, **kwargs: Any) -> None:
        if known:
            kwargs["initial"] = {name: getattr(known, name) for name in CHANGEABLE}
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["key"]
        people = Member.objects.active().select_related("user").order_by("user__name")
        cast("forms.ModelChoiceField[Member]", self.fields["owner"]).queryset = people
        tiers = cast("forms.ModelChoiceField[Tier]", self.fields["tier"])
        tiers.queryset = Tier.objects.order_by("place", "pk")
        if not tiers.queryset.exists():
            del self.fields["tier"]

    def facts(self) -> ClientFacts:
        """What the operation needs."""
        return ClientFacts(**self.cleaned_data)


class ClosureForm(forms.Form):
    """From when to when a client is closed."""

    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("Left empty, that one day.")
    )
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)

    def closed(self) -> Closed:
        """What the operation needs."""
        said = self.cleaned_data
        return Closed(said["first"], said["last"] or said["first"], said["name"])


class ContactForm(forms.Form):
    """What we know of a person, and how they like to be spoken to."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    language = LanguageField(help_text=_("Everything we send them is in this language."))
    time_zone = TimeZoneField()
    tone = forms.ChoiceField(
        label=_("How they are spoken to"),
        required=False,
        choices=[("", _("As their company is")), *Tone.choices],
    )
    detail = forms.TypedChoiceField(
        label=_("How much they want to see"),
        choices=Contact.DETAIL,
        coerce=int,
        initial=Contact._meta.get_field("detail").default,
    )
    sees_company = forms.BooleanField(
        label=_("Sees the whole company's conversations"), required=False
    )
    decides_for_company = forms.BooleanField(
        label=_("Decides who at the company sees what"), required=False,
        help_text=_("In the portal they choose which colleagues see all of its conversations."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: Contact | None = None, **kwargs: Any) -> None:
        if known:
            names = self.base_fields
            kwargs["initial"] = {name: getattr(known, name) for name in names}
        super().__init__(*args, **kwargs)

    def facts(self) -> ContactFacts:
        """What the operation needs."""
        return ContactFacts(**self.cleaned_data)


class PortalInvitationForm(forms.Form):
    """A few words of one's own for the invitation."""

    note = forms.CharField(
        label=_("A few words from you"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
