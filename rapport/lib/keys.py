"""Keys of rows, as forms and addresses name them."""

# One digit less than the largest key a database keeps.
MOST_DIGITS = 18


def key_of(text: str) -> int:
    """The key that a text names; 0, which no row has, when it names none."""
    named = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if named else 0


def short_name_of(text: object) -> str:
    """The key of a client or project as typed. None holds a NUL, on which PostgreSQL fails."""
    return str(text or "").replace("\0", "")
