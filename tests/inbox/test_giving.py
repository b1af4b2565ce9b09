"""Conversations go to whoever is there and can do it, say why, and are handed over meanwhile."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.events.models import Event
from rapport.inbox.models import BulkAct, Conversation
from rapport.inbox.operations import labelling, labels, rota
from rapport.inbox.queries import given
from rapport.lib.roles import Role
from rapport.resourcing.models import SkillWanted
from rapport.resourcing.operations import absences, levels, skills, skills_wanted
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.skills_wanted import OfWhich
from rapport.today.queries import from_absence
from rapport.today.queries.need import Desk
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
TODAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)
INBOX = "/w/fernhill/inbox/"


@pytest.fixture
def people(make):
    return [make.member(Role.MEMBER, name=name) for name in ("Ada", "Ben", "Cleo")]


@pytest.fixture
def by(manager, workspace, people):
    def set_(way):
        rota.set_rota(workspace, way=way, members=people, by=manager, at=NOW)

    return set_


@pytest.fixture
def begun(arrive, contact):
    """The conversation that has just begun."""

    def begin(minutes=0):
        return Conversation.objects.get(
            pk=arrive(written(), minutes=minutes).message.conversation_id
        )

    return begin


@pytest.fixture
def away(manager):
    def note(member, deputy=None, first=TODAY, last=FRIDAY):
        deputy_id = deputy.pk if deputy else None
        absences.note(member, Away(first, last, deputy_id=deputy_id), by=manager, at=NOW)

    return note


@pytest.fixture
def german(manager, people, contact):
    """Ben and Cleo know German, and clients who speak it ask for it."""
    skill = skills.add("German", by=manager, at=NOW)
    for member in people[1:]:
        levels.say(member, {skill.pk: 2}, by=manager, at=NOW)
    skills_wanted.want(skill, 2, OfWhich(language="de"), by=manager, at=NOW)
    contact.language = "de"
    contact.save()
    return skill


def test_in_turn_a_deputy_takes_the_turn_of_whoever_is_away_else_the_next_does(
    begun, by, people, away
):
    ada, ben, cleo = people
    by("turns")
    away(ada, deputy=cleo)
    assert [begun().assignee for _ in range(4)] == [cleo, ben, cleo, cleo]
    away(ben)
    assert begun().assignee == cleo
    away(cleo)
    assert begun().assignee is None


def test_by_load_whoever_is_away_gets_nothing_and_it_says_so(begun, by, people, away, make):
    ada, ben, _cleo = people
    by("load")
    away(ada)
    talk = begun()
    assert talk.assignee == ben
    assert given.why(talk) == "Given to Ben: fewest open; Ada was away, back on 9 Mar"
    event = Event.objects.get(verb="conversation.assigned")
    assert event.facts["why"] == {
        "way": "load", "skills": [], "instead": ada.pk, "back": "2026-03-09"
    }  # fmt: skip


def test_by_skill_it_goes_to_the_freest_who_can_do_it(begun, by, people, away, german, make):
    _ada, ben, cleo = people
    by("skill")
    make.conversation(assignee=ben)
    talk = begun()
    assert talk.assignee == cleo and given.why(talk) == "Given to Cleo: German, fewest open"
    away(cleo)
    assert begun().assignee == ben
    away(ben, deputy=make.member(name="Dora"))
    talk = begun()
    assert talk.assignee.name == "Dora"
    assert "nobody who is there has German" in given.why(talk)


def test_without_a_deputy_and_the_skill_it_goes_to_whoever_is_there(
    begun, by, people, away, german
):
    by("skill")
    away(people[1])
    away(people[2])
    assert begun().assignee == people[0]


def test_who_never_works_on_that_day_is_away_but_nobody_is_at_night(begun, by, people, make):
    from rapport.resourcing.models import WorkingShare  # noqa: PLC0415

    WorkingShare.objects.create(workspace=make.workspace, member=people[0], weekdays=[1, 2, 4, 5])
    by("load")
    assert begun().assignee == people[1]
    # After work the next day counts.
    assert begun(minutes=12 * 60).assignee == people[0]


def test_a_label_counts_when_it_is_given_on_by_hand(browse, manager, by, people, german, make):
    label = labels.make(make.workspace, "Print", by=manager, at=NOW)
    printing = skills.add("Printing", by=manager, at=NOW)
    levels.say(people[2], {printing.pk: 1}, by=manager, at=NOW)
    skills_wanted.want(printing, 1, OfWhich(label=label), by=manager, at=NOW)
    talk = make.conversation(subject="Proofs")
    labelling.put(talk, label, by=manager, at=NOW)
    browser, url = browse(manager), f"{INBOX}{talk.number}/"
    said = browser.post(f"{url}assignee/", {"member": "next"}, follow=True).text
    assert "Nobody has said yet" in said
    by("skill")
    assert "Whoever is next" in browser.get(f"{url}sorting/").text
    browser.post(f"{url}assignee/", {"member": "next"})
    talk.refresh_from_db()
    assert talk.assignee == people[2]
    assert "Given to Cleo: Printing, fewest open" in browser.get(f"{url}sorting/").text
    browser.post(f"{url}assignee/", {"member": people[0].pk})
    assert "Printing" not in browser.get(f"{url}sorting/").text


@pytest.fixture
def on_holiday(monkeypatch, away, people):
    """Ben is away now, on the clock of the pages; Cleo stands in."""
    from django.utils.timezone import now  # noqa: PLC0415

    here = now().date()
    away(people[1], deputy=people[2], first=here - timedelta(days=1), last=here + timedelta(days=9))
    return people[1]


def test_assigning_to_who_is_away_is_told_kindly_with_the_deputy(
    browse, member, people, on_holiday, make
):
    talk = make.conversation(subject="Proofs")
    browser, url = browse(member), f"{INBOX}{talk.number}/"
    said = browser.post(f"{url}assignee/", {"member": on_holiday.pk}, follow=True).text
    assert "Ben has it now. Ben is away, back on" in said and "Cleo stands in." in said
    panel = browser.get(f"{url}sorting/").text
    assert "Give it to Cleo" in panel
    assert "away, back on" in browser.get(f"{INBOX}bulk/members/").text


def test_what_waits_with_who_is_away_is_handed_over_and_taken_back_as_one(
    browse, manager, member, people, on_holiday, make
):
    talks = [make.conversation(subject=f"No. {n}", assignee=on_holiday) for n in range(3)]
    Conversation.objects.filter(pk=talks[2].pk).update(turn="client")
    browser = browse(manager)
    home = browser.get("/w/fernhill/").text
    assert "2 conversations wait with Ben" in home
    url = f"{INBOX}handing-over/{on_holiday.pk}/"
    page = browser.get(url).text
    assert "2 conversations wait on us with Ben" in page and "Cleo · stands in" in page
    browser.post(url, {"to": people[2].pk})
    rows = Conversation.objects.order_by("pk")
    assert [row.assignee for row in rows] == [people[2], people[2], on_holiday]
    act = BulkAct.objects.get()
    browser.post(reverse("inbox.undo_act", kwargs={"slug": "fernhill", "pk": act.pk}))
    assert {row.assignee for row in rows.all()} == {on_holiday}
    assert "wait with Ben" not in browse(member).get("/w/fernhill/").text


def test_whoever_stands_in_sees_on_today_what_waits(people, on_holiday, make):
    from django.utils.timezone import now  # noqa: PLC0415

    make.conversation(assignee=on_holiday)
    for who, count in ((people[2], 1), (people[0], 0)):
        desk = Desk(reader_for(who), "fernhill", now(), only_mine=True)
        assert len(list(from_absence.needs(desk))) == count


def test_only_who_answers_clients_is_handed_anything(browse, member, viewer, people):
    url = f"{INBOX}handing-over/{people[0].pk}/"
    said = browse(member).post(url, {"to": viewer.pk}, follow=True).text
    assert "Choose somebody else who answers clients" in said
    assert browse(viewer).get(url).status_code == 403


def test_what_is_asked_for_is_said_on_a_page_and_taken_back(browse, manager, member, german):
    page = "/w/fernhill/settings/rota/skills/"
    browser = browse(manager)
    assert "at least good · German" in browser.get(page).text
    assert page in browser.get("/w/fernhill/settings/rota/").text
    nothing = {"skill": german.number, "level": 1, "mailbox": "", "channel": "", "language": ""}
    assert "Say which conversations" in browser.post(page, nothing | {"label": ""}).text
    browser.post(page, nothing | {"label": "", "channel": "chat"})
    assert SkillWanted.objects.count() == 2
    row = SkillWanted.objects.get(channel="chat")
    browser.post(f"{page}{row.pk}/removal/")
    assert SkillWanted.objects.count() == 1
    browser.post(f"{page}?skill={german.number}&level=1&mailbox=&label=&channel=chat&language=")
    assert SkillWanted.objects.filter(channel="chat", level=1).count() == 1
    assert browse(member).get(page).status_code == 403


def test_who_stands_in_is_named_with_the_absence_and_never_oneself(browse, member, make):
    page, cleo = "/w/fernhill/capacity/absences/", make.member(name="Cleo")
    said = {
        "first": "2099-03-09", "last": "", "daily_minutes": "", "kind": "holiday", "reason": "",
        "member": member.pk,
    }  # fmt: skip
    browser = browse(member)
    refused = browser.post(f"{page}new/", said | {"deputy": member.pk})
    assert refused.status_code == 422 and "Nobody stands in for themselves" in refused.text
    browser.post(f"{page}new/", said | {"deputy": cleo.pk})
    assert "Cleo stands in" in browse(cleo).get(page).text
