"""A furnished house: one of everything, and the address of each."""

import zlib
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Model
from django.utils.timezone import now

from rapport.accounts.models import Invitation, Member
from rapport.calendars.models import Holiday
from rapport.cases.models import Breach
from rapport.cases.operations import agreeing, opening
from rapport.cases.operations.agreeing import Terms
from rapport.cases.queries.targets import Aim
from rapport.clients.models import ClientDomain, Closure, Contact
from rapport.clients.operations import tiers
from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.models import Dispatch, Mailbox, Message, Participant, RawMail
from rapport.inbox.operations import merging, splitting, task_ties
from rapport.integrations.web_push import Subscription
from rapport.notifications.models import Notification
from rapport.notifications.operations import devices
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.planning.models import PlanCalendar, TaskSeries
from rapport.planning.operations import (
    assumptions,
    baselines,
    calendars,
    costs,
    plan_import,
    plan_templates,
    remaining_work,
    risks,
    rules,
    scenarios,
    series,
    timings,
)
from rapport.planning.operations.assumptions import Assumed
from rapport.planning.operations.plan_import import NewImport
from rapport.planning.operations.risks import RiskFacts
from rapport.planning.what_if import Edit
from rapport.portfolio.models import Move
from rapport.portfolio.operations import levellings, ways
from rapport.portfolio.operations.levellings import Ground
from rapport.portfolio.operations.ways import NewWay
from rapport.portfolio.queries.freshness import hours_digest, revisions
from rapport.projects.models import Project, Task
from rapport.projects.operations import dependencies, hands, helping, programmes, progress
from rapport.projects.operations.programmes import ProgrammeDetails
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.reports.operations import writing as reports
from rapport.resourcing.operations import (
    absences,
    bookings,
    levels,
    shares,
    skills,
    skills_wanted,
)
from rapport.resourcing.operations.absences import Away
from rapport.resourcing.operations.bookings import Wanted
from rapport.resourcing.operations.shares import Share
from rapport.resourcing.operations.skills_wanted import OfWhich
from rapport.timesheets.models import TimeEntry
from tests.abuse import (
    house_channels,
    house_chat,
    house_inbox,
    house_reception,
    house_sides,
    house_writing,
)
from tests.builders import Make

Values = dict[str, object]

# As a browser names itself: the example of RFC 8291.
BROWSER = Subscription(
    endpoint="",
    p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth="BTBZMqHH6r4Tts7J_aSIgg",
)


@dataclass(frozen=True)
class Base:
    """Who and what everything else hangs on."""

    make: Make
    boss: Member
    contact: Contact
    project: Project

    @property
    def workspace(self):
        return self.make.workspace


def furnish(make: Make, boss: Member, *, word: str, key: str) -> dict[str, Values]:
    """One of everything in this workspace, each bearing the word.

    Returns, by the beginning of a route's name (the longest that fits counts), what its
    arguments must be to reach that thing.
    """
    client = make.client(f"{word} company", key)
    contact = make.contact(client, f"{word} person", f"{word.lower()}@{key.lower()}.example")
    project = make.project(client, f"{word} project", key=key, lead=boss)
    base = Base(make, boss, contact, project)
    values: dict[str, Values] = {"": {"key": key}}
    for fill in (_people, _work, _capacity, _mail, _papers):
        values |= fill(base, word)
    values |= house_channels.furnish(make, boss, contact, word)
    values |= house_sides.furnish(make, boss, contact, word)
    values |= house_chat.furnish(make, word)
    values |= house_inbox.furnish(make, boss, contact, word)
    values |= house_reception.furnish(make, boss, project, word)
    values |= house_writing.furnish(make, boss, contact, word)
    return values


def _people(base: Base, word: str) -> dict[str, Values]:
    member = base.make.member(name=f"{word} member")
    base.make.on_project(base.project, member)
    invitation = Invitation.objects.create(
        workspace=base.workspace, email=f"{word.lower()}@new.example", name=word, sent_at=now(),
        token_hash=f"{word:0<64}", invited_by=base.boss,
    )  # fmt: skip
    day = now().date() + timedelta(days=len(word))
    holiday = Holiday.objects.create(workspace=base.workspace, day=day, name=word)
    ClientDomain.objects.create(
        workspace_id=base.workspace.pk, client=base.contact.client, domain=f"{word.lower()}.example"
    )
    closure = Closure.objects.create(
        workspace=base.workspace, client=base.contact.client, name=word, first=day, last=day,
        created_at=now(),
    )  # fmt: skip
    binned = base.make.client(f"{word} binned", f"B{base.contact.client.key}"[:8])
    _set(binned, binned_at=now())
    tier = tiers.make(base.workspace, name=word, by=base.boss, at=now())
    return {
        "clients.tier": {"pk": tier.pk},
        "accounts.": {"pk": 999_999},  # sessions are of the browser, not of the house
        "team.": {"pk": member.pk},
        "team.renewal": {"pk": invitation.pk},
        "team.withdrawal": {"pk": invitation.pk},
        "projects.person": {"key": base.project.key, "member": member.pk},
        "settings.holiday": {"pk": holiday.pk},
        "clients.contact": {"key": base.contact.client.key, "pk": base.contact.pk},
        **{
            f"{app}.of_contact": {"key": base.contact.client.key, "pk": base.contact.pk}
            for app in ("inbox", "promises", "delivery", "outreach", "cases", "feedback")
        },
        "clients.domain_removal": {
            "key": base.contact.client.key, "domain": f"{word.lower()}.example",
        },
        "clients.closure_bin": {"key": base.contact.client.key, "pk": closure.pk},
        "bin.restoration": {"kind": "client", "pk": binned.pk},
        "portal.preview": {"key": base.contact.client.key, "pk": base.contact.pk},
        "portal.preview_page": {
            "key": base.contact.client.key, "pk": base.contact.pk, "rest": "messages/",
        },
    }  # fmt: skip


A_YEAR = timedelta(days=365)


def _hours(base: Base, word: str, task: Task) -> tuple[PlanCalendar, int | None, int | None]:
    calendar = PlanCalendar.objects.create(
        workspace=base.make.workspace, project=base.project, name=f"{word} hours",
        is_on_workspace=True, days=[None] * 7,
        exceptions=[{"name": word, "first": "2026-12-24", "last": "2026-12-24", "periods": [],
                     "repeats": None}],
    )  # fmt: skip
    by, at = base.boss, now()
    timed = timings.use_calendar(task, calendar, by=by, at=at)
    return calendar, timed, calendars.choose(base.project, calendar, by=by, at=at)


def _work(base: Base, word: str) -> dict[str, Values]:
    make, project, at = base.make, base.project, now()
    first, second = make.task(project, f"{word} first"), make.task(project, f"{word} second")
    dependencies.link(first, second, by=base.boss, at=at)
    act = hands.assign(first, base.boss, by=base.boss, at=at)
    progress.set_percent(first, 20, by=base.boss, at=at)
    helping.put_on(first, make.member(name=f"{word} helper"), 50, by=base.boss, at=at)
    calendar, timed, chosen = _hours(base, word, first)
    priced = costs.charge(first, 9_000, by=base.boss, at=at)
    moved = remaining_work.go_on_from(project, at.date() + A_YEAR, by=base.boss, at=at)
    reckoned = rules.reckon(project, rules.Reckoning(None, 480), by=base.boss, at=at)
    assumed = assumptions.assume(project, Assumed(50), by=base.boss, at=at)
    kept = baselines.take(project, f"{word} baseline", by=base.boss, at=at)
    saved = plan_templates.save(project, f"{word} template", {}, by=base.boss, at=at)
    again = make.task(project, f"{word} again")
    rule = {"kind": "weekly", "every": 1, "weekdays": [0]}
    said = TaskSeries(
        rule=rule, since=at.date(), times=2, name=f"{word} again", duration_minutes=480
    )
    repeated = series.start(again, said, by=base.boss, at=at)
    tried = scenarios.draft(project, f"{word} what if", by=base.boss, at=at)
    scenarios.try_edit(tried, Edit("left_out", second.pk))
    held = scenarios.draft(project, f"{word} what if kept", by=base.boss, at=at)
    holding = scenarios.keep(held, by=base.boss, at=at)
    said = RiskFacts(f"{word} risk", 20, frozenset({second.pk}), (None, 480, None), (1, 2, 3))
    risk = risks.note(project, said, by=base.boss, at=at)
    risen = risks.change(risk, replace(said, percent=30), by=base.boss, at=at)
    promise = making.make(
        NewPromise(project.client, f"{word} promise", at.date() + timedelta(days=3), project),
        by=base.boss, at=at,
    )  # fmt: skip
    entry = TimeEntry.objects.create(
        workspace=make.workspace, member=base.boss, project=project, day=at.date(), minutes=60,
        note=word, created_at=at,
    )  # fmt: skip
    programme = programmes.create(
        make.workspace, ProgrammeDetails(f"{word} programme"), by=base.boss, at=at
    )
    programmes.place(project, programme, by=base.boss, at=at)
    key = project.key
    return {
        "roadmap.programme": {"number": programme.number},
        "projects.undo": {"key": key, "act": act},
        "projects.task": {"key": key, "number": first.number},
        "projects.task_helper": {"key": key, "number": first.number, "row": first.helpers.get().pk},
        "projects.task_link": {"key": key, "number": second.number, "before": first.number},
        "planning.": {"key": key, "number": first.number},
        "planning.series": {"key": key, "number": again.number, "act": repeated},
        "planning.timing_undo": {"key": key, "number": first.number, "act": timed},
        "planning.cost_undo": {"key": key, "number": first.number, "act": priced},
        "planning.rules_undo": {"key": key, "act": reckoned},
        "planning.assumptions_undo": {"key": key, "act": assumed},
        "planning.remaining_undo": {"key": key, "act": moved},
        "planning.baseline": {"key": key, "number": kept.number},
        "planning.template": {"key": key, "number": saved.number},
        "planning.filling": {"key": key, "number": saved.number, "act": act},
        "control.": {"key": key, "number": kept.number},
        "planning.scenario": {"key": key, "number": tried.number, "place": 0},
        "planning.scenario_beside": {"key": key, "number": tried.number, "other": held.number},
        "planning.scenario_taking_back": {"key": key, "number": held.number, "act": holding},
        "portfolio.tried_load": {"key": key, "number": tried.number},
        "planning.risk": {"key": key, "number": risk.number, "act": risen},
        "planning.hours_undo": {"key": key, "act": chosen},
        "planning.calendar": {"key": key, "pk": calendar.pk, "place": 0},
        "time.of_task": {"key": key, "number": first.number},
        "time.": {"key": key, "pk": entry.pk},
        "time.person": {"pk": base.boss.pk},
        "promises.": {"key": key, "number": promise.number},
    }


def _capacity(base: Base, word: str) -> dict[str, Values]:
    boss, at = base.boss, now()
    today, later = at.date(), at.date() + timedelta(days=9)
    away = absences.note(boss, Away(today, later, "other", word), by=boss, at=at)
    corrected = absences.change(away, Away(today, today, "other", word), by=boss, at=at)
    wanted = Wanted(base.project, today, later, 600, role=f"{word} role", what=f"{word} booking")
    booked = bookings.book(wanted, by=boss, at=at)
    filled = bookings.fill(booked, boss, by=boss, at=at)
    shares.say(boss, Share(role=f"{word} role"), by=boss, at=at)
    said = shares.say(boss, Share([1, 2], 600, f"{word} role"), by=boss, at=at)
    task = Task.objects.filter(project=base.project).order_by("pk").first()
    skill = skills.add(f"{word} skill", by=boss, at=at)
    able = levels.say(boss, {skill.pk: 2}, by=boss, at=at)
    wants = levels.ask(task, skill, 2, by=boss, at=at)
    asks = skills_wanted.want(skill, 2, OfWhich(language="de"), by=boss, at=at)
    of_task = {"key": base.project.key, "number": task.number}
    way = ways.note(task, NewWay("overtime", 240, 480, 900, f"{word} way"), by=boss, at=at)
    ways.take(way, by=boss, at=at)
    asked = levellings.ask(base.workspace, by=boss, at=at)
    levellings.keep(asked, None, Ground(revisions(), hours_digest(today=today)), at=at)
    _set(asked, ends=today, bound=today, shortest=today)
    move = Move.objects.create(
        workspace=base.workspace, levelling=asked, task=task, start=at, finish=at, to_start=at,
        to_finish=at, why="away",
    )  # fmt: skip
    return {
        "resourcing.absence": {"number": away.number, "act": corrected},
        "resourcing.booking": {"number": booked.number, "act": filled},
        "resourcing.hours": {"pk": boss.pk, "act": said},
        "resourcing.": {},
        "resourcing.skill": {"number": skill.number},
        "resourcing.skills": {"pk": boss.pk, "act": able},
        "resourcing.persons_skills": {"pk": boss.pk},
        "resourcing.task_skills": of_task | {"act": wants},
        "resourcing.asked_skill": of_task,
        "resourcing.unwanted": {"pk": asks.pk},
        "portfolio.": {"number": asked.number, "pk": move.pk},
        "portfolio.who_could": of_task,
        "portfolio.assignment": of_task,
        "portfolio.ways": of_task,
        "portfolio.new_way": of_task,
        "portfolio.way_": of_task | {"way": way.number},
    }


def _mail(base: Base, word: str) -> dict[str, Values]:
    make, at = base.make, now()
    talk = make.conversation(base.contact, f"{word} subject")
    message = talk.messages.get()
    _set(
        message, html=f"<p>{word}</p>", text=f"{word} text", visible_text=f"{word} text",
        raw=_raw(make, f"{word} delivered", "delivered"),
    )  # fmt: skip
    raw = _raw(make, word, "quarantined")
    mailbox = Mailbox.objects.create(
        workspace=make.workspace, address=f"{word.lower()}@studio.example", name=word,
        imap_host="127.0.0.1", smtp_host="127.0.0.1", created_at=at,
    )  # fmt: skip
    dispatch = Dispatch.objects.create(
        workspace=make.workspace, mailbox=mailbox, header_id=f"<{word}@x>", state="failed",
        not_before=at, created_at=at, recipients={f"{word}@out.example": "failed"},
    )  # fmt: skip
    newcomer = Participant.objects.create(
        workspace=make.workspace, conversation=talk, email=f"{word.lower()}@new.example",
        name=word, is_verified=False, joined_at=at,
    )  # fmt: skip
    terms = Terms(f"{word} times", {3: Aim(reply=60)}, clients=[base.project.client])
    policy = agreeing.make(base.workspace, terms, by=base.boss, at=at)
    case = opening.open_case(talk, kind="incident", by=base.boss, at=at)
    breach = Breach.objects.create(
        workspace=make.workspace, case=case, target="first", due=at, missed_at=at, reason=word
    )  # fmt: skip
    note = make.message(talk, f"{word} note", kind=Message.Kind.NOTE, author=base.boss)
    make.attachment(note, _file(base, word))
    merged = merging.merge(make.conversation(base.contact), talk, by=base.boss, at=at)
    halves = splitting.split(talk, since=note, by=base.boss, at=at, subject=f"{word} other")
    make.message(talk, f"{word} last note", kind=Message.Kind.NOTE, author=base.boss)
    asked = make.task(base.project, f"{word} asked for")
    task_ties.tie(talk, asked, by=base.boss, at=at, message=message)
    asked_for = {"key": base.project.key, "number": asked.number}
    return {
        "inbox.": {"number": talk.number, "pk": message.pk},
        "inbox.of_task": asked_for,
        "inbox.tie_to_task": asked_for,
        "inbox.parting": {"number": talk.number, "pk": merged.pk},
        "inbox.unsplit": {"number": halves.target.number, "pk": halves.pk},
        "inbox.confirmation": {"number": talk.number, "pk": newcomer.pk},
        "inbox.contact": {"number": talk.number, "pk": newcomer.pk},
        "inbox.mailbox": {"pk": mailbox.pk},
        "inbox.trial": {"pk": mailbox.pk},
        "inbox.pause": {"pk": mailbox.pk},
        "inbox.sign_in": {"pk": mailbox.pk},
        "inbox.retry": {"pk": dispatch.pk},
        "inbox.run_again": {"pk": raw.pk},
        "inbox.raw": {"pk": raw.pk},
        "cases.": {"key": base.project.key, "number": case.number},
        "cases.breach": {"number": case.number, "pk": breach.pk},
        "time.of_conversation": {"number": talk.number},
        "time.new_on_conversation": {"number": talk.number},
        "cases.policy": {"pk": policy.pk},
        "cases.o": {"key": base.project.key, "number": talk.number},
        "promises.of_conversation": {"number": talk.number},
        "portal.conversation": {"number": talk.number},
    }


def _raw(make: Make, locator: str, outcome: str) -> RawMail:
    content = b"From: a@b.example\r\n\r\nHello\r\n"
    return RawMail.objects.create(
        workspace=make.workspace, source="lmtp", locator=locator, sha256="0" * 64,
        size=len(content), content=zlib.compress(content), received_at=now(), outcome=outcome,
    )  # fmt: skip


def _papers(base: Base, word: str) -> dict[str, Values]:
    project, boss, at = base.project, base.boss, now()
    piece = handing_over.create(
        project, facts=DeliverableFacts(f"{word} piece", word, contact=base.contact), by=boss, at=at
    )
    handing_over.submit(piece, files=[_file(base, f"{word}.pdf")], by=boss, at=at)
    asked = asking.ask(NewQuestion(base.contact, f"{word}?", project=project), by=boss, at=at)
    report = reports.begin(project, today=at.date(), by=boss, at=at)
    plan = files.store(
        base.workspace, name=f"{word}.csv", content=f"Name,Duration\n{word},2d\n".encode(),
        by=boss, at=at,
    )  # fmt: skip
    imported = plan_import.rehearse(
        base.workspace, NewImport(plan, project.client, None), by=boss, at=at
    )
    told = Notification.objects.create(
        workspace=base.workspace, member=boss, topic="message", subject_kind="outreach.question",
        subject_id=asked.pk, thing_kind="projects.project", thing_id=project.pk,
        first_at=at, last_at=at,
    )  # fmt: skip
    device = devices.add(
        boss, subscription=replace(BROWSER, endpoint=f"https://push.invalid/{word}"),
        place=devices.Place(f"{word} on Linux", word), at=at,
    )  # fmt: skip
    token = StoredFile.objects.get(name=f"{word}.pdf").token
    key = project.key
    return {
        "files.": {"token": StoredFile.objects.filter(name=word).latest("pk").token},
        "portal.file": {"token": token},
        "delivery.": {"key": key, "number": piece.number},
        "portal.deliverable": {"number": piece.number},
        "outreach.": {"key": key, "number": asked.number},
        "portal.question": {"number": asked.number},
        "reports": {"key": key, "number": report.number},
        "reports.plan": {"key": key, "kind": "pdf"},
        "projects.column_limit": {"key": key, "state": "doing"},
        "planning.import": {"number": imported.number},
        "notifications.": {"pk": told.pk, "moment": 0, "kind": "projects.project"},
        "notifications.device": {"pk": device.pk},
        "notifications.silence": {"kind": "projects.project", "pk": project.pk},
        "notifications.lifting": {"kind": "projects.project", "pk": project.pk},
    }


def _file(base: Base, name: str) -> StoredFile:
    return files.store(base.workspace, name=name, content=b"%PDF", by=base.boss, at=now())


def _set(row: Model, **fields: object) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**fields)
