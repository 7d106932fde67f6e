"""Who may know whom, what things are called, and where their tests stand: read from the sources."""

from __future__ import annotations

import ast
import functools
import itertools
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path

import pytest

from proofpages.page.navigation import markdown_extensions
from tests.builds import ROOT
from tests.imports import Graph, graph_of, imported, rooms_of, sources

PACKAGE = "proofpages"

MAY_IMPORT = {
    "located": set(),
    "niceness": set(),
    "json_process": {"niceness"},
    "page": {"located"},
    "programs": {"page", "json_process"},
    "typeset": {"page", "json_process"},
    "browser": {"equations", "slips"},
    "coq": {"located", "niceness"},
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


def test_every_room_is_there(modules: dict[str, ast.Module]) -> None:
    assert {name.split(".")[1] for name in modules if "." in name} == MAY_IMPORT.keys()
    within = {name.split(".")[2] for name in modules if name.startswith(f"{PACKAGE}.equations.")}
    assert within == set().union(*FLOORS)


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


@pytest.mark.medium
def test_what_is_imported_is_declared(modules: dict[str, ast.Module]) -> None:
    for name, others in outside(modules).items():
        for top in others:
            assert providers(top) & declared(), f"{name} imports {top}, which pyproject.toml lacks"


@pytest.mark.medium  # As the one above.
def test_what_mkdocs_yml_names_is_declared() -> None:
    short = {point.name: point.value for point in entry_points(group="markdown.extensions")}
    for name in markdown_extensions():
        module = short.get(name, name)
        if not module.startswith(f"{PACKAGE}."):
            assert providers(module) & declared(), f"mkdocs.yml names {name}"


@pytest.mark.medium
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


# Tests


OF_A_ROOM = {
    "coq.test_softmax_gradient": "the proof",
    "equations.test_derivations": "derivations that others have published",
    "equations.test_grammar": "the grammar that the site shows",
    "equations.test_latexml": "another reader of TeX",
    "equations.test_notation": "what people write, and what it must not be taken for",
    "equations.test_properties": "expressions at random, decided in two ways",
    "equations.test_real_derivations": "derivations in a file of their own",
    "equations.test_robustness": "what no one would write",
    "equations.test_second_route": "the equations of the derivation, by other libraries",
    "equations.test_soundness": "ways to a false proof",
    "equations.test_spine": "the equations of the derivation",
    "page.test_misprints": "Markdown that is shown otherwise than it is meant",
    "test_package": "the package as others install it",
}
"""The tests that are of no one module, and what they are of."""

THROUGH = {
    "page.formulas": "proofpages.site.test_numbering",
    "page.left_over": "proofpages.page.test_misprints",
    "page.markup_in_text": "proofpages.page.test_misprints",
    "page.names_in_use": "proofpages.page.test_misprints",
    "page.source_lines": "proofpages.page.test_misprints",
    "site.build_record": "proofpages.site.test_verify",
    "site.commands": "proofpages.test_main",
    "site.drawn": "proofpages.site.test_shown_is_read",
    "site.editable": "test_editor",
    "site.ledger": "proofpages.site.test_theorems",
    "site.theorems.cards": "proofpages.site.test_theorems",
    "site.theorems.fence": "proofpages.site.test_theorems",
    "site.theorems.places": "proofpages.site.test_theorems",
}
"""The modules with no tests of their own, and the tests of what uses them."""

SMALL = 40
"""Statements of a module that may have neither."""


@pytest.fixture(scope="module")
def tests() -> dict[str, ast.Module]:
    return sources(ROOT / "tests")


def places_of(module: str) -> list[str]:
    """Where the tests of a module may stand: beside their namesakes, those of a room in it too."""
    room, _, name = module.rpartition(".")
    return [f"tests.{place}.test_{name.strip('_')}" for place in (room, module)]


def reached(graph: Graph, start: str) -> set[str]:
    """The rooms that one imports, directly or through others."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph.arrows[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def misplaced(
    modules: dict[str, ast.Module], tests: dict[str, ast.Module], known: Iterable[str] = ()
) -> Iterator[str]:
    """The tests that stand where no module has their name."""
    named = {place for module in modules for place in places_of(module)}
    here = f"tests.{PACKAGE}."
    for name in tests:
        if not name.startswith(here) or not name.rpartition(".")[2].startswith("test_"):
            continue
        if (name in named) == (name.removeprefix(here) in known):
            yield f"{name} is {'in' if name in named else 'of no module, and not in'} OF_A_ROOM"


def untested(
    modules: dict[str, ast.Module], tests: dict[str, ast.Module], through: Mapping[str, str]
) -> Iterator[str]:
    """The modules that no test is named for, nor stated to reach."""
    graph = graph_of({**modules, **tests})
    for name, tree in modules.items():
        of = through.get(name.removeprefix(f"{PACKAGE}."))
        own = any(place in tests for place in places_of(name))
        small = sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) <= SMALL
        if of and (own or small):
            yield f"{name} needs no place in THROUGH"
        elif of and name not in reached(graph, f"tests.{of}"):
            yield f"{name} is not imported by {of}"
        elif not (of or own or small):
            yield f"{name} has no tests at {places_of(name)[0]}, and no place in THROUGH"


@pytest.mark.medium
def test_tests_stand_where_their_module_does(
    modules: dict[str, ast.Module], tests: dict[str, ast.Module]
) -> None:
    assert list(misplaced(modules, tests, OF_A_ROOM)) == []
    assert list(untested(modules, tests, THROUGH)) == []
    assert {f"tests.{PACKAGE}.{name}" for name in OF_A_ROOM} <= tests.keys()
    assert {f"{PACKAGE}.{name}" for name in THROUGH} <= modules.keys()


def test_tests_at_another_place_are_seen(tmp_path: Path) -> None:
    long = "a = 1\n" * (SMALL + 1)
    files = {"page/__init__": "", "page/a": long, "page/b": "from . import a", "coq/c": long}
    modules = package(tmp_path, files)
    texts = {
        "page.test_b": "from proofpages.page import b",
        "page.test_page": "import proofpages.page",
        "coq.test_a": "from proofpages.page import a",
        "page.test_a": "import proofpages.page.b",
    }
    tests = {f"tests.proofpages.{name}": ast.parse(text) for name, text in texts.items()}
    assert list(misplaced(modules, tests)) == [
        "tests.proofpages.coq.test_a is of no module, and not in OF_A_ROOM"
    ]
    assert list(misplaced(modules, tests, ["coq.test_a", "page.test_b"])) == [
        "tests.proofpages.page.test_b is in OF_A_ROOM"
    ]
    no_tests = "has no tests at tests.proofpages.coq.test_c, and no place in THROUGH"
    assert list(untested(modules, tests, {})) == [f"proofpages.coq.c {no_tests}"]
    through = {"coq.c": "proofpages.page.test_b", "page.a": "proofpages.page.test_b"}
    assert list(untested(modules, tests, through)) == [
        "proofpages.coq.c is not imported by proofpages.page.test_b",
        "proofpages.page.a needs no place in THROUGH",
    ]
    del tests["tests.proofpages.page.test_a"]
    assert list(untested(modules, tests, {"page.a": through["page.a"]})) == [
        f"proofpages.coq.c {no_tests}"
    ]


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


@pytest.mark.medium
def test_a_function_fits_a_screen(
    modules: dict[str, ast.Module], tests: dict[str, ast.Module]
) -> None:
    assert list(long_functions({**modules, **tests})) == []


def test_a_long_function_is_seen(tmp_path: Path) -> None:
    long = ["class A:", "    async def f():", *["        pass"] * LONGEST]
    short = ["def g():", *["    pass"] * (LONGEST - 1)]
    modules = package(tmp_path, {"a": "\n".join(long), "b": "\n".join(short)})
    assert list(long_functions(modules)) == ["proofpages.a.f has 51 lines"]
