"""Which module of a package imports which, read from the sources; nothing is imported for it.

`python -m tests.imports [FOLDER …]` prints the size of the graph for each folder, each module a
room: rooms, arrows, floors (the longest way down), arrows that run up, and circles.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.builds import ROOT


def name_of(file: Path, root: Path) -> str:
    """The name that a file below `root` is imported by."""
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(package: Path) -> dict[str, ast.Module]:
    """The modules of a package by their names, parsed."""
    return {
        name_of(file, package.parent): ast.parse(file.read_text(encoding="utf-8"), str(file))
        for file in sorted(package.rglob("*.py"))
    }


@cache
def _imports(tree: ast.Module) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Where a module imports something."""
    return tuple(n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom))


def imported(name: str, tree: ast.Module, *, is_package: bool) -> tuple[str, ...]:
    """The full names that a module imports: modules, or names in them, wherever it does so."""
    here = name.split(".") if is_package else name.split(".")[:-1]
    found: list[str] = []
    for node in _imports(tree):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        else:
            above = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            found += (f"{base}.{alias.name}" for alias in node.names)
    return tuple(found)


@dataclass(frozen=True)
class Graph:
    """Rooms, and for each those that it imports."""

    arrows: dict[str, frozenset[str]]

    def below(self, folder: str) -> Graph:
        """The part in a folder."""
        inside = {room for room in self.arrows if f"{room}.".startswith(f"{folder}.")}
        return Graph({room: self.arrows[room] & inside for room in self.arrows if room in inside})

    @cached_property
    def circles(self) -> list[list[str]]:
        """The sets of rooms each of which reaches each other one (Tarjan's algorithm)."""
        index: dict[str, int] = {}
        low: dict[str, int] = {}
        stack: list[str] = []
        found: list[list[str]] = []

        def visit(room: str) -> None:
            index[room] = low[room] = len(index)
            stack.append(room)
            for other in sorted(self.arrows[room]):
                if other not in index:
                    visit(other)
                if other in stack:
                    low[room] = min(low[room], low[other])
            if low[room] == index[room]:
                at = stack.index(room)
                component, stack[at:] = stack[at:], []
                if len(component) > 1:
                    found.append(sorted(component))

        for room in self.arrows:
            if room not in index:
                visit(room)
        return found

    @cached_property
    def up(self) -> list[tuple[str, str]]:
        """The arrows that lead back to a room from which one came: without them no circle is."""
        done: set[str] = set()
        found: list[tuple[str, str]] = []

        def visit(room: str, way: tuple[str, ...]) -> None:
            for other in sorted(self.arrows[room]):
                if other in (*way, room):
                    found.append((room, other))
                elif other not in done:
                    visit(other, (*way, room))
            done.add(room)

        for room in self.arrows:
            if room not in done:
                visit(room, ())
        return found

    @cached_property
    def floors(self) -> int:
        """The number of rooms on the longest way down, the arrows that run up left out."""
        heights: dict[str, int] = {}

        def height(room: str) -> int:
            if room not in heights:
                down = [o for o in self.arrows[room] if (room, o) not in self.up]
                heights[room] = 1 + max(map(height, down), default=0)
            return heights[room]

        return max(map(height, self.arrows), default=0)

    def __str__(self) -> str:
        arrows = sum(map(len, self.arrows.values()))
        return (
            f"{len(self.arrows)} rooms, {arrows} arrows, {self.floors} floors, "
            f"{len(self.up)} up, {len(self.circles)} circles"
        )


def graph_of(modules: dict[str, ast.Module]) -> Graph:
    """The graph of the imports among modules; a package stands for its `__init__`."""
    packages = {name.rpartition(".")[0] for name in modules}

    def target(name: str) -> str:
        """The module of ours that a full name is, or is in; empty for another's."""
        while name and name not in modules:
            name = name.rpartition(".")[0]
        return name

    return Graph(
        {
            name: frozenset(map(target, imported(name, tree, is_package=name in packages)))
            - {"", name}
            for name, tree in modules.items()
        }
    )


def rooms_of(graph: Graph, folder: str) -> Graph:
    """The same with each module or folder that stands right in a folder as one room."""

    def room(name: str) -> str:
        return ".".join(name.split(".")[: folder.count(".") + 2])

    arrows: dict[str, frozenset[str]] = {}
    for name, others in graph.below(folder).arrows.items():
        here = room(name)
        arrows[here] = arrows.get(here, frozenset()) | set(map(room, others)) - {here}
    return Graph(arrows)


def main(names: list[str]) -> None:
    for name in names or ["proofpages", "proofpages/equations"]:
        folder = (ROOT / name).resolve()
        package = folder
        while (package.parent / "__init__.py").exists():
            package = package.parent
        inside = name_of(folder / "__init__.py", package.parent)
        graph = graph_of(sources(package)).below(inside)
        print(f"{name}: {graph}; with folders as rooms: {rooms_of(graph, inside)}")
        for circle in graph.circles:
            print(f"  round: {', '.join(circle)}")
        for room, other in graph.up:
            print(f"  up: {room} -> {other}")


if __name__ == "__main__":
    main(sys.argv[1:])
