"""`python -m bench`: measure each operation on each engine, print a table, keep it in the docs."""

import argparse
import os
import platform
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import cpu
from bench.stage import Stage, stage

ENGINES = ("SQLite", "PostgreSQL")
MEASURED = Path(__file__).parents[1] / "docs" / "MEASURED.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
W = "/w/bench/"
# Milliseconds; docs/MEASURED.md says where they come from.
TARGETS = {
    "list": 16, "one conversation": 12, "search": 13, "create": 11, "mail in": 7, "mail reply": 8,
    "plan, 1,000 tasks": 107, "Today": 20,
}  # fmt: skip


def main() -> None:
    """Measure and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--only", nargs="+", choices=TARGETS, default=list(TARGETS))
    parser.add_argument(
        "--dry",
        action="store_true",
        help="do not write docs/MEASURED.md",
    )
    arguments = parser.parse_args()
    yardstick = cpu.yardstick()
    figures = {engine: _measure(engine, arguments) for engine in arguments.engines}
    table = _table(figures, yardstick, arguments)
    print(table)
    if not arguments.dry and len(arguments.only) == len(TARGETS):
        _keep(table)


def _measure(engine: str, arguments: argparse.Namespace) -> dict[str, float]:
    with (
        tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder,
        stage(engine, Path(folder), arguments.tickets) as made,
    ):
        figures = {}
        for name, measure in _operations(made, arguments).items():
            figures[name] = measure()
            print(f"{engine:<11} {name:<18} {figures[name]:7.1f} ms", flush=True)
        return figures


def _operations(made: Stage, arguments: argparse.Namespace) -> dict[str, Callable[[], float]]:
    times, tickets = arguments.times, arguments.tickets
    pages = {
        "list": lambda n: made.get(f"{W}inbox/"),
        "one conversation": lambda n: made.get(f"{W}inbox/{1 + n * 7 % tickets}/"),
        "search": lambda n: made.get(f"{W}search/?q=zanzibar"),
        "plan, 1,000 tasks": lambda n: made.get(f"{W}projects/BIG/plan/"),
        "Today": lambda n: made.get(W),
    }
    measures = {name: _page(made, page, times) for name, page in pages.items()}
    measures["create"] = lambda: _created(made, times)
    measures["mail in"] = lambda: made.mails("new", times)
    measures["mail reply"] = lambda: made.mails("reply", times)
    return {name: measures[name] for name in arguments.only}


def _page(made: Stage, page: Callable[[int], object], times: int) -> Callable[[], float]:
    return lambda: made.cost(page, times)


def _created(made: Stage, times: int) -> float:
    """The sending of the form; its page is fetched once, before."""
    fields = {"to": "cust1@client1.example.com", "subject": "New labels", "text": "Here they are."}
    return made.cost(lambda n: made.post(f"{W}inbox/new/", **fields), times)


def _table(figures: dict[str, dict[str, float]], yardstick: float, arguments) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    load = os.getloadavg()[0]
    command = f"python -m bench --tickets {arguments.tickets} --times {arguments.times}"
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {machine} · load {load:.1f} · `{command}`",
        f"Yardstick (sum of 10⁷ squares): {yardstick:.3f} s CPU.",
        "",
        "| operation | target ms | " + " | ".join(f"{e} ms | of yardstick" for e in figures) + " |",
        "|---|---|" + "---|---|" * len(figures),
    ]
    for name in arguments.only:
        target = TARGETS[name]
        cells = [f"{name} | {target}"]
        for engine in figures.values():
            mark = "" if engine[name] <= target else " ✗"
            cells.append(f"{engine[name]:.1f}{mark} | {engine[name] / yardstick / 10:.2f} %")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _keep(table: str) -> None:
    """Put the table between its marks in docs/MEASURED.md."""
    text = MEASURED.read_text()
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    MEASURED.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}")


if __name__ == "__main__":
    main()
