"""Jira's columns: their names by product and year, and the links they hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapport.integrations.planfiles.rows import Columns, plain

# Jira writes headers in the language of whoever exports.
KEY = ("Issue key", "Work item key", "Vorgangsschlüssel", "Clé de ticket", "Clave de incidencia")
ID = ("Issue id", "Work item id", "Vorgangs-ID", "ID de ticket", "ID de la incidencia")
KIND = (
    "Issue Type",
    "Work type",
    "Work item type",
    "Vorgangstyp",
    "Type de ticket",
    "Tipo de incidencia",
)
SUMMARY = ("Summary", "Zusammenfassung", "Résumé", "Resumen")
STATUS = ("Status", "Statut", "État", "Estado")
DUE = ("Due date", "Fälligkeitsdatum", "Date d'échéance", "Fecha de vencimiento")
DESCRIPTION = ("Description", "Beschreibung", "Descripción")
LABELS = (
    "Stichwörter",
    "Étiquettes",
    "Etiquetas",
    "Komponenten",
    "Komponente/n",
    "Labels",
    "Component/s",
    "Components",
    "Sprint",
)
START = ("Custom field (Start date)", "Start date", "Custom field (Target start)", "Target start")
FINISH = ("Custom field (Target end)", "Target end", "Custom field (End date)", "End date")
PARENT = (
    "Parent key",
    "Parent",
    "Übergeordnet",
    "Übergeordneter Schlüssel",
    "Principal",
    "Parent id",
    "Custom field (Parent Link)",
    "Parent Link",
)
EPIC = ("Custom field (Epic Link)", "Epic Link")

# The sentence reads "A blocks B": outward stands at A, inward ("is blocked by") at B.
_LINK = re.compile(r"(inward|outward) (?:issue|work item) link \((.+)\)$")
_LINK_KINDS = (
    (re.compile(r"(end|finish)[- ]to[- ]start|^blocks|^blocker|^preced|^dependency$"), "FS"),
    (re.compile(r"start[- ]to[- ]start"), "SS"),
    (re.compile(r"(end|finish)[- ]to[- ](end|finish)"), "FF"),
    (re.compile(r"start[- ]to[- ](end|finish)"), "SF"),
)


def is_jira(header: Sequence[str]) -> bool:
    """Whether a header is Jira's."""
    names = {plain(name) for name in header}
    keys = {plain(name) for name in KEY + ID}
    jira_only = any(plain(name) in names for name in (*KIND, *STATUS, "Project key"))
    titled = any(plain(name) in names for name in SUMMARY)
    return titled and bool(keys & names) and jira_only


@dataclass(slots=True)
class JiraColumns:
    """Where Jira's columns stand in this file."""

    columns: Columns
    named: dict[str, int | None]
    labels: tuple[int, ...]
    parents: tuple[int, ...]
    links: tuple[tuple[int, str, str], ...]

    def dated(self) -> list[int]:
        """The columns that hold dates, all in the site's one form."""
        found = (self.named[field] for field in ("start", "finish", "due", "resolved"))
        return [place for place in found if place is not None]


def find(header: Sequence[str]) -> JiraColumns:
    """The columns of a header that a plan has a place for."""
    columns = Columns(header)
    wanted = {
        "key": KEY, "id": ID, "kind": KIND, "summary": SUMMARY, "status": STATUS,
        "category": ("Status Category", "Statuskategorie"), "resolution": ("Resolution", "Lösung"),
        "resolved": ("Resolved", "Erledigt", "Résolu", "Resuelta"),
        "project": ("Project name", "Projektname"), "description": DESCRIPTION, "start": START,
        "finish": FINISH, "due": DUE, "estimate": ("Original estimate", "Ursprüngliche Schätzung"),
        "left": ("Remaining Estimate", "Verbleibende Schätzung"),
        "spent": ("Time Spent", "Benötigte Zeit", "Temps consacré", "Tiempo empleado"),
    }  # fmt: skip
    named = {field: columns.first(*names) for field, names in wanted.items()}
    named["assignee"] = columns.first("Assignee", "Bearbeiter", "Zugewiesene Person", "Responsable")
    parents = tuple(place for name in PARENT + EPIC if (place := columns.first(name)) is not None)
    links = []
    for at, title in enumerate(header):
        found = _LINK.match(plain(title))
        kind = next(
            (kind for pattern, kind in _LINK_KINDS if found and pattern.search(found[2])), ""
        )
        if found and kind:
            columns.used.add(at)
            links.append((at, found[1], kind))
    return JiraColumns(columns, named, columns.all(*LABELS), parents, tuple(links))
