"""Texts on their way into a Word template: whatever a person typed stays exactly that."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from kpi.exchange.workbook import plain_text


def literal(value: str) -> Markup:
    """A text that neither the template engine nor XML reads anything into; braces come out as they were typed."""
    return Markup(str(escape(plain_text(value))).replace("{", "&#123;").replace("}", "&#125;"))


def literals(value: Any) -> Any:
    """The same for every text inside lists and mappings."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, Mapping):
        return {name: literals(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [literals(inner) for inner in value]
    return value
