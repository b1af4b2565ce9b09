"""Whether a mail is a report that another mail did not arrive."""

from __future__ import annotations

import re

from .records import Parsed

_NO_REPLY = re.compile(r"^(?:no|do[-_.]?not)[-_.]?reply\b", re.I)
_DAEMON = re.compile(
    r"^(?:mailer[-_. ]?daemon|post[-_. ]?master|mail(?:er)?[-_.]?(?:delivery|system|er)|mdaemon"
    r"|double-bounce|bounces?|mail\.?admin|microsoftexchange[0-9a-f]+)",
    re.I,
)
_LIST_MANAGER = re.compile(
    r"(?:[-_](?:admin|owner|request|bounces?|help|return)@)|^(?:owner-|listserv|majordomo|mailman|sympa)",
    re.I,
)
_LIST_REFUSAL = re.compile(
    r"\s*(?:you are not (?:a )?(?:member|subscribe)"
    r"|your (?:message|mail|post).{0,60}(?:reject|not )"
    r"|duplicate\w* message-id|sorry, only)",
    re.I,
)
_DAEMON_NAME = re.compile(r"mail(?:er)?[ -]?(?:delivery|daemon|system|administrator)", re.I)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|fail|report|problem|notification|has failed)|returned mail"
    r"|mail (?:delivery|system error|could not|failure)|failure notice|delivery.{0,20}fail"
    r"|non[- ]?delivery|return(?:ed|ing) (?:message )?to sender|error sending (?:your )?mail"
    r"|エラー通知|送信エラー|配信(?:でき|不能|エラー)|返送|退信|反送"
    r"|message.{0,20}(?:delayed|bounced|not delivered)"
    r"|unzustellbar|nicht zugestellt|zustell.{0,30}fehl|non remis|[ée]chec de.{0,10}remise"
    r"|no se (?:ha )?(?:pudo|podido)? ?entreg|no entregado|mancata consegna|onbestelbaar",
    re.I,
)
_FAILURE = re.compile(
    r"could ?n[o']t be delivered|cannot be delivered|not delivered|undeliverable|delivery fail"
    r"|failed (?:to deliver|permanently|recipient)|user unknown|unknown user|no such user"
    r"|unable to deliver|permanent (?:fatal )?error|mailbox (?:is )?(?:full|unavailable|not found)"
    r"|over quota|unrouteable|host (?:unknown|not found)|recipient.{0,40}(?:rejected|unknown)"
    r"|does(?: not|n't) (?:exist|have)|address(?:es)? (?:had|failed|rejected)|returned to"
    r"|retry time(?:out)?|relaying denied|nicht zugestellt|non remis"
    r"|^\s*(?:out:|<<<) [45]\d\d|did not reach|送信できません|配信できません|届けできません"
    r"|無法送達|无法(?:送达|投递)",
    re.I | re.M,
)


def is_report(parsed: Parsed) -> bool:
    """A mail system wrote it, and its subject or its text reports a failure. The text is looked at
    last: in an ordinary mail that would be most of the work of reading it."""
    if "X-Failed-Recipients" in parsed.headers:
        return True
    subject = bool(_SUBJECT.search(parsed.subject))
    if _is_daemon(parsed):
        return subject or _tells_of_failure(parsed)
    if _is_list_manager(parsed):
        return bool(_LIST_REFUSAL.match(parsed.text[:200]))
    is_answer = parsed.auto_submitted.startswith("auto-replied")
    nobody = parsed.headers.get("Return-Path").strip() == "<>" or is_nobody(parsed)
    returns = any(part.content_type == "message/rfc822" for part in parsed.attachments)
    return nobody and (subject or returns) and not is_answer and _tells_of_failure(parsed)


def _tells_of_failure(parsed: Parsed) -> bool:
    return bool(_FAILURE.search(parsed.text[:20_000]))


def _is_daemon(parsed: Parsed) -> bool:
    return any(
        _DAEMON.match(author.email or author.name) or _DAEMON_NAME.search(author.name)
        for author in parsed.from_
    )


def _is_list_manager(parsed: Parsed) -> bool:
    return any(_LIST_MANAGER.search(author.email) for author in parsed.from_)


def is_nobody(parsed: Parsed) -> bool:
    """Whether the author is an address that nobody reads."""
    return any(_NO_REPLY.match(author.email) for author in parsed.from_)
