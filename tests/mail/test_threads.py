"""A mail finds its conversation by the ids it names, and by a signed address; by nothing else."""

from rapport.engine.mail import parse, reply_address, threads

from .build import mail

KEY = b"k" * 32


def store(index, message_id, *parents):
    """What a store does with a placement: index the message, merge what turned out to be one."""
    place = threads.place(message_id, parents, lambda ids: {i: index[i] for i in ids if i in index})
    home = place.into if place.into is not None else message_id
    for name, conversation in list(index.items()):
        if conversation in place.absorb:
            index[name] = home
    for name in threads.mentions(message_id, parents):
        index.setdefault(name, home)
    return home


def test_a_reply_joins_its_parent():
    index = {}
    assert store(index, "<b>", "<a>") == store(index, "<c>", "<b>", "<a>")


def test_a_child_that_arrives_first_is_joined_by_its_parents_in_any_order():
    index = {}
    store(index, "<c>", "<b>")
    store(index, "<a>")
    store(index, "<b>", "<a>")
    assert index["<a>"] == index["<b>"] == index["<c>"]


def test_the_nearest_known_relative_decides():
    known = {"<a>": 1, "<b>": 2}
    place = threads.place("<c>", ("<b>", "<a>"), lambda ids: known)
    assert (place.into, place.by, place.absorb) == (2, "<b>", ())


def test_b01_a_number_in_the_subject_leads_nowhere():
    parsed = parse(mail(Subject="Re: [Support #42] Hello"))
    place = threads.place(parsed.message_id, parsed.parents, lambda ids: {"42": 1})
    assert place.into is None


def test_b02_a_reply_address_is_genuine_only_with_its_signature():
    made = reply_address.make(reply_address.ReplyTo("abc123", "e1"), key=KEY, domain="Example.org")
    assert reply_address.verify(made.upper(), key=KEY) == reply_address.ReplyTo("abc123", "e1")
    assert reply_address.verify(made, key=b"other") is None
    assert reply_address.verify(made.replace("abc123", "abc124"), key=KEY) is None
    assert reply_address.verify(made.replace(".e1.", ".e2."), key=KEY) is None
    assert reply_address.verify(made.replace("example.org", "evil.example"), key=KEY) is None
    assert reply_address.verify("reply+abc123@example.org", key=KEY) is None
    assert len(made.partition("@")[0]) <= 64
