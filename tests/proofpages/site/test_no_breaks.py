"""proofpages.site.no_breaks: where a short formula in a text may not break."""

from __future__ import annotations

import pytest

from proofpages.site.no_breaks import glued


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("the gradient p − y of it", "the gradient p_−_y of it"),
        ("<p>so Σy = 1, and p − y = 0</p>", "<p>so Σy_=_1, and p_−_y_=_0</p>"),
        ("where i &lt; j", "where i_&lt;_j"),
        ("the gradient p\n− y of it", "the gradient p_−_y of it"),
        ("a − longer one", "a − longer one"),
        ("<code>p − y</code> and <pre>p − y</pre>", "<code>p − y</code> and <pre>p − y</pre>"),
        ('<a title="p − y">it is p − y</a>', '<a title="p − y">it is p_−_y</a>'),
        ("is (1/6, 1/3,\n−1/2), no", "is (1/6,_1/3,_−1/2), no"),
        ("<code>(1, 2)</code>, (1, 2, 3, 4, 5)", "<code>(1, 2)</code>, (1, 2, 3, 4, 5)"),
        ("yes − no − perhaps, p - y", "yes_−_no − perhaps, p - y"),
    ],
)
def test_the_blanks_of_a_short_formula_hold(html: str, shown: str) -> None:
    assert glued(html) == shown.replace("_", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (
            "<code>-inf</code>, <code>p-y</code>",
            "<code data-whole>-inf</code>, <code>p-y</code>",
        ),
        (
            "<code>CategoricalCrossentropy(from_logits=True)</code>",
            "<code>CategoricalCrossentropy(<wbr>from_logits=<wbr>True)</code>",
        ),
        ("<code>np.exp(z)</code>", "<code>np.exp(z)</code>"),
        ("<pre><code>torch.nn.functional.cross_entropy</code></pre>",) * 2,
        ("<code>python -m proofpages.environment</code>",) * 2,
    ],
)
def test_code_breaks_where_a_reader_would(html: str, shown: str) -> None:
    assert glued(html) == shown
