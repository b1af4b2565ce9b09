"""Orchard & Vale: a family firm, two small projects, one broken promise and honest words."""

from collections.abc import Iterator
from datetime import datetime

from rapport.cases.models import Case, Priority
from rapport.clients.operations.clients import ClientFacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import delivery, mails, relations, work
from rapport.demo.story.vocabulary.work import Line

SHOP, LABEL = "OVS", "OVB"

FACTS = ClientFacts(
    name="Orchard & Vale",
    key="ORV",
    industry="Food",
    website="https://orchard-vale.example",
    objectives="Sell direct, without losing the shops that carry us.",
)
CLAIRE = ContactFacts(
    "Claire Dubois",
    "claire@orchard-vale.example",
    job_title="Owner",
    language="fr",
    time_zone="Europe/Paris",
)

LABEL_PLAN = [
    Line("Sketches", 4, "teo"),
    Line("Final artwork", 5, "teo", ("Sketches",)),
    Line("At the printer", 0, "", ("Final artwork",)),
]
SHOP_PLAN = [
    Line("Product list", 3, "mara"),
    Line("Photos from Orchard & Vale", 6, "", ("Product list",), client=True),
    Line("Shop set-up", 8, "jonas", ("Product list",)),
    Line("Texts in two languages", 5, "mara", ("Product list",)),
    Line(
        "Test orders",
        3,
        "noor",
        ("Photos from Orchard & Vale", "Shop set-up", "Texts in two languages"),
    ),
    Line("Shop opens", 0, "", ("Test orders",)),
]


def script(stage: Stage) -> Iterator[datetime]:
    """Three and a half months with Orchard & Vale."""
    yield stage.moment(-112, "15:00")
    amara = stage.staff["amara"]
    client = relations.win(stage, FACTS, domain="orchard-vale.example", by=amara)
    claire = relations.meet(stage, client, CLAIRE, by=amara)
    relations.close(stage, client, stage.day(3), stage.day(3), "Inventory")
    yield from _label(stage)
    yield from _shop(stage)
    yield stage.moment(-2, "18:05")
    talk = mails.write(
        stage, claire,
        "Bonjour,\n\nles photos arrivent lundi, promis. Est-ce que la date tient toujours ?"
        "\n\nClaire",
        subject="Photos pour la boutique",
    )  # fmt: skip
    mails.file_under(stage, talk, SHOP)


def _label(stage: Stage) -> Iterator[datetime]:
    claire = stage.contacts["Claire Dubois"]
    yield stage.moment(-110, "10:00")
    work.begin(stage, "ORV", LABEL, "Bottle labels", starts=stage.day(-109), hours=60)
    work.plan(stage, LABEL, LABEL_PLAN)
    relations.promise(
        stage, "Artwork at the printer", stage.day(-93), to=claire, project=LABEL,
        task="At the printer",
    )  # fmt: skip
    yield stage.moment(-101, "16:00")
    work.log(stage, LABEL, "teo", 8, "Three directions", task="Sketches")
    work.done(stage, LABEL, "Sketches")
    sketches = delivery.hand_over(stage, LABEL, "Label sketches", "Three directions; we like B.")
    yield stage.moment(-98, "20:15")
    delivery.approve(stage, sketches, claire, "La B, évidemment.")
    yield from _broken_promise(stage)


def _broken_promise(stage: Stage) -> Iterator[datetime]:
    claire, amara = stage.contacts["Claire Dubois"], stage.staff["amara"]
    yield stage.moment(-90, "09:20")
    talk = mails.write(
        stage, claire,
        "Bonjour Amara,\n\nl'imprimeur n'a rien reçu et il a donné notre créneau à un autre. "
        "Vous aviez promis lundi. Je ne suis pas contente.\n\nClaire Dubois",
        subject="Rien chez l'imprimeur",
    )  # fmt: skip
    mails.file_under(stage, talk, LABEL, to="amara")
    case = mails.open_case(stage, talk, Case.Kind.COMPLAINT, Priority.URGENT)
    relations.break_(stage, "Artwork at the printer")
    yield stage.moment(-90, "09:55")
    mails.answer(
        stage, talk, amara,
        "Bonjour Claire,\n\nvous avez raison, et je suis désolée. Teo était malade et personne "
        "n'a repris. J'ai trouvé un créneau jeudi chez le même imprimeur ; le supplément est "
        "pour nous.\n\nAmara",
    )  # fmt: skip
    mails.note(stage, talk, amara, "Rule from now on: a promise has a deputy.")
    yield stage.moment(-87, "17:00")
    work.log(stage, LABEL, "teo", 6, "Artwork", task="Final artwork")
    work.done(stage, LABEL, "Final artwork", "At the printer")
    mails.solve(
        stage, case, cause="Illness without a deputy; nobody watched the date.",
        cure="Printed on Thursday at our cost; every promise now has a deputy.",
    )  # fmt: skip
    yield stage.moment(-86, "19:30")
    mails.rate(stage, case, 4, "L'erreur arrive. La réponse était honnête.")
    work.wrap_up(stage, LABEL)


def _shop(stage: Stage) -> Iterator[datetime]:
    claire = stage.contacts["Claire Dubois"]
    yield stage.moment(-30, "11:00")
    work.begin(stage, "ORV", SHOP, "Online shop", starts=stage.day(-28), hours=180)
    work.plan(stage, SHOP, SHOP_PLAN)
    relations.promise(
        stage, "Shop opens", stage.day(14), to=claire, project=SHOP, task="Shop opens"
    )
    yield stage.moment(-23, "16:30")
    work.log(stage, SHOP, "mara", 6, "Product list", task="Product list")
    work.done(stage, SHOP, "Product list")
    work.start(stage, SHOP, "Shop set-up")
    relations.they_promise(
        stage, "Photos of all 38 products", stage.day(-5), by=claire, project=SHOP
    )
    yield stage.moment(-12, "15:00")
    work.log(stage, SHOP, "jonas", 8, "Payment and shipping", task="Shop set-up")
    work.start(stage, SHOP, "Shop set-up", 60)
    work.start(stage, SHOP, "Texts in two languages", 30)
    yield stage.moment(-6, "10:00")
    delivery.ask(
        stage, SHOP, claire, "Which countries shall we ship to?",
        options=("France only", "France and Belgium", "All of the EU"), needed=stage.day(5),
    )  # fmt: skip
