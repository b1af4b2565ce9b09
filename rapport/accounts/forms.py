"""Forms about people: they parse, and nothing else."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from rapport.accounts.fields import CurrencyField, LanguageField, TimeZoneField
from rapport.accounts.models import User
from rapport.accounts.models.user import Theme
from rapport.accounts.operations.invitations import Invitee
from rapport.accounts.operations.members import Person
from rapport.accounts.operations.start import Company
from rapport.lib.roles import Role
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations.workspaces import WorkspaceFacts


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form; it also tells axes by which address somebody tried."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""

    def user_credentials(self) -> dict[str, str]:
        """The credentials, with the name under which failures are counted."""
        credentials: dict[str, str] = super().user_credentials()
        return {**credentials, "login": self.cleaned_data["login"].lower()}


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's form; a key signs in alone unless somebody wants it as a second step only."""

    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"), required=False, initial=True
    )


def _rule_of_length() -> str:
    return str(password_validators_help_texts()[1])


# Said anew on each page, in its language.
_how_long = lazy(_rule_of_length, str)


class NewPasswordField(forms.CharField):
    """A password somebody chooses; held to the same rules everywhere."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Password"))
        options.setdefault("help_text", _how_long())
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(widget=widget, strip=False, **options)

    def clean(self, value: Any) -> str:
        """The password; refuses one that is short or known."""
        password = str(super().clean(value))
        validate_password(password)
        return password


class ForgottenForm(forms.Form):
    """Which address the new password is for."""

    email = forms.EmailField(label=_("E-mail"))


class AddressForm(forms.Form):
    """Which address somebody wants to sign in with from now on."""

    email = forms.EmailField(label=_("New e-mail"))


class StartForm(forms.Form):
    """The first company and its owner."""

    company = forms.CharField(label=_("Your company"), max_length=120)
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"))
    password = NewPasswordField()
    language = LanguageField()
    time_zone = TimeZoneField()
    currency = CurrencyField(initial="EUR")

    def clean_email(self) -> str:
        """The address in its one form; refuses one that is taken (the demo's people)."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Somebody signs in with this address already."))
        return email

    def facts(self) -> tuple[Company, Person]:
        """What the operation needs."""
        data = self.cleaned_data
        place = {"language": data["language"], "time_zone": data["time_zone"]}
        return (
            Company(name=data["company"], currency=data["currency"], **place),
            Person(name=data["name"], email=data["email"], password=data["password"], **place),
        )


class JoinForm(forms.Form):
    """What somebody new says about themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = NewPasswordField()
    time_zone = TimeZoneField()


class InvitationForm(forms.Form):
    """Who is invited; offers only the roles that may be given."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), initial=Role.MEMBER)
    language = LanguageField(label=_("Their language"))
    project_ids = forms.TypedMultipleChoiceField(
        label=_("Projects"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are on these from the first moment. A guest sees nothing else."),
    )
    note = forms.CharField(
        label=_("A few words from you"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        roles: Iterable[Role],
        projects: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["role"]).choices = [
            (role.value, role.label) for role in roles
        ]
        if projects:
            cast("forms.ChoiceField", self.fields["project_ids"]).choices = projects
        else:
            del self.fields["project_ids"]

    def invitee(self) -> Invitee:
        """What the operation needs."""
        return Invitee(**self.cleaned_data)


class ProfileForm(forms.Form):
    """How a person is called, and how they like the interface."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    language = LanguageField()
    time_zone = TimeZoneField()
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices)
    shortcuts = forms.BooleanField(label=_("Single-letter shortcuts"), required=False)
    signature = forms.CharField(
        label=_("Mail signature"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WorkspaceForm(forms.Form):
    """What people set about their workspace."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = LanguageField()
    time_zone = TimeZoneField()
    currency = CurrencyField()

    def facts(self) -> WorkspaceFacts:
        """What the operation needs."""
        return WorkspaceFacts(**self.cleaned_data)

    @classmethod
    def showing(cls, workspace: Workspace) -> "WorkspaceForm":
        """The form with what is set now."""
        names = ("name", "language", "time_zone", "currency")
        return cls(initial={name: getattr(workspace, name) for name in names})
