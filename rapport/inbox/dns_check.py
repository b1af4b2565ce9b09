"""Whether the world's mail servers will believe mail from a domain: MX, SPF, DKIM, DMARC."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.inbox import spf
from rapport.inbox.dns_answers import Answer, Silence, ask

# Selectors that common providers use; a domain may have any other.
SELECTORS = (
    "selector1", "selector2", "google", "default", "dkim", "mail", "s1", "k1", "fm1",
    "protonmail", "zoho",
)  # fmt: skip
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One record: good, warn or bad, what it means, and what was found."""

    name: str
    tone: str
    said: str | Promise
    found: str = ""


def check(domain: str) -> list[Finding]:
    """Ask for the four records; never raises. A domain that does not answer is asked once."""
    mail = ask(domain, "MX")
    if mail.silence == Silence.NO_NAME:
        return [Finding(domain, "bad", _("There is no such domain. Is it spelt right?"))]
    if mail.is_trouble:
        return [_silent(domain, mail)]
    return [_mx(mail), _spf(domain), _dkim(domain), _dmarc(domain)]


def _mx(mail: Answer) -> Finding:
    hosts = [record.split()[-1] for record in mail.records]
    if not hosts:
        return Finding("MX", "bad", _("This domain names no server that takes in its mail."))
    if hosts == ["."]:
        return Finding("MX", "bad", _("This domain says that it takes no mail at all."))
    return Finding("MX", "good", _("Mail to this domain has a server."), ", ".join(hosts[:3]))


def _spf(domain: str) -> Finding:
    answer = ask(domain, "TXT")
    if answer.is_trouble:
        return _silent("SPF", answer)
    found = spf.records(domain) or ()
    if not found:
        said = _("It does not say which servers may send for it, so mail may land in spam.")
        return Finding("SPF", "bad", said)
    if len(found) > 1:
        said = _("There is more than one SPF record; servers then believe none of them.")
        return Finding("SPF", "bad", said, " | ".join(found)[:LONGEST])
    try:
        spf.count_lookups(found[0], frozenset({domain}))
    except spf.Broken as broken:
        return Finding("SPF", "bad", broken.said, broken.word or found[0][:LONGEST])
    return _judged(found[0])


def _judged(record: str) -> Finding:
    shown = record[:LONGEST]
    others = spf.verdict_on_others(record)
    if others == "+":
        return Finding("SPF", "bad", _("It lets every server in the world send."), shown)
    if others in ("", "?"):
        said = _("It does not turn other servers away: it should end in -all or ~all.")
        return Finding("SPF", "warn", said, shown)
    return Finding("SPF", "good", _("It says which servers may send for it."), shown)


def _dkim(domain: str) -> Finding:
    withdrawn = ""
    for selector in SELECTORS:
        where = f"{selector}._domainkey"
        answer = ask(f"{where}.{domain}", "TXT")
        if answer.is_trouble:
            return _silent("DKIM", answer)
        keys = [tags for tags in map(_tags, answer.records) if "p" in tags]
        if any(tags["p"] for tags in keys):
            return _signed(where, keys)
        withdrawn = withdrawn or (where if keys else "")
    if withdrawn:
        said = _("The key was withdrawn (it is empty): what is signed with it counts as forged.")
        return Finding("DKIM", "bad", said, withdrawn)
    said = _(
        "No signing key was found under the usual names. Your provider may use another one: "
        "look for DKIM in its settings."
    )
    return Finding("DKIM", "warn", said)


def _signed(where: str, keys: list[dict[str, str]]) -> Finding:
    if all("y" in tags.get("t", "").split(":") for tags in keys):
        said = _("The key is marked as a test (t=y), so servers do not count its signatures.")
        return Finding("DKIM", "warn", said, where)
    said = _("Its mails can be signed, and the signature checked.")
    return Finding("DKIM", "good", said, where)


def _dmarc(domain: str) -> Finding:
    """The domain's own record, else the one of a domain above it."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        answer = ask("_dmarc." + ".".join(labels[start:]), "TXT")
        if answer.is_trouble:
            return _silent("DMARC", answer)
        found = [text for text in answer.records if text.lower().startswith("v=dmarc1")]
        if found:
            return _policy(found)
    said = _("It does not say what to do with forged mail; large providers expect that.")
    return Finding("DMARC", "bad", said)


def _policy(found: list[str]) -> Finding:
    shown = " | ".join(found)[:LONGEST]
    if len(found) > 1:
        said = _("There is more than one DMARC record; servers then believe none of them.")
        return Finding("DMARC", "bad", said, shown)
    tags = _tags(found[0])
    policy = tags.get("p", "").lower()
    if policy == "none":
        said = _("It only watches: forged mail is still let through.")
        return Finding("DMARC", "warn", said, shown)
    if policy not in ("quarantine", "reject"):
        said = _("Its policy (p=) is none that servers know, so they ignore it.")
        return Finding("DMARC", "bad", said, shown)
    if tags.get("pct", "100") != "100":
        said = _("Only a part of forged mail is refused or set apart (pct=).")
        return Finding("DMARC", "warn", said, shown)
    return Finding("DMARC", "good", _("Forged mail in its name is refused or set apart."), shown)


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}


def _silent(name: str, answer: Answer) -> Finding:
    if answer.silence == Silence.BROKEN:
        said = _("The domain's name servers answer with an error: its DNS is set up wrongly.")
        return Finding(name, "bad", said)
    return Finding(name, "warn", _("The name server did not answer in time. Try again later."))
