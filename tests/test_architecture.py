"""Who may know whom: read from what the sources import, and what they call things."""

from __future__ import annotations

import ast
import functools
import itertools
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path

import pytest

from proofpages.page.navigation import markdown_extensions
from tests.builds import ROOT
from tests.imports import Graph, graph_of, imported, rooms_of, sources

PACKAGE = "proofpages"

MAY_IMPORT = {
    "located": set(),
    "json_process": set(),
    "page": {"located"},
    "programs": {"page", "json_process"},
    "typeset": {"page", "json_process"},
    "browser": {"page", "equations", "slips"},
    "coq": {"located"},
    "equations": set(),
    "slips": {"equations"},
    "records": set(),
    "site": {
        *("page", "programs", "typeset", "browser", "coq", "equations", "slips", "records"),
        "located",
    },
    "environment": set(),
    "setup": {"environment"},
    "__main__": {"environment", "setup", "site"},
}
"""For each room of the package, the others that it may import."""

FLOORS = (
    {"errors"},
    {"tree", "functions"},
    {"tex"},
    {"meaning"},
    {"numbers"},
    {"proof"},
    {"effects"},
    {"checking"},
)
"""The rooms of proofpages.equations; each may import those that stand before it."""

REQUIRED_NAMES = re.compile(r"makeExtension|on_\w+")
"""What Python-Markdown looks for in the module of an extension, and MkDocs in that of a hook."""


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    return sources(ROOT / PACKAGE)


def package(folder: Path, files: dict[str, str]) -> dict[str, ast.Module]:
    """The modules of a small package `proofpages` with these files."""
    for name, text in files.items():
        path = folder / PACKAGE / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sources(folder / PACKAGE)


# Imports


def forbidden_imports(modules: dict[str, ast.Module]) -> Iterator[str]:
    """Each arrow from a room of the package to one that it may not know."""
    for name, others in rooms_of(graph_of(modules), PACKAGE).arrows.items():
        room = name.removeprefix(PACKAGE).removeprefix(".")
        if room not in {"", *MAY_IMPORT}:
            yield f"{room} has no place in MAY_IMPORT"
        for other in sorted(others):
            if other.partition(".")[2] not in MAY_IMPORT.get(room, {}):
                yield f"{room} imports {other.partition('.')[2]}"


def imports_upwards(modules: dict[str, ast.Module]) -> Iterator[str]:
    """Each arrow within proofpages.equations that does not run downwards."""
    base = f"{PACKAGE}.equations"
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    for name, others in rooms_of(graph_of(modules), base).arrows.items():
        room = name.removeprefix(base).removeprefix(".")
        if room and room not in floor:
            yield f"{room} has no place in FLOORS"
            continue
        for other in sorted(o.removeprefix(base).removeprefix(".") for o in others):
            if floor.get(other, len(FLOORS)) >= floor.get(room, len(FLOORS)):
                yield f"{room} imports {other}"


def told_rooms() -> list[dict[str, str]]:
    """What the page about the build says of each room: of the package, and of its equations."""
    page = (ROOT / "docs" / "how-it-is-built.md").read_text(encoding="utf-8")
    tables = re.findall(r"^\| Room \|.*\n\|.*\n((?:\|.*\n)+)", page, re.MULTILINE)
    rows = [[row.strip("| ").split(" | ") for row in table.splitlines()] for table in tables]
    return [{row[0]: row[-1] for row in table} for table in rows]


def room_names(cell: str) -> set[str]:
    """The rooms that a cell of a table names."""
    return {name.rstrip("/").removesuffix(".py") for name in re.findall(r"`([^`]+)`", cell)}


def test_the_page_about_the_build_names_each_room_and_what_it_imports() -> None:
    package, equations = told_rooms()
    assert [room_names(cell) for cell in equations] == list(FLOORS)
    told: dict[str, set[str]] = {}
    for cell, others in package.items():
        (room,) = room_names(cell)
        above = set(told) if others.startswith("all above") else set()
        told[room] = above ^ room_names(others)
    assert told == MAY_IMPORT


def outside(modules: dict[str, ast.Module]) -> dict[str, set[str]]:
    """What each module imports from outside the package and the standard library."""
    return {
        name: {
            top
            for full in imported(name, tree, is_package=True)
            if (top := full.partition(".")[0]) not in {PACKAGE, *sys.stdlib_module_names}
        }
        for name, tree in modules.items()
    }


def test_the_rooms_import_downwards(modules: dict[str, ast.Module]) -> None:
    assert list(forbidden_imports(modules)) == []
    assert list(imports_upwards(modules)) == []


def test_no_import_runs_round(modules: dict[str, ast.Module]) -> None:
    graph = graph_of(modules)
    assert graph.circles == []
    assert graph.up == []
    assert len(graph.arrows) == len(list((ROOT / PACKAGE).rglob("*.py")))


def test_the_equations_rest_on_flint_alone(modules: dict[str, ast.Module]) -> None:
    met = {
        name: others for name, others in outside(modules).items() if ".equations" in name and others
    }
    assert set().union(*met.values()) == {"flint"}, met


def declared() -> set[str]:
    """The packages that pyproject.toml asks for, for the package itself and for any group."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = settings["project"], settings["dependency-groups"].values()
    requirements = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *groups,
    ]
    return {
        re.match(r"[\w-]+", requirement)[0].lower()  # type: ignore[index]
        for requirement in itertools.chain(*requirements)
    }


# It reads what every package of the environment has installed.
packages_of = functools.cache(packages_distributions)


def providers(module: str) -> set[str]:
    """The packages that a module is from, by its full name."""
    top = re.split(r"[.:]", module)[0]
    return {package.lower() for package in packages_of().get(top, [])}


def test_what_is_imported_is_declared(modules: dict[str, ast.Module]) -> None:
    for name, others in outside(modules).items():
        for top in others:
            assert providers(top) & declared(), f"{name} imports {top}, which pyproject.toml lacks"


def test_what_mkdocs_yml_names_is_declared() -> None:
    short = {point.name: point.value for point in entry_points(group="markdown.extensions")}
    for name in markdown_extensions():
        module = short.get(name, name)
        if not module.startswith(f"{PACKAGE}."):
            assert providers(module) & declared(), f"mkdocs.yml names {name}"


def test_a_package_that_is_not_declared_is_seen() -> None:
    assert providers("_pytest.config") == {"pytest"}
    assert providers("iniconfig")
    assert not providers("iniconfig") & declared()  # It comes with pytest, unasked.
    assert not providers("no_such_module")


def test_nothing_imports_the_tests_and_programs_nothing_of_ours(
    modules: dict[str, ast.Module],
) -> None:
    assert not [name for name, others in outside(modules).items() if "tests" in others]
    for file in sorted((ROOT / "snippets").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for full in imported(file.stem, tree, is_package=False):
            assert full.partition(".")[0] not in {PACKAGE, "tests", "snippets"}, file.name


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"page/page": "import proofpages.equations.tree", "equations/tree": ""},
         "page imports equations"),
        ({"equations/tree": "from proofpages.page import page", "page/page": ""},
         "equations imports page"),
        ({"coq/kernel": "from ..site.places import PROOF", "site/places": "PROOF = 1"},
         "coq imports site"),
        ({"slips/record": "def f():\n    from proofpages import site", "site/__init__": ""},
         "slips imports site"),
        ({"attic/old": ""}, "attic has no place in MAY_IMPORT"),
    ],
)  # fmt: skip
def test_a_room_that_knows_too_much_is_seen(
    files: dict[str, str], found: str, tmp_path: Path
) -> None:
    assert list(forbidden_imports(package(tmp_path, files))) == [found]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"equations/tex/cursor": "from ..meaning.names import Names",
          "equations/meaning/names": ""}, "tex imports meaning"),
        ({"equations/tree": "from proofpages.equations import checking",
          "equations/checking": ""}, "tree imports checking"),
        ({"equations/tree": "from .functions import FUNCTIONS", "equations/functions": ""},
         "tree imports functions"),
        ({"equations/attic": ""}, "attic has no place in FLOORS"),
    ],
)  # fmt: skip
def test_an_arrow_that_runs_up_is_seen(files: dict[str, str], found: str, tmp_path: Path) -> None:
    assert list(imports_upwards(package(tmp_path, files))) == [found]


def test_a_circle_is_seen(tmp_path: Path) -> None:
    files = {
        "a": "from proofpages import b",
        "b": "def late():\n    from .c import e",
        "c": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import proofpages.a",
        "d": "import proofpages.c",
    }
    graph = graph_of(package(tmp_path, files))
    assert graph.circles == [["proofpages.a", "proofpages.b", "proofpages.c"]]
    assert graph.up == [("proofpages.c", "proofpages.a")]
    assert graph.floors == 3


def test_the_graph_is_counted() -> None:
    graph = Graph(
        {"a": frozenset("bc"), "b": frozenset("c"), "c": frozenset(), "d": frozenset("a")}
    )
    assert str(graph) == "4 rooms, 4 arrows, 4 floors, 0 up, 0 circles"


# Names


def said_twice(modules: dict[str, ast.Module]) -> dict[str, list[str]]:
    """The public classes and functions that more than one module defines."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, tree in modules.items():
        for node in tree.body:
            if (
                isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and not node.name.startswith("_")
                and not REQUIRED_NAMES.fullmatch(node.name)
            ):
                found[node.name].append(name)
    return {name: where for name, where in found.items() if len(where) > 1}


def two_meanings(modules: dict[str, ast.Module]) -> dict[str, list[str]]:
    """The names of modules that stand in more than one room; a room may hold its namesake."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in modules:
        room, _, last = name.rpartition(".")
        if last not in {room.rpartition(".")[2], "__main__"}:
            found[last].append(name)
    return {name: where for name, where in found.items() if len(where) > 1}


def test_no_two_things_share_a_name(modules: dict[str, ast.Module]) -> None:
    assert said_twice(modules) == {}
    assert two_meanings(modules) == {}


def test_a_name_that_is_said_twice_is_seen(tmp_path: Path) -> None:
    text = "class Fault: ...\ndef _own(): ...\ndef makeExtension(): ..."
    files = {"page/errors": text, "coq/errors": text, "site/coq": "", "coq/__init__": ""}
    modules = package(tmp_path, {**files, "page/page": ""})
    assert said_twice(modules) == {"Fault": ["proofpages.coq.errors", "proofpages.page.errors"]}
    assert two_meanings(modules) == {
        "errors": ["proofpages.coq.errors", "proofpages.page.errors"],
        "coq": ["proofpages.coq", "proofpages.site.coq"],
    }


# Length


LONGEST = 50
"""Lines of a function that fit a screen, its docstring included."""


def long_functions(modules: dict[str, ast.Module]) -> Iterator[str]:
    """The functions with more lines than `LONGEST`."""
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST:
                    yield f"{name}.{node.name} has {lines} lines"


def test_a_function_fits_a_screen(modules: dict[str, ast.Module]) -> None:
    assert list(long_functions({**modules, **sources(ROOT / "tests")})) == []


def test_a_long_function_is_seen(tmp_path: Path) -> None:
    long = ["class A:", "    async def f():", *["        pass"] * LONGEST]
    short = ["def g():", *["    pass"] * (LONGEST - 1)]
    modules = package(tmp_path, {"a": "\n".join(long), "b": "\n".join(short)})
    assert list(long_functions(modules)) == ["proofpages.a.f has 51 lines"]
