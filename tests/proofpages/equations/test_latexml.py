"""LaTeXML reads every formula of the site as our reader does.

It says nothing about what a formula means beyond its structure, and both could be wrong alike.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.statements import Declaration, has_relation, read, read_expression
from proofpages.page.navigation import reading_order
from proofpages.site.page_check import check_page
from proofpages.slips.variants import mutants

from . import latexml
from .spine import SPINE

pytestmark = pytest.mark.latexml


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
    for path in reading_order():
        for entry in check_page(path).entries:
            entries.setdefault(entry.verdict.formula.tex, entry)
    readings = {tex: our_reading(tex) for tex in entries}
    compared = [tex for tex, reading in readings.items() if reading is not None]
    theirs = dict(zip(compared, latexml.read(compared, tmp_path), strict=True))
    for tex, entry in entries.items():
        kind = entry.verdict.kind
        assert readings[tex] or kind in ("declaration", "mention", "exempt"), tex
        if readings[tex]:
            assert theirs[tex] == readings[tex], f"{entry.page}:{entry.line}: {tex}"
    record_property("read alike by LaTeXML", f"{len(compared)} of {len(entries)}")
    assert len(compared) > 0.8 * len(entries)


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
