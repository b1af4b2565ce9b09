"""A refusal: an operation that will not be done, with a sentence for the person."""


class Refused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """Base of what operations raise; `str()` is a translated sentence, shown as it is."""
