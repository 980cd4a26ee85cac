"""Finding every text the program says: the written-out first arguments of `say`, `N_` and `_`.

Read from the syntax tree, because on Python 3.11 Babel's own extractor misses what stands inside an f-string.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any, TypeGuard

ROOT = Path(__file__).parents[2]
KEYWORDS = ("say", "N_", "_")


@dataclass(frozen=True)
class Saying:
    """One call that says something: where it stands, by which keyword, and the call itself."""

    where: str
    keyword: str
    call: ast.Call

    @property
    def text(self) -> str | None:
        """The English text; None where it is not written out here."""
        first = self.call.args[0]
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def sayings(root: Path = ROOT) -> Iterator[Saying]:
    """Every such call in the application, kpi/ and pages/."""
    for path in sorted([*root.glob("streamlit_app.py"), *root.glob("kpi/**/*.py"), *root.glob("pages/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if _says(node):
                yield Saying(f"{path.relative_to(root)}:{node.lineno}", node.func.id, node)


def _says(node: ast.AST) -> TypeGuard[Any]:
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) in KEYWORDS and bool(node.args)


def texts(root: Path = ROOT) -> dict[str, list[str]]:
    """Every English text with the places it is said in (“kpi/access/sign_in.py:52”)."""
    found: dict[str, list[str]] = {}
    for saying in sayings(root):
        if saying.text:
            found.setdefault(saying.text, []).append(saying.where)
    return found


def places(text: str) -> set[str]:
    """The {named} places of a text."""
    return {name for _before, name, _format, _conversion in Formatter().parse(text) if name is not None}
