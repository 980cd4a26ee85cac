"""What Streamlit runs at every rerun: who is signed in, then the pages this person may open."""

from pathlib import Path

import streamlit as st

from kpi.ui import header, signed_in, theme
from kpi.ui.foreword import PRODUCT
from kpi.ui.menu import pages_for
from kpi.ui.toasts import show_toasts
from kpi.ui.words import _

MARK = Path(__file__).with_name("mark.png")


def main() -> None:
    """One run of the screen."""
    st.set_page_config(page_title=_(PRODUCT), page_icon=str(MARK), layout="wide")
    theme.apply()
    actor = signed_in.actor()
    page = st.navigation(pages_for(actor))
    st.set_page_config(page_title=f"{page.title} · {_(PRODUCT)}")
    header.show(actor)
    show_toasts()
    page.run()
    show_toasts()


main()
