"""An attachment that is spoken of and is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Kind
from .sentences import sentences

# Words of ours that promise a file in this very letter.
_SPOKEN = re.compile(
    r"\b(?:(?:please |kindly )?(?:find|see|is|are|have|i've|we've) (?:\w+ ){0,3}(?:attached"
    r"|enclosed)(?! to\b)"
    r"|attached (?:is|are|please|you(?:'ll| will)|herewith)|enclosed (?:is|are|please|you(?:'ll"
    r"| will))"
    r"|(?:i|we)(?:'m| am|'re| are|'ll| will)? (?:attach|enclos)(?:e|ed|ing)?\b(?! to\b)"
    r"|(?:in|see) (?:the |an )?attach(?:ment|ments|ed)\b|attached (?:file|document|pdf|invoice"
    r"|quote|plan|version)s?"
    r"|(?:im|als|s\.|siehe|vgl\.) anhang|anbei|(?:in der|als|siehe) anlage"
    r"|beigef(?:ü|ue)gt\w*|beiliegend\w*|angeh(?:ä|ae)ngt\w*"
    r"|(?:ich |wir )?h(?:ä|ae)nge?n? (?:\w+ ){0,6}an(?=[.,;!]|$)|f(?:ü"
    r"|ue)ge?n? (?:\w+ ){0,6}bei(?=[.,;!]|$)"
    r"|ci-joint\w*|ci joint\w*|en pi(?:è|e)ces? jointes?|en p\.?j\.?|(?:je|nous) (?:vous "
    r"|t')?join(?:s|ons)\b"
    r"|trouver(?:ez|as) (?:\w+ ){0,4}joint\w*|en annexe"
    r"|adjunto(?:s)? (?:le|te|os|les|encontrar\w*|el|la|los|las|un|una)|(?:le|te|os"
    r"|les)? ?adjunt(?:o|amos)\b"
    r"|(?:en|como) (?:el )?(?:archivo |documento )?adjunto|va(?:n)? adjunt[oa]s?"
    r"|archivos? adjuntos?|encontrar\w* adjunt[oa]s?)",
    re.IGNORECASE,
)  # fmt: skip
# Whoever speaks of the other's file, of one from before, of none, or of one still to come.
_OTHERWISE = re.compile(
    r"\bstrings attached"
    r"|\b(?:your (?:attach|attached|enclos)\w*|you (?:\w+ )?(?:sent|attached|shared|enclosed)"
    r"|(?:could|can|would) you"
    r"|please (?:send|attach|resend)|(?:no|without|missing|any) attachments?|not attached"
    r"|n't attach\w*|n't open"
    r"|(?:was|were|had) (?:\w+ )?(?:attached|enclosed)|last (?:mail|email|e-mail|time)"
    r"|previous\w*|earlier|will follow|later"
    r"|(?:ihr|ihre|ihrem|ihren|ihrer|dein|deine|deinem|deinen|deiner) (?:\w+ )?(?:anhang|anh(?:ä"
    r"|ae)nge\w*|anlage|beigef\w+|angeh\w+)"
    r"|(?:sie|du|ihr) (?:\w+ ){0,4}(?:geschickt|gesendet|gesandt|angeh(?:ä|ae)ngt|beigef(?:ü"
    r"|ue)gt)"
    r"|(?:k(?:ö|oe)nn(?:t?en)|w(?:ü|ue)rden) sie|(?:kannst|k(?:ö|oe)nntest) du|kein\w* (?:anhang"
    r"|anlage)|ohne (?:anhang|anlage)"
    r"|nicht (?:angeh|beigef)\w+|letzten (?:mail|e-mail|nachricht)|war\w* (?:\w+ ){0,3}(?:angeh"
    r"|beigef)\w+|folgt"
    r"|vo(?:tre|s) (?:\w+ )?pi(?:è|e)ces? jointes?|vous (?:\w+ ){0,3}(?:envoy|joint)\w*|pouv(?:ez"
    r"|iez)-vous|pourriez-vous"
    r"|(?:aucune|sans|pas de) pi(?:è|e)ces? jointes?|suivra|pr(?:é|e)c(?:é|e)dent\w*"
    r"|su(?:s)? (?:\w+ )?(?:archivos? )?adjunt[oa]s?|(?:nos|me) (?:\w+ )?(?:envi|adjunt"
    r"|mand)[óo]\w*|(?:ha|han|has) (?:enviado|adjuntado)"
    r"|(?:podr(?:í|i)a|puede)n?s?|ning(?:ú|u)n (?:archivo )?adjunto|sin (?:archivos? )?adjuntos?"
    r"|anterior\w*)",
    re.IGNORECASE,
)  # fmt: skip
_OURS_OF_FRENCH = re.compile(r"\bvous trouverez\b", re.IGNORECASE)


def missing(text: str, files: int) -> Iterator[Finding]:
    """The first sentence that promises a file, where there is none."""
    if files:
        return
    for sentence in sentences(text):
        found = _SPOKEN.search(sentence)
        if found and (_OURS_OF_FRENCH.search(sentence) or not _OTHERWISE.search(sentence)):
            yield Finding(Kind.ATTACHMENT, found[0].strip())
            return
