"""Records which elements a page draws, and draws them again with the same data and nothing behind them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.delta_generator_singletons import get_dg_singleton_instance

WORK_OF_A_PAGE = ("format_func", "on_change", "on_click", "validate")
DRAWN = [
    name for name in dir(st) if callable(getattr(DeltaGenerator, name, None)) and hasattr(getattr(st, name), "__self__")
]


@dataclass(frozen=True)
class Call:
    """One element: the container it stands in (None: the page), the function, what was given, what came back."""

    inside: int | None
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    made: tuple[int, ...]


@dataclass
class Page:
    """A page's elements in the order drawn."""

    calls: list[Call]

    def draw(self) -> None:
        """Draw every element again."""
        containers: dict[int | None, DeltaGenerator] = {None: get_dg_singleton_instance().main_dg}
        for call in self.calls:
            made = getattr(containers[call.inside], call.name)(*call.args, **call.kwargs)
            containers.update(zip(call.made, made if isinstance(made, list) else [made], strict=False))


PAGES: dict[str, Page] = {}


class Recorder:
    """Stands between a page and Streamlit while it is drawn once."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.kept: list[Any] = []  # so that no id is given twice
        self.inner = False

    def begin(self) -> None:
        """Forget what was drawn: a run of the page begins."""
        self.calls.clear()
        self.kept.clear()

    def through(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """`real`, with a note of every call a page makes; calls Streamlit makes of itself are its own affair."""

        @wraps(real)
        def noted(target: DeltaGenerator, *args: Any, **kwargs: Any) -> Any:
            if self.inner:
                return real(target, *args, **kwargs)
            inside = id(target._active_dg)
            self.inner = True
            try:
                made = real(target, *args, **kwargs)
            finally:
                self.inner = False
            found = made if isinstance(made, list | tuple) else [made]
            opened = [item for item in found if isinstance(item, DeltaGenerator)]
            self.kept.append((target._active_dg, made))
            known = {number for call in self.calls for number in call.made}
            plain = {key: value for key, value in kwargs.items() if key not in WORK_OF_A_PAGE}
            self.calls.append(Call(inside if inside in known else None, name, args, plain, tuple(map(id, opened))))
            return made

        return noted


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """Whatever a page draws in here is noted."""
    before = {name: (getattr(DeltaGenerator, name), getattr(st, name)) for name in DRAWN}
    main = get_dg_singleton_instance().main_dg
    try:
        for name, (real, _) in before.items():
            setattr(DeltaGenerator, name, recorder.through(name, real))
            setattr(st, name, getattr(main, name))
        yield
    finally:
        for name, (real, shown) in before.items():
            setattr(DeltaGenerator, name, real)
            setattr(st, name, shown)
