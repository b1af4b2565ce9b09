"""Quotations in more languages and programs than the published cases have (sentences made here)."""

# ruff: noqa: E501 - lines as the programs write them
import pytest

from rapport.engine.mail import Folded, reply_text

ANSWER = "Tuesday suits us."

# As Gmail, Outlook, Apple Mail, Thunderbird and others write them in each language.
MARKED_OR_NOT = [
    "On Mon, Mar 2, 2026 at 10:00\u202fAM Ann Lee <ann@example.com> wrote:",
    "On Mon, Mar 2, 2026 at 10:00 AM Ann Lee <\nann@example.com> wrote:",
    "On Monday, March 2nd, 2026 at 10:00, Ann Lee <ann@example.com> wrote:",
    "On 2026-03-02 10:00, Ann Lee wrote:",
    "On 3/2/26 10:00, Ann Lee wrote:",
    "Ann Lee <ann@example.com> wrote on Mon, 2 Mar 2026 10:00:",
    "Ann Lee via Tracker <notes@example.com> wrote:",
    "Quoting Ann Lee <ann@example.com>:",
    "Zitat von Ann Lee <ann@example.com>:",
    "In article <a1@example.com>, Ann Lee <ann@example.com> wrote:",
    "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Ann Lee <ann@example.com>:",
    "Le lundi 2 mars 2026 à 10:00:00 UTC+1, Ann Lee <ann@example.com> a écrit :",
    "El lun, 2 mar 2026 a las 10:00, Ann Lee (<ann@example.com>) escribió:",
    "Il giorno lun 2 mar 2026 alle ore 10:00 Ann Lee <\nann@example.com> ha scritto:",
    "Op ma 2 mrt. 2026 om 10:00 schreef Ann Lee <ann@example.com>:",
    "Em seg., 2 de mar. de 2026, 10:00, Ann Lee <ann@example.com>\nescreveu:",
    "No dia 02/03/2026, às 10:00, Ann Lee <ann@example.com> escreveu:",
    "pon., 2 mar 2026 o 10:00 Ann Lee <ann@example.com> napisał(a):",
    "po 2. 3. 2026 v 10:00 odesílatel Ann Lee <ann@example.com> napsal:",
    "po 2. 3. 2026 o 10:00 Ann Lee <ann@example.com> napísal(a):",
    "Ann Lee <ann@example.com> ezt írta (időpont: 2026. márc. 2., H, 10:00):",
    "În lun., 2 mar. 2026 la 10:00, Ann Lee <ann@example.com> a scris:",
    "Ann Lee <ann@example.com>, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "пн, 2 мар. 2026 г. в 10:00, Ann Lee <ann@example.com>:",
    "На пн, 2.03.2026 г. в 10:00 Ann Lee <ann@example.com> написа:",
    "пн, 2 бер. 2026 р. о 10:00 Ann Lee <ann@example.com> пише:",
    "Στις Δευ 2 Μαρ 2026 στις 10:00 π.μ., ο χρήστης Ann Lee <ann@example.com> έγραψε:",
    "Den mån 2 mars 2026 kl 10:00 skrev Ann Lee <ann@example.com>:",
    "man. 2. mar. 2026 kl. 10:00 skrev Ann Lee <ann@example.com>:",
    "ma 2. maalisk. 2026 klo 10.00 Ann Lee (ann@example.com) kirjoitti:",
    "Kuupäev E, 2. märts 2026 kell 10:00 kirjutas Ann Lee <ann@example.com>:",
    "2026-03-02, pr, 10:00 Ann Lee <ann@example.com> rašė:",
    "pirmd., 2026. g. 2. marts, plkst. 10:00 — lietotājs Ann Lee (<ann@example.com>)\nrakstīja:",
    "V V pon., 2. mar. 2026 ob 10:00 je oseba Ann Lee <ann@example.com> napisala:",
    "pon, 2. ožu 2026. u 10:00 Ann Lee <ann@example.com> napisao je:",
    "Missatge de Ann Lee <ann@example.com> del dia dl., 2 de març 2026 a les 10:00:",
    "Vào Th 2, 2 thg 3, 2026 vào lúc 10:00 Ann Lee <ann@example.com> đã viết:",
    "Pada tanggal Sen, 2 Mar 2026 pukul 10.00 Ann Lee <ann@example.com> menulis:",
    "ในวันที่ จ. 2 มี.ค. 2026 เวลา 10:00 น. Ann Lee <ann@example.com> เขียนว่า:",
    "सोम, 2 मार्च 2026 को 10:00 am बजे को Ann Lee <ann@example.com> ने लिखा:",
    "في الاثنين، 2 مارس 2026 في 10:00 ص تمت كتابة ما يلي بواسطة Ann Lee <ann@example.com>:",
    "\u202bבתאריך יום ב׳, 2 במרץ 2026 ב-10:00 מאת \u202aAnn Lee\u202c\u200f <\u202aann@example.com\u202c\u200f>:\u202c",
    "2026年3月2日(月) 10:00 Ann Lee <ann@example.com>:",
    "2026/03/02 10:00、Ann Lee <ann@example.com>のメール:",
    "Ann Lee <ann@example.com> 于2026年3月2日周一 10:00写道：",
    "2026년 3월 2일 (월) 오전 10:00, Ann Lee <ann@example.com>님이 작성:",
    "---- On Mon, 02 Mar 2026 10:00:00 +0100 Ann Lee <ann@example.com> wrote ---",
]  # fmt: skip


@pytest.mark.parametrize("announcement", MARKED_OR_NOT)
@pytest.mark.parametrize("quote", ["> The old text.\n> And more.", "The old text.\n\nAnd more."])
def test_a_quotation_is_folded_whoever_wrote_the_program(announcement, quote):
    folded = reply_text(f"{ANSWER}\n\n{announcement}\n\n{quote}\n")
    assert folded.visible == ANSWER
    assert "The old text." in folded.quoted


@pytest.mark.parametrize(
    "announcement",
    [
        "Ann wrote:",
        "Ann Lee schrieb am 2.3.2026:",
        "El lunes, 2 de marzo de 2026, Ann Lee escribió:",
        "2026/3/2 Ann Lee <ann@example.com>",
        "Mnamo Jumatatu, 2 Machi 2026 saa 10:00, Ann Lee aliandika:",  # a language not in the lists
    ],
)
def test_what_says_less_is_believed_where_marks_follow(announcement):
    text = f"{ANSWER}\n\n{announcement}\n> The old text.\n"
    assert reply_text(text).visible == ANSWER


HEADERS = [
    "Von: Ann Lee\nGesendet: Montag, 2. März 2026 10:00\nAn: Bo",
    "From: Ann Lee <ann@example.com>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Bo\nSubject: Plan",
    "From: Ann Lee <ann@example.com>\nDate: Monday, 2 March 2026 at 10:00\nTo: Bo\nSubject: Plan",
    "Von: Ann Lee\nGesendet: Montag, 2. März 2026 10:00\nAn: Bo\nBetreff: Plan",
    "De : Ann Lee <ann@example.com>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Bo\nObjet : Plan",
    "De: Ann Lee <ann@example.com>\nEnviada em: segunda-feira, 2 de março de 2026 10:00\nPara: Bo\nAssunto: Plan",
    "Lähettäjä: Ann Lee\nLähetetty: maanantai 2. maaliskuuta 2026 10.00\nVastaanottaja: Bo\nAihe: Plan",
    "Od: Ann Lee <ann@example.com>\nOdesláno: pondělí 2. března 2026 10:00\nKomu: Bo\nPředmět: Plan",
    "Feladó: Ann Lee <ann@example.com>\nElküldve: 2026. március 2., hétfő 10:00\nCímzett: Bo\nTárgy: Plan",
    "Kimden: Ann Lee\nGönderildi: 2 Mart 2026 Pazartesi 10:00\nKime: Bo\nKonu: Plan",
    "От: Ann Lee <ann@example.com>\nОтправлено: 2 марта 2026 г. 10:00\nКому: Bo\nТема: Plan",
    "差出人: Ann Lee <ann@example.com>\n送信日時: 2026年3月2日 10:00\n宛先: Bo\n件名: Plan",
    "发件人: Ann Lee <ann@example.com>\n发送时间: 2026年3月2日 10:00\n收件人: Bo\n主题: Plan",
    "보낸 사람: Ann Lee <ann@example.com>\n보낸 날짜: 2026년 3월 2일\n받는 사람: Bo\n제목: Plan",
    "**From:** Ann Lee <ann@example.com>\n**Sent:** Monday\n**To:** Bo\n**Subject:** Plan",
]  # fmt: skip


@pytest.mark.parametrize("block", HEADERS)
@pytest.mark.parametrize("rule", ["", "________________________________\n", "-----\n"])
def test_a_copied_header_block_is_known_in_every_language(block, rule):
    folded = reply_text(f"{ANSWER}\n\n{rule}{block}\n\nThe old text.\n")
    assert folded.visible == ANSWER
    assert folded.quoted.endswith("The old text.")


@pytest.mark.parametrize(
    "line",
    [
        "-----Original Appointment-----", "-----Ursprünglicher Termin-----",
        "----- Mensagem original -----", "-------- Původní zpráva --------",
        "-------- Исходное сообщение --------", "-----Messaggio originale-----",
        "----- Alkuperäinen viesti -----", "-----原始邮件-----", "________ Oorspronkelijk bericht ________",
    ],
)  # fmt: skip
def test_a_mail_named_between_dashes_begins_the_quotation(line):
    assert reply_text(f"{ANSWER}\n\n{line}\nThe old text.\n").visible == ANSWER


KEPT = [
    # sentences with what announcements are made of
    "On 2 March 2026 Ann wrote to us that the price is fixed.\n\nIs that so?",
    "On Monday at 10:00 we said the following:\n\nThe price is fixed.",
    "Please send the plan by 2 March 2026 to ann@example.com with the following:\n\n1. dates\n2. names",
    "Ask Ann <ann@example.com> about:\n\n- the price\n- the dates",
    "I checked what Ann wrote:\n\nit says Tuesday.",
    "The minutes of 2 March 2026 say:\n\nWe begin in May.",
    "Our offer of 02.03.2026, 10:00 has these parts:\n\nA and B.",
    # forms and lists with what headers are made of
    "Here is the trip.\n\nFrom: London\nTo: Paris\nDate: 2 March 2026\n\nCan you book it?",
    "For the workshop:\n\nDate: 12.03.2026\nSubject: Kickoff\n\nPlease confirm.",
    "Her details:\n\nName: Ann Lee\nMail: ann@example.com\nDate of birth: 2.3.1990\n\nThanks!",
    "From: Ann <ann@example.com>\nDate: 2 March 2026\nTo: Bo\nSubject: a form\n\nI want a quote.",
    # what looks like signs
    "The parts are\n\n---- Part one ----\nblue\n\n---- Part two ----\nred",
    "Totals\n------\nA 10\nB 20",
    "Two options:\n\n-----\n\nThe first one costs more.\n\n-----\n\nThe second takes longer, until May at least.",
    "mysql> select 1;\nmysql> quit",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "Done.\n\nBest regards,\nAnn",
    "Sent from our office last week, the parcel should be there.\n\nPlease look.",
    "Thanks for the mail you wrote:\nit helped.",
    "> You asked this.\n\nAnd I answer that.",
    "He said: do it.\nShe said: don't.",
    "Call me at 10:00\n\nAnn",
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_what_only_resembles_a_quotation_stays(text):
    assert reply_text(text) == Folded(text)


ANNOUNCED = "On 2 Mar 2026, Ann <ann@example.com> wrote:\n"


@pytest.mark.parametrize(
    "text",
    [
        "> Tuesday?\nYes.\n> And the price?\nFixed.",
        "> Tuesday?\n\nYes.\n\n> And the price?\n\nFixed.",
        "> Is Tuesday really the best day for all of you who have to come to us?\nYes.\n> And the price?\nFixed.",
        "> Tuesday?\n> > Or Wednesday?\nYes.\n>\n> And the price?\nFixed.\n\n> Goodbye.",
        "\n> Tuesday?\n\nYes.\nYes.\n\n> And the price?\n>\n> per day\n\nFixed.",
    ],
)  # fmt: skip
def test_no_answer_between_quoted_lines_is_lost(text):
    for above in ("", "See below.\n\n"):
        visible = reply_text(above + ANNOUNCED + text).visible
        assert "Yes." in visible and "Fixed." in visible and "And the price?" in visible
        assert visible.startswith(above.strip()) and "Goodbye" not in visible


def test_an_answer_below_a_phones_line_is_not_lost():
    text = f"See below.\n\nSent from my phone\n\n{ANNOUNCED}> Tuesday?\n\nYes.\n\n> And the price?\n\nFixed."
    folded = reply_text(text)
    assert "Yes." in folded.visible and "Fixed." in folded.visible
    assert folded.signature == "Sent from my phone"


def test_a_quoted_line_that_was_broken_off_belongs_to_the_quotation():
    long = "> We would like to know whether the second milestone can be reached before the"
    text = f"{ANSWER}\n\n{ANNOUNCED}{long}\nholidays begin\n> and what it costs.\n"
    assert reply_text(text).visible == ANSWER


def test_an_answer_below_nested_quotations_is_found():
    text = f"{ANNOUNCED}> On 1 Mar 2026, Bo wrote:\n>> Monday?\n>\n> Or Tuesday?\n\n{ANSWER}\n"
    assert reply_text(text).visible == ANSWER


def test_a_mail_forwarded_without_a_word_shows_what_is_forwarded():
    fields = (
        "---------- Forwarded message ---------\nFrom: Ann <a@example.com>\nDate: Mon\nSubject: x"
    )
    folded = reply_text(f"{fields}\n\n{ANSWER}")
    assert (folded.visible, folded.quoted) == (ANSWER, fields)


def test_a_mail_of_nothing_but_a_quotation_shows_it_unless_it_was_announced():
    assert reply_text("> Tuesday?").visible == "> Tuesday?"
    assert reply_text(f"{ANNOUNCED}> Tuesday?").visible == ""


@pytest.mark.parametrize(
    "signature",
    [
        "Regards,\nAnn Lee\nHead of Plans\n+44 20 7946 0000",
        "Mit freundlichen Grüßen\n\nAnn Lee\nBeispiel GmbH",
        "LG\nAnn", "Mvh\nAnn Lee",
        "____________________\nAnn Lee\nPlans Ltd",
        "-----------\nAnn Lee\nann@example.com\nwww.example.com",
        "—————\nAnn Lee\nPlans\nann@example.com\n+44 20 7946 0000",
        "Télécharger Boîte pour Android",
        "Envoyé de mon téléphone", "Enviado desde mi teléfono", "Inviato dal mio telefono",
        "Sent from Mail for Windows", "Get BlueMail for Android", "(sent from my phone)",
        "Telefonumdan gönderildi", "Отправлено из мобильной почты", "发自我的手机",
        "Skickat från min telefon", "Verzonden vanaf mijn telefoon",
    ],
)  # fmt: skip
def test_a_signature_is_folded(signature):
    folded = reply_text(f"{ANSWER}\n\n{signature}\n")
    assert (folded.visible, folded.signature) == (ANSWER, signature)
