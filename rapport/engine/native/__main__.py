"""`python -m rapport.engine.native`: compile the engine's inner loops.

Where there is no C compiler nothing happens: the same is then reckoned in Python.
"""

from pathlib import Path

from .library import build

if __name__ == "__main__":
    for source in sorted(Path(__file__).parents[1].glob("*/*.c")):
        build(source)
