"""`/healthz`: whether this process can serve and the worker keeps up; says no more than that."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now

from rapport.events.models import Job
from rapport.lib.access import public_view


@public_view()
def healthz(request: HttpRequest) -> JsonResponse:
    """200 `ok` or `degraded` (the worker is behind); 503 `down` when the database is away."""
    try:
        connection.ensure_connection()
        late = Job.objects.late(now()).exists()
    except DatabaseError:
        return JsonResponse({"status": "down"}, status=503)
    return JsonResponse({"status": "degraded" if late else "ok"})
