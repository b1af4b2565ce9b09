"""A file that is promised and is not there, in four languages."""

import pytest

from rapport.engine.outgoing import Kind, Letter
from rapport.engine.outgoing.attachments import missing
from rapport.engine.outgoing.sentences import own_words

SPOKEN = [
    "Please find attached the revised leaflet.",
    "I've attached the plan for next week.",
    "The quote is attached.",
    "You will find the contract enclosed.",
    "See attachment for the details.",
    "I'm attaching the photos.",
    "Attached you'll find our offer.",
    "Im Anhang finden Sie das Angebot.",
    "Die Zahlen: siehe Anhang.",
    "Anbei die Rechnung für November.",
    "Das Protokoll ist beigefügt.",
    "Ich hänge Ihnen den Plan an.",
    "Die Zahlen sind angehängt.",
    "In der Anlage senden wir Ihnen den Vertrag.",
    "Vous trouverez ci-joint le devis.",
    "Le contrat est en pièce jointe.",
    "Je vous joins les photos.",
    "Vous trouverez en annexe le planning.",
    "Adjunto le envío el presupuesto.",
    "Le adjuntamos el contrato.",
    "El informe va adjunto.",
    "Encontrará adjunto el plan.",
]
NOT_SPOKEN = [
    "Thanks for the file you attached.",
    "Your attachment could not be opened.",
    "The label is attached to the box.",
    "Could you send the photos as an attachment?",
    "I will send the contract in a later mail, nothing is attached to this one.",
    "The attachment you sent is damaged.",
    "The contract was attached to my last mail.",
    "Ihr Anhang ließ sich nicht öffnen.",
    "Könnten Sie uns die Anlage noch einmal schicken?",
    "Die Datei, die Sie als Anhang geschickt haben, ist leer.",
    "Wir hängen sehr an diesem Projekt und machen weiter.",
    "Votre pièce jointe est illisible.",
    "Pourriez-vous nous renvoyer la pièce jointe ?",
    "Nous nous joignons à vous pour le remercier.",
    "Su archivo adjunto no se abre.",
    "¿Podría enviarnos el archivo adjunto otra vez?",
    "The plan is ready.",
    "La fecha es firme.",
]


@pytest.mark.parametrize("text", SPOKEN)
def test_a_promised_file_that_is_missing_is_asked_about(text):
    [found] = missing(text, files=0)
    assert found.kind == Kind.ATTACHMENT and found.words.lower() in text.lower()
    assert list(missing(text, files=1)) == []


@pytest.mark.parametrize("text", NOT_SPOKEN)
def test_a_file_of_others_or_from_before_is_none_that_is_missing(text):
    assert list(missing(text, files=0)) == []


def test_what_stands_in_a_quote_is_not_ours():
    letter = Letter("Thanks, we look at it.\n\n> Please find attached our logo.\n")
    assert list(missing(own_words(letter.text), 0)) == []
