"""The plan task that assigned work serves: chosen when it is assigned, named wherever the line is shown."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from kpi.ui.words import _


def choose_task(tasks: Mapping[int, str]) -> int | None:
    """The plan task chosen, or None; nothing is drawn where the unit has no task."""
    if not tasks:
        return None
    return st.selectbox(
        _("For a task of the reform plan (optional)"),
        list(tasks),
        index=None,
        placeholder=_("none"),
        format_func=lambda task: tasks[task],
        help=_("When the month is approved, the task's progress follows from this work."),
    )


def titled(line: Mapping[str, Any]) -> str:
    """The line's title, with the code of the plan task it serves."""
    code = line.get("plan_task")
    return f"{line['title']} ({_('plan task {code}', code=code)})" if code else str(line["title"])
