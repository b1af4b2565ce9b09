"""`rapport receive`: take in mail that other servers hand over, by LMTP and SMTP."""

import argparse
import asyncio
import sys

from django.conf import settings
from django.urls import get_resolver

from rapport.inbox.reception import listening

NOT_SET = 2
IN_USE = 3


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    parser = subparsers.add_parser("receive", help="take in mail by LMTP and SMTP")
    parser.set_defaults(run=run)


def is_set_up() -> bool:
    """Whether the operator named an address to listen at."""
    return bool(settings.RECEIVE_LMTP or settings.RECEIVE_SMTP)


def run(arguments: argparse.Namespace) -> int:
    """Listen until told to stop."""
    if not is_set_up():
        print("Set RAPPORT_RECEIVE_LMTP or RAPPORT_RECEIVE_SMTP (docs/guide/direct-mail.md).",
              file=sys.stderr)  # fmt: skip
        return NOT_SET
    # What apps offer is registered where their routes are.
    get_resolver().url_patterns  # noqa: B018 - reading it loads them
    plan = listening.Plan(
        settings.RECEIVE_NAME, settings.RECEIVE_LMTP, settings.RECEIVE_SMTP,
        settings.RECEIVE_CERTIFICATE, settings.RECEIVE_KEY,
    )  # fmt: skip
    try:
        asyncio.run(listening.listen(plan))
    except listening.Unusable as refusal:
        print(refusal, file=sys.stderr)
        return IN_USE
    return 0
