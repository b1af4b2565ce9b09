"""Each way in which a domain's mail records can be right or wrong has its sentence."""

import dns.resolver
import pytest

from rapport.inbox import dns_answers, dns_check
from rapport.inbox.models import Mailbox
from tests.conftest import NOW
from tests.inbox.name_server import NameServer

DOMAIN = "studio.example"
KEY = ("selector1._domainkey." + DOMAIN, "TXT")
POLICY = ("_dmarc." + DOMAIN, "TXT")
MAIL, TEXT = (DOMAIN, "MX"), (DOMAIN, "TXT")
GOOD = {
    MAIL: [f"10 mx.{DOMAIN}."],
    TEXT: ['"site-verification=1"', '"v=spf1 include:_spf.provider.example -all"'],
    ("_spf.provider.example", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 ~all"'],
    KEY: ['"v=DKIM1; k=rsa; p=MIIB" "IjAN"'],
    POLICY: ['"v=DMARC1; p=quarantine; rua=mailto:a@studio.example"'],
}


@pytest.fixture
def asked(monkeypatch):
    """Check the domain against a name server that says this: `asked({...})`."""
    monkeypatch.setattr(dns_answers, "SECONDS", 0.6)

    def check(changes, domain=DOMAIN):
        zone = {key: said for key, said in (GOOD | changes).items() if said is not None}
        with NameServer(zone) as server:
            resolver = dns.resolver.Resolver(configure=False)
            resolver.nameservers, resolver.port = ["127.0.0.1"], server.port
            monkeypatch.setattr(dns_answers, "resolver", lambda: resolver)
            found = {finding.name: finding for finding in dns_check.check(domain)}
            check.asked = server.asked
            return found

    return check


def told(finding) -> tuple[str, str]:
    return finding.tone, str(finding.said)


def test_good_records_are_good(asked):
    found = asked({})
    assert {name: finding.tone for name, finding in found.items()} == dict.fromkeys(
        ("MX", "SPF", "DKIM", "DMARC"), "good"
    )
    assert found["DKIM"].found == "selector1._domainkey"


@pytest.mark.parametrize(
    ("what", "changes", "tone", "words"),
    [
        ("MX", {MAIL: None}, "bad", "names no server"),
        ("MX", {MAIL: ["0 ."]}, "bad", "takes no mail"),
        ("SPF", {TEXT: None}, "bad", "does not say which servers"),
        ("SPF", {TEXT: ['"v=spf10 -all"']}, "bad", "does not say which servers"),
        ("SPF", {TEXT: ['"v=spf1 -all"', '"v=spf1 mx ~all"']}, "bad", "more than one SPF"),
        ("SPF", {TEXT: ['"v=spf1 mx +all"']}, "bad", "every server in the world"),
        ("SPF", {TEXT: ['"v=spf1 all"']}, "bad", "every server in the world"),
        ("SPF", {TEXT: ['"v=spf1 mx ?all"']}, "warn", "-all or ~all"),
        ("SPF", {TEXT: ['"v=spf1 mx"']}, "warn", "-all or ~all"),
        ("SPF", {TEXT: ['"v=spf1 ipv4:192.0.2.1 -all"']}, "bad", "no server understands"),
        ("SPF", {TEXT: [f'"v=spf1 {" ".join(f"a:h{n}.example" for n in range(11))} -all"']},
         "bad", "more than ten"),
        ("SPF", {TEXT: ['"v=spf1 include:nowhere.example -all"']}, "bad", "without exactly one"),
        ("SPF", {TEXT: [f'"v=spf1 include:{DOMAIN} -all"']}, "bad", "in a circle"),
        ("SPF", {TEXT: ['"v=spf1 redirect=_spf.provider.example"']}, "good", "says which"),
        ("SPF", {TEXT: "servfail"}, "bad", "answer with an error"),
        ("DKIM", {KEY: ['"v=DKIM1; p="']}, "bad", "withdrawn"),
        ("DKIM", {KEY: ['"v=DKIM1; t=y; p=MIIB"']}, "warn", "test"),
        ("DKIM", {KEY: None}, "warn", "No signing key"),
        ("DKIM", {KEY: "silence"}, "warn", "in time"),
        ("DMARC", {POLICY: None}, "bad", "forged mail"),
        ("DMARC", {POLICY: ['"v=DMARC1; p=none"']}, "warn", "only watches"),
        ("DMARC", {POLICY: ['"v=DMARC1; p=refuse"']}, "bad", "none that servers know"),
        ("DMARC", {POLICY: ['"v=DMARC1; p=reject; pct=20"']}, "warn", "Only a part"),
        ("DMARC", {POLICY: ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"']}, "bad", "more than one"),
        ("DMARC", {POLICY: "silence"}, "warn", "in time"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(asked, what, changes, tone, words):
    said = told(asked(changes)[what])
    assert said[0] == tone and words in said[1]


def test_includes_count_towards_the_ten_look_ups(asked):
    chain = {
        (f"spf{n}.example", "TXT"): [f'"v=spf1 mx include:spf{n + 1}.example -all"']
        for n in range(6)
    }
    chain[("spf6.example", "TXT")] = ['"v=spf1 -all"']
    found = asked({**chain, TEXT: ['"v=spf1 include:spf0.example -all"']})
    assert "more than ten" in told(found["SPF"])[1]


def test_a_domain_that_does_not_exist_is_said_once(asked):
    found = asked({}, domain="sutdio.example")
    assert list(found) == ["sutdio.example"]
    assert told(found["sutdio.example"]) == ("bad", "There is no such domain. Is it spelt right?")


@pytest.mark.parametrize(("said", "words"), [("servfail", "with an error"), ("silence", "in time")])
def test_a_domain_that_does_not_answer_is_asked_once_and_not_called_empty(asked, said, words):
    found = asked({MAIL: said})
    assert list(found) == [DOMAIN] and words in told(found[DOMAIN])[1]
    assert {kind for _, kind in asked.asked} == {"MX"}


def test_a_silent_key_server_does_not_hold_the_page_up(asked):
    asked({KEY: "silence"})
    selectors = {name for name, _ in asked.asked if "_domainkey" in name}
    assert selectors == {KEY[0]}


def test_the_policy_of_the_domain_above_counts_too(asked):
    below = "mail." + DOMAIN
    zone = {(below, "MX"): ["10 mx.studio.example."], (below, "TXT"): ['"v=spf1 mx -all"']}
    assert asked(zone, domain=below)["DMARC"].tone == "good"


def test_a_long_key_that_comes_by_tcp_is_read(asked):
    pieces = " ".join(f'"{"A" * 200}"' for _ in range(4))
    assert asked({KEY: [f'"v=DKIM1; p=" {pieces}']})["DKIM"].tone == "good"


def test_the_page_shows_the_sentences(asked, browse, admin, workspace, monkeypatch):
    Mailbox.objects.create(workspace=workspace, address=f"us@{DOMAIN}", name="Us", created_at=NOW)
    found = asked({POLICY: ['"v=DMARC1; p=none"']})
    monkeypatch.setattr(dns_check, "check", lambda domain: list(found.values()))
    page = browse(admin).get("/w/fernhill/settings/mailboxes/dns/")
    assert page.status_code == 200
    assert "only watches" in page.text and "v=DMARC1; p=none" in page.text
