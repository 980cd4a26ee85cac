"""A browser small enough for the routes: it speaks ASGI to them and keeps their cookie."""

import asyncio
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from starlette.types import ASGIApp


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]


@dataclass
class Client:
    """Requests to `app` as from `scheme`://kpi.test, with the cookies kept so far."""

    app: ASGIApp
    scheme: str = "http"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """GET without more ado."""
        return self.request("GET", path, {})

    def post(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """POST with an empty body."""
        return self.request("POST", path, headers or {})

    def request(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        """One request; cookies set by the answer are kept, dropped ones dropped."""
        sent = {"host": "kpi.test", **headers}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = asyncio.run(self._exchange(method, path, sent))
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
            if morsel["max-age"] == "0":
                del self.cookies[name]
        return answer

    async def _exchange(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": self.scheme, "path": path,
            "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("10.0.0.9", 1),
            "server": ("kpi.test", 80), "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        }  # fmt: skip
        messages: list[Any] = []
        asked: list[bool] = []

        async def receive() -> dict[str, Any]:
            if not asked:
                asked.append(True)
                return {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.Event().wait()  # the browser stays connected
            raise AssertionError

        async def send(message: Any) -> None:
            messages.append(message)

        await self.app(scope, receive, send)
        start = messages[0]
        return Answer(start["status"], {k.decode(): v.decode() for k, v in start["headers"]})
