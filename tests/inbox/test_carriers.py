"""An answer leaves on the way of its conversation; writing, undoing and showing are the same."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.inbox import carriers
from rapport.inbox.carriers import NotNow, Way
from rapport.inbox.models import Dispatch, Participant
from rapport.inbox.operations import sending
from rapport.inbox.smtp import Handed

NUMBER = "+14155550100"


class Pigeon:
    """Remembers what it carried; says what it was told to."""

    def __init__(self):
        self.carried, self.answer, self.refusal = [], Handed({NUMBER: "sent"}), ""

    def way(self, conversation, *, at):
        return Way("Pigeons", (("Ines Prado", NUMBER),), longest=40, refusal=self.refusal)

    def carry(self, dispatch, *, at):
        self.carried.append((dispatch.header_id, dispatch.message.text))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def pigeon(monkeypatch):
    bird = Pigeon()
    monkeypatch.setitem(carriers._carriers, "sms", bird)
    return bird


@pytest.fixture
def talk(make, client_company):
    talk = make.conversation(client=client_company, channel="sms", subject="Proofs?")
    Participant.objects.create(
        workspace=make.workspace, conversation=talk, email=NUMBER, name="Ines Prado",
        joined_at=now(),
    )  # fmt: skip
    make.message(talk, "Are the proofs there?", from_email=NUMBER, from_name="Ines Prado")
    return talk


@pytest.fixture
def page(browse, member, talk):
    browser = browse(member)
    url = f"/w/fernhill/inbox/{talk.number}/"
    return lambda text="", **more: (
        browser.post(f"{url}answer/", {"text": text, "kind": "reply", **more}, follow=True)
        if text
        else browser.get(url)
    )


def later():
    return now() + timedelta(seconds=11)


def due():
    [dispatch] = Dispatch.objects.select_related("message__conversation", "workspace")
    return dispatch


def test_the_page_says_through_what_and_to_whom_it_goes(page, pigeon):
    text = page().content.decode()
    assert "Goes out through Pigeons to Ines Prado" in text
    assert 'name="to"' not in text


def test_an_answer_waits_out_its_undo_window_and_leaves_by_the_carrier_once(page, pigeon, talk):
    page("They left this morning.")
    assert pigeon.carried == []
    assert sending.deliver(due(), at=now()) is False
    assert sending.deliver(due(), at=later()) is True
    assert [text for _, text in pigeon.carried] == ["They left this morning."]
    assert sending.deliver(due(), at=later()) is False
    talk.refresh_from_db()
    mail = due()
    assert (mail.state, mail.message.sent_at is not None, talk.turn) == ("sent", True, "client")


def test_what_cannot_go_just_now_is_tried_again_under_the_same_id(page, pigeon):
    page("They left this morning.")
    pigeon.answer = NotNow("429: too many", timedelta(seconds=30))
    at = later()
    sending.deliver(due(), at=at)
    mail = due()
    assert (mail.state, mail.error) == ("waiting", "429: too many")
    assert mail.not_before == at + timedelta(seconds=30)
    assert "429: too many" in page().content.decode()
    pigeon.answer = Handed({NUMBER: "sent"})
    sending.deliver(due(), at=at + timedelta(seconds=31))
    assert len({key for key, _ in pigeon.carried}) == 1 and due().state == "sent"


def test_what_a_recipients_side_refuses_stands_at_the_message(page, pigeon):
    page("They left this morning.")
    pigeon.answer = Handed({NUMBER: "refused: 400: they asked for no more"})
    sending.deliver(due(), at=later())
    assert due().state == "failed"
    assert "they asked for no more" in page().content.decode()


def test_after_four_days_it_is_given_up_and_said(page, pigeon):
    page("They left this morning.")
    pigeon.answer = NotNow("away")
    sending.deliver(due(), at=later())
    sending.deliver(due(), at=now() + timedelta(days=5))
    assert due().state == "failed" and "away" in due().recipients[NUMBER]


@pytest.mark.parametrize(
    ("text", "said"),
    [("x" * 41, "up to 40 characters; this one has 41"), ("ok", "No free answers any more.")],
)
def test_what_the_way_does_not_take_is_refused_with_a_sentence_and_kept(page, pigeon, text, said):
    pigeon.refusal = "No free answers any more." if text == "ok" else ""
    answer = page(text).content.decode()
    assert said in answer and text in answer
    assert not Dispatch.objects.exists()


def test_nothing_goes_to_somebody_nobody_has_confirmed(page, pigeon):
    Participant.objects.update(is_verified=False)
    assert "has not been confirmed" in page("Hello").content.decode()
    assert not Dispatch.objects.exists()


def test_a_held_workspace_holds_its_other_ways_too(page, pigeon, workspace):
    page("They left this morning.")
    type(workspace).objects.filter(pk=workspace.pk).update(mail_held_at=now())
    assert sending.deliver(due(), at=later()) is False
    assert pigeon.carried == []


def test_the_outbox_names_it_by_its_conversation(page, pigeon, browse, manager):
    page("They left this morning.")
    text = browse(manager).get("/w/fernhill/settings/outbox/").content.decode()
    assert "Proofs?" in text and NUMBER in text
