"""Looking ahead: two planning hours in which Amara writes down what the dates rest on."""

from collections.abc import Iterator
from datetime import datetime

from rapport.demo.story import halden, kestrel, northwind, orchard
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import foresight
from rapport.demo.story.vocabulary.foresight import Chance, Kept
from rapport.demo.story.vocabulary.work import A_DAY
from rapport.planning.what_if import Edit
from rapport.portfolio.models import Way
from rapport.portfolio.operations.ways import NewWay
from rapport.resourcing.models import Level

APP, PORTAL, LABELS, SHOP = kestrel.APP, halden.PORTAL, northwind.LABELS, orchard.SHOP
DEVELOPER, DESIGNER, FREELANCER = 95, 85, 70  # euros an hour


def script(stage: Stage) -> Iterator[datetime]:
    """Once while payments wait for the access, and once when it is clear that they are late."""
    yield stage.moment(-8, "17:30")
    _say_what_is_needed(stage)
    _estimate(stage)
    _say_what_it_costs(stage)
    _note_what_may_happen(stage)
    yield stage.moment(-4, "17:30")
    _look_for_help(stage)


def _say_what_is_needed(stage: Stage) -> None:
    foresight.need(stage, APP, "Interface design", Level.GOOD, "Wireframes", "Visual design")
    foresight.need(
        stage, APP, "App development", Level.GOOD, "Search and filters", "Load test", "Corrections"
    )
    foresight.need(stage, APP, "Payments", Level.GOOD, "Payments")
    foresight.need(
        stage, PORTAL, "Web development", Level.GOOD, "Steps and checklists", "Sign-in with Halden"
    )
    foresight.need(stage, PORTAL, "Web development", Level.BASICS, "Corrections after the pilot")
    foresight.need(stage, LABELS, "Print production", Level.GOOD, "Proofs, second half")
    foresight.need(stage, SHOP, "Web development", Level.GOOD, "Shop set-up")


def _estimate(stage: Stage) -> None:
    foresight.estimate(stage, APP, "Payments", 11, 19)
    foresight.estimate(stage, APP, "Corrections", 3, 9)
    foresight.estimate(stage, PORTAL, "Corrections after the pilot", 2, 8)
    foresight.estimate(stage, LABELS, "Proofs, second half", 7, 12)


def _say_what_it_costs(stage: Stage) -> None:
    foresight.charge(stage, APP, DESIGNER, "Interviews", "Wireframes", "Visual design")
    foresight.charge(stage, APP, DEVELOPER, "Search and filters", "Payments", "Corrections")
    foresight.charge(stage, APP, FREELANCER, "Load test")
    foresight.spend(stage, APP, "Load test", 400, 300, 700)
    foresight.spend(stage, APP, "Launch", 240, 240, 240)
    foresight.charge(
        stage, LABELS, DESIGNER, "Master template", "Proofs, first half", "Proofs, second half",
        "Second pair of eyes",
    )  # fmt: skip
    foresight.spend(stage, LABELS, "Translations", 7800, 7400, 8900)
    foresight.charge(
        stage, PORTAL, DEVELOPER, "Steps and checklists", "Corrections after the pilot"
    )


def _note_what_may_happen(stage: Stage) -> None:
    foresight.may_happen(
        stage, APP, Chance("A store sends the app back", 30, (2, 3, 6)), "Corrections"
    )
    foresight.may_happen(
        stage, APP,
        Chance("Apple Pay has to be in the beta after all", 40, (2, 3, 5), (0, 300, 900)),
        "Payments",
    )  # fmt: skip
    foresight.may_happen(
        stage, APP, Chance("The payment provider changes its test system", 15, (1, 2, 4)),
        "Payments",
    )  # fmt: skip
    foresight.may_happen(
        stage, LABELS,
        Chance("A language comes back from the authority", 25, (1, 2, 4), (200, 450, 900)),
        "Second pair of eyes",
    )  # fmt: skip
    foresight.may_happen(
        stage, PORTAL, Chance("A pilot customer drops out", 15, (1, 3, 5)),
        "Corrections after the pilot",
    )  # fmt: skip
    foresight.may_happen(
        stage, SHOP, Chance("The photos need another round", 35, (1, 2, 4)), "Test orders"
    )


def _look_for_help(stage: Stage) -> None:
    """Payments are late: who could help, what would it cost, and what would it win?"""
    foresight.otherwise(
        stage, APP, "Payments",
        NewWay(Way.Kind.CRASH, 9 * A_DAY, 16 * A_DAY, 600_00, "Noor joins for the screens"),
    )  # fmt: skip
    foresight.otherwise(
        stage, APP, "Payments",
        NewWay(Way.Kind.SUBCONTRACT, 7 * A_DAY, 0, 12_400_00, "Tideline Apps builds the rest"),
    )  # fmt: skip
    foresight.otherwise(
        stage, PORTAL, "Corrections after the pilot",
        NewWay(Way.Kind.OVERTIME, 4 * A_DAY, 5 * A_DAY, 250_00),
    )  # fmt: skip
    foresight.help_with(stage, LABELS, "Proofs, second half", "mara", 25)
    foresight.help_with(stage, SHOP, "Test orders", "amara", 50)
    foresight.book(stage, APP, "Second release, if Kestrel says yes", Kept(30, 58, 20, who="jonas"))
    foresight.book(stage, PORTAL, "Next round of steps", Kept(14, 41, 24, role="Developer"))
    foresight.book(stage, LABELS, "Print approvals", Kept(7, 20, 8, who="teo", is_hard=True))
    payments = stage.tasks[APP, "Payments"]
    foresight.wonder(
        stage, APP, "Noor takes half of the payments",
        Edit("shared", payments.pk, member=stage.staff["noor"].pk),
    )  # fmt: skip
