"""proofpages.equations.tex.declarations: names, and the real numbers that they stand for."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import ReadError
from proofpages.equations.tex.declarations import Declaration, read_declaration

from .cursors import cursor


@pytest.mark.parametrize(
    ("tex", "names", "sizes", "positive"),
    [
        (r"x \in \mathbb{R}", ("x",), (), False),
        (r"x \in \mathbb R", ("x",), (), False),
        (r"z, y \in \mathbb{R}^K", ("z", "y"), ("K",), False),
        (r"W \in \mathbb{R}^{K \times N}", ("W",), ("K", "N"), False),
        (r"T \in \mathbb{R}_{>0}", ("T",), (), True),
        (r"r \in \mathbb{R}_{>0}^K", ("r",), ("K",), True),
        (r"r \in \mathbb{R}^K_{>0}", ("r",), ("K",), True),
        (r"w_k \in \mathbb{R}", ("w",), ("",), False),
        (r"w_{ij}, v_{ij} \in \mathbb{R}_{>0}", ("w", "v"), ("", ""), True),
        (r"x \in \mathbb{R}^{\mathcal{V}}", ("x",), (r"\mathcal{V}",), False),
    ],
)
def test_what_is_declared(tex, names, sizes, positive):
    assert read_declaration(cursor(tex)) == Declaration(names, sizes, positive)


@pytest.mark.parametrize(
    ("tex", "hint"),
    [
        (r"x = \mathbb{R}", "after the names that are declared"),
        (r"x, w_k \in \mathbb{R}", "declare scalars and vectors apart"),
        (r"z_i \in \mathbb{R}^K", "declare a vector without an index"),
        (r"x \in \mathbb{Z}", "read are"),
        (r"x \in [0, 1]", "read are"),
        (r"x \in \mathbb{R}^2", "read are"),
        (r"x \in \mathbb{R}^\alpha", "read are"),
        (r"x \in \mathbb{R}^K^N", "read are"),
        (r"x \in \mathbb{R}^{K N}", "read are"),
        (r"x \in \mathbb{R}_{<0}", "read are"),
        (r"x \in \mathbb{R}_{>1}", "read are"),
        (r"x \in \mathbb{R}_>0", "read are"),
        (r"x \in \mathbb{R}_{>0}_{>0}", "read are"),
        (r"x \in \mathbb{R} + 1", "a declaration ends behind its set"),
    ],
)
def test_what_is_no_declaration_is_refused(tex, hint):
    with pytest.raises(ReadError) as caught:
        read_declaration(cursor(tex))
    assert hint in caught.value.hint
