"""Files made when somebody clicks, for whoever is signed in at that moment."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kpi.access.actor import Actor, NotPermitted
from kpi.access.sessions import actor_of
from kpi.language.message import say
from kpi.ui import browser
from kpi.ui.database import engine

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(label: str, make: Callable[[Actor], bytes], file_name: str, mime: str = XLSX, **options: Any) -> None:
    """A button whose file `make` builds at the click; a session that ended since the page was drawn gets nothing."""
    token = browser.cookie()

    def content() -> bytes:
        actor = actor_of(engine(), token)
        if actor is None:
            raise NotPermitted(say("Sign in first."))
        return make(actor)

    st.download_button(label, data=content, file_name=file_name, mime=mime, on_click="ignore", **options)
