"""Codes for the day the phone is lost: shown once, kept as hashes, each good for one sign-in."""

import secrets

from allauth.mfa.models import Authenticator
from django.db import transaction

from rapport.accounts import tokens
from rapport.accounts.models import User

COUNT, LENGTH = 10, 16
# Without letters that are taken for digits: 80 bits in sixteen places.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
KIND = Authenticator.Type.RECOVERY_CODES


def looks_like_one(typed: str) -> bool:
    """Whether this is a recovery code by its form, and not six digits of an app."""
    return len(_plain(typed)) == LENGTH


@transaction.atomic
def renew(user: User) -> list[str]:
    """Make a new set, which makes the old one useless. The only moment the codes can be read."""
    User.objects.select_for_update().get(pk=user.pk)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT)]
    hashes = [tokens.hash_of(code) for code in codes]
    # The empty list is for allauth, which else makes codes of its own that can be shown again.
    data = {"hashes": hashes, "migrated_codes": []}
    Authenticator.objects.update_or_create(user=user, type=KIND, defaults={"data": data})
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in codes]


@transaction.atomic
def spend(user: User, typed: str) -> Authenticator | None:
    """Use a code up; None when it is none of theirs. Of two at the same moment one gets it."""
    row = Authenticator.objects.select_for_update().filter(user=user, type=KIND).first()
    spent = tokens.hash_of(_plain(typed))
    if row is None or spent not in row.data.get("hashes", []):
        return None
    row.data["hashes"].remove(spent)
    row.save(update_fields=["data"])
    return row


def left(user: User) -> int | None:
    """How many codes still work; None when none were ever made."""
    row = Authenticator.objects.filter(user=user, type=KIND).first()
    return len(row.data.get("hashes", [])) if row else None


def _plain(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter.isalnum())
