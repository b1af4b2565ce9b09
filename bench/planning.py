"""`python -m bench.planning [DATA]`: every planning bench on the cases beside the project.

DATA is the folder that holds `planning/`; else RAPPORT_DATA, else `../shared/data`. One after the
other, because each of them counts seconds.
"""

import os
import subprocess
import sys
from pathlib import Path

BESIDE = Path(__file__).parents[2] / "shared" / "data"
SAMPLE = "{data}/psplib/fixed_sample_60.json"
BENCHES = (
    ("bench.mspdi", "{data}/msproject"),
    ("bench.psplib", "{data}/psplib", "--set", "j30", "--seconds", "1"),
    (
        "bench.psplib",
        "{data}/psplib",
        "--sample",
        SAMPLE,
        "--set",
        "j120",
        "--seconds",
        "1",
        "--cores",
        "2",
    ),
    (
        "bench.psplib",
        "{data}/psplib",
        "--sample",
        SAMPLE,
        "--set",
        "j120",
        "--seconds",
        "5",
        "--cores",
        "2",
    ),
    ("bench.mmlib", "{data}/mmlib", "--set", "MMLIB50", "--every", "10", "--seconds", "5"),
    ("bench.rcpspmax", "{data}/rcpsp-max", "--set", "j10"),
    ("bench.rcpspmax", "{data}/rcpsp-max", "--set", "j20"),
    ("bench.realprojects", "{data}/real-projects", "--seconds", "60"),
    ("bench.network",),
    ("bench.simulation",),
    ("bench.histories",),
)


def main() -> int:
    """Run them all; 1 when one of them broke off, and which one has been said."""
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("RAPPORT_DATA", BESIDE)
    data = Path(named) / "planning"
    if not data.is_dir():
        print(f"There are no planning cases in {data}.")
        return 1
    return max(_run([word.format(data=data) for word in words]) for words in BENCHES)


def _run(words: list[str]) -> int:
    print(f"\n--- {' '.join(words)}", flush=True)
    return min(1, subprocess.call([sys.executable, "-m", *words]))


if __name__ == "__main__":
    raise SystemExit(main())
