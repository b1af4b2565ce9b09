"""S1–S5: SMTP servers that put off, refuse, are slow, lose their word, or are away for a day."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.mailfaults.chaos import Chaos
from bench.mailfaults.house import House, a_port_nobody_listens_on, percentile, until
from bench.mailfaults.row import Row, Size

Build = Callable[[str], House]
LEFT = "inbox_dispatch where state in ('waiting', 'sending')"
# Pauses grow to two hours: nobody waits for that.
QUICK = 0.05
# Writes letters by mailboxes in turn: every conversation has some messages, which keep their order.
WRITE = """
import json, time
from datetime import timedelta
from django.db import transaction
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Dispatch, Mailbox
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get()
with open_workspace(workspace.pk):
    by, boxes = Member.objects.get(), list(Mailbox.objects.filter(address__in={boxes!r}))
    for n in range({talks}):
        box, talk = boxes[n % len(boxes)], None
        for m in range({messages}):
            to = tuple(("", f"p{{n}}.{{k}}@client.example") for k in range({people}))
            letter, at = Letter("Hello", to=to, subject=f"No {{n}}"), now() - timedelta(minutes=1)
            with transaction.atomic():
                if talk is None:
                    said = writing.begin(workspace, letter=letter, by=by, at=at)
                    Conversation.objects.filter(pk=said.conversation_id).update(mailbox=box)
                    talk = Conversation.objects.get(pk=said.conversation_id)
                else:
                    said = writing.reply(talk, letter=letter, by=by, at=at)
                Dispatch.objects.filter(message=said).update(mailbox=box, sender=box.address)
            print(json.dumps([said.message_id, box.address, time.time()]), flush=True)
            time.sleep({rest})
"""


def write(house: House, boxes: Iterable[str], **how: float) -> list[tuple[str, str, float]]:
    """(Message-ID, mailbox, moment) of what was written."""
    fields = {"messages": 1, "people": 1, "rest": 0, **how}
    named = [f"{name}@fernhill.example" for name in boxes]
    writing = house.home.begin(WRITE.format(boxes=named, **fields))
    told, _ = writing.communicate()
    assert writing.returncode == 0
    return [tuple(json.loads(line)) for line in told.splitlines()]


def sends_by(port: int) -> dict[str, object]:
    """The outgoing server of a mailbox."""
    return {"smtp_host": "127.0.0.1", "smtp_port": port}


def in_order(house: House, stored: list[dict[str, str]]) -> bool:
    """Whether the messages of each conversation left one after the other."""
    ask = """select m.conversation_id, d.header_id from inbox_dispatch d
        join inbox_message m on d.message_id = m.id order by d.id"""
    wanted: dict[int, list[str]] = defaultdict(list)
    for talk, header_id in house.rows(ask):
        wanted[talk].append(header_id)
    first = {one["mid"]: n for n, one in reversed(list(enumerate(stored)))}
    for ids in wanted.values():
        came = [first[mid] for mid in ids if mid in first]
        if came != sorted(came):
            return False
    return True


def doubled(stored: list[dict[str, str]]) -> int:
    """How many were taken in more than once."""
    times = Counter(one["mid"] for one in stored)
    return sum(times.values()) - len(times)


def drained(house: House, seconds: float) -> bool:
    """Whether nothing waits any more in so many seconds."""
    return until(lambda: house.count(LEFT) == 0, seconds, step=0.3)


def s1(build: Build, size: Size, at: Path) -> Row:
    """Not now, but in a while."""
    house, delay, mails = build("s1"), size.of(5, 300), size.of(6, 60)
    with Chaos("smtp", at / "s1", f"greylist={delay}") as server, house.working(size.pace):
        house.mailboxes(studio=sends_by(server.port))
        written = write(house, ["studio"], talks=mails // 3, messages=3)
        # The server takes each size for a new pair: three after each other, eight minutes each.
        left = not drained(house, size.of(90, 2700))
        still = house.count(LEFT)
        stored, put_off = server.events("stored"), server.events("greylisted")
    begun = {mid: moment for mid, _, moment in written}
    ripe = [one["t"] - begun[one["mid"]] - delay for one in stored if one["mid"] in begun]
    figure = {
        "greylisted for, s": delay, "pauses": f"x {size.pace}", "mails": mails,
        "still waiting": still, "doubled": doubled(stored),
        "lost": mails - still - len({one["mid"] for one in stored}),
        "in order": in_order(house, stored), "refused for now": len(put_off),
        "most tries": house.rows("select max(attempts) from inbox_dispatch")[0][0],
        "after the delay, at most, s": round(max(ripe), 1) if ripe else None,
    }  # fmt: skip
    passed = not left and not figure["lost"] and not figure["doubled"] and figure["in order"]
    promise = "sent at the first try after the delay, the order of a thread kept, none twice"
    return Row("S1", promise, figure, bool(passed))


def s2(build: Build, size: Size, at: Path) -> Row:
    """One mailbox is well, four others are not: the first does not notice."""
    house, talks = build("s2"), size.of(40, 240)
    # What is measured is who waits for whom, not how fast one may be.
    house.home.environment["RAPPORT_MAILS_A_MINUTE"] = "6000"
    bad = {"later": "tmp=2", "busy": "421_every=3", "slow": "slow=500"}
    servers = {name: Chaos("smtp", at / f"s2-{name}", mode) for name, mode in bad.items()}
    for server in servers.values():
        server.__enter__()
    boxes = {name: sends_by(server.port) for name, server in servers.items()}
    boxes["gone"] = sends_by(a_port_nobody_listens_on())
    with Chaos("smtp", at / "s2-good") as good, house.working(1.0):
        house.mailboxes(good=sends_by(good.port), **boxes)
        alone = _delays(house, good, talks)
        waiting = write(house, boxes, talks=size.of(80, 800))
        beside = _delays(house, good, talks)
        still = house.count(LEFT)
        figure = {
            "p95 alone, ms": alone, "p95 beside four bad ones, ms": beside,
            "longer by, %": round(100 * (beside / alone - 1), 1), "healthy mails": talks,
            "waiting in the others": len(waiting), "of them still waiting": still,
            "others": {**bad, "gone": "refused port"},
        }  # fmt: skip
    for server in servers.values():
        server.__exit__()
    promise = "a mailbox whose server is well is not delayed by others (p95 + 10 % at most)"
    return Row("S2", promise, figure, beside <= alone * 1.1)


def _delays(house: House, good: Chaos, talks: int) -> float:
    """95 % of what is written every so often is taken over by the server in so many ms."""
    known = {mid: moment for mid, _, moment in write(house, ["good"], talks=talks, rest=0.25)}
    until(lambda: len({e["mid"] for e in good.events("stored")} & known.keys()) == talks, 120)
    taken = {one["mid"]: one["t"] for one in good.events("stored")}
    delays = [taken.get(mid, float("inf")) - moment for mid, moment in known.items()]
    return round(1000 * percentile(delays, 0.95), 1)


def s3(build: Build, size: Size, at: Path) -> Row:
    """Every second recipient does not exist."""
    house, mails = build("s3"), size.of(10, 200)
    with Chaos("smtp", at / "s3", "perm=2") as server, house.working(size.pace):
        house.mailboxes(studio=sends_by(server.port))
        write(house, ["studio"], talks=mails, people=3)
        left = not drained(house, size.of(60, 600))
        time.sleep(3)
        stored, refused = server.events("stored"), server.events("5xx")
    accepted = Counter((one["mid"], who) for one in stored for who in one["to"])
    said = [json.loads(x) if isinstance(x, str) else x for (x,) in house.rows(
        "select recipients from inbox_dispatch")]  # fmt: skip
    noted = sum(word.startswith("refused: 550") for one in said for word in one.values())
    figure = {
        "mails": mails, "recipients": 3 * mails, "accepted": len(accepted),
        "refused": len(refused), "refusals at the message": noted,
        "sent again to who had it": sum(accepted.values()) - len(accepted),
        "asked again about who was refused": len(refused) - len({one["to"] for one in refused}),
    }  # fmt: skip
    passed = not left and len(accepted) + noted == 3 * mails and noted == len(refused)
    again = figure["sent again to who had it"], figure["asked again about who was refused"]
    promise = "only the refused recipient fails, seen at the message; nobody gets it twice"
    return Row("S3", promise, figure, passed and again == (0, 0))


def s4(build: Build, size: Size, at: Path) -> Row:
    """Every second mail is taken over, and the word for it is lost."""
    house, mails = build("s4"), size.of(12, 200)
    with Chaos("smtp", at / "s4", "drop_after_data=2") as server, house.working(QUICK):
        house.mailboxes(studio=sends_by(server.port))
        written = write(house, ["studio"], talks=mails)
        left = not drained(house, size.of(90, 3600))
        stored, lost = server.events("stored"), server.events("ack_lost")
    times, acks = Counter(x["mid"] for x in stored), Counter(x["mid"] for x in lost)
    worst = max(times[mid] - 1 - acks[mid] for mid in times)
    figure = {
        "mails": mails, "lost words": len(lost), "taken over": len(stored),
        "duplicates a lost word": round(doubled(stored) / len(lost), 2) if lost else 0,
        "different Message-IDs": len(times), "lost": len({m for m, *_ in written} - set(times)),
        "pauses": f"x {QUICK}",
    }  # fmt: skip
    passed = not left and worst <= 0 and len(times) == mails and not figure["lost"]
    promise = "at most one duplicate for a lost word, under the same Message-ID"
    return Row("S4", promise, figure, passed)


def s5(build: Build, size: Size, at: Path) -> Row:
    """The provider is away while mail waits, then it is back."""
    house, mails, old = build("s5"), size.of(60, 5000), size.of(3, 50)
    limit = size.of(240, 1200)
    house.home.environment["RAPPORT_MAILS_A_MINUTE"] = str(limit)
    port = a_port_nobody_listens_on()
    house.mailboxes(studio=sends_by(port))
    write(house, ["studio"], talks=old)
    house.change("update inbox_dispatch set created_at = '2020-01-01 00:00:00+00:00'")
    written = write(house, ["studio"], talks=mails // 5, messages=5)
    pace, away = 1 / 720, size.of(10, 120)
    with house.working(pace):
        time.sleep(away)
        tries = house.rows("select sum(attempts) from inbox_dispatch")[0][0]
        with Chaos("smtp", at / "s5", "", port) as server:
            begun = time.monotonic()
            left = not drained(house, size.of(120, 1800))
            seconds = round(time.monotonic() - begun, 1)
            everything = server.events("stored")
    # Staff hear by mail of what was given up: that is beside the point.
    ids = {mid for mid, *_ in written}
    stored = [one for one in everything if one["mid"] in ids]
    told = house.count("events_event where verb = 'message.failed'")
    figure = {
        "waiting": mails, "away": f"{away} s at pauses x 1/720 = {away * 720 / 3600:.0f} h",
        "tries meanwhile": tries, "lost": mails - len({one["mid"] for one in stored}),
        "doubled": doubled(stored), "in order": in_order(house, stored), "drained in, s": seconds,
        "letters to staff": len(everything) - len(stored),
        "most in a minute": _most_in_a_minute(everything), "limit a minute": limit,
        "past their expiry": old, "of them told of": told,
        "failed": house.count("inbox_dispatch where state = 'failed'"),
    }  # fmt: skip
    passed = (
        not left and not figure["lost"] and not figure["doubled"] and figure["in order"]
        and told == figure["failed"] == old
    )  # fmt: skip
    promise = "all sent, in order, no faster than allowed; none past its expiry without a notice"
    return Row("S5", promise, figure, bool(passed) and _most_in_a_minute(everything) <= limit)


def _most_in_a_minute(stored: list[dict[str, float]]) -> int:
    """By the minute of the clock, as they are counted."""
    return max(Counter(int(one["t"] // 60) for one in stored).values(), default=0)
