"""Until when somebody is away, as automatic answers say it in seven languages."""

import time
from datetime import date

import pytest

from rapport.engine.mail import absences

# A Monday.
WRITTEN = date(2026, 12, 21)
FOURTH = date(2027, 1, 4)
SAID = [
    ("I am out of office and will be back on 5 January.", date(2027, 1, 5)),
    ("I'm away until Monday, January 4th, 2027. If urgent, write to pia@x.example", FOURTH),
    ("I will be out of the office from 22 December through 3 January.", FOURTH),
    ("I am currently out of the office and will return on January 4.", FOURTH),
    ("I'm out of the office until the 4th of January with no access to mail.", FOURTH),
    ("I return on 2027-01-04.", FOURTH),
    ("Out of office 22/12 - 03/01", FOURTH),
    ("Out of the office, returning 01/04/2027", FOURTH),
    ("back 04/01/2027", FOURTH),
    ("I'll be back tomorrow.", date(2026, 12, 22)),
    ("I will be back on Monday.", date(2026, 12, 28)),
    ("Ich bin bis einschließlich 3. Januar 2027 nicht im Büro.", FOURTH),
    ("Ich bin ab dem 4.1. wieder erreichbar.", FOURTH),
    ("Vielen Dank! Ich bin vom 22.12.2026 bis 03.01.2027 im Urlaub.", FOURTH),
    ("Ich bin am Montag, den 4. Januar, wieder im Haus.", FOURTH),
    ("Ab dem 22. Dezember bin ich im Urlaub. Am 4. Januar bin ich wieder da.", FOURTH),
    ("Ich bin ab Montag wieder da.", date(2026, 12, 28)),
    ("Bin vom 22.12. - 3.1. nicht da", FOURTH),
    ("Bis zum 03.01.2027 bin ich nicht erreichbar, ab 04.01.2027 wieder.", FOURTH),
    ("Je suis absent du 22 décembre au 3 janvier inclus.", FOURTH),
    ("Je serai de retour le 4 janvier.", FOURTH),
    ("Je suis absente jusqu'au 3 janvier 2027.", FOURTH),
    ("Je reviens le 4/1.", FOURTH),
    ("Estaré fuera de la oficina hasta el 3 de enero de 2027.", FOURTH),
    ("Estaré de vuelta el lunes 4 de enero.", FOURTH),
    ("Estoy de vacaciones del 22 de diciembre al 3 de enero.", FOURTH),
    ("Sono assente fino al 3 gennaio. Rientrerò il 4 gennaio.", FOURTH),
    ("Ik ben afwezig tot en met 3 januari.", FOURTH),
    ("Ik ben op 4 januari weer aanwezig.", FOURTH),
    ("Estou ausente até 3 de janeiro.", FOURTH),
]
SILENT = [
    "We received your message of 5 January 2027 and will answer soon.",
    "Thank you for your mail. Ticket 2027-01-05-77 was opened.",
    "I was away until 3 December 2026.",
    "Our office is closed from 24 December.",
    "I have left the company. Please write to anna@x.example.",
    "I am on parental leave and back in 2029.",
    "Your order of 03.01. is back in stock",
    "I am back on the 31 February.",
    "Call 12-34-56 or 0.1.2.3 when you are back.",
    "",
]


@pytest.mark.parametrize(("said", "back_on"), SAID)
def test_it_is_read_as_the_first_day_on_which_they_are_there(said, back_on):
    found = absences.read("Automatic reply", said, written=WRITTEN)
    assert found is not None and found.back_on == back_on


@pytest.mark.parametrize("said", SILENT)
def test_what_says_no_day_ahead_says_nothing(said):
    assert absences.read("Automatic reply", said, written=WRITTEN) is None


def test_the_subject_counts_and_whom_they_name_is_told():
    text = "Please write to Pia.Lang@x.example meanwhile. tom@x.example"
    subject = "Abwesend bis 03.01.2027"
    found = absences.read(subject, text, written=WRITTEN, sender="tom@x.example")
    assert found == absences.Away(FOURTH, "pia.lang@x.example")


@pytest.mark.parametrize(
    "piece", ["back until ", "1.1.", "von 1 bis ", "a@", "12/12/", "jusqu'au le "]
)
def test_no_text_takes_long(piece):
    start = time.process_time()
    absences.read(piece * 200, piece * 20_000, written=WRITTEN)
    assert time.process_time() - start < 0.5
