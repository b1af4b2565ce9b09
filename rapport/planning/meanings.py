"""What a column of a table can mean, in words for the person who maps them."""

from django.utils.translation import gettext_lazy as _

MEANINGS = {
    "name": _("Task name"),
    "id": _("Its number or key"),
    "wbs": _("Outline number (1.2.3)"),
    "level": _("Outline level"),
    "parent": _("Part of"),
    "start": _("Start"),
    "finish": _("Finish"),
    "due": _("Due"),
    "duration": _("Duration"),
    "work": _("Work, estimate"),
    "spent": _("Spent"),
    "percent": _("Percent done"),
    "state": _("State"),
    "finished_on": _("Finished on"),
    "milestone": _("Milestone"),
    "assignees": _("Who does it"),
    "predecessors": _("Waits for"),
    "labels": _("Labels"),
    "description": _("Description"),
}
DATE_ORDER = "date_order"
ORDERS = {
    "": _("as the dates show"),
    "dmy": _("day, month, year"),
    "mdy": _("month, day, year"),
    "ymd": _("year, month, day"),
}
