"""What `make setup` makes from sources. A package without it serves bare pages, in English."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
PATTERNS = (
    "ui/static/ui/app.css",
    "ui/static/ui/app.js",
    "ui/static/ui/parts/*.js",
    "ui/static/ui/fonts/*.woff2",
    "ui/static/ui/icons.svg",
    "ui/static/ui/mark.svg",
    "reports/fonts/*.ttf",
)
MESSAGES = "locale/*/LC_MESSAGES/django.po"


def missing(package: Path = PACKAGE) -> list[str]:
    """What of it is not there, by its place in the package."""
    patterns = [pattern for pattern in PATTERNS if not any(package.glob(pattern))]
    compiled = (po.with_suffix(".mo") for po in sorted(package.glob(MESSAGES)))
    return patterns + [str(mo.relative_to(package)) for mo in compiled if not mo.exists()]
