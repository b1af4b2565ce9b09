"""The words by which servers say why they take no mail, kind by kind, the exact ones first.

They are those that servers share (RFC 5321 and the programs in use), not one server's sentences. A
kind may stand twice: with what it says exactly, and further down with what is left to it.
"""

from __future__ import annotations

import functools
import re

# What the names in capitals stand for.
_NAMES = {
    "PERSON": r"(?:user|account|mailbox|recipient|address(?:ee)?|alias|person|customer"
    r"|destinataire)s?",
    "MAIL": r"(?:message|e-?mail|mail)",
    "SENDER": r"(?:sender|envelope from|mail from)",
    "NOT": r"(?:can(?:'?t|not)|could ?n[o']t|unable to|fail\w* to)",
    "UNKNOWN": r"(?:\bunknown|un ?recogni[sz]ed|\binvalid|non-?exist(?:ent)?)",
    "GROUP": r"(?:gr[ou]+p|skupin|ομάδα|груп|グループ|群組|群组|समूह|קבוצה|مجموعة|گروه|그룹)",
    "PERMISSION": r"(?:berechtig|permis|autoris|autoriz|opráv|uprawn|toestemming|δικαίωμα|дозв"
    r"|разреш|прав|権限|權限|权限|अनुमति|אישור|إذن|مصرح|مجوز|권한)",
}
_KINDS = (
    ("network", (
        *("too many hops", "hop count", "routing loop", "name service error.{0,90}try again"),
    )),
    ("content", (
        *("duplicate header",),
    )),
    ("mailbox-full", (
        *("over ?quota", "quota.{0,15}exceed", r"exceed\w*.{0,30}quota"),
        *(r"mail ?(?:box|folder).{0,40}\bfull\b", r"\bfull mail ?box", r"\bquota\b"),
        *("mail ?box.{0,20}exceed", r"exceed\w*.{0,30}(?:mail ?box|storage)"),
        *("storage (?:limit|space)", r"(?:inbox|mail ?box).{0,30}\b(?:too large|out of space)"),
        *("insufficient (?:system )?storage", "not enough (?:storage )?space"),
        *("メールボックスが?一杯", "容量"),
    )),
    ("too-large", (
        *("MAIL.{0,25}too (?:large|big)", "MAIL (?:is )?too long", "too (?:large|big) for"),
        *("MAIL size limit", r"\bline (?:length )?limit", "size limit exceeded"),
    )),
    ("over-limit", (
        *("(?:size|length).{0,20}exceed", "exceed.{0,40}(?:maximum|fixed|message|size)"),
    )),
    ("suspended", (
        *(r"PERSON\b.{0,60}\b(?:disabled|inactive|suspended|locked|frozen|deactivated|discontinued)",),
        *(r"(?:disabled|inactive|suspended|locked)\b.{0,15}PERSON", "account is blocked"),
        *("compte.{0,30}bloqu",),
    )),
    ("moved", (
        *(r"PERSON\b.{0,20}(?:has )?moved", "no longer on (?:this )?server"),
        *("not our (?:user|customer)",),
    )),
    ("no-relaying", (
        *(r"relay\w*.{0,20}(?:denied|prohibited|not (?:allowed|permitted))", r"\bno relay"),
        *("mail relay", r"(?:not|unable|refus\w+).{0,25}\brelay", "address is not verified"),
    )),
    ("virus", (
        *(r"\bvirus", "malware", "infected"),
    )),
    ("no-reverse-dns", (
        *(r"\bptr\b", r"unverif\w+ sending ip", "reverse[ -]?(?:dns|lookup|name|mapping|host)"),
        *(r"\brdns\b", "ip name lookup", r"mismatch\w* client ip"),
        *("NOT (?:find|resolve|verify) (?:your|client|the (?:host ?name|ip))",),
        *("client (?:host ?)?name.{0,20}(?:unknown|not)", "no (?:matching )?(?:host)?name found"),
    )),
    ("blocked", (
        *(r"\bopen relay\b", r"rbl\b", "dnsbl"),
        *("(?:server of|contact) your (?:isp|internet service)", "client host blocked"),
    )),
    ("spam", (
        *(r"(?:due to|as|for) spam\b",),
    )),
    ("unauthenticated", (
        *(r"\bdmarc\b", r"\bspf\b", r"\bdkim\b", "unauthenticated MAIL"),
        *("authentication (?:checks?|results?).{0,10}fail", "authentication information"),
    )),
    ("policy", (
        *("for policy reasons", "denied by policy", "presents? a potential"),
        *("potential(?:ly)? (?:security|danger)",),
    )),
    ("not-compliant", (
        *("not rfc", r"rfc ?\d+ compliant", "rfc violation"),
        *("(?:multiple|several) (?:addresses|from|subject)",),
    )),
    ("reputation", (
        *("reputation", "low.{0,10}score", "(?:user|spam) complaints", "unexpected volume"),
    )),
    ("speeding", (
        *("at a rate", "too many (?:MAILs?|recipients this)", "sent to too many", "MAIL rate"),
        *("per hour",),
    )),
    ("too-many", (
        *("too many (?:recipients|connections|sessions|concurrent)",),
        *("connection (?:rate|frequency)", "frequency limited", "rate limit", "throttl"),
    )),
    ("not-a-member", (
        *("not a member of", "permission to (?:post|send)", "members?-only"),
        *("GROUP.{0,200}PERMISSION",),
    )),
    ("rejected", (
        *(r"\bSENDER\b.{0,60}(?:reject|refus|denied|not exist|invalid|unknown|blacklist)",),
        *(r"(?:unrout\w+|invalid|unknown|bad|unverified|reject\w*) sender", "domain of sender"),
        *("purported responsible", "address that (?:has been|is) black", r"valid from\b"),
    )),
    ("no-mail-service", (
        *("does ?n[o']t accept (?:any )?(?:e-?)?mail", r"\bnull mx", "no mx (?:record|or|found)"),
        *("no smtp service", "no mail exchanger", "(?:find|locate) a(?:ny)? mail exchanger"),
        *(r"not accept\w* network messages", "no mail server"),
    )),
    ("unknown-host", (
        *("unroute?able (?:mail )?(?:address|domain)", r"\.\w{2,} does not exist"),
        *("host (?:unknown|not found|or domain name not found)", "unknown (?:host|domain)"),
        *("no such (?:domain|host)", "(?:bad|invalid|illegal) (?:destination )?(?:domain|host)"),
        *("domain.{0,40}(?:not exist|not found|not reachable|invalid)", "find any host"),
        *("nxdomain", "all relevant mx"),
        *("host/domain name", "name or service not known", "dns lookup failure"),
    )),
    ("unknown-user", (
        *("PERSON\\b.{0,30}(?:UNKNOWN|no longer (?:valid|exist|avail|accept))",),
        *(r"PERSON\b.{0,30}(?:does ?n[o']t exist|is not (?:a )?(?:known|valid|local))",),
        *(r"PERSON\b.{0,30}not (?:be )?(?:found|exist|known|listed|recogni[sz]ed|valid)",),
        *("(?:UNKNOWN|no such|not a (?:valid|known)|\\bbad|incorrect).{0,12}PERSON",),
        *("no PERSON (?:here|by that name)", "undeliverable address", "user ?unknown"),
        *("does ?n[o']t (?:have|list).{0,30}account", "recipientnotfound", "not listed in"),
        *("mailbox (?:unavailable|not available)", r"user ?id\b", "bad-mailbox"),
        *("(?:ディレクトリ|アドレス|宛先|ユーザ).{0,30}(?:ありません|見つかりません|存在しません)",),
        *("registered .{0,12}user", "no valid recipients", "not our", "adresse.{0,20}inconnue?"),
    )),
    ("spam", (
        *(r"\bspam(?!haus)", r"\bube\b", "unsolicited", "junk", "bulk mail"),
        *("MAIL content reject", "blacklisted url"),
    )),
    ("blocked", (
        *(r"\bblock(?:ed|ing|list|s)?\b", "block list", "black ?list", "dnsbl", r"\brbl\b"),
        *("spamhaus", r"/bl\?", r"\bbanned", "client host", "not accepting connections"),
        *("invalid ip", "no access from", "service refus", "connection refused by", r"\bbl\)"),
    )),
    ("policy", (
        *("polic(?:y|ies)", "potential", "prohibited", "protocol violation"),
        *("network not allowed", "header error", "message not allowed"),
    )),
    ("security", (
        *("access denied", "authentication required", "unauthenticated", "not authori[sz]ed"),
        *("authori[sz]ation", "permission denied", "security"),
    )),
    ("network", (
        *(r"\bloop", "lost connection"),
        *("connection (?:lost|reset|dropped)", "name service error"),
        *("dns (?:query|lookup|error)", "name lookup failure"),
        *("network (?:error|is unreachable)", "no route to host", "unable to establish"),
        *("able to establish an? (?:smtp )?connection",),
    )),
    ("mailer", (
        *("procmail", "pipe to", "mailer error", "command (?:died|output|failed|exited)"),
        *("local delivery failed",),
    )),
    ("content", (
        *(r"\bheaders? (?:too|error|is)", "8-?bit(?!mime)"),
        *("mime (?:error|structure|format)", "encoding", "media error"),
        *("content (?:error|reject|not|filter)", "attachment"),
    )),
    ("syntax", (
        *("syntax", "parameter not", "sequence of commands", "malformed"),
        *("command (?:not|unrecogni)", "bad sequence"),
    )),
    ("system-full", (
        *("disk space", "disk full", "no space left"),
    )),
    ("system", (
        *("system (?:config|error|problem)", "internal", "local (?:error|problem|config)"),
        *("service.{0,12}unavailable", r"\bldap\b", "transaction failed", "could not load"),
        *("duplicated message", "server error", "support tls"),
    )),
    ("expired", (
        *("timed? ?out", "expired", "retry time", "delivery time", "not yet been delivered"),
        *("delayed", "still being retried", "could not (?:connect|deliver for)"),
        *("not (?:responding|reachable)", "did not accept our requests", "giving up"),
        *("will be retried", r"\d+ attempts", r"after \d", r"within \d", "connection refused"),
        *("in the queue too long", "deferred", "aborted after", "failing for", "long time"),
        *("warning message only",),
    )),
    ("on-hold", (
        *("temporary failure", "recipient error", "on hold"),
    )),
)  # fmt: skip


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(phrases)
    for name, words in _NAMES.items():
        joined = joined.replace(name, words)
    return re.compile(joined, re.I | re.S)


@functools.cache
def kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each kind and its words; made when the first bounce is read, since few mails are one."""
    return tuple((kind, _pattern(phrases)) for kind, phrases in _KINDS)
