"""Times agreed with some clients, or for a kind of case."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rapport.calendars.models import Holiday
from rapport.cases.models import Case, Policy, Target
from rapport.cases.operations import agreeing, changing, opening
from rapport.cases.operations.agreeing import Terms, TwoPolicies
from rapport.cases.operations.targets import set_targets
from rapport.cases.queries.clock import state_of
from rapport.cases.queries.hours import hours_of
from rapport.cases.queries.targets import Aim, agreed
from rapport.clients.models import Client
from rapport.clients.operations import closures, tiers
from rapport.clients.operations.closures import Closed
from rapport.clients.operations.tiers import TierRefused
from rapport.events.models import Event
from rapport.inbox.operations import conversations
from rapport.workspaces.operations import bin
from tests.conftest import NOW

PAGE = "/w/fernhill/settings/targets/"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # the builders' conversation began then
HOUR = Aim(reply=60, resolve=600)


@pytest.fixture
def agree(workspace, admin):
    def make(name="Gold", *, clients=(), kind="", aims=None, **more) -> Policy:
        terms = Terms(name, aims or {3: HOUR}, clients=clients, kind=kind, **more)
        return agreeing.make(workspace, terms, by=admin, at=NOW)

    return make


@pytest.fixture
def opened(make, contact, manager):
    def open_one(**fields) -> Case:
        fields.setdefault("kind", "question")
        return opening.open_case(make.conversation(contact), by=manager, at=MONDAY, **fields)

    return open_one


def test_the_client_comes_before_the_kind_and_both_before_everybody(agree, make, contact):
    client, other = contact.client, make.client("Other")
    theirs = agree("Theirs", clients=[client])
    both = agree("Both", clients=[client], kind="complaint")
    kind = agree("Kind", kind="complaint")

    def holds(who, what, priority=3):
        return agreed(kind=what, priority=priority, client=who.pk if who else None).policy

    assert holds(client, "question") == theirs
    assert holds(client, "complaint") == both
    assert holds(other, "complaint") == kind
    assert holds(None, "complaint") == kind
    assert holds(other, "question") is None
    assert holds(client, "complaint", priority=1) is None, "nothing was agreed for urgent ones"


@pytest.mark.parametrize(
    ("said", "who", "kind", "holds"),
    [
        ("client and kind come first", "theirs", "complaint", "Both"),
        ("the client before their tier", "theirs", "question", "Theirs"),
        ("tier and kind before the tier", "golden", "complaint", "Gold complaints"),
        ("the tier before the kind", "golden", "question", "Gold"),
        ("another tier is not theirs", "silver", "question", None),
        ("another tier leaves the kind", "silver", "complaint", "Complaints"),
        ("nobody known has no tier", None, "complaint", "Complaints"),
        ("and all else is our own", None, "question", None),
    ],
)
def test_the_most_specific_policy_holds(agree, workspace, admin, make, said, who, kind, holds):
    gold, silver = (
        tiers.make(workspace, name=name, by=admin, at=NOW) for name in ("Gold", "Silver")
    )
    clients = {"theirs": gold, "golden": gold, "silver": silver}
    clients = {name: make.client(name) for name in clients}
    for name, client in clients.items():
        client.tier = silver if name == "silver" else gold
        client.save()
    agree("Both", clients=[clients["theirs"]], kind="complaint")
    agree("Theirs", clients=[clients["theirs"]])
    agree("Gold complaints", tier=gold, kind="complaint")
    agree("Gold", tier=gold)
    agree("Complaints", kind="complaint")
    found = agreed(kind=kind, priority=3, client=clients[who].pk if who else None).policy
    assert (found.name if found else None) == holds, said


def test_a_tier_has_one_policy_a_kind_and_stays_while_it_has_one(agree, workspace, admin, browse):
    gold = tiers.make(workspace, name="Gold", by=admin, at=NOW)
    agree("Gold", tier=gold)
    with pytest.raises(TwoPolicies):
        agree("Gold again", tier=gold)
    with pytest.raises(tiers.TierRefused, match="agreed"):
        tiers.remove(gold, by=admin, at=NOW)
    page = browse(admin).get(PAGE).text
    assert "Gold · " in page
    form = {"name": "Two", "tier": gold.pk, "kind": "", "hours": "ours", "reply_1": "1"}
    assert browse(admin).post(PAGE + "new/", form).status_code == 422


def test_a_priority_that_was_left_empty_follows_the_next_policy(agree, contact):
    agree("Theirs", clients=[contact.client], aims={1: Aim(reply=15)})
    kind = agree("Kind", kind="request")
    assert agreed(kind="request", priority=3, client=contact.client_id).policy == kind
    urgent = agreed(kind="request", priority=1, client=contact.client_id)
    assert (urgent.aim.reply, urgent.aim.resolve) == (15, None)


def test_a_case_takes_over_what_was_agreed_and_keeps_it(agree, opened, contact, admin):
    policy = agree(clients=[contact.client])
    case = opened()
    assert (case.policy, case.reply_minutes, case.resolve_minutes) == (policy, 60, 600)
    agreeing.change(policy, Terms("Gold", {3: Aim(reply=5)}, [contact.client]), by=admin, at=NOW)
    case.refresh_from_db()
    assert case.reply_minutes == 60
    assert opened().reply_minutes == 5


def test_another_kind_or_client_brings_its_own_times(agree, opened, make, contact, manager):
    agree("Kind", kind="complaint", aims={3: Aim(reply=30, resolve=300)})
    elsewhere = make.client("Kestrel")
    agree("Theirs", clients=[elsewhere], aims={3: Aim(reply=90, resolve=900)})
    case = opened()
    changing.change(case, kind="complaint", priority=3, by=manager, at=MONDAY)
    case.refresh_from_db()
    assert case.reply_minutes == 30
    conversations.link(case.conversation, client=elsewhere, project=None, by=manager, at=MONDAY)
    case.refresh_from_db()
    assert (case.reply_minutes, case.policy.name) == (90, "Theirs")


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        ("ours", datetime(2026, 3, 4, 10, tzinfo=UTC)),  # Tuesday is our holiday
        ("theirs", datetime(2026, 3, 5, 10, tzinfo=UTC)),  # they are closed on Mon and Wed
        ("both", datetime(2026, 3, 6, 10, tzinfo=UTC)),
        ("always", datetime(2026, 3, 2, 17, tzinfo=UTC)),
    ],
)
def test_the_hours_are_ours_theirs_both_or_all(
    workspace, agree, opened, contact, manager, hours, due
):
    """Nine hours; the office is open from nine to five."""
    Holiday.objects.create(workspace=workspace, day=date(2026, 3, 3), name="Away")
    for day in (date(2026, 3, 2), date(2026, 3, 4)):
        closures.note(contact.client, Closed(day, day, "Fair"), by=manager, at=NOW)
    agree(clients=[contact.client], aims={3: Aim(reply=540)}, hours=hours)
    assert opened().reply_due == due


def test_a_client_has_one_policy_a_kind(agree, contact, make, admin):
    agree("Gold", clients=[contact.client])
    with pytest.raises(TwoPolicies, match="Gold"):
        agree("Silver", clients=[make.client(), contact.client])
    silver = agree("Silver", clients=[contact.client], kind="request")
    with pytest.raises(TwoPolicies, match="Gold"):
        agreeing.change(silver, Terms("S", {3: HOUR}, [contact.client]), by=admin, at=NOW)
    agree("Requests", kind="request")
    with pytest.raises(TwoPolicies, match="Requests"):
        agree("More requests", kind="request")


def test_what_was_agreed_is_told_in_numbers(agree, contact):
    policy = agree(clients=[contact.client], kind="request")
    event = Event.objects.get(verb="policy.made")
    assert (event.subject_id, event.facts["clients"]) == (policy.pk, [contact.client_id])
    assert event.facts["aims"] == {"3": [60, 600, None, None, None]}
    assert "Gold" not in str(event.facts)


def test_finding_what_holds_is_one_query(agree, contact, django_assert_num_queries):
    agree(clients=[contact.client])
    agree("Kind", kind="request")
    with django_assert_num_queries(1):
        agreed(kind="request", priority=3, client=contact.client_id)


# Pages


def filled(**said):
    return {"name": "Gold", "hours": "ours", "reply_1": "0.5", "every_1": "8", **said}


def test_an_admin_agrees_changes_and_removes_times(admin, contact, browse):
    browser = browse(admin)
    assert "The same times for everybody" in browser.get(PAGE).text
    browser.post(f"{PAGE}new/", filled(clients=[contact.client.key]))
    policy = Policy.objects.get()
    row = Target.objects.get(policy=policy)
    assert (row.priority, row.reply_minutes, row.every_minutes, row.next_minutes) == (
        1, 30, 480, None,
    )  # fmt: skip
    text = browser.get(PAGE).text
    assert "Gold" in text
    assert contact.client.name in text
    one = f"{PAGE}{policy.pk}/"
    assert 'value="0.5"' in browser.get(one).text
    browser.post(one, filled(clients=[contact.client.key], reply_1="", every_1="", reply_2="2"))
    assert list(Target.objects.values_list("priority", "reply_minutes")) == [(2, 120)]
    browser.post(f"{one}binning/")
    assert "Gold" not in browser.get(PAGE).text.split("toast")[0]
    browser.post(f"/w/fernhill/settings/bin/policy/{policy.pk}/restoration/")
    assert Policy.objects.live().exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"clients": []}, "Choose a client, a tier or a kind of case."),
        ({"reply_1": "", "every_1": ""}, "Fill in at least one time."),
        ({"resolve_1": "0.25"}, "This must not be sooner than the first reply."),
        ({"clients": ["NOBODY"]}, "NOBODY"),
    ],
)
def test_what_cannot_be_agreed_is_said(admin, contact, browse, said, why):
    answer = browse(admin).post(f"{PAGE}new/", filled(**{"clients": [contact.client.key], **said}))
    assert answer.status_code == 422
    assert why in answer.text
    assert not Policy.objects.exists()


def test_the_page_says_which_times_hold_and_why(agree, contact, admin, browse):
    agree("Gold", clients=[contact.client])
    agree("Fast complaints", kind="complaint")
    browser = browse(admin)

    def said(**query):
        return browser.get(PAGE, {"priority": "3", **query}).text

    assert "agreed with this client" in said(kind="question", client=contact.client.key)
    assert "“Fast complaints” holds: it is for this kind of case." in said(kind="complaint")
    assert "Your own times hold" in said(kind="question")


def test_the_case_says_by_what_its_times_were_set(agree, opened, contact, member, browse):
    agree("Gold", clients=[contact.client])
    case = opened()
    page = browse(member).get(f"/w/fernhill/inbox/{case.conversation.number}/case/")
    assert "times as agreed: Gold" in page.text


@pytest.mark.parametrize("path", ["", "new/", "{pk}/"])
def test_others_than_admins_agree_on_nothing(agree, contact, manager, browse, path):
    policy = agree(clients=[contact.client])
    assert browse(manager).get(PAGE + path.format(pk=policy.pk)).status_code == 403


def test_the_workspaces_own_times_are_what_was_set(workspace, admin, opened):
    set_targets(workspace, {3: Aim(30, 60, 20, 40)}, by=admin, at=NOW)
    case = opened()
    assert (case.policy, case.next_minutes, case.every_minutes) == (None, 20, 40)


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_the_same_number_of_queries_however_long(
    agree, make, admin, browse, count, django_assert_max_num_queries
):
    for n in range(count):
        agree(f"Policy {n}", clients=[make.client() for _ in range(2)])
    browser = browse(admin)
    with django_assert_max_num_queries(14):
        assert browser.get(PAGE).text.count("data-row") == count


def test_a_client_with_times_of_their_own_does_not_go_for_good(agree, make, workspace, admin):
    client = make.client("Leaving")
    policy = agree("Theirs", clients=[client])
    bin.put(client, by=admin, at=NOW)
    bin.empty(workspace, at=NOW + timedelta(days=40))
    other = make.client("Other")
    assert agreed(kind="question", priority=3, client=other.pk).policy is None
    bin.put(policy, by=admin, at=NOW)
    bin.empty(workspace, at=NOW + timedelta(days=40))
    assert not Client.objects.filter(pk=client.pk).exists()


def test_day_and_night_a_day_has_24_hours_in_words(agree, contact, admin, opened, browse):
    agree(clients=[contact.client], hours="always", aims={3: Aim(resolve=2880)})
    assert "solved 2 days" in browse(admin).get(PAGE).text
    case = opened()
    assert state_of(case, hours_of(case), MONDAY).time == "2 days"


def test_a_tier_of_a_client_in_the_bin_says_why_it_stays(workspace, make, admin):
    gold = tiers.make(workspace, name="Gold", by=admin, at=NOW)
    client = make.client()
    Client.objects.filter(pk=client.pk).update(tier=gold)
    with pytest.raises(TierRefused, match="1 client has"):
        tiers.remove(gold, by=admin, at=NOW)
    bin.put(client, by=admin, at=NOW)
    with pytest.raises(TierRefused, match="in the bin"):
        tiers.remove(gold, by=admin, at=NOW)
