"""One line of work at a time, with large fields: the grid's twin for a phone or a keyboard reader."""

from collections.abc import Callable, Sequence
from typing import Any
from zlib import crc32

import streamlit as st

from kpi.assessment.cells import DECLARED
from kpi.assessment.record import Cell, Recorded
from kpi.ui.plan_task_choice import titled
from kpi.ui.words import _, amount, day, number, told

CHOICE, DEVICE = "work_layout", "work_layout_of_device"


def prefers_cards() -> bool:
    """Whether the person works line by line: their own choice, else what the device suggests."""
    layouts = {"grid": _("Table"), "cards": _("Line by line")}
    if DEVICE not in st.session_state:
        st.session_state[DEVICE] = "cards" if "Mobi" in st.context.headers.get("User-Agent", "") else "grid"
    chosen = st.segmented_control(
        _("Layout"),
        list(layouts),
        default=st.session_state[DEVICE],
        format_func=layouts.__getitem__,
        key=CHOICE,
        required=True,
        label_visibility="collapsed",
    )
    return bool(chosen == "cards")


def edit_cards(
    name: str,
    read: Callable[[], Sequence[dict[str, Any]]],
    record: Callable[[tuple[Cell, ...]], Recorded | None],
    editable: Sequence[str],
    *,
    locked: bool = False,
) -> None:
    """Choose a line, fill its fields; each field is saved when it is left."""
    lines = {line["id"]: line for line in read()}
    if not lines:
        st.caption(_("There is no work yet."))
        return
    chosen = st.selectbox(
        _("Line of work"),
        list(lines),
        key=f"{name}-line",
        format_func=lambda line: _marked(lines[line]),
        label_visibility="collapsed",
    )
    line = lines[chosen]
    with st.container(border=True):
        st.markdown(f"**{titled(line)}**")
        st.caption(
            _(
                "Assigned {assigned} · K {k} · due {due} · adds {points} points",
                assigned=amount(line["assigned"]),
                k=amount(line["coefficient"]),
                due=day(line["due"]),
                points=number(line["points"]),
            )
        )
        for problem in st.session_state.pop(f"{name}-problems", ()):
            st.warning(told(problem.message), icon=":material/edit_off:")
        for field in editable:
            _field(name, line, field, record, locked)


def _marked(line: dict[str, Any]) -> str:
    """The line's title, ticked once something is typed."""
    return f"{'✓' if line['done'] is not None else '○'} {line['title']}"


def _field(
    name: str, line: dict[str, Any], field: str, record: Callable[[tuple[Cell, ...]], Recorded | None], locked: bool
) -> None:
    spec, value = DECLARED[field], line[field]
    key = f"{name}-{line['id']}-{field}-{crc32(repr(value).encode())}"  # a value changed elsewhere is shown afresh
    args = (name, line["id"], field, value, key, record)
    if spec.number:
        st.number_input(
            _(spec.label),
            min_value=0.0,
            max_value=None if spec.most is None else float(spec.most),
            value=value,
            step=1.0,
            key=key,
            format="%g",
            disabled=locked,
            placeholder=_("not typed yet"),
            on_change=_save,
            args=args,
        )
    elif field == "link":
        st.text_input(
            _(spec.label),
            value=value or "",
            key=key,
            disabled=locked,
            placeholder="https://",
            on_change=_save,
            args=args,
        )
    else:
        st.text_area(
            _(spec.label),
            value=value or "",
            key=key,
            disabled=locked,
            max_chars=2000,
            height=68,
            on_change=_save,
            args=args,
        )


def _save(
    name: str, line_id: int, field: str, seen: Any, key: str, record: Callable[[tuple[Cell, ...]], Recorded | None]
) -> None:
    recorded = record((Cell(line_id, field, st.session_state[key], seen),))
    st.session_state[f"{name}-problems"] = recorded.problems if recorded else ()
