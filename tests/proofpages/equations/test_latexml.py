"""LaTeXML reads every formula of the site as our reader does.

It says nothing about what a formula means beyond its structure, and both could be wrong alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.statements import Declaration, has_relation, read, read_expression
from proofpages.slips.variants import mutants
from tests.checked_site import checked_site
from tests.real_derivations import CHOSEN, HELD

from . import latexml
from .spine import SPINE

pytestmark = [pytest.mark.latexml, pytest.mark.large]


def our_reading(tex: str) -> list[tuple] | None:
    """Ours, as tuples; None for a declaration, and for what a mention or an exemption may hold."""
    try:
        if not has_relation(tex):
            return [((latexml.tuples(read_expression(tex)),), ())]
        statements = read(tex)
        if any(isinstance(statement, Declaration) for statement in statements):
            return None
        return latexml.plain(statements)
    except (EquationError, latexml.Unread):
        return None


def test_every_formula_is_read_alike(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    entries = {}
    for checked in checked_site().values():
        for entry in checked.entries:
            entries.setdefault(entry.verdict.formula.tex, entry)
    readings = {tex: our_reading(tex) for tex in entries}
    compared = [tex for tex, reading in readings.items() if reading is not None]
    theirs = dict(zip(compared, latexml.read(compared, tmp_path), strict=True))
    for tex, entry in entries.items():
        kind = entry.verdict.kind
        known = kind in ("declaration", "mention", "exempt") or MATRICES.search(tex)
        assert readings[tex] or known, tex
        if readings[tex] and theirs[tex] is not None:
            assert theirs[tex] == readings[tex], f"{entry.page}:{entry.line}: {tex}"
    alike = [tex for tex in compared if theirs[tex] is not None]
    record_property("read alike by LaTeXML", f"{len(alike)} of {len(entries)}")
    assert len(alike) > 0.75 * len(entries)


MATRICES = re.compile(r"\\top|diag|\\mathbf|\\odot|\\\||cases")
"""What these tuples have no word for; `tests.displayed` evaluates it."""

OTHERWISE = {
    # What LaTeXML reads otherwise, or we do not give it in a form that it takes.
    r"\begin": "rows and environments",
    r"\frac{d": "a straight d is a letter there",
    "^{(": "a number in parentheses above a name is an exponent there",
    "_{y_": "an index that has an index is its name only there",
    r"\Sigma_C": "the letter below a name is an index there",
    r"\cdot\sum_it_i": "a sum over the same letter does not end the one before it there",
    "equivalently": "words between formulas",
    "$": "formulas in words",
    r"\boxed": "a box",
    r"\label": "a label",
}


def test_published_formulas_are_read_alike(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    rows = [row for file in (CHOSEN, HELD) for row in json.loads(file.read_text(encoding="utf-8"))]
    pages = [row[form] for row in rows for form in ("stands", "rewritten") if row[form]]
    formulas = dict.fromkeys(tex for page in pages for kind, tex in page if kind == "display")
    taken = [tex for tex in formulas if not any(part in tex for part in OTHERWISE)]
    readings = {tex: our_reading(tex) for tex in taken}
    compared = [tex for tex in taken if readings[tex]]
    theirs = dict(zip(compared, latexml.read(compared, tmp_path), strict=True))
    both = [tex for tex in compared if theirs[tex] is not None]
    record_property("published, read alike by LaTeXML", f"{len(both)} of {len(formulas)}")
    assert [tex for tex in both if theirs[tex] != readings[tex]] == []
    assert len(both) > 0.4 * len(formulas)


P, ONE = ("name", "p", ("j",)), ("number", 1)
L, Z = ("name", "L", ()), ("name", "z", ("j",))
YP = ("times", ("name", "y", ("i",)), P)
KNOWN = {
    # A formula: how some parsers misread its left side, and how it is meant.
    r"p_j(1 - p_j) = 0": (
        ("call", P, ("plus", ONE, ("minus", P))),
        ("times", P, ("plus", ONE, ("minus", P))),
    ),
    r"\sum_{i \neq j} y_i p_j + z_j = 0": (
        ("sum", "i", None, ("j",), YP),
        ("plus", ("sum", "i", None, ("j",), YP), Z),
    ),
    r"\sum_i y_i p_j = 0": (
        ("times", ("sum", "i", None, (), YP[1]), P),
        ("sum", "i", None, (), YP),
    ),
    r"\frac{\partial L}{\partial z_j} = 0": (("over", L, Z), ("partial", L, Z)),
    r"\frac{\partial^2 L}{\partial z_j^2} = 0": (("partial", L, Z), ("partial", L, Z, Z)),
    r"e^{z_j} = 0": (("times", ("name", "e", ()), Z), ("exp", Z)),
    r"-p_j^2 = 0": (("power", ("minus", P), 2), ("minus", ("power", P, 2))),
}


def test_known_misreadings_would_be_seen(tmp_path: Path) -> None:
    readings = dict(zip(KNOWN, latexml.read(list(KNOWN), tmp_path), strict=True))
    for tex, (wrong, meant) in KNOWN.items():
        for reading in (readings[tex], our_reading(tex)):
            assert reading == [((meant, ("number", 0)), ("=",))], tex
            assert reading != [((wrong, ("number", 0)), ("=",))], tex


def test_rows_and_conditions_are_told_apart(tmp_path: Path) -> None:
    formulas = [
        r"\begin{aligned} \frac{\partial p_i}{\partial z_j} &= -p_i p_j \\ &= p_i (0 - p_j)"
        r" \end{aligned}",
        r"v = u \qquad (i \neq j)",
        r"p_i = p_j \quad \text{for } i = j",
        r"\begin{aligned} u &= v \\ v &= 1, \end{aligned}",
        r"= p_j - y_j",
    ]
    readings = latexml.read(formulas, tmp_path)
    assert readings == [our_reading(tex) for tex in formulas]
    assert [len(reading or []) for reading in readings] == [1, 2, 2, 2, 1]
    assert len((readings[0] or [])[0][0]) == 3


def test_a_slip_of_the_reader_would_be_seen() -> None:
    """What is compared tells each formula from all its mutants."""
    count = 0
    for line in SPINE:
        if line.kind == "claim":
            reading = our_reading(line.formula.tex)
            for mutant in mutants(line.formula.tex, ("y_i", "p_i", "z_i", "u", "v"), ("i", "j")):
                assert our_reading(mutant.tex) != reading, mutant
                count += 1
    assert count > 700
