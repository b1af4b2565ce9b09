"""How mail programs and people in several languages announce what they quote and how they sign.

Every pattern is anchored and is tried on a line or a few joined lines of bounded length, so that
no text makes them slow. The list says languages, not senders: a new language is one entry each.
"""

from __future__ import annotations

import re

LONGEST_LINE = 600

# "On <date>, <somebody> wrote:" and its kin: how it begins, and the verb it has.
_OPENINGS = (
    *(
        "on",
        "at",
        "in reply to",
        "in a message dated",
        "quoting",
        "en",
        "el",
        "le",
        "am",
        "il",
        "op",
    ),
    *("em", "a", "den", "dne", "dňa", "dnia", "w dniu", "på", "tir", "pe", "în data de", "u", "na"),
    *("vào", "pada", "στις", "ons", "am", "um", "ter", "de", "ma"),
)
_VERBS = (
    *("wrote", "writes", "said", "says", "a écrit", "écrivait", "schrieb", "schreibt", "escribió"),
    *("escribio", "ha escrito", "ha scritto", "scriveva", "scrive", "schreef", "heeft geschreven"),
    *("geschreven", "het volgende geschreven", "escreveu", "napisał", "napisała", "napisał(a)"),
    *("napisał/a", "pisze", "skrev", "skriver", "kirjoitti", "napsal", "napsala", "napsal(a)"),
    *("napísal", "napísala", "írta", "ezt írta", "a scris", "έγραψε", "yazdı", "şunu yazdı"),
    *("пишет", "написал", "написала", "написал(а)", "писал", "пише", "написав", "пишете"),
    *("đã viết", "menulis", "je napisao", "je napisala", "написа", "je napisal"),
)
_VERB = "|".join(sorted((re.escape(verb) for verb in set(_VERBS)), key=len, reverse=True))
_OPENING = "|".join(sorted((re.escape(word) for word in set(_OPENINGS)), key=len, reverse=True))
ATTRIBUTION = re.compile(rf"^[\s>*]*(?:{_OPENING})[\s,:].{{4,500}}?\b(?:{_VERB})(?![^\W\d_])", re.I)
_NAME_FIRST = re.compile(rf"^[\s>*]*[^<>\s][^<>]{{1,100}}<[^<>\s]{{3,200}}>\s+(?:{_VERB})\b", re.I)
# Where the verb stands in front of the name, or the name in front of the date.
_VERB_INSIDE = re.compile(
    rf"(?:\b(?:{_VERB})(?![^\W\d_]))|(?:写道|寫道|さん[はが]?書き|작성|님이)", re.I
)
_DATE_PIECE = (
    r"(?:\d{1,2}[:.]\d{2}|\d{4}[-/年.]\s?\d{1,2}[-/月.]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}\.?\s+[^\W\d_]{3,12}\.?,?\s+(?:\d{4}|kl)|[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+\d{4})"
)
HAS_DATE = re.compile(_DATE_PIECE)
HAS_ADDRESS = re.compile(r"[^\s<>@\"]{1,64}@[^\s<>@\"]{1,100}\.\w")
ENDS_AS_ATTRIBUTION = re.compile(r"[:：]\s*\*?$")
_ADDRESS_LAST = re.compile(r"<[^<>]{3,200}@[^<>]{3,200}>[\s:>*]*$")
_DATE_FIRST = re.compile(rf"^[\s>*]*(?:[^\W\d_]{{2,12}}\.?,?\s+)?{_DATE_PIECE}")

# The fields of a quoted header block, as the programs of each language name them.
_FIELDS = (
    *("from", "sent", "to", "cc", "date", "subject", "reply-to", "importance", "sent by"),
    *("von", "gesendet", "gesendet am", "an", "datum", "betreff", "antwort an", "kopie"),
    *("de", "envoyé", "envoyé le", "à", "objet", "date d'envoi", "envoye", "expéditeur", "sujet"),
    *("copie à", "message du", "message de", "cc", "cci", "bcc"),
    *("enviado", "enviado el", "para", "asunto", "fecha", "da", "inviato", "a", "oggetto", "data"),
    *("enviada", "enviada em", "assunto", "enviado em", "van", "verzonden", "aan", "onderwerp"),
    *("från", "skickat", "till", "ämne", "fra", "sendt", "til", "emne", "dato", "lähettäjä"),
    *("lähetetty", "vastaanottaja", "aihe", "od", "wysłano", "do", "temat", "wysłane", "odesláno"),
    *("komu", "předmět", "odoslané", "predmet", "feladó", "elküldve", "címzett", "tárgy", "kime"),
    *("gönderen", "gönderildi", "kimden", "konu", "tarih", "de la", "trimis", "către", "subiect"),
    *("от", "от кого", "отправлено", "кому", "тема", "дата", "копия", "від", "надіслано"),
    *("από", "στάλθηκε", "προς", "θέμα", "发件人", "发送时间", "收件人", "主题", "抄送", "日期"),
    *("寄件者", "寄件日期", "收件者", "主旨", "差出人", "送信日時", "宛先", "件名", "日時"),
    *("보낸 사람", "보낸 날짜", "받는 사람", "제목", "날짜"),
)
_FIELD = "|".join(sorted((re.escape(name) for name in set(_FIELDS)), key=len, reverse=True))
FIELD = re.compile(rf"^[\s>*]*(?:{_FIELD})\s?\*?\s?[:：]\*?(?:\s|$|\S)", re.I)

# "-----Original Message-----": a word for a mail between dashes; "Begin forwarded message:".
_MAILS = (
    *("message", "e?-?mail", "appointment", "nachricht", "mensaje", "messaggio", "mensagem"),
    *("bericht", "meddelande", "meddelelse", "besked", "melding", "viesti", "wiadomość", "zpráva"),
    *(
        "správa",
        "üzenet",
        "mesaj",
        "ileti",
        "poruka",
        "сообщение",
        "повідомлення",
        "письмо",
        "лист",
    ),
    *("μήνυμα", "邮件", "郵件", "メッセージ", "메시지", "메일", "thư", "pesan"),
)
_DASH = r"(?:[-_=]{2,}+|[—–]++)"
SEPARATOR = re.compile(
    rf"^[\s>*]*{_DASH}\s*(?:[^\W\d_][\w'’]{{0,20}}\s+){{0,4}}[\w'’]{{0,20}}(?:{'|'.join(_MAILS)})"
    rf"[\w'’ ]{{0,40}}:?\s*{_DASH}[\s*]*$"
    rf"|^[\s>*]*{_DASH}\s?.{{2,200}}?\b(?:{_VERB})\s?:?\s?{_DASH}\s*$"
    rf"|^[\s>*]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    rf"|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado"
    rf"|inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:re)?encaminhada"
    rf"|vidarebefordrat brev|start på videresendt besked)\s*:?\s*$",
    re.I,
)
FORWARD = re.compile(
    r"forward|weiter(?:ge)?leitet|transféré|réexpédié|reenviado|inoltrat|encaminhada|doorgestuurd"
    r"|vidarebefordrat|videresendt|przekazan|přeposlan|пересыл|переслан|转发|轉寄|転送|전달",
    re.I,
)
RULE = re.compile(r"^[\s>]*(?:[-_=*~]\s?){3,}\s*$")
DELIMITER = re.compile(r"^(?:--|—|–|__)\s*$")
# "Sent from my phone": short, at the end, no sentence goes on behind it.
_LINK = re.compile(r"\s?[<\[(]https?://[^\s<>]{1,200}[>\])]")
_DEVICES = (
    r"sent (?:from|via|with|using) (?:my )?",
    r"(?:get|download) \w+ for ",
    r"von mein(?:em|er) .{2,40} gesendet",
    r"gesendet (?:von|mit) ",
    r"diese nachricht wurde von mein",
    r"envoyé (?:de(?:puis)?|à partir de|avec) ",
    r"enviado (?:desde|de|a partir d[eo]|con|do) ",
    r"inviato da(?:l| )",
    r"verzonden (?:vanaf|met|via) ",
    r"verstuurd vanaf ",
    r"skickat från ",
    r"sendt fra ",
    r"lähetetty ",
    r"wysłan[eoy] z ",
    r"odesláno z ",
    r"отправлено (?:с|из) ",
    r"надіслано з ",
    r"发自我的",
    r"從我的.{2,20}傳送",
    r"iphone から送信",
    r"나의 .{2,20}에서 보냄",
)
_DEVICE = re.compile(rf"^[\s*_-]*(?:{'|'.join(_DEVICES)})[^,.!?]{{0,60}}[.*_]?\s*$", re.I)
_CLOSINGS = (
    r"(?:best|kind|kindest|warm|warmest|many)(?: regards| wishes| greetings)?|(?:all the )?best",
    r"regards|cheers|(?:yours )?(?:sincerely|faithfully|truly)|with (?:kind|best) regards",
    r"(?:mit )?(?:freundliche|beste|herzliche|liebe|viele|schöne)n? gr(?:ü|ue)(?:ß|ss)en?",
    r"mfg|lg|vg|(?:bien )?cordialement|bien à vous|salutations(?: distinguées)?|amicalement",
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo",
    r"(?:cordiali|distinti) saluti|saluti|cordialmente",
    r"atenciosamente|cumprimentos|abraços",
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?",
    r"(?:med )?(?:vänliga?|venlig|vennlig) h(?:ä|i)ls(?:ning(?:ar)?|en)|mvh|kh|hilsen|hälsningar",
    r"(?:ystävällisin )?terveisin|pozdrawiam|z poważaniem|s pozdravem|üdvözlettel|с уважением",
    r"з повагою|με εκτίμηση|saygılarımla|thanks and regards|thanks & regards",
)
CLOSING = re.compile(rf"^\s*(?:{'|'.join(_CLOSINGS)})\s*[,.!]?\s*$", re.I)


# The same announcement behind the end of an answer, on one line with it.
_SHARED = re.compile(
    rf"(?<=\S)(?:\s*-{{2,}}\s*|\s+)((?:on|am|le|el|il|op|em|den|w dniu)\s(?:[^\s\d]{{1,12}}\s)?"
    rf"{_DATE_PIECE}.{{2,300}}\b(?:{_VERB})\s?:)\s*$",
    re.I,
)


def is_device(line: str) -> bool:
    """Whether a line is what a phone or a mail program adds about itself."""
    return len(line) < LONGEST_LINE and bool(_DEVICE.match(_LINK.sub("", line)))


def is_separator(line: str) -> bool:
    """Whether a line names a mail between dashes, or says that one begins."""
    return len(line) < 240 and bool(SEPARATOR.match(line))


def split_shared(line: str) -> list[str]:
    """A line in two where an answer and the announcement of a quotation share it."""
    if len(line) > LONGEST_LINE or not ENDS_AS_ATTRIBUTION.search(line):
        return [line]
    found = _SHARED.search(line)
    return [line[: found.start()].rstrip(" -"), found[1]] if found else [line]


def has_verb(line: str) -> bool:
    """Whether somebody is said to have written; most texts say so nowhere."""
    return any(map(line.lower().__contains__, _VERBS))


def opens_attribution(line: str) -> bool:
    """Whether a line (or a few, joined) says in the usual order when who wrote."""
    if len(line) > LONGEST_LINE or not has_verb(line):
        return False
    if not ATTRIBUTION.match(line):
        return bool(_NAME_FIRST.match(line) and ENDS_AS_ATTRIBUTION.search(line))
    return bool(HAS_DATE.search(line) or HAS_ADDRESS.search(line))


def is_attribution(line: str) -> bool:
    """The same in any order, on one line."""
    if len(line) > LONGEST_LINE or not ENDS_AS_ATTRIBUTION.search(line):
        return opens_attribution(line)
    dated, addressed = HAS_DATE.search(line), HAS_ADDRESS.search(line)
    if ATTRIBUTION.match(line) or (dated and addressed):
        return True
    return bool(_VERB_INSIDE.search(line) and (dated or addressed))


def may_announce(line: str) -> bool:
    """Whether a line can begin an announcement that has no verb."""
    return bool(ENDS_AS_ATTRIBUTION.search(line)) or begins_with_date(line)


def begins_with_date(line: str) -> bool:
    """Whether a line begins with a date, perhaps behind a day's name."""
    return bool(_DATE_FIRST.match(line[:LONGEST_LINE]))


def is_bare_attribution(line: str) -> bool:
    """A date, a name and an address and no verb: only means a quotation where one follows."""
    if len(line) > LONGEST_LINE:
        return False
    return bool(_ADDRESS_LAST.search(line) or is_attribution(line))
