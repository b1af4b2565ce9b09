"""The chat on the studio's site: a client's quick question, and somebody nobody knows yet."""

from collections.abc import Iterator
from datetime import datetime

from rapport.demo.story import kestrel
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import chats, mails

GREETINGS = {
    "en": "Hello! You write to the people who do the work.",
    "de": "Guten Tag! Hier lesen die, die es machen.",
    "fr": "Bonjour ! Vous écrivez à ceux qui font le travail.",
}
PHONES = "device,system\nPixel 8,Android 15\niPhone 13,iOS 18\nGalaxy A54,Android 14\n"


def script(stage: Stage) -> Iterator[datetime]:
    """Opened a month ago; used when a mail would be too much."""
    yield stage.moment(-30, "10:00")
    widget = chats.open_chat(stage, "Chat on our site", GREETINGS)

    yield stage.moment(-8, "11:05")
    tom = chats.come(stage, widget, stage.contacts["Tom Okafor"])
    talk = chats.say(stage, tom, "Hi, which phones do you test the beta on?")
    mails.file_under(stage, talk, kestrel.APP, to="jonas")
    yield stage.moment(-8, "11:07")
    mails.answer(stage, talk, stage.staff["jonas"], "Hi Tom, tell us which ones you have there.")
    yield stage.moment(-8, "11:09")
    phones = ("phones.csv", PHONES.encode())
    chats.say(stage, tom, "These three, on every reception desk:", file=phones)
    yield stage.moment(-8, "11:12")
    said = "Thank you, they are on our list. The Galaxy was missing there."
    mails.answer(stage, talk, stage.staff["jonas"], said)
    chats.leave(stage, tom)
    yield stage.moment(-8, "11:15")
    mails.finish(stage, talk)

    yield stage.moment(-3, "15:20")
    someone = chats.come(stage, widget)
    talk = chats.say(stage, someone, "Do you print on recycled board? About 2,000 boxes.")
    chats.introduce(stage, someone, "Marta Ilves", "marta@ilves-soap.example")
    yield stage.moment(-3, "15:24")
    said = "We design them, and know printers who do. How soon do you need them?"
    mails.answer(stage, talk, stage.staff["teo"], said)
    yield stage.moment(-3, "15:26")
    chats.say(stage, someone, "By spring. I send you the measures.")
    yield stage.moment(-3, "15:29")
    mails.answer(stage, talk, stage.staff["teo"], "Gladly. You get an offer two days after that.")
    chats.leave(stage, someone)
