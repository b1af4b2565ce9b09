"""Northwind Medical: exact people with a deadline, a mistake of ours, and how it was cured."""

from collections.abc import Iterator
from datetime import datetime

from rapport.cases.models import Case, Priority
from rapport.clients.operations.clients import ClientFacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import delivery, mails, relations, work
from rapport.demo.story.vocabulary.work import Line
from rapport.lib.reader import Detail

LABELS, MANUAL = "NWL", "NWH"
COMPLAINT = "Label proofs still wrong"

FACTS = ClientFacts(
    name="Northwind Medical",
    key="NWM",
    industry="Medical devices",
    website="https://northwind-medical.example",
    objectives="Pass the audit in January with every leaflet right in eleven languages.",
    notes="Prefers full detail, and one mail rather than five.",
)
INES = ContactFacts(
    "Ines Prado",
    "ines.prado@northwind-medical.example",
    job_title="Regulatory affairs",
    detail=Detail.EVERYTHING,
    language="es",
    time_zone="Europe/Madrid",
)
HENRIK = ContactFacts(
    "Henrik Aalto",
    "henrik.aalto@northwind-medical.example",
    job_title="Quality manager",
    detail=Detail.MILESTONES,
    sees_company=True,
)

MANUAL_PLAN = [
    Line("Structure", 3, "mara"),
    Line("Writing", 12, "mara", ("Structure",)),
    Line("Review by Northwind", 5, "", ("Writing",), client=True),
    Line("Print files", 2, "teo", ("Review by Northwind",)),
    Line("Manual delivered", 0, "", ("Print files",)),
]
LABELS_PLAN = [
    Line("Master template", 5, "teo"),
    Line("Translations", 12, "noor", ("Master template",)),
    Line("Proofs, first half", 8, "teo", ("Translations",)),
    Line("Proofs, second half", 8, "teo", ("Proofs, first half",)),
    Line("Second pair of eyes", 3, "mara", ("Proofs, second half",), hidden=True),
    Line("Sign-off of all labels", 4, "", ("Second pair of eyes",), client=True),
    Line("Labels delivered", 0, "", ("Sign-off of all labels",)),
]


def script(stage: Stage) -> Iterator[datetime]:
    """Four months with Northwind."""
    yield stage.moment(-130, "09:30")
    amara = stage.staff["amara"]
    client = relations.win(stage, FACTS, domain="northwind-medical.example", by=amara)
    ines = relations.meet(stage, client, INES, by=amara)
    relations.meet(stage, client, HENRIK, by=amara)
    relations.close(stage, client, stage.day(10), stage.day(11), "Audit on site")
    yield from _manual(stage)
    yield from _labels(stage)
    yield stage.moment(0, "08:12")
    talk = mails.write(
        stage,
        ines,
        "Good morning,\n\nthis is the third time the German leaflet comes back with the old "
        "symbol. We have a submission on Friday. Please tell me today who checks this and when "
        "we get it right.\n\nInes Prado",
        subject=COMPLAINT,
    )
    mails.file_under(stage, talk, LABELS, to="amara")
    mails.open_case(stage, talk, Case.Kind.COMPLAINT, Priority.URGENT)
    yield stage.moment(0, "08:20")
    mails.note(
        stage, talk, stage.staff["jonas"],
        "Source was the old template. I can export again by 13:00, then Mara reviews.",
    )  # fmt: skip


def _manual(stage: Stage) -> Iterator[datetime]:
    ines = stage.contacts["Ines Prado"]
    yield stage.moment(-126, "10:00")
    work.begin(stage, "NWM", MANUAL, "Service manual", starts=stage.day(-124), hours=120)
    work.plan(stage, MANUAL, MANUAL_PLAN)
    relations.promise(
        stage, "Service manual, print files", stage.day(-88), to=ines, project=MANUAL,
        task="Manual delivered",
    )  # fmt: skip
    yield stage.moment(-119, "16:00")
    work.log(stage, MANUAL, "mara", 7, "Structure with Ines", task="Structure")
    work.done(stage, MANUAL, "Structure")
    yield stage.moment(-101, "17:00")
    work.log(stage, MANUAL, "mara", 8, "Last chapters", task="Writing")
    work.done(stage, MANUAL, "Writing")
    draft = delivery.hand_over(
        stage, MANUAL, "Manual, full draft", "All chapters. Please check the limits in 4.2."
    )
    yield stage.moment(-92, "13:40")
    delivery.approve(stage, draft, ines, "Approved with thanks; 4.2 is right.")
    work.done(stage, MANUAL, "Review by Northwind")
    yield stage.moment(-86, "11:30")
    work.done(stage, MANUAL, "Print files", "Manual delivered")
    relations.keep(stage, "Service manual, print files")
    yield from _late_manual(stage)


def _late_manual(stage: Stage) -> Iterator[datetime]:
    ines = stage.contacts["Ines Prado"]
    yield stage.moment(-85, "09:00")
    talk = mails.write(
        stage, ines,
        "The manual came two days later than promised, which was tight for us. The content is "
        "very good, though.\n\nInes Prado",
        subject="Manual received",
    )  # fmt: skip
    mails.file_under(stage, talk, MANUAL, to="amara")
    case = mails.open_case(stage, talk, Case.Kind.INCIDENT)
    yield stage.moment(-85, "10:10")
    mails.answer(
        stage, talk, stage.staff["amara"],
        "Dear Ines,\n\nyou are right, and I am sorry. The review took three days longer than "
        "planned and I did not tell you what that meant. From now on you hear of a changed "
        "date the same day.\n\nAmara",
    )  # fmt: skip
    mails.solve(
        stage, case, cause="A shifted date was not told.", cure="Dates are told the same day."
    )
    yield stage.moment(-84, "08:30")
    mails.rate(stage, case, 3, "Good work, slow news.")
    work.wrap_up(stage, MANUAL)


def _labels(stage: Stage) -> Iterator[datetime]:
    yield from _labels_planned(stage)
    yield from _first_mistake(stage)
    yield from _proofs(stage)


def _labels_planned(stage: Stage) -> Iterator[datetime]:
    ines = stage.contacts["Ines Prado"]
    yield stage.moment(-50, "14:00")
    work.begin(
        stage, "NWM", LABELS, "MDR labelling, 11 languages", starts=stage.day(-47), hours=260
    )
    work.plan(stage, LABELS, LABELS_PLAN)
    relations.promise(
        stage, "All labels, 11 languages", stage.day(23), to=ines, project=LABELS,
        task="Labels delivered",
    )  # fmt: skip
    yield stage.moment(-40, "16:00")
    work.log(stage, LABELS, "teo", 7.5, "Template", task="Master template")
    work.done(stage, LABELS, "Master template")
    yield stage.moment(-23, "15:45")
    work.log(stage, LABELS, "noor", 8, "Eleven languages", task="Translations")
    work.done(stage, LABELS, "Translations")
    work.start(stage, LABELS, "Proofs, first half")


def _first_mistake(stage: Stage) -> Iterator[datetime]:
    ines = stage.contacts["Ines Prado"]
    yield stage.moment(-18, "11:20")
    talk = mails.write(
        stage, ines,
        "The German proof has the old symbol 5.4.4 in it. Please correct.\n\nInes Prado",
        subject="German leaflet, symbol 5.4.4",
    )  # fmt: skip
    mails.file_under(stage, talk, LABELS, to="jonas")
    case = mails.open_case(stage, talk, Case.Kind.INCIDENT, Priority.HIGH)
    yield stage.moment(-18, "14:00")
    mails.answer(
        stage,
        talk,
        stage.staff["jonas"],
        "Dear Ines,\n\ncorrected and exported again; the new proof is in the portal.\n\nJonas",
    )
    mails.solve(
        stage, case, cause="Old template on one machine.", cure="Exported from the new one."
    )


def _proofs(stage: Stage) -> Iterator[datetime]:
    ines = stage.contacts["Ines Prado"]
    yield stage.moment(-11, "16:10")
    work.done(stage, LABELS, "Proofs, first half")
    work.start(stage, LABELS, "Proofs, second half")
    proofs = delivery.hand_over(
        stage, LABELS, "Proofs, first half", "The first six languages.",
        due=stage.day(-7), task="Proofs, first half",
    )  # fmt: skip
    yield stage.moment(-8, "12:00")
    delivery.refuse(stage, proofs, ines, "German still has symbol 5.4.4 on page 2.")
    yield stage.moment(-7, "15:30")
    delivery.again(stage, proofs, "Page 2 corrected.")
    yield stage.moment(-4, "10:30")
    delivery.ask(
        stage, LABELS, ines, "Shall Croatian go with the first or the second batch?",
        options=("First batch", "Second batch"), needed=stage.day(-1),
    )  # fmt: skip
    work.log(stage, LABELS, "teo", 6, "Second half, five of eleven", task="Proofs, second half")
    work.report(
        stage, LABELS,
        "The translations are complete. Proofs of the first six languages are with you in version "
        "2; the second half is under way.",
        to=[ines], next_steps="Second half of the proofs by the middle of next week.",
    )  # fmt: skip
    yield stage.moment(-2, "09:00")
    work.start(stage, LABELS, "Proofs, second half", 40)
    relations.promise(stage, "Corrected German leaflet", stage.day(0), to=ines, project=LABELS)
