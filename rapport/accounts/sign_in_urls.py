"""Routes under /sign-in/: those of allauth that make sense here, each with its access declared."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path, re_path

from rapport.accounts.views import addresses, forgotten, recovery_codes
from rapport.accounts.views.credentials import sound_credential
from rapport.accounts.views.recovery_codes import then_codes
from rapport.lib.access import Access, Face, View, declare

SHOW, ACT = ("GET",), ("GET", "POST")


def _route(
    where: str, view: View, name: str, *, face: Face, methods: tuple[str, ...]
) -> URLPattern:
    return path(where, declare(view, Access(face, methods=methods)), name=name)


def _open(where: str, view: View, name: str, methods: tuple[str, ...] = ACT) -> URLPattern:
    """For anybody: signing in, and its second step."""
    return _route(where, view, name, face="public", methods=methods)


def _own(where: str, view: View, name: str, methods: tuple[str, ...] = ACT) -> URLPattern:
    """For a signed-in person, about themselves; allauth turns others away."""
    return _route(where, view, name, face="signed-in", methods=methods)


urlpatterns = [
    _open("", account.login, "account_login"),
    _open("out/", account.logout, "account_logout"),
    _open("inactive/", account.account_inactive, "account_inactive", SHOW),
    _open("second-step/", sound_credential(mfa.authenticate), "mfa_authenticate"),
    _open("passkey/", sound_credential(webauthn.login_webauthn), "mfa_login_webauthn"),
    path("forgotten/", forgotten.request_link, name="account_reset_password"),
    path("forgotten/sent/", forgotten.sent, name="account_reset_password_done"),
    _open(
        "forgotten/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        SHOW,
    ),
    re_path(
        r"^forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        declare(account.password_reset_from_key, Access("public", methods=ACT)),
        name="account_reset_password_from_key",
    ),
    _own("again/", account.reauthenticate, "account_reauthenticate"),
    _own("again/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    _own(
        "again/passkey/",
        sound_credential(webauthn.reauthenticate_webauthn),
        "mfa_reauthenticate_webauthn",
    ),
    path("address/", addresses.change, name="account_address"),
    path("address/<str:token>/", addresses.confirmation, name="account_address_confirm"),
    _own("password/", account.password_change, "account_change_password"),
    _own("password/first/", account.password_set, "account_set_password"),
    _own("second-factor/", mfa.index, "mfa_index", SHOW),
    _own("second-factor/app/", then_codes(totp.activate_totp), "mfa_activate_totp"),
    _own("second-factor/app/removal/", totp.deactivate_totp, "mfa_deactivate_totp"),
    path("second-factor/codes/", recovery_codes.codes, name="mfa_view_recovery_codes"),
    _own("passkeys/", webauthn.list_webauthn, "mfa_list_webauthn", SHOW),
    _own("passkeys/new/", then_codes(sound_credential(webauthn.add_webauthn)), "mfa_add_webauthn"),
    _own("passkeys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _own("passkeys/<int:pk>/removal/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
]
