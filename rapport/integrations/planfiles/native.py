"""Files of Microsoft Project's own kinds, which have to be converted before they are read."""

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the program stands in each of its documents: .mpp and .mpt of Project 98 and later.
PROGRAM = b"MSProject."
# The text format of Project 4 and 98: its first record names it, and the sign between cells.
EXCHANGE = (b"MPX,", b"MPX;", b"MPX\t")


def is_native(data: bytes) -> bool:
    """Whether this is a .mpp, .mpt or .mpx file, by its content."""
    if data.startswith(OLE2):
        return PROGRAM in data
    return data.startswith(EXCHANGE)
