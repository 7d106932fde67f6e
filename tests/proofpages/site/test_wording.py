"""How facts are said."""

from __future__ import annotations

import pytest

from proofpages.equations.meaning.context import heading_conditions
from proofpages.site.wording import GLUE, plain


@pytest.mark.parametrize(
    ("heading", "said"),
    [("i = j", "i = j"), (r"i \neq j", "i ≠ j"), (r"k = 1, \dots, K", "k = 1, …, K")],
)
def test_every_fact_that_a_heading_can_state_is_said(heading: str, said: str) -> None:
    (fact,) = heading_conditions((heading,))
    assert plain(fact).replace(GLUE, " ") == said
