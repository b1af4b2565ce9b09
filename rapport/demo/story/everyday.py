"""Small matters of every week: asked, answered, and mostly liked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rapport.cases.models import Case
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import mails, relations

Kind = Case.Kind


@dataclass(frozen=True, slots=True)
class Matter:
    """A mail from a client, our answer some hours later, and how they found it."""

    day: int
    contact: str
    project: str
    by: str
    subject: str
    text: str
    answer: str
    kind: str = Kind.QUESTION
    score: int = 0
    sentence: str = ""


MATTERS = (
    Matter(
        -71, "Henrik Aalto", "NWH", "mara", "Paper for the manual",
        "Hello,\n\nwhich paper did you choose? Our printer asks.\n\nHenrik",
        "Hello Henrik,\n\n90 g, matt, FSC. The data sheet is in the portal.\n\nMara",
        score=4,
    ),
    Matter(
        -58, "Tom Okafor", "KTW", "jonas", "Map does not load in the hotel",
        "Hi,\n\nthe map stays grey on the hotel network. Elsewhere it works.\n\nTom",
        "Hi Tom,\n\ntheir network blocks our map server. We changed to another one; please "
        "try again.\n\nJonas",
        kind=Kind.INCIDENT, score=5, sentence="Solved within the hour.",
    ),
    Matter(
        -45, "Claire Dubois", "OVB", "teo", "Fichier pour l'affiche",
        "Bonjour,\n\npouvez-vous m'envoyer l'étiquette en grand pour une affiche ?\n\nClaire",
        "Bonjour Claire,\n\nvoilà, en format A2.\n\nTeo",
        kind=Kind.REQUEST, score=5,
    ),
    Matter(
        -27, "Jana Vogel", "HOP", "mara", "Termin für den Workshop",
        "Hallo Mara,\n\npasst euch der Donnerstag um zehn?\n\nJana",
        "Hallo Jana,\n\nja, wir kommen zu zweit.\n\nMara",
        score=5, sentence="Wie immer unkompliziert.",
    ),
    Matter(
        -21, "Henrik Aalto", "NWL", "amara", "Who signs for the labels?",
        "Hello Amara,\n\nfor our files: who at Fernhill is responsible for the labels?\n\nHenrik",
        "Hello Henrik,\n\nTeo makes them, Mara checks them, and I answer for both.\n\nAmara",
        score=4, sentence="Clear answer.",
    ),
    Matter(
        -15, "Tom Okafor", "KTB", "jonas", "Test accounts",
        "Hi Jonas,\n\ndo you need more than two test accounts?\n\nTom",
        "Hi Tom,\n\ntwo are enough for now, thank you.\n\nJonas",
        score=5, sentence="Good to work with.",
    ),
    Matter(
        -13, "Claire Dubois", "OVS", "jonas", "Frais de port",
        "Bonjour,\n\nles frais de port peuvent-ils dépendre du poids ?\n\nClaire",
        "Bonjour Claire,\n\noui, en trois tranches. C'est prêt dans la maquette.\n\nJonas",
        kind=Kind.REQUEST, score=4,
    ),
    Matter(
        -12, "Greta Solberg", "KTB", "amara", "A word about the beta",
        "Dear Amara,\n\nhow sure is the date for the beta? I tell our board on Friday.\n\nGreta",
        "Dear Greta,\n\nas things stand it holds, with two days to spare. If that changes, you "
        "hear it from me first.\n\nAmara",
        score=5, sentence="Straight answer, thank you.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SmallPromise:
    """Something promised in passing, and when it was done."""

    made: int
    due: int
    done: int
    contact: str
    project: str
    what: str


PROMISES = (
    SmallPromise(-70, -66, -67, "Tom Okafor", "KTW", "Figures of the first month online"),
    SmallPromise(-44, -41, -41, "Ines Prado", "NWL", "List of all symbols used"),
    SmallPromise(-36, -33, -33, "Jana Vogel", "HOP", "Cost of a second language"),
    SmallPromise(-29, -26, -27, "Claire Dubois", "OVS", "Sketch of the shop's front page"),
    SmallPromise(-22, -19, -19, "Greta Solberg", "KTB", "One page for the board"),
    SmallPromise(-14, -11, -12, "Jana Vogel", "HOP", "Test account for the pilot"),
    SmallPromise(-9, -7, -5, "Ines Prado", "NWL", "Page 2 of the German leaflet, corrected"),
)


def promises(stage: Stage) -> Iterator[datetime]:
    """Made and done, in the order of time."""
    moments = [(one.made, False, one) for one in PROMISES]
    moments += [(one.done, True, one) for one in PROMISES]
    for day, is_done, one in sorted(moments, key=lambda moment: moment[:2]):
        yield stage.moment(day, "16:45")
        if is_done:
            relations.keep(stage, one.what)
        else:
            to = stage.contacts[one.contact]
            relations.promise(stage, one.what, stage.day(one.due), to=to, project=one.project)


def script(stage: Stage) -> Iterator[datetime]:
    """One matter after the other, by day."""
    for matter in sorted(MATTERS, key=lambda matter: matter.day):
        yield stage.moment(matter.day, "10:25")
        contact = stage.contacts[matter.contact]
        talk = mails.write(stage, contact, matter.text, subject=matter.subject)
        mails.file_under(stage, talk, matter.project, to=matter.by)
        case = mails.open_case(stage, talk, matter.kind)
        yield stage.moment(matter.day, "13:40")
        mails.answer(stage, talk, stage.staff[matter.by], matter.answer)
        mails.solve(stage, case, cure="Answered.")
        yield stage.moment(matter.day + 1, "09:05")
        if matter.score:
            mails.rate(stage, case, matter.score, matter.sentence)
