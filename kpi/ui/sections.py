"""The row of sections a month is divided into, for the person and for the rater alike."""

from collections.abc import Mapping

import streamlit as st

from kpi.ui.words import _, named


def choose_section(sections: Mapping[str, str], key: str) -> str:
    """The chosen section; the work first."""
    chosen: str = st.segmented_control(
        _("Section"), list(sections), default="work", required=True, key=key,
        format_func=lambda name: named(sections, name), label_visibility="collapsed",
    )  # fmt: skip
    return chosen
