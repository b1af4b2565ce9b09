"""Real archives: every message has one outcome, answers sit with their parents."""

import os
from collections import defaultdict
from pathlib import Path

import pytest
from django.utils.timezone import now

from rapport.engine.mail import Refused, parse
from rapport.inbox import sources
from rapport.inbox.models import Conversation, Message, RawMail
from rapport.inbox.operations import imports
from rapport.inbox.operations.imports import Archive
from rapport.inbox.sandbox import ParserPool

DATA = Path(os.environ.get("RAPPORT_DATA", Path(__file__).parents[3] / "shared" / "data"))
MAIL = next((path for path in (DATA / "mail", DATA) if path.is_dir()), DATA)
QUICK = ("talon", "flanker", "mikel-mail", "cpython-test_email")

pytestmark = [pytest.mark.quality, pytest.mark.django_db]


@pytest.fixture
def unpacked(tmp_path):
    """The archives, unpacked where they are packed."""

    def folder(name: str) -> Path:
        if (MAIL / name).is_dir():
            return MAIL / name
        packed = MAIL / f"{name}.tar.xz"
        if not packed.exists():
            pytest.skip(f"{name} is not there")
        os.system(f"tar -xJf {packed} -C {tmp_path}")
        return tmp_path / name

    return folder


@pytest.fixture
def bring_in(workspace, scope):
    def run(folder: Path) -> imports.Tally:
        with ParserPool(2) as pool:
            archive = Archive(sources.messages(folder), workspace)
            return imports.bring_in(archive, pool=pool, at=now(), progress=lambda _: None)

    return run


@pytest.mark.parametrize("name", QUICK)
def test_every_message_has_one_outcome_and_a_second_run_changes_nothing(unpacked, bring_in, name):
    folder = unpacked(name)
    tally = bring_in(folder)
    found = sum(1 for item in sources.messages(folder) if not item.refusal)
    assert tally.seen == found == RawMail.objects.count() > 0
    assert not RawMail.objects.filter(outcome="waiting").exists()
    before = Message.objects.count(), Conversation.objects.count()
    again = bring_in(folder)
    assert again.kept == 0 and again.outcomes == tally.outcomes
    assert (Message.objects.count(), Conversation.objects.count()) == before


@pytest.mark.slow
def test_answers_of_the_public_corpus_sit_in_their_parents_conversation(unpacked, bring_in):
    tally = bring_in(unpacked("spamassassin-public-corpus"))
    assert tally.seen == RawMail.objects.count()
    homes = defaultdict(set)
    for identifier, home in Message.objects.values_list("message_id", "conversation_id"):
        homes[identifier].add(home)
    pairs, together = 0, 0
    for raw in RawMail.objects.iterator():
        try:
            mail = parse(raw.bytes)
        except Refused:
            continue
        parent = mail.in_reply_to or (mail.references[-1] if mail.references else "")
        if parent and parent in homes and mail.message_id:
            pairs += 1
            together += bool(homes[parent] & homes[mail.message_id])
    print(f"{together} of {pairs} answers sit with their parent")
    assert pairs >= 1510 and together / pairs >= 0.995
