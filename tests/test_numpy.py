"""What the pages say of NumPy, SciPy and the digits, asked of those that the site is built with."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

DOCS = Path(__file__).parent.parent / "docs"
Y = np.array([1.0, 0.0])
MASKED, NOTHING = np.array([1.0, -np.inf]), np.zeros(3)
P = np.array([1.0, 0.0])
"""Probabilities of which one was rounded to zero."""

WAYS: dict[str, Callable[[], object]] = {
    "exp(z) / exp(z).sum()": lambda: np.exp([710.0, 0]) / np.exp([710.0, 0]).sum(),
    "(y * log(p)).sum()": lambda: (Y * np.log(P)).sum(),
    "a logit of `-inf` as a mask": lambda: (Y * np.log(np.exp(MASKED) / np.e)).sum(),
    "all classes masked": lambda: MASKED[[1, 1]] - MASKED[[1, 1]].max(),
    "all examples ignored": lambda: (NOTHING * np.ones(3)).sum() / NOTHING.sum(),
    "-y / p": lambda: np.array([-1.0, 0.0]) / np.array([0.0, 0.0]),
    "y * log(y)": lambda: Y * np.log(Y),
}
"""What a row of the table on NaN names, as a program would do it."""


def warned(way: Callable[[], object]) -> tuple[str, ...]:
    """What NumPy warns of on the way, in that order; what comes of it has a NaN in it."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert np.isnan(way()).any()
    return tuple(str(one.message) for one in told)


def rows_of(page: str) -> list[tuple[str, str]]:
    """Where NaN comes from and what NumPy is said to warn of, a pair for each row."""
    table = page.split("## It is NaN from the start")[1].split("## ")[0]
    cells = [row.split(" | ") for row in table.splitlines() if row.startswith("| ")]
    return [(row[0].removeprefix("| "), row[2]) for row in cells[2:]]  # Below the two of the head.


def unsaid(rows: list[tuple[str, str]]) -> list[str]:
    """The rows whose warnings are not those that NumPy gives first."""
    found, last = [], ""
    for where, says in rows:
        last = last if says == "the same" else says
        (way,) = (way for name, way in WAYS.items() if where.strip("`").startswith(name))
        words, told = re.findall("`([^`]*)`", last), warned(way)
        pairs = zip(words, told, strict=False)
        if not 0 < len(words) <= len(told) or not all(one.startswith(it) for it, one in pairs):
            found.append(f"{where}: {told}")
    return found


def test_numpy_warns_as_the_page_on_nan_says() -> None:
    rows = rows_of((DOCS / "wrong" / "nan.md").read_text(encoding="utf-8"))
    assert len(rows) == len(WAYS)
    assert unsaid(rows) == []
    where, _ = rows[0]
    assert len(unsaid([(where, "`invalid value encountered in log`")])) == 1
    assert len(unsaid([(where, "nothing")])) == 1


@pytest.mark.parametrize(
    ("number", "first"), [(np.float64, 710), (np.float32, 89), (np.float16, 12)]
)
def test_an_exponential_overflows_where_the_pages_say(number: type, first: int) -> None:
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(number(first - 1)))
        assert np.isinf(np.exp(number(first)))


def test_a_sum_in_half_is_infinite_from_where_the_page_says() -> None:
    with np.errstate(over="ignore"):
        assert np.float16(65504) + np.float16(15) == 65504
        assert np.isinf(np.float16(65504) + np.float16(16))  # 65520


def test_a_class_number_out_of_range() -> None:
    assert np.eye(3)[-1].tolist() == [0, 0, 1]
    with pytest.raises(IndexError):
        np.eye(3)[3]


@pytest.mark.medium
def test_log_sum_exp_has_two_names() -> None:
    """Both are the first two terms of B13, and do not overflow."""
    from scipy.special import logsumexp  # Which takes seconds, as what the next imports does.

    z = np.array([1000.0, 999.0, 998.0])
    terms = z.max() + np.log(np.exp(z - z.max()).sum())
    assert np.isclose(np.logaddexp.reduce(z), terms, rtol=1e-15)
    assert np.isclose(logsumexp(z), terms, rtol=1e-15)


def test_sums_without_their_axis_line_up_with_the_columns() -> None:
    """An error, unless there are as many rows as columns, and then other numbers."""
    u = np.exp(np.arange(6.0)).reshape(2, 3)
    with pytest.raises(ValueError, match="broadcast"):
        u / u.sum(axis=1)
    u = np.exp(np.arange(4.0)).reshape(2, 2)
    assert not np.allclose((u / u.sum(axis=1)).sum(axis=1), 1)
    assert np.allclose((u / u.sum(axis=1, keepdims=True)).sum(axis=1), 1, rtol=0, atol=1e-12)
    u = u[:1]  # A batch of one hides it.
    assert np.array_equal(u / u.sum(axis=1), u / u.sum(axis=1, keepdims=True))


def test_least_squares_find_a_step_of_newtons() -> None:
    """Of a table without an inverse; what it finds is 1 - y/p, but for a number in all entries."""
    p, y = np.array([1, 2, 3]) / 6, np.array([0.2, 0.3, 0.5])
    hessian = np.diag(p) - np.outer(p, p)
    step = np.linalg.lstsq(hessian, p - y, rcond=None)[0]
    assert np.allclose(hessian @ step, p - y, rtol=0, atol=1e-12)
    assert np.ptp(step - (1 - y / p)) < 1e-12


@pytest.mark.large
def test_the_digits_are_those_that_the_page_speaks_of() -> None:
    from sklearn.datasets import load_digits

    images, digits = load_digits(return_X_y=True)
    assert images.shape == (1797, 8 * 8)
    assert (images.min(), images.max(), len(set(digits))) == (0, 16, 10)
