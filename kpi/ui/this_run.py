"""Telling one run of a script from the next."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def this_run() -> object | None:
    """An object every script run makes anew, so that an answer is never taken into the next run; None outside one."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.parallel_coordinator if context else None
