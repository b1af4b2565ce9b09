"""What is looked at in a letter before it goes out.

It knows the grammar of four languages (English, German, French, Spanish) and no letter in
particular. A finding is a hint to a person who can send all the same; so each rule would rather
miss something than disturb for nothing.
"""

from .check import check
from .days import days_in
from .findings import Finding, Kind
from .letter import Around, Letter, Person, Told
from .placeholders import VARIABLE

__all__ = ["VARIABLE", "Around", "Finding", "Kind", "Letter", "Person", "Told", "check", "days_in"]
