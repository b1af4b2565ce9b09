"""Questions that the answer says nothing about, in four languages."""

import pytest

from rapport.engine.outgoing.questions import asked, unanswered


def open_ones(mail, answer, files=0):
    return [one.words for one in unanswered(mail, answer, files)]


@pytest.mark.parametrize(
    ("mail", "count"),
    [
        ("When can you start? And who pays for the print?", 2),
        ("Please let us know whether the blue works for you.", 1),
        ("Hi Amara, how are you?\n\nThe draft is fine, right?", 0),
        ("See https://shop.example/?a=b for the page.", 0),
        ("> Can you send the plan?\nYes, here it is.", 0),
        ("Wann können Sie anfangen? Wer übernimmt den Druck?", 2),
        ("Bitte teilen Sie uns mit, ob Blau für Sie in Ordnung ist.", 1),
        ("Wie geht es Ihnen?\nDer Entwurf passt.", 0),
        ("Quand pouvez-vous commencer ? Qui paie l'impression ?", 2),
        ("Merci de nous dire si le bleu vous convient.", 1),
        ("Comment allez-vous ?\nLe projet avance.", 0),
        ("¿Cuándo pueden empezar? ¿Quién paga la impresión?", 2),
        ("Díganos si el azul les parece bien.", 1),
        ("¿Cómo está?\nEl borrador está bien.", 0),
    ],
)
def test_questions_are_found_and_courtesy_is_none(mail, count):
    assert len(asked(mail)) == count


@pytest.mark.parametrize(
    ("mail", "answer", "left"),
    [
        (
            "Will the proofs arrive in time? Can the box be printed in blue?",
            "The proofs are on their way.",
            ["Can the box be printed in blue?"],
        ),
        (
            "When can you start? How much does the second run cost?",
            "We can start on Monday.\n\nBest,\nAmara",
            ["How much does the second run cost?"],
        ),
        (
            "Kommen die Muster rechtzeitig? Lässt sich die Schachtel in Blau drucken?",
            "Die Muster sind unterwegs.",
            ["Lässt sich die Schachtel in Blau drucken?"],
        ),
        (
            "Est-ce que les épreuves arrivent à temps ? La boîte peut-elle être bleue ?",
            "Les épreuves sont en route, nous vous les envoyons.",
            ["La boîte peut-elle être bleue ?"],
        ),
        (
            "¿Llegan las pruebas a tiempo? ¿Se puede imprimir la caja en azul?",
            "Las pruebas están en camino.",
            ["¿Se puede imprimir la caja en azul?"],
        ),
        (
            "Could you send us the invoice again?",
            "Thanks for your mail.",
            ["Could you send us the invoice again?"],
        ),
    ],
)
def test_a_question_of_which_nothing_is_said_is_named(mail, answer, left):
    assert open_ones(mail, answer) == left


@pytest.mark.parametrize(
    ("mail", "answer"),
    [
        ("Can the box be blue?", "Yes."),
        ("Geht das in Blau?", "Ja, gerne."),
        ("La boîte peut-elle être bleue ?", "Oui, bien sûr."),
        ("¿Se puede imprimir en azul?", "Sí, claro."),
        ("When do you start? Who comes?", "On Monday, and Jonas comes."),
        ("Wann fangen Sie an?", "Am Montag."),
        ("Combien coûte le tirage ?", "420 € hors taxes."),
        ("Could you send the plan?", ""),
        ("When does it start? Is blue possible?", "We look into it and come back to you."),
        ("Wann geht es los? Geht Blau?", "Wir melden uns morgen."),
        ("Quand commencez-vous ? Le bleu ?", "Nous revenons vers vous demain."),
        ("¿Cuándo empiezan? ¿Y el azul?", "Lo revisamos y le respondemos."),
        ("When do you start? Is blue possible?", "1. On Monday\n2. Yes"),
        (
            "Is the launch at risk?",
            "Everything runs to schedule; testing ended yesterday without anything serious.",
        ),
        # Another language: words cannot be compared.
        (
            "Est-ce que la date tient toujours ? Et les photos de la boutique sont bonnes ?",
            "The plan is on track and we have what we need for it.",
        ),
    ],
)
def test_what_answers_it_is_not_asked_about(mail, answer):
    assert open_ones(mail, answer) == []


def test_a_file_answers_who_asked_for_one():
    assert open_ones("Could you send us the contract?", "Here you go.", files=1) == []
