"""The words in which people say in seven languages when they are back, without their accents."""

from __future__ import annotations

_MONTHS = {
    1: "january jan januar janvier janv enero ene gennaio genn januari janeiro jaenner",
    2: "february feb februar fevrier fevr febrero febbraio febr februari fevereiro fev",
    3: "march mar marz maerz mrz mars marzo maart mrt marco",
    4: "april apr avril avr abril aprile abr",
    5: "may mai mayo maggio magg mei maio",
    6: "june jun juni juin junio giugno giu junho",
    7: "july jul juli juillet juil julio luglio lug julho",
    8: "august aug aout agosto ago augustus",
    9: "september sept sep septembre septiembre settembre set setembro",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out",
    11: "november nov novembre noviembre novembro",
    12: "december dec dezember dez decembre diciembre dic dicembre dezembro",
}
MONTHS = {word: number for number, words in _MONTHS.items() for word in words.split()}
_DAYS = {
    0: "monday montag lundi lunes lunedi maandag segunda-feira",
    1: "tuesday dienstag mardi martes martedi dinsdag terca-feira",
    2: "wednesday mittwoch mercredi miercoles mercoledi woensdag quarta-feira",
    3: "thursday donnerstag jeudi jueves giovedi donderdag quinta-feira",
    4: "friday freitag vendredi viernes venerdi vrijdag sexta-feira",
    5: "saturday samstag sonnabend samedi sabado sabato zaterdag",
    6: "sunday sonntag dimanche domingo domenica zondag",
}
DAYS = {word: number for number, words in _DAYS.items() for word in words.split()}
TOMORROW = frozenset({"tomorrow", "demain", "manana", "domani", "amanha"})

# "Until the 5th" is back on the 5th in English; elsewhere the 5th is still away.
UNTIL_IT = r"until|till|'?til|before|vor(?: dem)?|avant|antes del?|prima del"
UNTIL_AFTER = (
    r"through|thru|up to|bis|jusqu['\u2019]?(?:au?|a)?|hasta|fino al?l?|tot(?: en met)?|t/m|ate"
)
# What may stand between such a word and the day.
BETWEEN = (
    r"(?:\s|,|and|und|et|y|on|the|den|dem|der|zum|einschliesslich|einschl\.?|inkl\.?|inklusive|"
    r"including|inclusive|le|la|el|dia|al|il|op|de|o|including|am|"
    + "|".join(f"{day}s?" for day in DAYS)
    + r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)"
)
INCLUSIVE = r"inclu|einschl|inkl|compres|en met|t/m|through|thru"
BACK = (
    r"\bback\b|\breturn|\bagain\b|\bresume|\bwieder|\bzuruck|\bzurueck|\bretour|\brevien|"
    r"\brentr|\breprend|de vuelta|\bregres|\bvolver|\bvuelvo|\bvuelta|\bretom|\breincorpor|"
    r"\brientr|\btorner|\bdi nuovo|\bnuovamente|\bnuevamente|\bde nuevo|\bterug|\bweer\b|"
    r"\bde volta|\bvoltar|\bretorn|in the office on|\ban? nouveau"
)
# Before a day this says when it begins.
SINCE = r"(?:from|since|starting|of|vom|von|seit|du|depuis|desde|del|dal|van|vanaf|de)"
# And after such a day: when it ends.
TO = r"(?:to|au|al|a|tot|ate|e)"
