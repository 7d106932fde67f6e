"""What passes is true as it is displayed: formulas at random, and what judges them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from proofpages.equations import Context, Formula, Verdict
from proofpages.typeset.mathjax import mathjax
from tests import fuzz_formulas
from tests.displayed.reading import Unclear, read
from tests.displayed.values import NoSense, judge

SEED = 15


@pytest.mark.large
def test_no_formula_passes_that_is_false_as_displayed(
    record_property: Callable[[str, object], None],
) -> None:
    """The first of those that `make fuzz-formulas` makes, by another seed."""
    tally = fuzz_formulas.fuzz(800, SEED)
    record_property(f"formulas at random, seed {SEED}", tally.line())
    print(f"seed {SEED}: {tally.line()}")
    assert tally.faults == []
    assert tally.counts["accepted"] > 300
    assert tally.counts["refuted"] > 300
    assert tally.counts["not clear as displayed"] < 30


def judged(tex: str) -> bool | None:
    where = fuzz_formulas.setting()
    (drawing,) = mathjax.mathml([(tex, True)])
    return judge(read(drawing, where.known()), where, Random(3)).holds


HOLDS = [
    r"p_j(1 - p_j) = p_j - p_j^2",
    r"-x^2 = -(x \cdot x)",
    r"a \cdot -b = -a b",
    r"\sum_k -2 p_k + 1 = -1",
    r"(z + y)_i = z_i + y_i",
    r"{p_i}^2 = p_i \cdot p_i",
    r"\sum_k p_k + 1 = 2",
    r"\sum_k z_k y_k = z^\top y",
    r"\sum_k p_k \sum_m p_m = 1",
    r"\sum_k p_k \sum_k p_k = 1",
    r"\log p_i = z_i - \log \sum_k e^{z_k}",
    r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)",
    r"\frac{\partial p_i}{\partial z_j} = -p_i p_j \qquad (i \neq j)",
    r"\frac{\partial^2 \log p_i}{\partial z_j^2} = -p_j (1 - p_j)",
    r"\nabla_z \log \sum_k e^{z_k} = p",
    r"g(x + t) = (x + t)^2 - 3(x + t)",
    r"g'(x) = 2 x - 3",
    r"\|z - y\|^2 = \sum_k (z_k - y_k)^2",
    r"\sum_{k \neq i} p_k = 1 - p_i",
    r"\begin{aligned} x + x &= 2 x \\ &= 3 x - x \end{aligned}",
]
FAILS = [
    r"{1 - p_i} \cdot p_i = p_i - p_i^2",
    r"\sum_k {p_k - y_k} = 1 - \sum_k y_k",
    r"g{(x)} = g(t)",
    r"\frac{\partial p_i}{\partial z_j} = -p_i p_j",
    r"\sum_k z_k \cdot y_j = \sum_k z_k + y_j",
]
UNCLEAR = [
    r"\log p_i y_i = y_i \log p_i",
    "x/a b = x",
    r"\sum_{k \neq i, j} y_k = 1",
    r"0.5{2} = 1",
    r"x^{}2 = x^2",
    r"e^{x}{}^2 = e^{2 x}",
    r"a -\!\!\!\! b = a",
    "g x = g(x)",
    "2 3 = 6",
    r"\frac{\Delta x}{\Delta t} = \frac{x}{t}",
    "w = 1",
]


@pytest.mark.parametrize("tex", HOLDS)
def test_what_holds_as_displayed(tex: str) -> None:
    assert judged(tex) is True


@pytest.mark.parametrize("tex", FAILS)
def test_what_fails_as_displayed(tex: str) -> None:
    assert judged(tex) is False


@pytest.mark.parametrize("tex", UNCLEAR)
def test_what_is_not_clear_as_displayed(tex: str) -> None:
    with pytest.raises((Unclear, NoSense)):
        judged(tex)


def test_a_fault_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checker that passes whatever is claimed is found out."""
    stated = fuzz_formulas.context()
    real = fuzz_formulas.check

    def credulous(formula: Formula, context: Context, readable: bool = True) -> Verdict:
        return real(Formula("x = x"), context, readable)

    monkeypatch.setattr(fuzz_formulas, "context", lambda: stated)
    monkeypatch.setattr(fuzz_formulas, "check", credulous)
    monkeypatch.setattr(fuzz_formulas, "written_out", lambda tree: "x + 1")
    monkeypatch.setattr(fuzz_formulas.Writer, "formula", lambda writer: "x")
    tally = fuzz_formulas.fuzz(3, 1)
    assert len(tally.faults) == 3
    assert all(fault.startswith("accepted, and false") for fault in tally.faults)
