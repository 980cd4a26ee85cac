"""What the browser at the other end presents: its session cookie, its address, the page it asks for.

Tests have no browser: they put their own function in the place of `cookie` (`monkeypatch.setattr(browser, "cookie",
lambda: token)`) and so sign in with the token of a real session. Nothing a browser sends reaches that seam.
"""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

COOKIE = "kpi_session"


def cookie() -> str | None:
    """The session token of the browser's handshake."""
    return st.context.cookies.get(COOKIE)


def address() -> str:
    """Where the browser connects from, for the lock after wrong attempts."""
    return address_from(st.context.headers, st.context.ip_address)


def address_from(headers: Mapping[str, str], peer: str | None) -> str:
    """The peer's address; what a proxy says of it counts only where KPI_TRUSTED_PROXY is set.

    A proxy appends the address it saw, so the last one is its own word and the ones before it the client's.
    """
    forwarded = headers.get("X-Forwarded-For", "") if behind_trusted_proxy() else ""
    return forwarded.rsplit(",", 1)[-1].strip() or peer or "local"


def behind_trusted_proxy() -> bool:
    """Whether the operator says that only a proxy of theirs can reach this process."""
    return os.environ.get("KPI_TRUSTED_PROXY", "").lower() in ("1", "true", "yes")


def asked_page() -> str:
    """The address path the browser shows, without slashes; empty for the first page."""
    return urlsplit(str(st.context.url or "")).path.strip("/")
