"""The application: `streamlit run streamlit_app.py`, or any ASGI server with `streamlit_app:app`."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from kpi.ui.faults import on_script_error
from kpi.ui.headers import SecurityHeaders
from kpi.ui.routes import ROUTES
from kpi.ui.starting import lifespan

config._main_script_path = config._main_script_path or __file__  # so that .streamlit/ is found from any directory
app = st.App(
    "kpi/ui/shell.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=on_script_error,
)
