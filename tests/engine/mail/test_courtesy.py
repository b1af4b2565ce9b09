"""To whom a machine may answer by itself (RFC 3834)."""

import pytest

from rapport.engine.mail import courtesy, parse
from tests.inbox.conftest import written

OURS = {"fernhill.example"}


def may(envelope=None, **headers) -> bool:
    return courtesy.may_answer(parse(written(**headers)), domains=OURS, envelope=envelope)


def test_a_person_who_writes_to_us_is_answered():
    assert may()
    assert may(Auto_Submitted="no")
    assert may(Return_Path="<ines@northwind.example>")
    assert may(X_Auto_Response_Suppress="DR, RN")
    assert may(Precedence="first-class")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Auto_Submitted": "auto-notified; owner-email=x"},
        {"Auto_Submitted": "something-new"},
        *({"Precedence": word} for word in ("bulk", "LIST", "junk", "auto_reply")),
        *({"X_Auto_Response_Suppress": word} for word in ("All", "OOF", "DR, AutoReply")),
        *(
            {f"List_{name}": "<x>"}
            for name in ("Id", "Post", "Help", "Unsubscribe", "Owner", "Archive", "Subscribe")
        ),
        {"Return_Path": "<>"},
        {"Return_Path": "<bounces+42@mailer.example>"},
        {"X_Autoreply": "yes"},
        {"X_Loop": "us"},
        {"subject": "Out of office: back soon"},
        *(
            {"sender": f"{name}@northwind.example"}
            for name in (
                "MAILER-DAEMON", "postmaster", "no-reply", "noreply", "donotreply", "owner-list",
                "list-request", "listserv", "bounce", "bounces+7", "notifications",
            )
        ),
        {"to": "Other <x@elsewhere.example>"},
    ],
    ids=str,
)  # fmt: skip
def test_no_machine_no_list_and_nobody_is_answered(headers):
    assert not may(**headers)


def test_the_return_path_of_the_transport_counts():
    assert may(envelope="ines@northwind.example")
    assert not may(envelope="")
    assert not may(envelope="<>")


def test_two_authors_or_none_are_not_answered():
    assert not may(sender="a@x.example, b@x.example")
