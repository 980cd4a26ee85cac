"""Routes beside Streamlit's: the ticket becomes a cookie here, and the cookie ends here."""

from pathlib import Path
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kpi.access.sessions import LIFE, redeem, sign_out
from kpi.ui.browser import COOKIE, address_from, behind_trusted_proxy
from kpi.ui.database import engine

SCRIPT, REDEEM, END = "/kpi/handover.js", "/kpi/session", "/kpi/session/end"
TICKET = "x-kpi-ticket"


def same_origin(request: Request) -> bool:
    """Whether the request comes from a page of ours; one that does not say is refused."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "-")


def is_secure(request: Request) -> bool:
    """Whether the browser speaks https, to us or to the trusted proxy before us."""
    forwarded = request.headers.get("x-forwarded-proto", "") if behind_trusted_proxy() else ""
    return request.url.scheme == "https" or forwarded.split(",")[0].strip() == "https"


async def take_session(request: Request) -> Response:
    """Exchange the ticket for the session cookie; whoever was signed in in this browser before is signed out."""
    if not same_origin(request):
        return Response(status_code=403)
    token = await run_in_threadpool(_redeem, request)
    if token is None:
        return Response(status_code=410)
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE, token, max_age=int(LIFE.total_seconds()), path="/", httponly=True, samesite="lax",
        secure=is_secure(request),
    )  # fmt: skip
    return response


def _redeem(request: Request) -> str | None:
    peer = request.client.host if request.client else None
    ticket, agent = request.headers.get(TICKET, ""), request.headers.get("user-agent", "")
    token = redeem(engine(), ticket, address_from(request.headers, peer), agent)
    if token and (before := request.cookies.get(COOKIE)):
        sign_out(engine(), before)
    return token


async def end_session(request: Request) -> Response:
    """Sign out in the database and take the cookie away."""
    if not same_origin(request):
        return Response(status_code=403)
    if token := request.cookies.get(COOKIE):
        await run_in_threadpool(sign_out, engine(), token)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=is_secure(request))
    return response


async def script(_request: Request) -> Response:
    """The few lines the browser runs to call the two routes above."""
    return FileResponse(Path(__file__).with_name("handover.js"), media_type="text/javascript")


ROUTES = [
    Route(SCRIPT, script, methods=["GET"]),
    Route(REDEEM, take_session, methods=["POST"]),
    Route(END, end_session, methods=["POST"]),
]
