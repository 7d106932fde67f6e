"""proofpages.equations.tex.sum_limits: what a sum runs over, and whole ranges only."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import ReadError
from proofpages.equations.tex.sum_limits import Limits, sum_limits

from .cursors import cursor


@pytest.mark.parametrize(
    ("tex", "limits"),
    [
        ("", Limits([""])),
        ("_k", Limits(["k"], first="")),
        ("_{k}", Limits(["k"], first="")),
        ("_{k=1}^K", Limits(["k"], size="K")),
        ("^K_{k=1}", Limits(["k"], size="K")),
        ("_{k=1}^{K}", Limits(["k"], size="K")),
        ("_{k=0}^{K-1}", Limits(["k"], size="K", first="0", less=True)),
        ("_k^K", Limits(["k"], size="K", first="")),
        (r"_{k \in \mathcal{V}}", Limits(["k"], size=r"\mathcal{V}")),
        ("_{i, j}", Limits(["i", "j"], first="")),
        (r"_{k \neq i}", Limits(["k"], {"k": ["i"]}, first="")),
        (r"_{k \neq i, k \neq j}", Limits(["k"], {"k": ["i", "j"]}, first="")),
        (r"_{k=1, k \neq i}^K", Limits(["k"], {"k": ["i"]}, size="K")),
    ],
)
def test_limits(tex, limits):
    at = cursor(tex)
    assert sum_limits(at, 0) == limits
    assert at.next.kind == "end"


@pytest.mark.parametrize(
    ("tex", "hint"),
    [
        ("^K", r"a sum needs its index, as in \sum_{i=1}^K"),
        ("_{k=1}", "or both limits for one index"),
        ("_{i, j}^K", "or both limits for one index"),
        ("_k_j", "one lower limit only"),
        ("_k^K^N", "one upper limit only"),
        ("_{k=0}^K", "a whole range"),
        ("_{k=1}^{K-1}", "a whole range"),
        ("_{k=1}^{K-2}", "a sum ends at a size"),
        ("_{k=1}^{2}", "a sum ends at a size"),
        ("_{k=1}^{}", "leave out a limit that is empty"),
        ("_{k=2}^K", "a sum starts at 1, or at 0"),
        (r"_{k \neq k}", "below a sum are read"),
        (r"_{k \neq i, j}", "whether this index is summed over is not certain"),
        ("_{k, k}", "below a sum are read"),
        ("_{i < j}", "below a sum are read"),
        ("_1", "below a sum are read"),
        (r"_{k \in \{1, 2\}}", "named by one letter"),
        (r"_{k \in V W}", "named by one letter"),
        (r"_{k \in \mathcal{V}}^K", "one upper limit only"),
    ],
)
def test_what_is_no_whole_range_is_refused(tex, hint):
    with pytest.raises(ReadError) as caught:
        sum_limits(cursor(tex), 0)
    assert hint in caught.value.hint


def test_the_sign_is_named():
    with pytest.raises(ReadError, match=r"as in \\prod_\{i=1\}\^K"):
        sum_limits(cursor("^K"), 0, r"\prod")
