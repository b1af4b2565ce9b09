"""Halden Software: a happy client, on time, who recommends us."""

from collections.abc import Iterator
from datetime import datetime

from rapport.cases.models import Case
from rapport.clients.operations.clients import ClientFacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import delivery, mails, relations, work
from rapport.demo.story.vocabulary.work import Line
from rapport.lib.reader import Detail

PORTAL, GUIDE = "HOP", "HSG"

FACTS = ClientFacts(
    name="Halden Software",
    key="HAL",
    industry="Software",
    website="https://halden.example",
    objectives="New customers productive in a week instead of a month.",
)
JANA = ContactFacts(
    "Jana Vogel",
    "jana.vogel@halden.example",
    job_title="Customer success",
    language="de",
    time_zone="Europe/Berlin",
    detail=Detail.TASKS,
    sees_company=True,
)

GUIDE_PLAN = [
    Line("Inventory", 3, "teo"),
    Line("Components", 8, "teo", ("Inventory",)),
    Line("Guide published", 0, "", ("Components",)),
]
PORTAL_PLAN = [
    Line("Journey workshop", 2, "mara"),
    Line("Wireframes", 6, "mara", ("Journey workshop",)),
    Line("Steps and checklists", 12, "jonas", ("Wireframes",)),
    Line("Sign-in with Halden", 5, "noor", ("Wireframes",)),
    Line("Pilot with three customers", 0, "", ("Steps and checklists", "Sign-in with Halden")),
    Line(
        "Corrections after the pilot",
        5,
        "jonas",
        ("Pilot with three customers",),
        lag_days=5,
    ),
    Line("Portal for everybody", 0, "", ("Corrections after the pilot",)),
]


def script(stage: Stage) -> Iterator[datetime]:
    """Three months with Halden."""
    yield stage.moment(-95, "11:00")
    amara = stage.staff["amara"]
    client = relations.win(stage, FACTS, domain="halden.example", by=amara)
    jana = relations.meet(stage, client, JANA, by=amara)
    yield from _guide(stage)
    yield from _portal(stage)
    yield stage.moment(-1, "17:40")
    talk = mails.write(
        stage, jana,
        "Hallo Amara,\n\nwo finde ich die letzte Rechnung? Unsere Buchhaltung fragt.\n\nViele "
        "Grüße\nJana",
        subject="Rechnung Oktober",
    )  # fmt: skip
    mails.file_under(stage, talk, PORTAL, to="luc")


def _guide(stage: Stage) -> Iterator[datetime]:
    jana = stage.contacts["Jana Vogel"]
    yield stage.moment(-92, "10:30")
    work.begin(stage, "HAL", GUIDE, "Style guide", starts=stage.day(-91), hours=80)
    work.plan(stage, GUIDE, GUIDE_PLAN)
    relations.promise(
        stage, "Style guide online", stage.day(-70), to=jana, project=GUIDE, task="Guide published"
    )
    yield stage.moment(-86, "16:20")
    work.log(stage, GUIDE, "teo", 7, "Inventory", task="Inventory")
    work.done(stage, GUIDE, "Inventory")
    yield stage.moment(-74, "15:00")
    work.log(stage, GUIDE, "teo", 8, "Components", task="Components")
    work.done(stage, GUIDE, "Components")
    guide = delivery.hand_over(stage, GUIDE, "Style guide", "Forty components, each with code.")
    yield stage.moment(-73, "10:00")
    delivery.approve(stage, guide, jana, "Großartig, danke!")
    work.done(stage, GUIDE, "Guide published")
    relations.keep(stage, "Style guide online")
    yield stage.moment(-66, "09:15")
    talk = mails.write(
        stage, jana,
        "Hallo zusammen,\n\nkönnen wir die Farben auch als Datei bekommen?\n\nJana",
        subject="Farben als Datei",
    )  # fmt: skip
    mails.file_under(stage, talk, GUIDE, to="teo")
    case = mails.open_case(stage, talk, Case.Kind.REQUEST)
    yield stage.moment(-66, "11:00")
    mails.answer(
        stage,
        talk,
        stage.staff["teo"],
        "Hallo Jana,\n\nja, sie liegt im Portal bei den Dateien.\n\nTeo",
    )
    mails.solve(stage, case, cure="Exported the colours.")
    yield stage.moment(-65, "08:45")
    mails.rate(stage, case, 5, "Schneller geht es nicht.")
    work.wrap_up(stage, GUIDE)


def _portal(stage: Stage) -> Iterator[datetime]:
    jana = stage.contacts["Jana Vogel"]
    yield stage.moment(-40, "13:30")
    work.begin(stage, "HAL", PORTAL, "Onboarding portal", starts=stage.day(-38), hours=320)
    work.plan(stage, PORTAL, PORTAL_PLAN)
    relations.promise(
        stage, "Pilot with three customers", stage.day(20), to=jana, project=PORTAL,
        task="Pilot with three customers",
    )  # fmt: skip
    relations.promise(
        stage, "Portal open to everybody", stage.day(27), to=jana, project=PORTAL,
        task="Portal for everybody",
    )  # fmt: skip
    yield stage.moment(-34, "16:00")
    work.log(stage, PORTAL, "mara", 6, "Workshop in Berlin", task="Journey workshop")
    work.done(stage, PORTAL, "Journey workshop")
    yield stage.moment(-25, "15:20")
    work.log(stage, PORTAL, "mara", 8, "Wireframes", task="Wireframes")
    work.done(stage, PORTAL, "Wireframes")
    early = delivery.hand_over(stage, PORTAL, "Wireframes v1", "Nine screens, phone first.")
    yield stage.moment(-24, "11:10")
    delivery.approve(stage, early, jana)
    yield from _portal_built(stage)


def _portal_built(stage: Stage) -> Iterator[datetime]:
    jana = stage.contacts["Jana Vogel"]
    yield stage.moment(-20, "09:30")
    work.start(stage, PORTAL, "Steps and checklists")
    work.start(stage, PORTAL, "Sign-in with Halden")
    question = delivery.ask(
        stage, PORTAL, jana, "May we use your single sign-on from the first day?",
        options=("Yes", "Only after the pilot"), needed=stage.day(-12),
    )  # fmt: skip
    yield stage.moment(-19, "10:00")
    delivery.reply(stage, question, "Yes")
    yield stage.moment(-9, "17:00")
    work.log(stage, PORTAL, "jonas", 8, "Checklists", task="Steps and checklists")
    work.log(stage, PORTAL, "noor", 7, "OIDC", task="Sign-in with Halden")
    work.done(stage, PORTAL, "Sign-in with Halden")
    work.start(stage, PORTAL, "Steps and checklists", 75)
    yield stage.moment(-7, "12:00")
    work.report(
        stage, PORTAL,
        "Alles im Plan: Die Anmeldung steht, die Checklisten sind zu drei Vierteln fertig.",
        to=[jana], next_steps="Pilot vorbereiten; drei Kunden auswählen.",
    )  # fmt: skip
    yield stage.moment(-5, "14:30")
    delivery.hand_over(
        stage, PORTAL, "Wireframes v3", "Twelve screens, two remarks of yours resolved.",
        due=stage.day(0),
    )  # fmt: skip
