"""What a delivery report says of one recipient: the status, the reply, and in answer to what.

Reports are written by many programs, but they repeat the same conversation (RFC 5321): a command,
a reply code, an enhanced status (RFC 3463), words. Those are looked for wherever they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 20_000
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
CODE = re.compile(r"(?<![\d./-])(?<!\d:)([45])(\d\d)(?=[ \-:\],]\D|[ -][45]\.|\s|$)(?![.-]\d\d)")
ADDRESS = re.compile(r"[\w.+=&'/!#$%*?^{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
# Where a report ends and the mail that came back begins.
_COPY = re.compile(
    r"^[\s>*=_-]{0,80}(?:(?:below this line|this|enclosed|included|attached|here|below) is a copy\b"
    r"|(?:the )?(?:original|unsent|returned) (?:message|mail)\b(?! was received)"
    r"|(?:the )?(?:message )?headers? (?:of the original|follow)|message headers? follow)",
    re.I | re.M,
)
_HEADERS = re.compile(
    r"^(?:received|return-path|dkim-signature|x-[\w-]{1,40}|mime-version): ?\S.*\n(?:[ \t]+\S.*\n)*"
    r"[A-Za-z][\w-]{1,40}:",
    re.I | re.M,
)
_REPLY = re.compile(
    r"(?:^[ \t]*|[:'\"\]>(<-][ \t]{0,3})([45]\d\d(?:[ -]|: ?)(?=\D|[45]\d\d |[45]\.\d)[^\n]*)", re.M
)
# Some programs put the other server's reply in quotation marks behind a label of their own.
_INNER = re.compile(r"([45]\d\d)[- ]'([^']{3,})'\s*(?:\(|$)")
_CONVERSATION = re.compile(r"\s*(?:>>>|<<<|\W{0,4}while talking to|[45]\d\d \S+ \(smtp\))", re.I)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_STEPS = tuple(
    (step, re.compile(pattern, re.I))
    for step, pattern in (
        ("data", r"in reply to (?:end of )?data|after (?:end of )?data|(?:final|our) data\b"
                 r"|after i sent the message|after sending the message|for (?:text|data) command"
                 r"|\bcommand:?\s{1,3}data\b|\(data\)|\[(?:end of )?data\]|state 1[678]\)"),
        ("rcpt", r"in reply to rcpt|after rcpt|\bour rcpt\b|does not like recipient|for rcpt"
                 r"|\bcommand:?\s{1,3}rcpt\b|\(rcpt to|\[rcpt_to\]|smtp:rcpt|state 1[345]\)"),
        ("mail", r"in reply to mail|after mail from|\bour mail\b|sender was rejected"
                 r"|\bcommand:?\s{1,3}mail\b|\(mail from|\[mail_from\]|state (?:9|1[12])\)"),
        ("hello", r"in reply to (?:helo|ehlo)|after (?:helo|ehlo)|my name was rejected"
                  r"|performing the (?:helo|ehlo)"),
        ("connect", r"after initial connection|initial (?:server )?greeting|refused to talk to me"),
    )
)  # fmt: skip
_SENT = re.compile(
    r">>> ?(RCPT|MAIL|DATA|HELO|EHLO|BDAT|\.)[^\n]{0,300}\n"
    r"(?:[^\n<>]{0,200}\n){0,3}[ \t]*<<< ?[45]",
    re.I,
)
_NO_RECIPIENT = re.compile(
    r"<<< ?50[34][- ].{0,60}(?:need rcpt|valid rcpt|valid recip|rcpt command)"
    r"|<<< ?554.{0,40}no valid recip",
    re.I,
)
_STEP_OF = {"RCPT": "rcpt", "MAIL": "mail", "HELO": "hello", "EHLO": "hello"}


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of one refusal. `words` are the refusing server's, `story` is what the
    reporting program tells around them."""

    status: str = ""
    code: str = ""
    words: str = ""
    story: str = ""
    step: str = ""
    agent: str = ""  # the kind of program whose words they are: smtp, x-unix, ...
    report: str = ""  # all of the report
    is_late: bool = False


def report(text: str) -> str:
    """A report without the mail that came back."""
    text = text[:LONGEST]
    ends = [found.start() for found in (_COPY.search(text, 1), _HEADERS.search(text, 1)) if found]
    shortened = text[: min(ends)] if ends else text
    return shortened if shortened.strip() else text


def about(told: str, recipient: str, others: set[str]) -> str:
    """The lines about one recipient: from each that names them to the next that names another,
    and of a conversation what stands before the line that names them."""
    if not others:
        return told
    wanted, kept, waiting, is_on = recipient.lower(), list[str](), list[str](), False
    for line in told.split("\n"):
        lowered = line.lower()
        if _CONVERSATION.match(line) and wanted not in lowered:
            waiting.append(line)
            continue
        if wanted in lowered:
            is_on = True
        elif any(other in lowered for other in others):
            is_on, waiting = False, []
        if is_on:
            kept += [*waiting, line]
            waiting = []
    return "\n".join(kept) or told


def said(diagnostic: str, stated: str, story: str, told: str, *, is_late: bool = False) -> Said:
    """Put together what the fields and the words of a report say."""
    agent, words = _typed(diagnostic)
    replies = _replies(story) or _replies(told)
    code = CODE.search(words) or CODE.search(replies) or CODE.search(story)
    return Said(
        status=_status(stated, words, replies, story),
        code=code[0] if code else "",
        words=words.strip() or replies,
        story=story,
        step=_step(f"{words}\n{story}"),
        agent=agent.strip().lower(),
        report=told,
        is_late=is_late,
    )


def _typed(diagnostic: str) -> tuple[str, str]:
    """`smtp; 550 no` as the kind of program and its words."""
    kind, mark, words = diagnostic.partition(";")
    if not mark or not re.fullmatch(r"[\w -]{2,30}", kind):
        kind, words = "", diagnostic
    inner = _INNER.search(words)
    return kind, f"{inner[1]} {inner[2]}" if inner else words


def _replies(story: str) -> str:
    """What servers replied, as a report in prose repeats it: each reply to its paragraph's end."""
    found = _REPLY.search(story)
    if not found:
        return ""
    ends = _PARAGRAPH.search(story, found.start(1))
    first = story[found.start(1) : ends.start() if ends else None]
    later = _REPLY.findall(story, ends.end()) if ends else []
    return "\n".join([first, *later])


def _status(stated: str, words: str, replies: str, story: str) -> str:
    """The exactest status: what the refusing server said, else what the report states."""
    found = [one[0] for one in STATUS.finditer(words)][::-1]
    found += [one[0] for one in STATUS.finditer(replies)]
    first = STATUS.search(stated)
    found += [first[0]] if first else []
    found += [one[0] for one in STATUS.finditer(story)]
    exact = [one for one in found if not one.endswith(".0.0")]
    return (exact or found or [""])[0]


def _step(text: str) -> str:
    on_one_line = " ".join(text.split())
    for step, pattern in _STEPS:
        if pattern.search(on_one_line):
            return step
    sent = _SENT.search(text)
    if not sent:
        return ""
    # Commands sent ahead are answered late: who asks for a recipient refused them all before.
    return "rcpt" if _NO_RECIPIENT.search(text) else _STEP_OF.get(sent[1].upper(), "data")
