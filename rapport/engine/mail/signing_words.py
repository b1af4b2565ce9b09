"""How people in several languages end a mail, and what programs add about themselves."""

from __future__ import annotations

import re

_LONGEST = 240
DELIMITER = re.compile(r"^(?:--|—|–|__)\s*$")
# Lines drawn under a letter, and the dot by which some programs watch it being read.
DRAWN = re.compile(r"^\s*(?:[-_=*~#+—–]{2,}|[ᐧ·•‧])\s*$")
UNDERSCORES = re.compile(r"^\s*_{5,}\s*$")
CONTACT = re.compile(r"@\w|https?://|www\.|\+?\d[\d ()./-]{6,}\d", re.I)
_LINK = re.compile(
    r"\s?[<\[(]{1,2}(?:https?://|mailto:)[^\s<>]{1,200}[>\])]{1,2}|https?://\S{1,200}$"
)
_DEVICES = (
    r"sent (?:from|via|with|using) (?:my |a |an )?",
    r"(?:get|download|télécharger|obtenez|holen sie sich|scarica|ottieni|obtener|obtén|obter|baixar"
    r"|skaffa|hämta|hent|få|hanki|pobierz|stáhnout|скачать|получите) (?:o )?\[?\w+"
    r" (?:for|pour|für|per|para|för|til|voor|dla|pro|для) ",
    r"von mein(?:em|er) .{2,40} gesendet",
    r"gesendet (?:von|mit|über) ",
    r"diese nachricht wurde von mein",
    r"envoyé (?:de(?:puis)?|à partir de|avec|via) ",
    r"enviado (?:desde|de|a partir d[eo]|con|do|através d[eo]|via) ",
    r"enviada do ",
    r"inviato (?:da(?:l| )|con )",
    r"verzonden (?:vanaf|vanuit|met|via|van) ",
    r"verstuurd (?:vanaf|met) ",
    r"skickat från ",
    r"sendt fra ",
    r"lähetetty ",
    r"wysłan[eoy] z ",
    r"odesláno z ",
    r"odoslané z ",
    r"trimis de pe ",
    r"enviat des de",
    r"отправлено (?:с|из) ",
    r"надіслано з ",
    r"изпратено от ",
    r"στάλθηκε από ",
    r"dikirim dari ",
    r"được gửi từ ",
    r"发自我的",
    r"从我的.{2,20}发送",
    r"從我的.{2,20}傳送",
    r"我的.{2,20}から送信",
)
_LATE_DEVICES = (
    r".{2,20}'?(?:mdan|dan|den|tan|ten) gönderildi",
    r"küldve .{2,30}(?:ról|ről)",
    r".{2,30}から送信",
    r"나의 .{2,20}에서 보냄",
    r"saadetud minu .{2,30}",
    r"נשלח מה.{2,20}",
)
_DEVICE = re.compile(
    rf"^[\s*_<(\[-]*(?:{'|'.join(_DEVICES)})[^,.!?]{{0,60}}[.*_>)\]]{{0,3}}\s*$"
    rf"|^\s*(?:{'|'.join(_LATE_DEVICES)})\s*$",
    re.I,
)
_CLOSINGS = (
    r"(?:best|kind|kindest|warm|warmest|many)(?: regards| wishes| greetings)?|(?:all the )?best",
    r"regards|cheers|(?:yours )?(?:sincerely|faithfully|truly)|sincerely yours",
    r"with (?:kind|best|warm) regards|thanks and regards|thanks & regards",
    r"(?:mit )?(?:freundliche|beste|herzliche|liebe|viele|schöne)[nr]? gr(?:ü|ue)(?:ß|ss)en?",
    r"(?:freundlicher|schöner) gruß|hochachtungsvoll",
    r"(?:bien )?cordialement|bien à vous|salutations(?: distinguées)?|amicalement|sincèrement",
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo",
    r"(?:cordiali|distinti) saluti|saluti|cordialmente",
    r"atenciosamente|cumprimentos|(?:melhores|com os melhores) cumprimentos|abraços",
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|hoogachtend",
    r"(?:med )?(?:vänliga?|venlig|vennlig) h(?:ä|i)ls(?:ning(?:ar)?|en)|hilsen|hälsningar",
    r"(?:ystävällisin )?terveisin|pozdrawiam|z poważaniem|s pozdravem|üdvözlettel|с уважением",
    r"з повагою|με εκτίμηση|saygılarımla|cu stimă|s poštovanjem|lep pozdrav|敬具|此致|以上",
)
_INITIALS = r"mfg|lg|vg|mvh|kh|vh|kr|br|rgds|bg|hg|bgds|cdt|cdlt|slts|sds|pozdr|terv|üdv|udv|att"
_CLOSING = re.compile(rf"^\s*(?:{'|'.join(_CLOSINGS)})\s*[,.!]?\s*$", re.I)
_ABBREVIATED = re.compile(rf"^\s*(?:{_INITIALS})\s*[,.!]?\s*$", re.I)


def is_device(line: str) -> bool:
    """Whether a line is what a phone or a mail program adds about itself."""
    return len(line) < _LONGEST and bool(_DEVICE.match(_LINK.sub("", line)))


def is_closing(line: str) -> bool:
    """Whether a line is a closing formula in words."""
    return len(line) < 60 and bool(_CLOSING.match(line))


def is_abbreviated_closing(line: str) -> bool:
    """Whether a line is a closing formula of which only initials are left."""
    return len(line) < 12 and bool(_ABBREVIATED.match(line))
