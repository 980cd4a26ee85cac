"""The product's own source, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "build",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, where it lies, and its syntax."""

    name: str
    path: Path
    tree: ast.Module

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every imported module with its line, those inside functions too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                yield node.lineno, base
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".")
        above = package[: len(package) - node.level + (self.path.name == "__init__.py")]
        return ".".join([*above, *([node.module] if node.module else [])])


def module(path: Path, root: Path = ROOT) -> Module:
    """The module in `path`, named by its place under `root`."""
    parts = path.relative_to(root).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, ast.parse(path.read_text("utf-8")))


@cache
def product() -> tuple[Module, ...]:
    """kpi/, pages/ and streamlit_app.py."""
    files = [*ROOT.glob("streamlit_app.py"), *ROOT.glob("kpi/**/*.py"), *ROOT.glob("pages/**/*.py")]
    return tuple(module(path) for path in sorted(files))


def everything() -> Iterator[Path]:
    """Every file that belongs to the repository."""
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts):
            yield path
