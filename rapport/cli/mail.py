"""`rapport mail explain FILE`: what Rapport makes of a message, without a workspace."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from rapport.engine.mail import Address, Attachment, Bounce, Parsed, Reading, stopped
from rapport.inbox import sources
from rapport.inbox.sandbox import ParserPool

REFUSED = 2

Parsers = argparse._SubParsersAction  # the public name argparse does not have


def add_parser(subparsers: "Parsers[argparse.ArgumentParser]") -> None:
    """Add the command to the `rapport` command line."""
    group = subparsers.add_parser("mail", help="look into a message")
    parser = group.add_subparsers(metavar="WHAT", required=True).add_parser(
        "explain", help="show outcome, people, text and attachments of a message"
    )
    parser.add_argument("file", type=Path, help="a message, or an mbox of several")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a summary")
    parser.add_argument("--nth", type=int, help="only this message of an mbox, counted from 1")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what is known of each message: one object, or a list where an mbox holds several."""
    problem = _problem(arguments.file)
    if problem:
        print(problem, file=sys.stderr)
        return REFUSED
    explained = _explained(arguments.file, arguments.nth)
    if not explained:
        print(f"{arguments.file} holds no message {arguments.nth}.", file=sys.stderr)
        return REFUSED
    with suppress(BrokenPipeError):
        if arguments.json:
            print(json.dumps(explained[0] if len(explained) == 1 else explained, indent=2))
        else:
            print("\n\n".join(map(_summary, explained)))
    return 0


def _problem(file: Path) -> str:
    if file.is_dir():
        return f"{file} is a folder: name one message, or bring all in with `rapport import mail`."
    if not file.exists():
        return f"There is no file {file}."
    try:
        with file.open("rb"):
            return ""
    except OSError as error:
        return f"{file} cannot be read: {error.strerror}."


def _explained(file: Path, nth: int | None) -> list[dict[str, Any]]:
    found = sources.messages(file)
    if nth is not None:
        found = (one for number, one in enumerate(found, start=1) if number == nth)
    with ParserPool(whole=True) as pool:
        return [_document(reading) for reading in _readings(pool, found)]


def _readings(pool: ParserPool, found: Iterable[sources.Found]) -> Iterator[Reading]:
    for one in found:
        yield Reading(stopped(one.refusal)) if one.refusal else pool.parse(one.raw)


def _document(reading: Reading) -> dict[str, Any]:
    parsed = reading.parsed or Parsed()
    return {
        "outcome": str(reading.outcome),
        "message_id": parsed.message_id or None,
        "in_reply_to": parsed.in_reply_to or None,
        "references": list(parsed.references),
        "from": _people(parsed.from_),
        "to": _people(parsed.to),
        "cc": _people(parsed.cc),
        "reply_to": _people(parsed.reply_to),
        "subject": parsed.subject,
        "date": parsed.date.isoformat() if parsed.date else None,
        "text": parsed.text,
        "html": parsed.html or None,
        "attachments": [_file(attachment) for attachment in parsed.attachments],
        "reply": reading.folded.visible if reading.folded else "",
        "bounces": [_bounce(bounce) for bounce in reading.outcome.bounces],
    }


def _people(people: Iterable[Address]) -> list[dict[str, str]]:
    return [{"name": person.name, "email": person.email} for person in people]


def _file(attachment: Attachment) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }


def _bounce(bounce: Bounce) -> dict[str, Any]:
    return {
        "recipient": bounce.recipient,
        "status": bounce.status,
        "hard": bounce.hard,
        "original_id": bounce.original_id,
        "reason": bounce.reason,
        "complaint": bounce.complaint,
    }


def _summary(document: dict[str, Any]) -> str:
    people = ", ".join(f"{one['name']} <{one['email']}>".strip() for one in document["from"])
    files = ", ".join(f"{one['name'] or one['content_type']}" for one in document["attachments"])
    lines = [
        f"Outcome      {document['outcome']}",
        f"From         {people}",
        f"Date         {document['date'] or ''}",
        f"Subject      {document['subject']}",
        f"Message-ID   {document['message_id'] or ''}",
        f"Attachments  {files}",
    ]
    return "\n".join([*map(str.rstrip, lines), "", document["reply"]]).rstrip()
