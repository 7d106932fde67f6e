"""The grammar on the page *What it can read* is the reader's; *Add a notation* lists the files."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from proofpages.equations.errors import BudgetError
from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.tex.alphabet import ACCENTS, FOLDS, GREEK, RELATIONS
from proofpages.equations.tex.expressions import INDICATORS
from proofpages.equations.tex.statements import OUTER, ROWS, read
from proofpages.equations.tex.tokens import ALIASES, SPACING

PAGE = Path("docs/add-a-notation.md").read_text(encoding="utf-8")
READ = Path("proofpages/site/grammar.md").read_text(encoding="utf-8")
GRAMMAR = re.search(r"```text\n(formula .*?)```", READ, re.DOTALL)[1]
SEED, FORMULAS, DEPTH = 20, 2000, 7


def rules():
    """The grammar as rules: a rule is a list of choices, a choice a list of (kind, what)."""
    found = {}
    for text in re.split(r";\s*\n", GRAMMAR.strip() + "\n"):
        if text.strip():
            name, _, body = text.partition("=")
            tokens = re.findall(r'"[^"]*"|[a-z]+|[|,()\[\]{}]', body)
            choices, rest = parsed(tokens)
            assert not rest, (name, rest)
            found[name.strip()] = choices
    return found


def parsed(tokens):
    """Choices up to what closes them, and the tokens behind."""
    choices, current = [], []
    closing = {"(": ")", "[": "]", "{": "}"}
    while tokens and tokens[0] not in closing.values():
        token, tokens = tokens[0], tokens[1:]
        if token == "|":
            choices.append(current)
            current = []
        elif token in closing:
            inner, tokens = parsed(tokens)
            assert tokens[0] == closing[token]
            tokens = tokens[1:]
            current.append((token, inner))
        elif token != ",":
            current.append(("text" if token[0] == '"' else "rule", token.strip('"')))
    return [*choices, current], tokens


RULES = rules()


def depths():
    """How deep the shallowest text of some choices is, as a function of them."""
    found = dict.fromkeys(RULES, 99)

    def of(choices):
        return min(max((part(*item) for item in choice), default=0) for choice in choices)

    def part(kind, what):
        if kind == "rule":
            return 1 + found[what]
        return of(what) if kind == "(" else 0

    for _ in range(len(RULES)):
        found = {name: of(choices) for name, choices in RULES.items()}
    return of


SHALLOW = depths()


def written(choices, draw, depth):
    """A random text of one of the choices, which ends soon where `depth` is used up."""
    fitting = [c for c in choices if SHALLOW([c]) <= max(depth, SHALLOW(choices))]
    text = ""
    for kind, what in draw.choice(fitting):
        if kind == "text":
            text += f" {what}" if what != "_" else what
        elif kind == "rule":
            text += f" {written(RULES[what], draw, depth - 1)}"
        elif kind == "(":
            text += written(what, draw, depth)
        else:
            for _ in range(draw.choice((0, 0, 1)) if depth > SHALLOW(what) else 0):
                text += written(what, draw, depth)
    return text


@pytest.mark.large
def test_what_the_grammar_makes_is_read():
    draw = random.Random(SEED)
    count = 0
    for _ in range(FORMULAS):
        tex = written(RULES["formula"], draw, DEPTH).strip()
        if len(tex) < 4000:
            try:
                assert read(tex), tex
                count += 1
            except BudgetError:
                continue
    assert count > FORMULAS * 0.9


def test_every_rule_is_used_and_known():
    used = set(re.findall(r'(?<!")\b[a-z]+\b(?!")', re.sub(r'"[^"]*"', "", GRAMMAR)))
    assert used == RULES.keys()


@pytest.mark.parametrize(
    "known",
    [
        FUNCTIONS.keys(),
        set(FOLDS),
        set(INDICATORS),
        ACCENTS,
        GREEK,
        {name for name in RELATIONS if name != ":="},
        ALIASES.keys(),
        SPACING - {r"\ "},
    ],
    ids=["functions", "folds", "indicators", "accents", "Greek", "relations", "aliases", "spacing"],
)
def test_the_page_has_every_command_of_the_reader(known):
    written_there = set(re.findall(r"\\[A-Za-z]+|\\[^A-Za-z\s]|[<>=~]", READ))
    assert not known - written_there


def test_the_page_has_every_environment():
    for name in OUTER | ROWS:
        assert f"`{name}`" in READ


def files(section):
    text = PAGE.split(f"## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"`((?:proofpages|tests)/[a-z_/]+\.py)`", text)


def sources():
    paths = Path("proofpages").rglob("*.py")
    return {str(path): re.sub(r"#.*", "", path.read_text(encoding="utf-8")) for path in paths}


@pytest.mark.parametrize(
    "section",
    ["A function of one argument", "A sign that binds an index", "A new kind of expression"],
)
def test_the_files_that_are_named_exist(section):
    assert files(section)
    for path in files(section):
        assert Path(path).is_file(), path


def test_a_function_is_one_row_and_a_binder_six_files_at_most():
    """The examples of the page occur in no other file of the package, docstrings aside."""
    (row,) = (path for path in files("A function of one argument") if path[:11] == "proofpages/")
    assert holding(r'r"\\tanh"') == {row}
    binder = files("A sign that binds an index")
    assert len(binder) <= 6
    assert {path for path in holding(r'r"[^"]*\\prod\b') if "equations" in path} <= set(binder)


def holding(pattern):
    return {path for path, text in sources().items() if re.search(pattern, text)}
