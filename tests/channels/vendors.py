"""The internet of a test: what vendors answer, and what they were asked."""

import json

from rapport.integrations import http


class Net:
    """Stands for `http.send`; answers by the end of the address, in the order given."""

    def __init__(self):
        self.asked: list[http.Request] = []
        self.answers: list[tuple[str, object]] = []

    def says(self, ending: str, content: object = None, status: int = 200, **headers: str) -> None:
        """What the next request to an address with this in it is answered."""
        if not isinstance(content, Exception | bytes):
            content = json.dumps(content).encode()
        if not isinstance(content, Exception):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            content = http.Answer(status, named, content)
        self.answers.append((ending, content))

    def send(self, request: http.Request, **how: object) -> http.Answer:
        self.asked.append(request)
        for place, (ending, answer) in enumerate(self.answers):
            if ending in request.url:
                del self.answers[place]
                if isinstance(answer, Exception):
                    raise answer
                return answer
        raise AssertionError(f"nobody answers at {request.url}")

    def bodies(self) -> list[dict]:
        return [json.loads(request.content) for request in self.asked if request.content]
