"""Vendors' published contracts beside the project, and what of ours fits them."""

import gzip
import json
import os
import tarfile
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest

from rapport.integrations import http

DATA = Path(os.environ.get("RAPPORT_DATA") or Path(__file__).parents[3] / "shared" / "data")
SPECS = DATA / "vendor-specs" / "specs.tar.xz"
needed = [
    pytest.mark.quality,
    pytest.mark.skipif(not SPECS.exists(), reason="the contracts are not beside the project"),
]
FORM = "application/x-www-form-urlencoded"


@cache
def spec(name: str) -> dict:
    """One contract, by its path in the archive."""
    with tarfile.open(SPECS) as archive:
        packed = archive.extractfile(f"specs/{name}")
        assert packed is not None
        return json.loads(gzip.decompress(packed.read()))


@cache
def contract(name: str) -> OpenAPI:
    """An OpenAPI contract. Some vendors' own files break the rules for such files themselves."""
    return OpenAPI.from_dict(spec(name), config=Config(spec_validator_cls=None))


def fits(name: str, request: http.Request) -> None:
    """Raise unless this request is one that the vendor's contract allows."""
    parts = urlsplit(request.url)
    headers = {name.lower(): value for name, value in request.headers.items()}
    content, kind = request.content, headers.get("content-type", "application/json")
    if request.form is not None:
        asked = http.httpx2.Request(request.method, request.url, data=dict(request.form))
        content, kind = asked.read(), FORM
    mock = MockRequest(
        f"{parts.scheme}://{parts.netloc}", request.method.lower(), parts.path,
        args=dict(parse_qsl(parts.query)), headers=headers, data=content or None, content_type=kind,
    )  # fmt: skip
    contract(name).validate_request(mock)
