"""Carrying out a command for the person signed in, and telling them what came of it."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from kpi.access.actor import Refused
from kpi.access.execute import execute
from kpi.ui import database, kept, signed_in
from kpi.ui.toasts import toast
from kpi.ui.words import told


@dataclass(frozen=True)
class Done:
    """A command that was carried out; `result` is what it returned. Always true, whatever that is."""

    result: Any

    def __bool__(self) -> bool:
        return True


def do(command: object, done: str = "") -> Done | None:
    """Carry out `command` for the signed-in person.

    A refusal is shown where this is called, in the person's language, and None is returned; nothing was changed.
    `done`, where given, is a short confirmation that outlives a rerun.
    """
    actor = signed_in.present()
    if actor is None:
        return None
    kept.look_again()
    try:
        result = execute(command, actor, database.engine())
    except Refused as refused:
        st.error(told(refused.message), icon=":material/block:")
        return None
    if done:
        toast(done)
    return Done(result)
