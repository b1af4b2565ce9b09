"""How mail programs and people in several languages announce what they quote.

An announcement has a grammar that languages share: a date, a name, an address, a word for writing,
a colon. The lists name languages, not senders; a new language is one entry each. Every pattern is
tried on a line or a few joined lines of bounded length, so that no text makes it slow.
"""

from __future__ import annotations

import re

LONGEST_LINE = 600
MARKS = r"[\s>*_-]*"


def _either(words: set[str] | tuple[str, ...]) -> str:
    """One of the words, the longest first."""
    return "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))


# How "On <date>, <somebody> wrote:" begins.
_OPENINGS = (
    *("on", "at", "in a message dated", "in reply to", "in article", "in message"),
    *("en", "el", "a", "le", "am", "um", "il", "il giorno", "in data", "op", "em", "no dia"),
    *("den", "dne", "dňa", "dnia", "w dniu", "på", "v", "o", "în", "în data de", "la data de"),
    *("u", "dana", "na", "в", "на", "vào", "pada", "pada tanggal", "στις", "kuupäev", "ngày"),
    *("في", "در", "בתאריך", "ב", "在", "於", "于", "ในวันที่", "เมื่อ", "का", "ter", "de", "ma"),
)
_OPENING = _either(_OPENINGS)
_VERBS = (
    *("wrote", "writes", "said", "says", "has written", "had written"),
    *("a écrit", "écrivait", "écrit", "schrieb", "schreibt", "hat geschrieben"),
    *("escribió", "escribio", "ha escrito", "escribía", "va escriure", "ha escrit", "escribiu"),
    *("ha scritto", "scriveva", "scrive", "escreveu", "escreve", "idatzi du", "a scris"),
    *("schreef", "heeft geschreven", "geschreven", "het volgende geschreven", "skreiv"),
    *("skrev", "skriver", "följande", "skrifaði", "kirjoitti", "kirjutas", "rakstīja", "rašė"),
    *("napisał", "napisała", "napisał(a)", "napisał/a", "pisze", "napsal", "napsala", "napsal(a)"),
    *("napísal", "napísala", "napísal(a)", "írta", "ezt írta", "je napisao", "je napisala"),
    *("napisao je", "napisala je", "je napisal", "napisala", "napisao", "shkroi", "је написао"),
    *("пишет", "написал", "написала", "написал(а)", "писал", "писала", "пише", "написав"),
    *("написала", "написа", "пишете", "έγραψε", "έγραψαν", "yazdı", "şunu yazdı", "şunları yazdı"),
    *("menulis", "sumulat", "đã viết"),
)
_VERB = _either(_VERBS)
_LAST_WORDS = frozenset(verb.split()[-1] for verb in _VERBS)
# Scripts that do not part words with blanks, or do not have letters of two cases.
_UNSPACED_VERBS = (
    *("写道", "寫道", "写了", "さんは書き", "さんが書き", "のメール", "작성", "님이", "씀"),
    *("كتب", "نوشت", "כתב", "מאת", "เขียน", "लिखा"),
)
_VERB_FOUND = re.compile(rf"\b(?:{_VERB})(?![^\W\d_])|{_either(_UNSPACED_VERBS)}", re.I)
_ALL_VERBS = tuple({*_LAST_WORDS, *_UNSPACED_VERBS})
# The same said in front of the name, with no date: "Quoting Ann <ann@example.com>:".
_QUOTING = re.compile(
    rf"^{MARKS}(?:quoting|zitat von|citando a?|citando|quota|citerar|citeert|citation de"
    rf"|missatge de|{_VERB})\s",
    re.I,
)
_CITING = re.compile(rf"^{MARKS}in (?:article|message) <", re.I)
_MONTH = r"[^\s\d,<>@:;()]{2,14}"
_JOIN = r"(?:,?[\s-]+|\.\s?)"
_OF = r"(?:(?:de|of|del|d[’']|г\.|g\.)\s?)?"
_DATE = (
    r"(?:\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}"
    r"|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?{_JOIN}{_OF}{_MONTH}{_JOIN}{_OF}\d{{2,4}}\b"
    rf"|{_MONTH}[\s-]{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?{_JOIN}\d{{2,4}}\b"
    r"|\d{1,2}\s+tháng\s+\d{1,2},?\s+(?:năm\s+)?\d{4}"
    rf"|\d{{4}}\.?,?\s+{_OF}(?:\d{{1,2}}\.\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}))"
)
_TIME = r"(?:(?<![\d.,:])[0-2]?\d\s?[:.h]\s?[0-5]\d(?![\d%]|[.,]\d))"
_WHEN = rf"(?:{_DATE}|{_TIME})"
_WORD = r"[^\s\d<>@:]{1,14}\s+"
_DIGIT = re.compile(r"\d")
HAS_DATE = re.compile(_DATE)
_HAS_WHEN = re.compile(_WHEN)
_HAS_TIME = re.compile(_TIME)
HAS_ADDRESS = re.compile(r"(?<=[^\s<>@\"(])@[^\s<>@\"]{1,100}\.\w")
_HAS_MAILBOX = re.compile(r"[<(\[][^<>()\[\]@]{1,100}@[^<>()\[\]@]{1,200}[>)\]]")
_MAILBOX_LAST = re.compile(r"<[^<>]{1,200}@[^<>]{3,200}>[\s:>*]*$")
_DATED = re.compile(
    rf"^{MARKS}[\"'“(]?(?:(?:{_OPENING})[\s,:]+(?:{_WORD}){{0,3}})?[^\W\d_]{{0,14}}[.,]{{0,2}}\s?"
    rf"(?:{_WHEN}|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH}|{_MONTH}\s\d{{1,2}}\b)",
    re.I,
)
_LOOSELY_DATED = re.compile(rf"^{MARKS}(?:{_WORD}){{0,4}}{_WHEN}", re.I)
_NAMED = re.compile(
    rf"^{MARKS}[^<>\s][^<>]{{0,100}}[<(]{{1,2}}[^<>()\s]{{1,200}}@[^<>()\s]{{3,200}}[>)]"
)
_SENTENCE = re.compile(r"(?<=[^\W\d_]{4})[.!?]\s|[!?]\s")
_ENDS = re.compile(r"[:：][\s*_]*$")
_ZONED = re.compile(
    rf"^{MARKS}{_DATE},?\s+{_TIME}(?::\d{{2}})?\s+(?:GMT|UTC)[+-]\d{{1,2}}:?\d{{2}}\s+"
    r"[^\W\d_][\w.'’-]*(?:\s+[\w.'’-]+){0,4}\s*$"
)

# The fields of a quoted header block, as the programs of each language name them.
_ROLES = {
    "from": (
        *("from", "von", "de", "expéditeur", "message de", "da", "van", "från", "fra", "lähettäjä"),
        *("od", "feladó", "gönderen", "kimden", "de la", "от", "от кого", "від", "від кого"),
        *("από", "发件人", "寄件者", "寄件人", "差出人", "보낸 사람", "보낸사람", "من", "מאת"),
        *("remitente", "mittente", "remetente", "dari", "từ", "จาก", "saatja", "no", "nuo", "frá"),
        *("expeditor", "пошиљалац", "šalje", "pošiljatelj", "подател", "del", "sent by"),
    ),
    "sent": (
        *("sent", "sent on", "gesendet", "gesendet am", "envoyé", "envoyé le", "envoye"),
        *("date d'envoi", "message du", "enviado", "enviado el", "fecha de envío", "inviato"),
        *("inviato il", "enviada", "enviada em", "enviado em", "verzonden", "skickat", "sendt"),
        *("lähetetty", "wysłano", "wysłane", "odesláno", "odoslané", "elküldve", "küldve"),
        *("gönderildi", "trimis", "trimis la", "отправлено", "надіслано", "изпратено", "στάλθηκε"),
        *("发送时间", "寄件日期", "傳送時間", "送信日時", "보낸 날짜", "إرسال", "נשלח", "dikirim"),
        *("đã gửi", "ส่งแล้ว", "saadetud", "nosūtīts", "išsiųsta", "poslano", "послато", "enviat"),
    ),
    "date": (
        *("date", "datum", "fecha", "data", "dato", "päivämäärä", "pvm", "dátum", "tarih", "дата"),
        *("ημερομηνία", "日期", "日時", "날짜", "تاريخ", "תאריך", "tanggal", "ngày", "วันที่"),
        *("kuupäev",),
    ),
    "to": (
        *("to", "an", "à", "a", "para", "aan", "till", "til", "vastaanottaja", "do", "komu"),
        *("címzett", "kime", "alıcı", "către", "кому", "до", "προς", "收件人", "收件者", "宛先"),
        *("받는 사람", "받는사람", "إلى", "אל", "destinataire", "destinatario", "kepada", "đến"),
        *("ถึง", "saaja", "kam", "kam:", "kam ", "za", "prima", "получател", "per a"),
    ),
    "subject": (
        *("subject", "betreff", "objet", "sujet", "asunto", "oggetto", "assunto", "onderwerp"),
        *("ämne", "emne", "aihe", "temat", "předmět", "predmet", "tárgy", "konu", "subiect"),
        *("тема", "относно", "θέμα", "主题", "主旨", "主題", "件名", "제목", "الموضوع", "נושא"),
        *("subjek", "perihal", "chủ đề", "เรื่อง", "teema", "tēma", "tema", "efni", "предмет"),
        *("naslov", "assumpte"),
    ),
    "other": (
        *(
            "cc",
            "bcc",
            "cci",
            "kopie",
            "copie à",
            "копия",
            "копія",
            "抄送",
            "副本",
            "참조",
            "másolat",
        ),
        *("reply-to", "antwort an", "répondre à", "risposta", "responder a", "importance"),
        *("importante", "wichtigkeit", "priority", "priorität", "attachments", "anlagen"),
        *("pièces jointes", "organization", "kopio", "kopia", "kopi", "dw", "udw", "bilgi"),
    ),
}
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names}
_LABEL = re.compile(rf"^{MARKS}([^\s:：*][^:：\n*]{{0,24}}?)\s?\*?\s?[:：]")

# "-----Original Message-----": a word for a mail between dashes; "Begin forwarded message:".
_MAILS = (
    *(
        "message",
        "e?-?mail",
        "appointment",
        "termin",
        "rendez-vous",
        "nachricht",
        "mensaje",
        "messaggio",
        "mensagem",
    ),
    *("bericht", "meddelande", "meddelelse", "besked", "melding", "viesti", "wiadomość", "zpráva"),
    *("správa", "üzenet", "mesaj", "ileti", "poruka", "сообщение", "повідомлення", "письмо"),
    *(
        "лист",
        "съобщение",
        "μήνυμα",
        "邮件",
        "郵件",
        "メッセージ",
        "메시지",
        "메일",
        "thư",
        "pesan",
    ),
    *("missatge", "sporočilo", "kiri", "ziņojums", "laiškas", "skeyti", "رسالة", "הודעה", "ข้อความ"),
)
_DASH = r"(?:[-_=]{2,}+|[—–]++)"
_DASHED = re.compile(
    rf"^[\s>*]*{_DASH}\s*(?:[^\W\d_][\w'’]{{0,20}}\s+){{0,4}}[\w'’]{{0,20}}(?:{'|'.join(_MAILS)})"
    rf"[\w'’ ]{{0,40}}:?\s*{_DASH}[\s*]*$"
    rf"|^[\s>*]*{_DASH}\s?.{{2,200}}?\b(?:{_VERB})\s?:?\s?{_DASH}\s*$",
    re.I,
)
_BEGUN = re.compile(
    r"^[\s>*]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado"
    r"|inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:re)?encaminhada"
    r"|vidarebefordrat brev|start på videresendt besked|videresendt melding"
    r"|välitetty viesti alkaa|начало переадресованного сообщения|転送されたメッセージ"
    r"|下面是被转发的邮件|開始轉寄郵件)\s*[:：]\s*$",
    re.I,
)
FORWARD = re.compile(
    r"forward|weiter(?:ge)?leitet|transf[ée]r|réexpédié|reenviado|reenviada|inoltrat|encaminhada"
    r"|doorgestuurd|vidarebefordra|videresend|välitetty|przekazan|przesłan|přeposlan|preposlan"
    r"|továbbított|iletilen|redirecționat|пересла|пересыл|переадрес|препратен|προωθ|转发|轉寄"
    r"|転送|전달|diteruskan|chuyển tiếp",
    re.I,
)
RULE = re.compile(r"^[\s>]*(?:[-_=*~]\s?){3,}\s*$")
# The same announcement behind the end of an answer, on one line with it.
_SHARED = re.compile(
    r"(?<=[\s-])(?:On|At|Am|Le|El|Il|Op|Em|En|Den|Dne|W dniu|På|În|Στις|Vào|Pada)\s"
    rf"(?:[^\s\d]{{1,12}}\s)?{_WHEN}.{{2,300}}\b(?:{_VERB})\s?:\s*$"
)


def is_separator(line: str) -> bool:
    """Whether a line names a mail between dashes, or says that one begins."""
    if len(line) > 240:
        return False
    if line.lstrip(" \t>*")[:1] in tuple("-_=—–"):
        return bool(_DASHED.match(line))
    return line.endswith((":", "：")) and bool(_BEGUN.match(line))


def field_role(line: str) -> str:
    """What a header field says (from, sent, date, to, subject, other); empty for other lines."""
    found = _LABEL.match(line[:60])
    return _ROLE_OF.get(found[1].strip().casefold(), "") if found else ""


def split_shared(line: str) -> list[str]:
    """A line in two where an answer and the announcement of a quotation share it."""
    if len(line) > LONGEST_LINE or not _ENDS.search(line) or line.lstrip().startswith(">"):
        return [line]
    found = _SHARED.search(line)
    answer = line[: found.start()].rstrip(" -") if found else ""
    return [answer, line[len(answer) :].lstrip()] if answer.strip() else [line]


def may_end_announcement(line: str) -> bool:
    """A cheap look at a line's end: a colon, an address, or a word for writing."""
    end = line.rstrip(" *_-—–\t")
    if end.endswith((":", "：", ">")):
        return True
    if len(end) > LONGEST_LINE:
        return False
    if end[end.rfind(" ") + 1 :].lower() in _LAST_WORDS:
        return True
    return ("GMT" in end or "UTC" in end) and bool(_ZONED.match(end))


def has_verb(text: str) -> bool:
    """Whether somebody is said to have written."""
    lowered = text.lower()
    return any(word in lowered for word in _ALL_VERBS) and bool(_VERB_FOUND.search(text))


def is_dated(text: str) -> bool:
    """Whether an announcement begins with its date, as the language begins such lines."""
    return bool(_DATED.match(text))


def is_whole(text: str) -> bool:
    """Whether an announcement has its beginning, and says who."""
    if not has_verb(text) and not _HAS_MAILBOX.search(text):
        return False
    return bool(_DATED.match(text) or _NAMED.match(text))


def is_announcement(text: str, *, is_followed: bool) -> bool:
    """Whether a line, or a few joined, says who wrote what follows. What marks nothing below
    (`is_followed` is whether quote marks do) must say more to be believed."""
    if _ZONED.match(text):
        return True
    if not _ENDS.search(text):
        return _is_open_announcement(text, is_followed)
    addressed = HAS_ADDRESS.search(text)
    if not addressed and not is_followed and not _DIGIT.search(text):
        return False
    timed = _HAS_WHEN.search(text)
    if has_verb(text):
        return _is_written(text, bool(addressed), bool(timed), is_followed)
    mailbox = bool(addressed and _HAS_MAILBOX.search(text))
    if _QUOTING.match(text) and mailbox:
        return True
    begins = bool(_DATED.match(text) or _LOOSELY_DATED.match(text) or _NAMED.match(text))
    if is_followed and begins and (mailbox or HAS_DATE.search(text)):
        return True  # perhaps in a language that is not in the lists
    return begins and mailbox and bool(HAS_DATE.search(text))


def _is_written(text: str, addressed: bool, timed: bool, is_followed: bool) -> bool:
    """The usual kind, with a word for writing and a colon."""
    if is_followed and _is_brief(text, 160 if timed or addressed else 60):
        return True
    if _DATED.match(text) and (addressed or _is_full(text)):
        return True
    if addressed and (_NAMED.match(text) or _QUOTING.match(text) or _CITING.match(text)):
        return True
    return bool(addressed and timed and _HAS_MAILBOX.search(text) and _LOOSELY_DATED.match(text))


def _is_brief(text: str, width: int) -> bool:
    """Short, and no sentence in front of it: that would be the writer's own."""
    return len(text) < width and not _SENTENCE.search(text)


def _is_full(text: str) -> bool:
    """A date, a time, a word for writing, and behind that word nothing but a name."""
    if not HAS_DATE.search(text) or not _HAS_TIME.search(text):
        return False
    *_, last = _VERB_FOUND.finditer(text)
    behind = text[last.end() :].strip(" :：*_\"'")
    return behind.count(" ") < 4 and behind[:1] == behind[:1].upper()


def _is_open_announcement(text: str, is_followed: bool) -> bool:
    """Without a colon: the word for writing stands last, or only quote marks tell."""
    if not _DATED.match(text):
        return False
    if is_followed and _MAILBOX_LAST.search(text):
        return True
    words = text.lower().rstrip(" *_-—–").split()
    is_last = bool(words) and words[-1] in _LAST_WORDS and has_verb(text)
    return bool(is_last and HAS_DATE.search(text) and HAS_ADDRESS.search(text))
