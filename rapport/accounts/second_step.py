"""The forms of the second step, which take a recovery code in place of the app's six digits."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.accounts.models import User
from rapport.accounts.operations import recovery_codes

LABEL = gettext_lazy("Six digits of the app, or a recovery code")


class TakesRecoveryCodes:
    """Put this before a form of allauth that asks for the app's digits."""

    user: User
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self)

    def clean_code(self) -> str:
        """The app's code as allauth checks it, or a recovery code, which is used up here."""
        code = str(self.cleaned_data["code"])
        if not recovery_codes.looks_like_one(code):
            return str(super().clean_code())  # type: ignore[misc]
        self.authenticator = _spend(self.user, code)
        return code


class SecondStepForm(TakesRecoveryCodes, AuthenticateForm):  # type: ignore[misc]
    """The second step of a sign-in."""

    def save(self) -> None:
        """Go on, and say how many codes are left if one was used."""
        super().save()
        if self.authenticator.type == recovery_codes.KIND:
            messages.warning(context.request, _how_many(self.user))


class ProveAgainForm(TakesRecoveryCodes, ReauthenticateForm):  # type: ignore[misc]
    """The same where somebody who is signed in shows once more that it is they."""


def _spend(user: User, code: str) -> Authenticator:
    """Use a code up; guesses are counted together with those of the app's digits."""
    forget_the_guesses = check_rate_limit(user)
    row = recovery_codes.spend(user, code)
    if row is None:
        raise get_adapter().validation_error("incorrect_code")
    forget_the_guesses()
    return row


def _how_many(user: User) -> str:
    left = recovery_codes.left(user) or 0
    if not left:
        return _("That was your last recovery code. Make new ones on your profile page.")
    text = ngettext(
        "That recovery code is used up; %(n)s is left.",
        "That recovery code is used up; %(n)s are left.",
        left,
    )
    return text % {"n": left}


def _plainly(form: Any) -> None:
    form.fields["code"].label = LABEL
    form.fields["code"].widget.attrs.pop("placeholder", None)
