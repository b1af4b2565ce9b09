"""Kestrel Tours: a friendly client, a late project, and a wish that came at the wrong moment."""

from collections.abc import Iterator
from datetime import datetime

from rapport.cases.models import Case, Priority
from rapport.clients.operations.clients import ClientFacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import delivery, mails, relations, work
from rapport.demo.story.vocabulary.work import Line
from rapport.lib.reader import Detail

APP, SITE = "KTB", "KTW"

FACTS = ClientFacts(
    name="Kestrel Tours",
    key="KES",
    industry="Travel",
    website="https://kestrel-tours.example",
    objectives="Half of all bookings without a phone call by next summer.",
)
TOM = ContactFacts(
    "Tom Okafor",
    "tom@kestrel-tours.example",
    job_title="Head of digital",
    detail=Detail.TASKS,
    sees_company=True,
)
GRETA = ContactFacts(
    "Greta Solberg",
    "greta@kestrel-tours.example",
    job_title="Managing director",
    detail=Detail.HEADLINE,
)

SITE_PLAN = [
    Line("Content audit", 3, "mara"),
    Line("Page templates", 8, "teo", ("Content audit",)),
    Line("Build", 10, "jonas", ("Page templates",)),
    Line("Launch", 0, "", ("Build",)),
]
APP_PLAN = [
    Line("Design", 1),
    Line("Interviews", 4, "mara", under="Design"),
    Line("Wireframes", 8, "mara", ("Interviews",), under="Design"),
    Line("Visual design", 7, "teo", ("Wireframes",), under="Design"),
    Line("Build", 1),
    Line("Search and filters", 10, "jonas", ("Wireframes",), under="Build"),
    Line("API access from Kestrel", 5, "", ("Wireframes",), under="Build", client=True),
    Line("Payments", 13, "jonas", ("API access from Kestrel", "Search and filters"), under="Build"),
    Line("Load test", 2, "noor", ("Payments",), under="Build", hidden=True),
    Line("Beta", 0, "", ("Payments", "Visual design")),
    Line("Corrections", 5, "jonas", ("Beta",)),
    Line("Launch", 0, "", ("Corrections",)),
]


def script(stage: Stage) -> Iterator[datetime]:
    """Five months with Kestrel."""
    yield stage.moment(-150, "10:00")
    amara = stage.staff["amara"]
    client = relations.win(stage, FACTS, domain="kestrel-tours.example", by=amara)
    tom = relations.meet(stage, client, TOM, by=amara)
    greta = relations.meet(stage, client, GRETA, by=amara)
    relations.close(stage, client, stage.day(25), stage.day(27), "Company closed")
    yield stage.moment(-148, "09:40")
    talk = mails.write(
        stage,
        tom,
        "Hello Amara,\n\nwe are set on a website refresh now and a booking app after it. "
        "Could you send a first plan next week?\n\nBest\nTom",
        subject="Website and booking app",
    )
    yield stage.moment(-148, "11:15")
    mails.answer(
        stage,
        talk,
        amara,
        "Hello Tom,\n\nwith pleasure. You will have a plan for the website by Friday and for the "
        "app two weeks later.\n\nAmara",
    )
    mails.finish(stage, talk)
    yield from _website(stage)
    yield from _app(stage)
    yield from _apple_pay(stage)
    yield stage.moment(-3, "15:00")
    work.report(
        stage,
        APP,
        "Search is done and works well. Payments wait for the API access, which came four days "
        "late; the beta moves with it.",
        to=[tom, greta],
        next_steps="Payments until the end of next week, then the beta.",
        risks="The beta date depends on the test accounts for payments.",
    )


def _website(stage: Stage) -> Iterator[datetime]:
    tom = stage.contacts["Tom Okafor"]
    yield stage.moment(-142, "14:00")
    work.begin(stage, "KES", SITE, "Website refresh", starts=stage.day(-140), hours=140)
    work.plan(stage, SITE, SITE_PLAN)
    relations.promise(
        stage, "New website live", stage.day(-108), to=tom, project=SITE, task="Launch"
    )
    yield stage.moment(-136, "16:30")
    work.log(stage, SITE, "mara", 7.5, "Audit of 84 pages", task="Content audit")
    work.done(stage, SITE, "Content audit")
    yield stage.moment(-124, "17:00")
    work.log(stage, SITE, "teo", 8, "Templates", task="Page templates")
    work.done(stage, SITE, "Page templates")
    signed = delivery.hand_over(
        stage, SITE, "Page templates", "Six templates; look at the trip page first."
    )
    yield stage.moment(-122, "10:05")
    delivery.approve(stage, signed, tom, "Lovely, go ahead.")
    yield stage.moment(-110, "15:30")
    work.log(stage, SITE, "jonas", 8, "Build and launch", task="Build")
    work.done(stage, SITE, "Build", "Launch")
    relations.keep(stage, "New website live")
    yield from _opening_hours(stage)


def _opening_hours(stage: Stage) -> Iterator[datetime]:
    tom = stage.contacts["Tom Okafor"]
    yield stage.moment(-109, "09:10")
    talk = mails.write(
        stage,
        tom,
        "The new site is live and the team loves it. One thing: where do I change the "
        "opening hours?\n\nTom",
        subject="Site is live, small question",
    )
    mails.file_under(stage, talk, SITE, to="jonas")
    case = mails.open_case(stage, talk, Case.Kind.QUESTION)
    yield stage.moment(-109, "10:20")
    jonas = stage.staff["jonas"]
    mails.answer(
        stage, talk, jonas, "Hi Tom,\n\nunder Settings, Opening hours. It is live at once.\n\nJonas"
    )
    mails.solve(stage, case, cure="Explained where opening hours are kept.")
    yield stage.moment(-108, "08:50")
    mails.rate(stage, case, 5, "Fast and friendly, as always.")
    work.keep_shape(stage, SITE, "Website")
    work.wrap_up(stage, SITE)


def _app(stage: Stage) -> Iterator[datetime]:
    yield from _app_planned(stage)
    yield from _app_designed(stage)
    yield from _app_waits_for_access(stage)


def _app_planned(stage: Stage) -> Iterator[datetime]:
    tom = stage.contacts["Tom Okafor"]
    yield stage.moment(-60, "13:00")
    work.begin(stage, "KES", APP, "Booking app", starts=stage.day(-56), hours=420)
    work.plan(stage, APP, APP_PLAN)
    relations.promise(
        stage, "Beta of the booking app", stage.day(9), to=tom, project=APP, task="Beta"
    )
    relations.promise(
        stage, "App in both stores", stage.day(24), to=tom, project=APP, task="Launch"
    )


def _app_designed(stage: Stage) -> Iterator[datetime]:
    tom = stage.contacts["Tom Okafor"]
    yield stage.moment(-55, "11:00")
    work.start(stage, APP, "Interviews")
    yield stage.moment(-50, "16:40")
    work.log(stage, APP, "mara", 7, "Eight interviews", task="Interviews")
    work.done(stage, APP, "Interviews")
    work.start(stage, APP, "Wireframes")
    yield stage.moment(-37, "17:10")
    work.log(stage, APP, "mara", 8, "Wireframes v2", task="Wireframes")
    work.done(stage, APP, "Wireframes")
    wires = delivery.hand_over(stage, APP, "Wireframes", "Twelve screens. The pay step is new.")
    yield stage.moment(-35, "12:30")
    delivery.refuse(stage, wires, tom, "The pay step needs the voucher field.")
    yield stage.moment(-33, "15:00")
    delivery.again(stage, wires, "Voucher field added on screen 9.")
    yield stage.moment(-32, "09:30")
    delivery.approve(stage, wires, tom, "That is it. Thank you.")
    work.start(stage, APP, "Search and filters")
    work.start(stage, APP, "Visual design")


def _app_waits_for_access(stage: Stage) -> Iterator[datetime]:
    tom, amara = stage.contacts["Tom Okafor"], stage.staff["amara"]
    yield stage.moment(-31, "10:00")
    relations.they_promise(stage, "API access for payments", stage.day(-14), by=tom, project=APP)
    question = delivery.ask(
        stage, APP, tom, "Which payment methods at launch?",
        options=("Card only", "Card and PayPal", "Card, PayPal and invoice"), needed=stage.day(-20),
    )  # fmt: skip
    yield stage.moment(-24, "10:45")
    delivery.reply(stage, question, "Card and PayPal")
    yield stage.moment(-16, "16:00")
    work.log(stage, APP, "jonas", 8, "Search, filters, maps", task="Search and filters")
    work.log(stage, APP, "teo", 6.5, "Visual design", task="Visual design")
    work.done(stage, APP, "Search and filters")
    work.start(stage, APP, "Visual design", 70)
    yield stage.moment(-10, "09:20")
    talk = mails.write(
        stage,
        tom,
        "Hi Amara,\n\nsorry, the bank is slow. You will get the API access on Thursday, not "
        "last week as we said.\n\nTom",
        subject="API access",
    )
    mails.file_under(stage, talk, APP, to="amara")
    work.longer(stage, APP, "API access from Kestrel", 19)
    yield stage.moment(-10, "10:00")
    mails.answer(
        stage, talk, amara,
        "Thank you for telling us, Tom. I will look at what that means for the beta and write "
        "to you tomorrow.\n\nAmara",
    )  # fmt: skip
    mails.note(
        stage,
        talk,
        stage.staff["jonas"],
        "If access comes Thursday, payments end a week after the promised beta.",
    )
    yield from _payments(stage)


def _payments(stage: Stage) -> Iterator[datetime]:
    yield stage.moment(-6, "14:20")
    relations.keep(stage, "API access for payments")
    work.done(stage, APP, "API access from Kestrel")
    work.start(stage, APP, "Payments")
    yield stage.moment(-2, "17:00")
    work.log(stage, APP, "jonas", 7, "Payment flow", task="Payments")
    work.start(stage, APP, "Payments", 20)


def _apple_pay(stage: Stage) -> Iterator[datetime]:
    yield stage.moment(-1, "16:55")
    talk = mails.write(
        stage,
        stage.contacts["Tom Okafor"],
        "Hi,\n\ncan we add Apple Pay for the beta? Greta saw it elsewhere and would "
        "like it.\n\nTom",
        subject="Can we add Apple Pay?",
    )
    mails.file_under(stage, talk, APP)
    mails.open_case(stage, talk, Case.Kind.REQUEST, Priority.NORMAL)
