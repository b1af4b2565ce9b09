"""How questions are asked and answered, in four languages: in small letters, without accents."""

from __future__ import annotations

import re

# Courtesy: nobody waits for an answer.
COURTESY = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hallo|bonjour|salut|hola)\b[^?]{0,30})?(?:how are (?:you|things)"
    r"|how(?:'s| is) it going"
    r"|hope you|how do you do|wie geht(?:'s| es)|comment (?:allez-vous|vas-tu|ca va)|ca va"
    r"|vous allez bien"
    r"|que tal|como (?:esta|estas|estan|va))\b[^?]{0,25}\?"
    r"|\b(?:right|ok|okay|isn't it|don't you|doesn't it|oder|nicht wahr|gell|n'est-ce pas|non"
    r"|verdad|no|vale|d'accord)\s*\?\W*$"
    # Asked of whoever may read it, which no one person is held to answer.
    r"|\b(?:any (?:ideas?|thoughts|comments|suggestions|clues?)|(?:can|could|does|has|have|did|is) "
    r"any(?:one|body)|any(?:one|body) (?:know|have|got|else|tried|seen|there|help)"
    r"|(?:kann|weiss|hat|konnte) (?:jemand|wer)|(?:quelqu'un|quelqu’un) (?:sait|peut|a)"
    r"|(?:sabe|puede|tiene|alguien) (?:alguien|sabe|puede|tiene))\b"
)
# Asked without a mark: "please let me know whether …", "bitte teilen Sie mir mit, ob …".
INDIRECT = re.compile(
    r"\b(?:(?:please |kindly )?(?:let (?:me|us) know|tell (?:me|us)|confirm|advise)\W+(?:if"
    r"|whether|when|what|where|who|how|which)\b"
    r"|(?:i|we)(?:'d| would) (?:like|love) to know (?:if|whether|when|what|where|who|how|which)\b"
    r"|(?:teilen sie (?:mir|uns)(?: \w+)? mit|sagen sie (?:mir|uns)|sag (?:mir|uns)"
    r"|geben sie (?:mir|uns) bescheid|gib (?:mir|uns) bescheid"
    r"|bitte um (?:info|auskunft|mitteilung|ruckmeldung)|wusste(?:n)? (?:ich|wir) gern\w*"
    r"|bestatigen sie)\W+(?:\w+ ){0,3}(?:ob|wann|was|wo|wer|wie|welche\w*)\b"
    r"|(?:(?:dites|indiquez|confirmez|faites)-(?:moi|nous)(?: savoir)?|merci de (?:me"
    r"|nous) (?:dire|confirmer|indiquer)|(?:j'aimerais|nous aimerions|je voudrais) savoir)"
    r"\W+(?:si|quand|ce que|ou|qui|comment|quel\w*|combien)\b"
    r"|(?:diga(?:me|nos)|dime|indique(?:me|nos)|confirme(?:me|nos)?|hagame saber"
    r"|me gustaria saber|nos gustaria saber|avis[ae](?:me|nos))"
    r"\W+(?:si|cuando|que|donde|quien|como|cual\w*|cuanto\w*)\b)"
)
# What they want to know.
WHEN = re.compile(
    r"\b(?:when|what (?:date|day|time)|by which|how (?:long|soon)|wann|bis wann|wie lange|quand"
    r"|quelle date|dans combien|combien de temps|cuando|que dia|que fecha|cuanto (?:tiempo"
    r"|tarda))\b"
)
MUCH = re.compile(
    r"\b(?:how (?:much|many)|what (?:price|cost)|wie ?viele?|was kostet|combien|quel prix"
    r"|cuant[oa]s?|que precio)\b"
)
WHERE = re.compile(
    r"\b(?:where|which (?:link|address|url)|wo|wohin|unter welche\w* (?:link|adresse)|ou (?:est"
    r"|se|puis|peut|trouve)\w*|donde)\b"
)
WHO = re.compile(r"\b(?:who|whom|wer|wem|wen|qui|quien|quienes)\b")
OPEN = re.compile(
    r"\b(?:why|how|what|which|warum|wieso|weshalb|wie|was|welche\w*|pourquoi|comment|que|quoi"
    r"|quel\w*|por que|como|cual\w*)\b"
)
SEND = re.compile(
    r"\b(?:send|share|forward|attach|provide|schick\w*|send\w*|ubermittel\w*|zukommen|envoy\w*"
    r"|transmett\w*|fournir|partag\w*|envi[ae]\w*|mandar\w*|manda|adjunt\w*|facilit\w*)\b"
)

YES_OR_NO = re.compile(
    r"\b(?:yes|yep|yeah|no|nope|sure|of course|certainly|absolutely|definitely|indeed|correct"
    r"|exactly|agreed?|happy to|gladly"
    r"|unfortunately|afraid|we can|we can't|we cannot|we could|i can|i can't|i cannot|we will"
    r"|we won't|i will|i won't|we'll|i'll|it does|it is|it isn't|they are|not yet|already"
    r"|ja|nein|gerne?|naturlich|selbstverstandlich|klar|sicher|genau|richtig|stimmt|leider"
    r"|einverstanden|konnen wir|wir konnen|kann ich|ich kann|noch nicht|bereits"
    r"|oui|non|bien sur|volontiers|certainement|tout a fait|exact\w*|d'accord|malheureusement"
    r"|entendu|nous pouvons|on peut|je peux|pas encore|deja"
    r"|si|no|claro|por supuesto|desde luego|con gusto|exacto|correcto|de acuerdo|lamentablemente"
    r"|desafortunadamente|podemos|puedo|todavia no|aun no|ya)\b"
)
# "We look into it and come back to you" answers everything for now.
LATER = re.compile(
    r"\b(?:(?:get|come|be|go) back to you|look(?:ing)? into (?:it|this|that|your|both|all|the)"
    r"|check(?:ing)? (?:it|this|that|with|internally|and)|find(?:ing)? out|let you know|(?:reply"
    r"|answer|respond) (?:to )?(?:the rest|in detail|later|soon|separately|tomorrow)|clarify\w*"
    r"|melde(?:n)? (?:mich|uns)|komme(?:n)? auf sie|klar(?:e|en) (?:das|dies|es|wir|ich)"
    r"|(?:prufe(?:n)?|schaue(?:n)?) (?:das|dies|es|wir|ich)|gebe(?:n)? (?:ihnen|dir"
    r"|euch) (?:\w+ )?bescheid|antworte\w* (?:ihnen |dir )?(?:spater|ausfuhrlich|morgen)"
    r"|reviens? vers|revenons vers|reviendr\w+ vers|(?:je|nous) (?:verifi\w+|regard\w+)|tien(?:s"
    r"|drai|drons) au courant|vous redi\w+"
    r"|(?:le|os|te) (?:responder\w*|contestar\w*|confirmar\w*|aviso|avisar\w*|avisamos)"
    r"|lo (?:reviso|revisamos|miro|miramos|consult\w+|compruebo)|volver\w* a (?:contactar"
    r"|escribir))\b"
)
SAYS_WHY = re.compile(
    r"\b(?:because|since|due to|reason|weil|da wir|denn|wegen|grund|liegt daran|parce|car"
    r"|en raison|raison|porque|debido|ya que|motivo)\b"
)
FIGURES = re.compile(r"\d|€|\$|£|\bchf\b|\beur\b|\busd\b")
LINK = re.compile(r"https?://|www\.|\S+@\S+|\b(?:in|under|at|on|im|unter|auf|dans|sur|sous|en)\s")
NUMBERED = re.compile(
    r"(?m)^\s{0,4}(?:\(?[1-9][.)]|re\s?[1-9]\b|zu [1-9]\b|(?:ad|punkt|point|punto) [1-9]\b)"
)

A_DAY = re.compile(
    r"\d|\b(?:today|tomorrow|week|month|soon|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|heute|morgen|woche\w*|monat\w*|bald"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|aujourd|demain|semaine|mois"
    r"|bientot|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|hoy|manana|semana|mes|pronto|lunes|martes|miercoles|jueves|viernes|sabado|domingo|asap"
    r"|immediately|sofort|immediat\w*|inmediat\w*)\b"
)
# A question of this kind is answered by this.
ANSWERED_BY = ((WHEN, A_DAY), (MUCH, FIGURES), (WHERE, LINK))
