"""proofpages.site.terms: the terms of the site's chains, and what the page says became of them."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup, Tag

from proofpages.equations.proof.same_terms import terms_of
from proofpages.page.reading import read_apart
from proofpages.site.page_check import stated
from proofpages.site.terms import sides
from proofpages.typeset import drawn
from proofpages.typeset.mathjax import Typeset
from tests.checked_site import checked_site
from tests.proofpages.site.converting import convert

CHAIN = """Let $y, p \\in \\mathbb{R}^K$.

$$
\\begin{align}
\\sum_i y_i p_j - y_j &= -y_j + y_j p_j + \\sum_{i \\neq j} y_i p_j \\tag{A1} \\\\
  &= -y_j + p_j \\sum_i y_i \\tag{A2} \\\\
  &= p_j \\sum_i y_i - y_j + p_j - p_j \\tag{A3} \\\\
  &= p_j \\sum_i y_i - y_j \\tag{A4}
\\end{align}
$$
"""


@pytest.mark.large
def test_every_term_of_a_chain_of_the_site_has_its_box() -> None:
    """A side that is drawn in as many terms as its tree has; else it would have no links."""
    seen = 0
    for path, checked in checked_site().items():
        entries = checked.entries
        if not any(entry.lead for entry in entries):
            continue
        reading = read_apart(path)
        for found, entry in zip(stated(reading), entries, strict=True):
            found.lead = entry.lead or None
        results = dict(zip(reading.formulas, drawn(reading.formulas, "py"), strict=True))
        for pair in sides(list(zip(stated(reading), entries, strict=True))):
            for side in pair:
                result = results[side.found]
                assert isinstance(result, Typeset)
                if side.found.lead and side.number:
                    boxes = result.sides[side.number].terms
                    assert len(boxes) == len(terms_of(side.tree)), (path, side.found.shown)
                    assert all(box.width > 0 and box.height > 0 for box in boxes)
                    seen += len(boxes)
    assert seen > 20


def told(row: Tag) -> list[tuple[list[int], list[int], list[int]]]:
    """Of each term of a row: what it came from, what it became, what it cancels with."""
    return [tuple(term[5:]) for term in json.loads(str(row["data-terms"]))]  # type: ignore[misc]


def test_a_term_knows_where_it_came_from_and_what_became_of_it() -> None:
    rows = BeautifulSoup(convert(CHAIN), "html.parser").select(".equation")
    numbers = [[term[0] for term in json.loads(str(row["data-terms"]))] for row in rows]
    place = {n: (row, k) for row, own in enumerate(numbers) for k, n in enumerate(own)}
    became = {
        place[n]: sorted(place[m] for m in way[1])
        for row, own in zip(rows, numbers, strict=True)
        for n, way in zip(own, told(row), strict=True)
    }
    # The missing term is put back: two terms of the first row are one of the second.
    joined = [after for after in became.values() if after and after[0][0] == 1]
    assert max(joined.count(after) for after in joined) == 2
    cancelled = [way[2] for way in told(rows[2]) if way[2]]
    assert len(cancelled) == 2
    assert all(not way[0] or not way[2] for way in told(rows[2]))


def test_a_chain_without_links_says_nothing() -> None:
    one = "Let $a, b \\in \\mathbb{R}$.\n\n$$\n(a + b)^2 = a^2 + 2 a b + b^2 \\tag{A1}\n$$\n"
    assert "data-terms" not in convert(one)
