"""Quotes and signatures are folded away, and never what somebody wrote (sentences made here)."""

import pytest

from rapport.engine.mail import read, reply_text

from .build import mail

ANNOUNCEMENTS = [
    "On Mon, 2 Mar 2026 at 10:00, Ann Lee <ann@example.com> wrote:",
    "On Mon, 2 Mar 2026 at 10:00, Ann Lee\n<ann@example.com> wrote:",
    "Am 02.03.2026 um 10:00 schrieb Ann Lee:",
    "Ann Lee <ann@example.com> schrieb am Mo., 2.\nMärz 2026 um 10:00 Uhr:",
    "Le lun. 2 mars 2026 à 10:00, Ann Lee <ann@example.com> a écrit :",
    "El 2 de marzo de 2026, 10:00, Ann Lee <ann@example.com> escribió:",
    "Il giorno lun 2 mar 2026 alle 10:00 Ann Lee <ann@example.com> ha scritto:",
    "Op ma 2 mrt 2026 om 10:00 schreef Ann Lee <ann@example.com>:",
    "Em seg., 2 de mar. de 2026 às 10:00, Ann Lee <ann@example.com> escreveu:",
    "W dniu 02.03.2026 o 10:00, Ann Lee pisze:",
    "Den 2 mars 2026 10:00 skrev Ann Lee <ann@example.com>:",
]


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
@pytest.mark.parametrize("quote", ["> The old text.", "The old text."])
def test_a_quotation_is_folded_in_every_language(announcement, quote):
    folded = reply_text(f"Tuesday suits us.\n\n{announcement}\n\n{quote}\n")
    assert folded.visible == "Tuesday suits us."
    assert "The old text." in folded.quoted


@pytest.mark.parametrize(
    "block",
    [
        "-----Original Message-----\nFrom: Ann\nSubject: Plan\n",
        "________________________________\nVon: Ann <ann@example.com>\nGesendet: Montag\nAn: Bo\n",
        "*De :* Ann <ann@example.com>\n*Envoyé :* lundi 2 mars 2026 10:00\n*Objet :* Plan\n",
        "De: Ann <ann@example.com>\nEnviado el: lunes\nPara: Bo\nAsunto: Plan\n",
    ],
)
def test_a_copied_header_block_begins_the_quotation(block):
    assert reply_text(f"Tuesday suits us.\n\n{block}\nThe old text.").visible == "Tuesday suits us."


@pytest.mark.parametrize(
    ("signature", "shown"),
    [
        ("-- \nAnn Lee\n+44 20 000", ""),
        ("Best regards,\nAnn Lee\nHead of Plans", ""),
        ("Mit freundlichen Grüßen\nAnn Lee\nBeispiel GmbH", ""),
        ("Best regards,\nAnn", "\n\nBest regards,\nAnn"),
        ("Sent from my telephone", ""),
        ("Von meinem Telefon gesendet", ""),
        (
            "Sent from my desk, where I have the plan open.",
            "\n\nSent from my desk, where I have the plan open.",
        ),
    ],
)
def test_a_signature_is_folded_and_a_sentence_is_not(signature, shown):
    assert reply_text(f"Tuesday suits us.\n\n{signature}\n").visible == f"Tuesday suits us.{shown}"


def test_answers_between_quoted_lines_keep_what_they_answer():
    text = (
        "On 2 Mar 2026 Ann <a@example.com> wrote:\n> Tuesday?\n\nYes.\n\n> And the price?\n\nFixed."
    )
    assert "> And the price?" in reply_text(text).visible


def test_an_answer_below_the_quotation_is_found():
    text = "On 2 Mar 2026 Ann <a@example.com> wrote:\n> Tuesday?\n> Or later?\n\nTuesday.\n"
    assert reply_text(text).visible == "Tuesday."


def test_what_somebody_forwards_stays_visible():
    text = (
        "FYI\n\n---------- Forwarded message ---------\nFrom: Ann <a@example.com>\nSubject: x\n\ny"
    )
    assert reply_text(text).visible.endswith("y")


@pytest.mark.parametrize(
    "text",
    [
        "From: here to there\nis a long way.",
        "I wrote:\nnothing",
        "On it goes",
        "> only a quote\nand words",
    ],
)
def test_ordinary_sentences_stay(text):
    assert reply_text(text).visible == text


def test_quotes_that_html_marks_are_folded():
    page = "<div>Tuesday.</div><blockquote>old <b>text</b></blockquote>"
    folded = read(mail(page, Content_Type="text/html")).folded
    assert (folded.visible, folded.quoted) == ("Tuesday.", "> old text")
