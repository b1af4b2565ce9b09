"""Which column of a plain table means what, by its header in English, German, French, Spanish."""

from collections.abc import Sequence

from rapport.integrations.planfiles.amounts import plain as bare
from rapport.integrations.planfiles.rows import plain

# In each field the first word found wins; fields are given their column in this order.
WORDS = {
    "id": "task id|id|no|no.|nr|nr.|number|#|key|nummer|aufgabennummer|vorgangsnummer|numero|n°"
    "|num|identificador|identifiant|uid|unique id|eindeutige nummer|lfd. nr.|n.o",
    "name": "task name|name|task|title|summary|subject|activity|activity name|item|aufgabe"
    "|zusammenfassung|resume|resumen"
    "|vorgangsname|vorgang|titel|aufgabenname|bezeichnung|tatigkeit|arbeitspaket|aktivitat"
    "|nom|nom de la tache|tache|titre|intitule|libelle|activite|nombre|nombre de tarea"
    "|nombre de la tarea|tarea|titulo|actividad",
    "wbs": "wbs|wbs code|outline number|psp|psp-code|psp code|gliederungsnummer|gliederung|edt"
    "|structure|n° wbs|numero hierarchique|numero de esquema|esquema",
    "level": "outline level|level|ebene|gliederungsebene|niveau|niveau hierarchique"
    "|nivel|nivel de esquema",
    "parent": "parent|parent task|parent id|part of|ubergeordnete aufgabe|ubergeordnet"
    "|ubergeordneter vorgang|teil von|tache parente|tache mere|tarea principal|tarea padre|padre",
    "start": "start|start date|begin|planned start|begins|starts|anfang|beginn|startdatum|start am"
    "|anfangstermin|startet|debut|date de debut|demarrage|inicio|comienzo|fecha de inicio"
    "|fecha inicio|fecha de comienzo",
    "finish": "finish|end|end date|finish date|planned finish|planned end|ende|enddatum|fertig am"
    "|endtermin|fertigstellung|fin|date de fin|date fin|fecha de fin|fecha fin"
    "|fecha de finalizacion|finalizacion",
    "due": "due|due date|deadline|due on|fallig|fallig am|falligkeit|falligkeitsdatum|stichtag"
    "|termin|frist|echeance|date d'echeance|date limite|vencimiento|fecha de vencimiento"
    "|fecha limite|plazo",
    "duration": "duration|dauer|duree|duracion",
    "work": "work|effort|estimate|estimated hours|estimated effort|original estimate|planned hours"
    "|arbeit|aufwand|schatzung|geplante stunden|geschatzter aufwand|travail|charge|effort estime"
    "|estimation|trabajo|esfuerzo|estimacion|horas estimadas|horas previstas",
    "spent": "spent|time spent|actual work|actual hours|logged|hours spent|ist-aufwand|istaufwand"
    "|ist-arbeit|gebuchte stunden|ist-stunden|temps passe|travail reel|realise|trabajo real"
    "|horas reales|tiempo dedicado",
    "percent": "% complete|percent complete|complete|progress|%|% done|done %|completion"
    "|% abgeschlossen|fortschritt|fertigstellungsgrad|prozent|% erledigt|% acheve|avancement"
    "|% d'avancement|progression|% completado|progreso|avance|% de avance|porcentaje completado",
    "state": "status|state|status|zustand|bearbeitungsstatus|stand|statut|etat|estado|situacion"
    "|done|completed|erledigt|termine|hecho",
    "finished_on": "finished on|completed on|completed at|completion date|actual finish"
    "|date completed|abgeschlossen am|erledigt am|ist-ende|termine le|date d'achevement|fin reelle"
    "|completado el|fecha de terminacion|fin real",
    "milestone": "milestone|meilenstein|jalon|hito",
    "assignees": "assignee|assignees|assigned to|owner|resource names|resource|responsible|people"
    "|person|who|resources|zustandig|verantwortlich|bearbeiter|ressourcennamen|ressource"
    "|ressourcen|zugewiesen an|wer|responsable|assigne a|attribue a|noms ressources|personne"
    "|asignado a|asignado|recursos|nombres de los recursos|encargado|persona",
    "predecessors": "predecessors|predecessor|depends on|dependencies|blocked by|dependency"
    "|vorganger|abhangig von|abhangigkeiten|predecesseurs|predecesseur|depend de|dependances"
    "|predecesoras|predecesora|predecesores|depende de|dependencias",
    "labels": "labels|label|tags|tag|category|categories|section|group|phase|schlagworte"
    "|schlagworter|kategorie|kategorien|gruppe|bereich|etiquettes|categorie|groupe|etiquetas"
    "|categoria|grupo|fase",
    "description": "description|notes|note|details|comment|comments|beschreibung|notizen|notiz"
    "|bemerkung|bemerkungen|kommentar|remarques|commentaire|descripcion|notas|comentarios"
    "|observaciones",
}
# What this plan calls its tasks, in a table that it wrote; the same in every language.
MARK = "Rapport ID"
FIELDS = tuple(WORDS)
_MEANINGS = {field: [word.strip() for word in words.split("|")] for field, words in WORDS.items()}


def propose(header: Sequence[str]) -> dict[str, str]:
    """Field: column, for the columns whose meaning is clear. No column is used twice."""
    columns = {_key(name): name for name in reversed(header) if name.strip()}
    proposal: dict[str, str] = {}
    for field, words in _MEANINGS.items():
        found = next((columns[word] for word in words if word in columns), None)
        if found is not None:
            proposal[field] = found
            del columns[_key(found)]
    return proposal


def score(header: Sequence[str]) -> int:
    """How many columns have a meaning; 0 where none can be the task's name."""
    proposal = propose(header)
    return len(proposal) if "name" in proposal else 0


def _key(name: str) -> str:
    """'Duration (h)' and 'Dauer [Tage]' are looked up without their unit."""
    return bare(plain(name).split("(")[0].split("[")[0]).strip(" :*")
