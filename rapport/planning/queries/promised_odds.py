"""How often our own promises were kept, by how sure they were when they were given."""

from dataclasses import dataclass

from django.db.models import Count, Q

from rapport.planning.models import PromiseOdds
from rapport.promises.models import Promise

# From so many percent on, up to the band above.
BANDS = (90, 75, 50, 0)
SETTLED = (Promise.State.KEPT, Promise.State.LATE, Promise.State.BROKEN)


@dataclass(frozen=True, slots=True)
class KeptRate:
    """Promises that were `least` to `most` percent sure: how many there were, how many held."""

    least: int
    most: int
    count: int
    kept: int

    @property
    def percent(self) -> int:
        """How many of a hundred held."""
        return round(100 * self.kept / self.count)


def kept_rates() -> list[KeptRate]:
    """By how sure they were, the surest first; bands without a settled promise are left out."""
    settled = PromiseOdds.objects.filter(promise__state__in=SETTLED, promise__binned_at=None)
    asked = {}
    for most, least in zip((100, *BANDS), BANDS, strict=False):
        within = Q(percent__gte=least) & Q(percent__lt=most)
        asked[f"count{least}"] = Count("pk", filter=within)
        asked[f"kept{least}"] = Count("pk", filter=within & Q(promise__state=Promise.State.KEPT))
    found = settled.aggregate(**asked)
    rates = [
        KeptRate(least, most, found[f"count{least}"], found[f"kept{least}"])
        for most, least in zip((100, *BANDS), BANDS, strict=False)
    ]
    return [rate for rate in rates if rate.count]
