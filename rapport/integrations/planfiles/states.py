"""What status words of other tools mean: to do, doing or done."""

from rapport.integrations.planfiles.amounts import plain

TODO, DOING, DONE = "todo", "doing", "done"

WORDS = {
    TODO: """
        to do|todo|to-do|open|new|not started|backlog|planned|planning|ready|ready to start|waiting
        selected for development|next|next up|future|future steps|upcoming|up next|scheduled
        reopened|inbox|ideas|icebox|draft|pending|later|queue|queued
        offen|zu erledigen|zu tun|wartet|neu|nicht begonnen|nicht gestartet|geplant|wartend|bereit
        a faire|ouvert|ouverte|nouveau|non commence|non demarre|planifie|en attente
        por hacer|pendiente|en espera|abierto|abierta|nuevo|no iniciado|no iniciada|sin empezar
        planificado|sin iniciar|tareas por hacer
    """,
    DOING: """
        doing|in progress|in-progress|started|working on it|wip|work in progress|active|ongoing
        in review|review|under review|code review|peer review|in development|development|testing
        in testing|in test|test|qa|in qa|blocked|stuck|on hold|on track|at risk|off track|delayed
        waiting for review|waiting for approval|ready for review|feedback|awaiting approval
        almost done|in arbeit|in bearbeitung|laufend|begonnen|gestartet|blockiert|in prufung
        wird ausgefuhrt|im test|en cours|commence|bloque|en revision|en revue|demarre
        en curso|en progreso|en proceso|iniciado|bloqueado|bloqueada|trabajando en ello
    """,
    DONE: """
        done|complete|completed|closed|resolved|finished|fixed|released|deployed|delivered|shipped
        approved|cancelled|canceled|won't do|wont do|archived|live|accepted
        erledigt|fertig|abgeschlossen|geschlossen|beendet|gelost|freigegeben|abgebrochen
        termine|terminee|fait|fini|clos|ferme|resolu|acheve|annule|livre
        hecho|hecha|terminado|terminada|completado|completada|cerrado|cerrada|finalizado
        finalizada|resuelto|listo|lista|cancelado
    """,
}
_STATES = {
    word.strip(): state
    for state, words in WORDS.items()
    for word in words.replace("\n", "|").split("|")
    if word.strip()
}


def state(written: str) -> str | None:
    """todo, doing or done; None if the word is not known. Symbols around it do not matter."""
    word = " ".join(plain(written).split())
    found = _STATES.get(word) or _STATES.get(word.strip(" .!:-–—()[]*#>✅✔✓🚧🔥👍🎉🏁"))  # noqa: RUF001
    return found
