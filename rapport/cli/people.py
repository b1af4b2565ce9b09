"""`rapport people`: help somebody in from the machine itself, when nobody above them can."""

import argparse
import sys

from django.utils.timezone import now

from rapport.accounts.models import Member, User
from rapport.accounts.operations import addresses, passwords, second_factors
from rapport.lib.refusal import Refused

REFUSED = 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser(
        "people", help="help somebody in who lost phone, mailbox or password"
    )
    verbs = parser.add_subparsers(metavar="WHAT", required=True)
    verbs.add_parser("list", help="who signs in, and as what").set_defaults(run=_list)
    for name, act, says in (
        ("reset-second-factor", _reset, "remove app, passkeys and recovery codes"),
        ("new-password", _password, "print a link to choose a new password, good for a day"),
        ("change-address", _address, "sign in with another address from now on"),
    ):
        verb = verbs.add_parser(name, help=says)
        verb.add_argument("email", help="the address the person signs in with")
        verb.set_defaults(run=act)
    verbs.choices["change-address"].add_argument("new_email", help="the new address")


def _list(arguments: argparse.Namespace) -> int:
    for user in User.objects.order_by("email"):
        places = Member.everywhere.active().filter(user=user).select_related("workspace")
        where = ", ".join(f"{place.role} of {place.workspace.slug}" for place in places)
        factor = "second factor" if second_factors.of(user).exists() else "password alone"
        print(f"{user.email:<40} {factor:<15} {where or 'no workspace'}")
    return 0


def _reset(arguments: argparse.Namespace) -> int:
    user = _user(arguments.email)
    if user is None:
        return REFUSED
    if not second_factors.reset_by_command(user, at=now()):
        print(f"{user.email} has no second factor; nothing was changed.")
        return 0
    print(
        f"{user.email} signs in with the password alone now, was signed out everywhere, and is "
        "told by mail."
    )
    return 0


def _password(arguments: argparse.Namespace) -> int:
    user = _user(arguments.email)
    if user is None:
        return REFUSED
    print("Good for a day and for one new password. Give it to nobody else:")
    print(passwords.link_for(user))
    return 0


def _address(arguments: argparse.Namespace) -> int:
    user = _user(arguments.email)
    if user is None:
        return REFUSED
    try:
        addresses.put_by_command(user, email=arguments.new_email, at=now())
    except Refused as refusal:
        print(f"{refusal} Nothing was changed.", file=sys.stderr)
        return REFUSED
    print(f"The address is {user.email} now. All sessions were ended; the old address is told.")
    return 0


def _user(email: str) -> User | None:
    user = passwords.find(email)
    if user is None:
        print(f"Nobody signs in as {email}. `rapport people list` shows who does.", file=sys.stderr)
    return user
