"""Passkeys arrive as JSON; what no browser would send is refused before it is read further."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def sound_credential(view: View) -> View:
    """Answer 400 to a credential that is no JSON, or holds numbers or depths beyond reading."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            json.loads(request.POST.get("credential") or "null")
        except (ValueError, RecursionError) as error:
            raise BadRequest("the credential is no JSON") from error
        return view(request, *args, **kwargs)

    return inner
