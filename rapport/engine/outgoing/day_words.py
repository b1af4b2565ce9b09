"""How days are said in four languages. Words stand in small letters and without accents."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner janvier janv enero ene",
            "february feb februar feber fevrier fevr febrero",
            "march mar marz maerz mars marzo",
            "april apr avril avr abril abr",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet juil julio",
            "august aug aout agosto ago",
            "september sept sep septembre septiembre setiembre",
            "october oct oktober okt octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember dez decembre diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag lundi lunes",
            "tuesday dienstag mardi martes",
            "wednesday mittwoch mercredi miercoles",
            "thursday donnerstag jeudi jueves",
            "friday freitag vendredi viernes",
            "saturday samstag sonnabend samedi sabado",
            "sunday sonntag dimanche domingo",
        )
    )
    for name in names.split()
}
NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "one ein einem einer eine un une una uno",
            "two zwei deux dos",
            "three drei trois tres",
            "four vier quatre cuatro",
            "five funf cinq cinco",
            "six sechs six seis",
            "seven sieben sept siete",
            "eight acht huit ocho",
            "nine neun neuf nueve",
            "ten zehn dix diez",
        ),
        start=1,
    )
    for name in names.split()
}
# Days from today.
RELATIVE = {
    "today": 0, "heute": 0, "aujourd'hui": 0, "aujourd’hui": 0, "hoy": 0,
    "tomorrow": 1, "morgen": 1, "demain": 1, "manana": 1,
    "ubermorgen": 2, "uebermorgen": 2, "apres-demain": 2, "pasado manana": 2,
    "day after tomorrow": 2,
}  # fmt: skip
# "Morgen" and "mañana" are the morning too.
BEFORE_MORNING = (
    "guten", "am", "heute", "gestern", "jeden", "la", "esta", "de la", "por la", "buenos", "una",
)  # fmt: skip
DAY_UNITS = ("day", "days", "tag", "tage", "tagen", "jour", "jours", "dia", "dias")
WEEK_UNITS = ("week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas")
# After a count of days or weeks: "in two weeks", "in zwei Wochen", "dans deux semaines".
FROM_NOW = ("in", "within", "innerhalb von", "binnen", "dans", "d'ici", "d’ici", "en", "dentro de")
END_OF_WEEK = (
    "end of the week", "end of this week", "end of week", "ende der woche", "ende dieser woche",
    "fin de la semaine", "fin de semaine", "fin de cette semaine", "final de la semana",
    "final de semana", "finales de semana", "finales de esta semana",
)  # fmt: skip
END_OF_MONTH = (
    "end of the month", "end of this month", "end of month", "ende des monats", "monatsende",
    "ende dieses monats", "fin du mois", "fin de mois", "fin de ce mois", "final de mes",
    "fin de mes", "finales de mes", "final del mes", "finales de este mes",
)  # fmt: skip
NEXT = (
    "next", "nachsten", "nachster", "nachste", "nachstem", "kommenden", "kommender", "prochain",
    "prochaine", "proximo", "proxima", "que viene", "coming", "following", "suivant", "siguiente",
)  # fmt: skip
