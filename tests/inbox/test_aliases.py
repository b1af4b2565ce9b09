"""Addresses of their own for projects and conversations: where mail to them goes, and where not."""

import pytest

from rapport.engine.mail import threads
from rapport.engine.mail.threads import Lead, Step, Who
from rapport.events.models import Event
from rapport.inbox.models import Alias, Conversation, Message, Participant
from rapport.inbox.operations import aliases, participants, writing
from rapport.inbox.operations.aliases import NoAddress
from rapport.inbox.operations.letters import Letter
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


@pytest.fixture
def mailbox(mailbox):
    mailbox.plus_addresses = True
    mailbox.save()
    return mailbox


@pytest.fixture
def alias(project, mailbox, member) -> Alias:
    return aliases.give(project, mailbox=mailbox, by=member, at=NOW)


def verbs():
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_the_engine_says_what_its_table_says():
    """The table in the docstring, row by row, is what is computed."""
    leads = {
        "an id that we hold": Lead.HELD, "an id that is only named": Lead.NAMED,
        "its signed address": Lead.SIGNED, "one signed before a restore": Lead.OUTDATED,
        "its own address (alias)": Lead.OWN_ADDRESS,
        "a project's address (alias)": Lead.PROJECT_ADDRESS,
    }  # fmt: skip
    steps = {
        "J": Step.JOIN, "S": Step.JOIN_SIDE, "U": Step.JOIN_UNVERIFIED, "R": Step.RESEMBLE,
        "N": Step.BEGIN, "T": Step.BEGIN_THERE, "V": Step.BEGIN_THERE_UNVERIFIED,
    }  # fmt: skip
    who = [
        Who.DISPROVED, Who.REPORT, Who.OURS, Who.PARTICIPANT, Who.ASIDE, Who.UNCONFIRMED,
        Who.OF_CLIENT, Who.OF_ANOTHER, Who.STRANGER,
    ]  # fmt: skip
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in threads.__doc__.splitlines()
        if line.startswith("| ")
    ]
    said = {row[0]: row[1:] for row in rows if row[0] in leads}
    assert said.keys() == leads.keys()
    for name, lead in leads.items():
        assert [threads.step(lead, one) for one in who] == [steps[cell] for cell in said[name]]


def test_mail_of_the_client_to_the_address_of_a_project_lands_there(arrive, alias, contact):
    raw = arrive(written(to=alias.address))
    talk = raw.message.conversation
    assert talk.project == alias.project and talk.client == contact.client
    assert not raw.message.is_unverified and "message.received" in verbs()
    # The address is ours: no answer to all goes to it.
    assert [one.email for one in talk.participants.all()] == [contact.email]


def test_a_blind_copy_is_found_by_what_the_server_wrote_down(arrive, alias, contact):
    raw = arrive(written(Delivered_To=alias.address))
    assert raw.message.conversation.project == alias.project


def test_a_stranger_lands_there_unverified_and_nobody_outside_sees_it(arrive, alias, contact, make):
    make.contact(contact.client, "Rita", "rita@northwind.example", sees_company=True)
    raw = arrive(written(sender="mallory@evil.example", to=alias.address))
    talk = raw.message.conversation
    assert talk.project == alias.project and talk.client is None
    assert raw.message.is_unverified and verbs()[-1] == "message.withheld"
    assert not Participant.objects.get(conversation=talk).is_verified
    for person in (contact, *type(contact).objects.filter(name="Rita")):
        assert talk not in Conversation.objects.visible_to(person.reader)


def test_a_known_person_of_another_client_is_led_nowhere(arrive, alias, make, contact):
    other = make.client("Kestrel", "KES")
    make.contact(other, "Karl", "karl@kestrel.example")
    talk = arrive(written(sender="karl@kestrel.example", to=alias.address)).message.conversation
    assert talk.project is None and talk.client == other


def test_whoever_turns_out_to_be_of_another_client_leaves_the_project(arrive, alias, make, member):
    raw = arrive(written(sender="karl@kestrel.example", to=alias.address))
    talk = raw.message.conversation
    karl = make.contact(make.client("Kestrel", "KES"), "Karl", "karl@kestrel.example")
    participants.confirm(talk.participants.get(), by=member, at=NOW, contact=karl)
    talk.refresh_from_db()
    assert talk.client == karl.client and talk.project is None


def test_b05_a_disproved_sender_is_led_nowhere(arrive, alias, contact):
    results = "mx.fernhill.example; dmarc=fail header.from=northwind.example"
    raw = arrive(written(to=alias.address, Authentication_Results=results))
    assert raw.message.is_suspicious and raw.message.conversation.project is None


def test_what_is_written_to_several_projects_belongs_to_none(
    arrive, alias, contact, make, mailbox, member
):
    other = make.project(contact.client, "Site", key="SITE")
    second = aliases.give(other, mailbox=mailbox, by=member, at=NOW)
    raw = arrive(written(to=f"{alias.address}, {second.address}"))
    assert raw.message.conversation.project is None


def test_an_id_leads_before_an_address(arrive, alias, contact):
    talk = arrive(written(message_id="<a@client.example>")).message.conversation
    raw = arrive(written(to=alias.address, In_Reply_To="<a@client.example>"))
    assert raw.message.conversation == talk
    talk.refresh_from_db()
    assert talk.project is None


def test_mail_to_the_address_of_a_conversation_joins_it(arrive, mailbox, contact, member, make):
    talk = arrive(written()).message.conversation
    own = aliases.give(talk, mailbox=mailbox, by=member, at=NOW)
    assert arrive(written(to=own.address)).message.conversation == talk
    stranger = arrive(written(sender="paul@elsewhere.example", to=own.address)).message
    assert stranger.conversation == talk and stranger.is_unverified
    make.contact(make.client("Kestrel", "KES"), "Karl", "karl@kestrel.example")
    other = arrive(written(sender="karl@kestrel.example", to=own.address)).message
    assert other.conversation != talk and other.conversation.resembles is None


def test_an_address_is_switched_off_on_and_renewed_and_never_given_to_another(
    arrive, alias, contact, member, make, mailbox
):
    aliases.end(alias, by=member, at=NOW)
    assert arrive(written(to=alias.address)).message.conversation.project is None
    aliases.resume(alias, by=member, at=NOW)
    assert arrive(written(to=alias.address)).message.conversation.project == alias.project
    fresh = aliases.renew(alias, by=member, at=NOW)
    assert fresh.address != alias.address
    assert arrive(written(to=alias.address)).message.conversation.project is None
    assert arrive(written(to=fresh.address)).message.conversation.project == alias.project
    other = make.project(contact.client, "Site", key="SITE")
    word = alias.address.partition("@")[0].partition("+")[2]
    with pytest.raises(NoAddress):
        aliases.give(other, mailbox=mailbox, word=word, by=member, at=NOW)
    # Asked twice, it is given once.
    assert aliases.give(alias.project, mailbox=mailbox, by=member, at=NOW) == fresh


@pytest.mark.parametrize("word", ["postmaster", "a b", "ä", "a..b", "-a", "x" * 41, "a@b"])
def test_words_that_make_no_address_are_refused_in_a_sentence(project, mailbox, member, word):
    with pytest.raises(NoAddress):
        aliases.give(project, mailbox=mailbox, word=word, by=member, at=NOW)


def test_a_word_stands_alone_where_the_mailbox_gets_everything(
    project, mailbox, member, settings, workspace
):
    with_plus = aliases.give(project, mailbox=mailbox, word="Labels", by=member, at=NOW)
    assert with_plus.address == "studio+labels@fernhill.example"
    aliases.end(with_plus, by=member, at=NOW)
    mailbox.catches_all = True
    alone = aliases.give(project, mailbox=mailbox, word="labels", by=member, at=NOW)
    assert alone.address == "labels@fernhill.example"
    mailbox.catches_all = mailbox.plus_addresses = False
    aliases.end(alone, by=member, at=NOW)
    with pytest.raises(NoAddress):
        aliases.give(project, mailbox=mailbox, by=member, at=NOW)


def test_our_mail_asks_for_answers_to_the_address_where_that_is_chosen(
    arrive, alias, contact, member
):
    talk = arrive(written(to=alias.address)).message.conversation

    def asks_for() -> str:
        letter = Letter("Here", to=(("", contact.email),))
        content = bytes(writing.reply(talk, letter=letter, by=member, at=NOW).dispatch.content)
        [line] = [one for one in content.decode().split("\r\n") if one.startswith("Reply-To:")]
        return line

    assert alias.address not in asks_for()
    aliases.set_takes_replies(alias, takes_replies=True, by=member, at=NOW)
    assert alias.address in asks_for()
    aliases.end(alias, by=member, at=NOW)
    assert alias.address not in asks_for()


def test_a_further_address_of_a_mailbox_is_one_of_ours(arrive, mailbox, contact, member):
    aliases.add(mailbox, address="Hello@Fernhill.example", by=member, at=NOW)
    talk = arrive(written(Cc="hello@fernhill.example")).message.conversation
    assert [one.email for one in talk.participants.all()] == [contact.email]
    forged = arrive(written(sender="hello@fernhill.example"))
    assert forged.message.is_suspicious and Message.objects.count() == 2


def test_our_signed_address_is_one_of_ours_and_gets_no_copy(
    arrive, mailbox, contact, member, browse
):
    talk = arrive(written()).message.conversation
    answer = writing.reply(talk, letter=Letter("x", to=(("", contact.email),)), by=member, at=NOW)
    content = bytes(answer.dispatch.content).decode()
    signed = content.partition("Reply-To:")[2].partition("<")[2].partition(">")[0]
    assert arrive(written(to=signed)).message.conversation == talk
    assert [one.email for one in talk.participants.all()] == [contact.email]
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").text
    assert 'name="cc" value=""' in page
