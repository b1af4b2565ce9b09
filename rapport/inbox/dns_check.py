"""Whether the world's mail servers will believe mail from a domain: SPF, DKIM, DMARC, MX."""

from dataclasses import dataclass

import dns.exception
import dns.resolver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECONDS = 3.0
# Selectors that common providers use; a domain may have any other.
SELECTORS = ("selector1", "google", "default", "dkim", "mail", "s1", "k1", "fm1")


@dataclass(frozen=True, slots=True)
class Finding:
    """One record: good, warn or bad, what it means, and what was found."""

    name: str
    tone: str
    said: str | Promise
    found: str = ""


def check(domain: str) -> list[Finding]:
    """Ask for the four records; never raises, and gives up after a few seconds each."""
    return [_mx(domain), _spf(domain), _dkim(domain), _dmarc(domain)]


def _mx(domain: str) -> Finding:
    found = _ask(domain, "MX")
    if found is None:
        return Finding("MX", "warn", _("The name server did not answer in time."))
    if not found:
        return Finding("MX", "bad", _("This domain names no server that takes in its mail."))
    return Finding("MX", "good", _("Mail to this domain has a server."), ", ".join(found[:3]))


def _spf(domain: str) -> Finding:
    found = _texts(domain, "v=spf1")
    if found is None:
        return Finding("SPF", "warn", _("The name server did not answer in time."))
    if not found:
        said = _("It does not say which servers may send for it, so mail may land in spam.")
        return Finding("SPF", "bad", said)
    if len(found) > 1:
        said = _("There is more than one SPF record; servers then believe none of them.")
        return Finding("SPF", "bad", said, " | ".join(found))
    if found[0].rstrip().endswith("+all"):
        return Finding("SPF", "bad", _("It lets every server in the world send."), found[0])
    return Finding("SPF", "good", _("It says which servers may send for it."), found[0])


def _dkim(domain: str) -> Finding:
    for selector in SELECTORS:
        found = _texts(f"{selector}._domainkey.{domain}", "p=")
        if found:
            said = _("Its mails can be signed, and the signature checked.")
            return Finding("DKIM", "good", said, f"{selector}._domainkey")
    said = _(
        "No signing key was found under the usual names. Your provider may use another one: "
        "look for DKIM in its settings."
    )
    return Finding("DKIM", "warn", said)


def _dmarc(domain: str) -> Finding:
    found = _texts(f"_dmarc.{domain}", "v=dmarc1")
    if found is None:
        return Finding("DMARC", "warn", _("The name server did not answer in time."))
    if not found:
        said = _("It does not say what to do with forged mail; large providers expect that.")
        return Finding("DMARC", "bad", said)
    if "p=none" in found[0].replace(" ", "").lower():
        said = _("It only watches: forged mail is still let through.")
        return Finding("DMARC", "warn", said, found[0])
    return Finding("DMARC", "good", _("Forged mail in its name is refused or set apart."), found[0])


def _texts(name: str, beginning: str) -> list[str] | None:
    found = _ask(name, "TXT")
    if found is None:
        return None
    texts = [text.strip('"').replace('" "', "") for text in found]
    return [text[:300] for text in texts if beginning in text.lower()]


def _ask(name: str, kind: str) -> list[str] | None:
    """The records; empty when there are none, None when nobody answered."""
    try:
        resolver = dns.resolver.Resolver()
        return [record.to_text() for record in resolver.resolve(name, kind, lifetime=SECONDS)]
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, UnicodeError):
        return None
