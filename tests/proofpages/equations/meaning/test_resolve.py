"""From what is written to what is meant: ranges, components, and what has no certain meaning."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import EquationError, UndeclaredError
from proofpages.equations.meaning.resolve import Resolver
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tex.printer import show
from proofpages.equations.tex.statements import read_expression

from .resolving import known, resolve


@pytest.mark.parametrize(
    ("sides", "shown", "indices"),
    [
        (("z_i", "y_i"), ("z_{i}", "y_{i}"), {"i": "K"}),
        (("W_{jn}",), ("W_{j,n}",), {"j": "K", "n": "N"}),
        # The range of a sum comes from what it sums.
        ((r"\sum_n x_n",), (r"\sum_{n = 1}^{N} x_{n}",), {}),
        ((r"\sum_j \sum_n W_{jn}",), (r"\sum_{j = 1}^{K} \sum_{n = 1}^{N} W_{j,n}",), {}),
        # … or from an index that it is compared with.
        ((r"\sum_i \delta_{ij} z_j",), (r"\sum_{i = 1}^{K} \delta_{i,j} \cdot z_{j}",), {"j": "K"}),
        # A vector stands for its general component.
        (("z - y", "-y + z"), ("z_{i} - y_{i}", "-y_{i} + z_{i}"), {"i": "K"}),
        # An index that a definition takes from where it is used.
        (("u", "a"), ("u", "a"), {"i": "K"}),
        (("z_1", "a"), ("z_{1}", "a"), {"1": "K"}),
    ],
)
def test_meaning(sides, shown, indices):
    found = resolve(*sides)
    assert tuple(show(side) for side in found.sides) == shown
    assert found.indices == indices


def test_conditions_give_ranges():
    found = resolve(r"a", r"\sum_k \delta_{kj} z_k", conditions=(Condition("j", "i", True),))
    assert set(found.indices) == {"i", "j"}


@pytest.mark.parametrize(
    ("sides", "reason"),
    [
        (("q",), "q is not declared"),
        (("z_{ij}",), "2 indices here, 1 by declaration"),
        (("W_i",), "1 indices here, 2 by declaration"),
        (("W", "x"), "different shapes"),
        (("W x", "x"), "different shapes"),
        (("x W",), "sizes do not meet"),
        (("W + z",), "different shapes"),
        ((r"z^\top + z",), "different shapes"),
        (("z y",), "a vector stands where a number is expected"),
        ((r"\frac{a}{z}",), "a vector stands where a number is expected"),
        ((r"\|a\|",), "the norm of a number"),
        ((r"\mathrm{diag}(W)",), "diag of something else"),
        (("z^a",), "a vector stands where a number is expected"),
        (("a^K",), "a size is an exponent"),
        (("K_i",), "has no index"),
        (("z_K",), "K is a size, not an index"),
        (("z_a",), "the index a is also the name of a quantity"),
        (("z_7",), "the index 7 is not read"),
        (("z_i x_i",), "runs over"),
        ((r"\sum_i z_i", "z_i"), "also used outside"),
        ((r"\sum_i z_i (\sum_i y_i)",), "stands inside a sum over i"),
        ((r"\sum_{i \neq j} z_i",), "does not say what j is"),
        ((r"\sum_i z_i u",), "captures the index i in the definition of u"),
        (("z", "a"), "a vector stands against a number"),
        ((r"\exp(W)",), "a vector stands where a number is expected"),
        (("z + a",), "a vector stands where a number is expected"),
        ((r"\nabla_a b",), "a is not a vector"),
        ((r"\nabla_z y",), "the derivative of a vector by a vector is a matrix"),
        ((r"\frac{\partial a}{\partial z}", "z"), "z does not occur"),
        ((r"\frac{\partial a}{\partial b}",), "b does not occur"),
        ((r"\frac{\partial K}{\partial K}",), "K is a size"),
        ((r"\sum_{m=1}^M a",), "the size M is not declared"),
        ((r"\sum_m a",), "the range of the index m is not known"),
    ],
)
def test_what_has_no_certain_meaning(sides, reason):
    with pytest.raises(EquationError) as caught:
        resolve(*sides)
    assert reason in caught.value.found


def test_an_undeclared_name_says_how_to_declare_it():
    with pytest.raises(UndeclaredError) as caught:
        resolve("q")
    assert caught.value.status == "undeclared"
    assert r"$q \in \mathbb{R}$" in caught.value.hint


def test_conditions_name_indices_of_the_equation():
    resolver = Resolver(known())
    sides = [read_expression(side) for side in ("z_i", "y_i")]
    resolver.check_conditions((Condition("i", "1", False),), sides)
    with pytest.raises(EquationError) as caught:
        resolver.check_conditions((Condition("i", "m", False),), sides)
    assert "names m" in caught.value.found
