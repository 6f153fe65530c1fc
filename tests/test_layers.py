"""Imports go down only: the order of the layers in docs/architecture.md, held by reading imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

# From the top: a module may import from layers below its own, and from its own package.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"app", "cli"}),
    frozenset({"ui"}),
    frozenset({"assembly"}),
    frozenset({"evaluation"}),
    frozenset({"answering"}),
    frozenset({"retrieval", "ingest"}),
    frozenset({"embedding", "vectorstore", "prompts"}),
    frozenset({"domain", "errors", "config", "shadow", "language", "difference"}),
)
ROOM_OF = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}
# Rooms on one floor that may not open onto each other; the ground floor's modules may.
GROUND = len(LAYERS) - 1


def _files() -> list[Path]:
    packages = [PROJECT / name for name in ROOM_OF if (PROJECT / name).is_dir()]
    modules = [PROJECT / f"{name}.py" for name in ROOM_OF if (PROJECT / f"{name}.py").exists()]
    return modules + [path for package in packages for path in sorted(package.rglob("*.py"))]


def _imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def violations(room: str, source: str) -> list[str]:
    """Rooms that `source`, a module of `room`, imports although the rule forbids it."""
    depth = ROOM_OF[room]
    return sorted(
        other
        for other in _imports(source) & ROOM_OF.keys() - {room}
        if ROOM_OF[other] < depth or (ROOM_OF[other] == depth and depth != GROUND)
    )


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_imports_go_down_only(path):
    room = path.relative_to(PROJECT).parts[0].removesuffix(".py")
    assert violations(room, path.read_text(encoding="utf-8")) == []


def test_the_rule_can_fail():
    assert violations("retrieval", "from ingest.load import x") == ["ingest"]
    assert violations("vectorstore", "import embedding") == ["embedding"]
    assert violations("domain", "def f():\n    from answering.assistant import x") == ["answering"]
    assert violations("answering", "from retrieval.rank import Ranker") == []


def test_every_module_of_the_project_has_a_place():
    top = {
        p.name.removesuffix(".py")
        for p in PROJECT.iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert top - {"tests", "benchmarks"} <= ROOM_OF.keys()


def test_the_domain_needs_only_the_standard_library():
    import sys

    source = (PROJECT / "domain.py").read_text(encoding="utf-8")
    assert _imports(source) - {"errors"} <= sys.stdlib_module_names
