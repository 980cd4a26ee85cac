"""What a browser typed while its server was away must not be dropped.

A session that is new (after a restart, or a break longer than `disconnectedSessionTTL`) knows no fragment yet, and
Streamlit 1.67 answers a fragment's rerun it does not know with silence: the cell on the screen would never reach the
database. Such a rerun becomes one of the whole page, which draws the fragment and takes up what the browser holds.
See docs/decisions/0010-reruns-of-unknown-fragments.md.
"""

from typing import Any

from streamlit.runtime.app_session import AppSession


def take_up_unknown_fragments() -> None:
    """Turn reruns of fragments a session does not know into reruns of the page; once a process."""
    asked = AppSession.request_rerun
    if getattr(asked, "takes_up", False):
        return

    def request_rerun(session: AppSession, client_state: Any) -> None:
        if client_state and client_state.fragment_id and not session.has_fragment(client_state.fragment_id):
            client_state.ClearField("fragment_id")
        asked(session, client_state)

    request_rerun.takes_up = True  # type: ignore[attr-defined]
    setattr(AppSession, "request_rerun", request_rerun)  # noqa: B010 - it takes a method's place on purpose
