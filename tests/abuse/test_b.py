"""B: mail."""

import pytest
from django.core import mail

from rapport.inbox.models import Dispatch, SystemMail
from tests.inbox.conftest import arrive, mailbox, written

__all__ = ["arrive", "mailbox"]


@pytest.mark.parametrize("sender", ["victim@elsewhere.example", "ines@northwind.example"])
def test_b07_nothing_is_sent_because_a_mail_came(arrive, contact, run_jobs, sender):
    """There is no automatic acknowledgement that could carry anybody's words to a victim."""
    arrive(written(sender=sender, subject="BUY NOW http://spam.example"))
    run_jobs()
    assert not Dispatch.objects.exists() and not SystemMail.objects.exists()
    assert mail.outbox == []


def test_b06_a_verification_mail_sent_into_a_clients_thread_is_not_shown_to_them(
    arrive, contact, portal
):
    """TicketTrick: the client signs up elsewhere with the address of their own conversation."""
    arrive(written(message_id="<theirs@northwind.example>"))
    arrive(written(sender="no-reply@chat.example", subject="Your code is 4711", text="4711\n",
                   In_Reply_To="<theirs@northwind.example>"))  # fmt: skip
    browser = portal(contact)
    pages = [browser.get(f"/p/fernhill/{path}") for path in ("", "messages/", "messages/1/")]
    assert [page.status_code for page in pages] == [200] * 3
    assert "4711" not in "".join(page.text for page in pages)


def test_b05_a_forged_client_starts_no_job_no_notice_and_no_answer(arrive, contact, run_jobs):
    failed = "mx.fernhill.example; spf=fail; dkim=fail; dmarc=fail header.from=northwind.example"
    raw = arrive(written(Authentication_Results=failed))
    run_jobs()
    assert raw.message.is_suspicious
    assert not Dispatch.objects.exists()


MACHINES = {
    "an answer": {"Auto_Submitted": "auto-replied"},
    "another desk": {"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"},
    "a list": {"List_Id": "<news.northwind.example>"},
    "bulk": {"Precedence": "bulk"},
    "nobody": {"sender": "mailer-daemon@northwind.example", "Return_Path": "<>"},
    "ourselves": {"sender": "studio@fernhill.example"},
}


@pytest.mark.parametrize("said", MACHINES.values(), ids=list(MACHINES))
def test_b08_no_machine_gets_an_answer_and_a_loop_ends_at_once(arrive, contact, run_jobs, said):
    for _ in range(3):
        arrive(written(text="I am away until Monday.\n", **said))
        run_jobs()
    assert not Dispatch.objects.exists() and not SystemMail.objects.exists()
    assert mail.outbox == []


def test_b16_beside_the_name_of_whoever_wrote_stands_their_true_address(arrive, browse, member):
    sent = written(sender='"boss@fernhill.example" <thief@evil.example>')
    talk = arrive(sent).message.conversation
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").text
    message = page.partition("<article")[2].partition("</article>")[0]
    assert "boss@fernhill.example" in message and "thief@evil.example" in message
