"""Verdicts, messages and the context: what a page says, and what passes to the next page."""

from __future__ import annotations

import pytest

from proofpages.equations import Context, EquationError
from proofpages.equations.meaning.context import Headings, heading_conditions
from proofpages.equations.numbers.power_sums import PowerSums
from proofpages.equations.proof.decide import clear_cache
from proofpages.equations.tex.index_relations import Condition
from proofpages.site.wording import message

from .claims import assumed, needs, page, put

# -- kinds and effects -----------------------------------------------------------------------------


def test_kinds():
    context = page()
    kinds = {
        r"x \in \mathbb{R}": "declaration",
        r"q := a + b": "definition",
        r"q = a + b": "claim",
        r"r := a = a": "claim",
        r"i \neq j": "condition",
        r"k = 1, \dots, K": "condition",
        r"p - y": "mention",
        r"g := a, \qquad h := b": "definition",
        r"f := a, \qquad f = a": "claim",
    }
    for tex, kind in kinds.items():
        verdict = put(context, tex, display=False)
        assert (verdict.kind, verdict.ok) == (kind, True), verdict
    skipped = put(context, r"\foo(", directive="skip: drawn, not stated")
    assert (skipped.kind, skipped.status, skipped.reason) == (
        "exempt",
        "exempt",
        "drawn, not stated",
    )


@pytest.mark.parametrize(
    "directive", ["skip", "skip:", "skip:  ", "skip: .", "skip: -- x", "skp: x", "assume that"]
)
def test_directives_are_read_exactly(directive):
    assert put(page(), "a = a", directive=directive).status == "unreadable"


def test_a_display_states_something():
    assert put(page(), r"p - y").status == "unreadable"
    assert put(page(), r"i \neq j").status == "unreadable"


def test_a_bad_formula_has_no_effect():
    context = page()
    for tex in (r"q := a \qquad r := \foo", r"q := a, \qquad q = b", r"q := \frac{1}{0}"):
        assert not put(context, tex).ok
        assert put(context, "q = a").status == "undeclared"


def test_definitions():
    context = page("u := \\exp(z_i)", "u := e^{z_i}", "x := z - y", "x_i = z_i - y_i")
    for tex, reason in {
        "u := z_i": "already defined",
        "z_i := a": "already declared",
        "q_i := z_j": "right side only",
        "q := s": "not declared",
        "q := q + 1": "not declared",
        "q_i := z": "a component on the left",
        "K := 2": "already declared",
        "a + b := c": "defines a symbol",
        "q_{ii} := 1": "different letters",
        r"q := a \qquad (i \neq j)": "under a condition",
        "q := \\log(-1)": "no value",
        "q := \\frac{1}{a - a}": "no value",
        "q_a := 1": "also the name",
    }.items():
        verdict = put(context, tex)
        assert not verdict.ok, tex
        assert reason in message(verdict), message(verdict)


def test_declarations():
    context = page()
    assert put(context, r"z \in \mathbb{R}^K").ok
    for tex in (
        r"z \in \mathbb{R}",
        r"p \in \mathbb{R}^K",
        r"K \in \mathbb{R}",
        r"q \in \mathbb{R}^a",
        r"A \in \mathbb{R}^{K \times K \times K}",
        r"q \in \mathbb{R}^L",
    ):
        assert not put(context, tex).ok, tex


def test_continuations_and_chains():
    context = page(r"\frac{\partial L}{\partial z_j} = -y_j + p_j \sum_i y_i")
    assert put(context, r"= p_j \sum_i y_i - y_j").status == "proved"
    assert put(context, "a = a", display=False).ok
    assert put(context, r"= \sum_i y_i p_j - y_j").status == "proved"
    assert put(context, r"= \sum_i y_i p_j + y_j").status == "false"
    verdict = put(context, r"(a + b)^2 = a^2 + 2 a b + b^2 = a(a + 2b) + b^2")
    assert [step.decision.status for step in verdict.steps] == ["proved", "proved"]
    verdict = put(context, r"(a + b)^2 = a^2 + 2 a b + b^2 = a^2 + b^2")
    assert (verdict.status, verdict.steps[0].decision.status) == ("false", "proved")
    assert put(Context(), "= 1").status == "unreadable"


@pytest.mark.parametrize(
    ("tex", "rest"),
    [
        ("a = 5 a", {"directive": "skip: of another page"}),
        ("2 a = 4 b", {"directive": "assume"}),
        ("q := a + b", {}),
        (r"x \in \mathbb{R}", {}),
        ("a = b", {}),  # false
        (r"a = \foo", {}),  # not read
        (r"a = a, \qquad q := a", {}),
    ],
)
def test_a_continuation_goes_on_from_the_display_just_before(tex, rest):
    context = page("a = a")
    assert put(context, r"= 1 \cdot a").status == "proved"
    put(context, tex, **rest)
    verdict = put(context, r"= 1 \cdot a")
    assert verdict.status == "unreadable"
    assert "displayed just before" in message(verdict)
    assert put(context, "a = a").ok
    assert put(context, r"= 1 \cdot a").status == "proved"


def test_nothing_continues_inline():
    context = page("a = a")
    assert put(context, r"= 1 \cdot a", display=False).status == "unreadable"
    assert put(context, tex := r"= 1 \cdot a").status == "proved"
    assert put(context, "b = b", display=False).ok
    assert put(context, tex).status == "proved"


def test_a_chain_is_read_as_a_whole():
    """What one side says of an index, the others need not say again."""
    context = page(r"A, B \in \mathbb{R}^{N \times K}", r"x \in \mathbb{R}^N")
    for tex, needed in {
        r"\frac{\partial}{\partial z_i} (\log(p_t)) = \frac{1}{p_t}(p_t - p_t^2) = 1 - p_t"
        r" \qquad (i = t)": ("i = t",),
        r"\delta_{ij} p_j = p_i = p_i \cdot 1 \qquad (j = i)": ("j = i",),
        r"\frac{\partial A_{nj}}{\partial A_{mk}} = \delta_{nm} \delta_{jk}"
        r" = \delta_{kj} \delta_{mn}": (),
        r"x_n \sum_{m=1}^N \delta_{nm} = x_n = 1 x_n": (),
        r"\sum_j A_{nj} \delta_{jk} \delta_{nm} = A_{nk} \delta_{nm} = A_{mk} \delta_{mn}": (),
    }.items():
        verdict = put(context, tex)
        assert verdict.status == "proved", message(verdict)
        assert needs(verdict) == needed
    assert put(context, r"p_i = p_i = p_i \qquad (i \neq t)").status == "unreadable"
    assert put(context, r"\sum_i p_i = 1 = \delta_{ii}").status == "unreadable"


@pytest.mark.parametrize(
    "tex",
    [
        r"2 \log(a) = \log(a^2) = 2 \log(-a)",
        r"e^{\log(a)} = e^{\frac{\log(a^2)}{2}} = e^{\log(-a)}",
        r"\log(z_1) - \log(z_1) = 0 = \log(-z_1) - \log(-z_1)",
        r"\frac{\log(a - 1)}{\log(a - 1)} = 1 = \frac{\log(1 - a)}{\log(1 - a)}",
    ],
)
def test_a_chain_is_defined_as_a_whole(tex):
    context = page()
    assert put(context, tex).status == "false"
    first, _, rest = tex.partition(" = ")
    put(context, f"{first} = {rest.partition(' = ')[0]}")
    # Nor in two displays.
    assert not put(context, f"= {rest.partition(' = ')[2]}").ok


def test_conditions_come_from_headings_and_from_behind():
    context = page()
    tex = r"\frac{\partial p_i}{\partial z_j} = -p_i p_j"
    assert put(context, tex).status == "false"
    assert needs(put(context, tex + r" \qquad (i \neq j)")) == (r"i \neq j",)
    assert needs(put(context, tex, conditions=(r"i \neq j", "p - y"))) == (r"i \neq j",)
    assert put(context, tex, conditions=("i = j",)).status == "false"
    both = put(context, tex + r" \qquad (i \neq j)", conditions=("i = j",))
    assert both.status == "vacuous"
    assert put(context, "a = a", conditions=(r"i \neq i",)).status == "vacuous"
    assert put(context, tex + r" \qquad (i \neq k)").status == "unreadable"
    assert put(context, tex, conditions=("L = 1",)).status == "unreadable"
    several = r"(z_i - z_j)(z_i - z_k) \delta_{jk} = 0 \qquad (i \neq j, k \neq j)"
    assert needs(put(context, several)) == (r"k \neq j",)


@pytest.mark.parametrize(
    "condition",
    [
        r"(\text{unless } i = j)",
        r"(\text{even if not } i = j)",
        r"\text{for } \text{all classes, not only } i = j",
        r"\text{except for } i = j",
        r"(\text{for no } i = j)",
        r"\text{whether or not } i = j",
        r"\text{if} (\text{never} \, i = j)",
        r"(\text{for } i = j \text{ or not})",
        r"\text{if } \text{if } i = j",
    ],
)
def test_a_condition_begins_with_few_words(condition):
    tex = r"\frac{\partial p_i}{\partial z_j} = p_i (1 - p_i) \qquad "
    verdict = put(page(), tex + condition)
    assert verdict.status == "unreadable", verdict


@pytest.mark.parametrize(
    "condition", [r"(\text{for } i = j)", r"\text{if } i = j", r"\text{when } (i = j)", "(i = j)"]
)
def test_words_that_a_condition_begins_with(condition):
    tex = r"\frac{\partial p_i}{\partial z_j} = p_i (1 - p_i) \qquad "
    assert needs(put(page(), tex + condition)) == ("i = j",)


def test_a_range_is_that_of_the_index():
    context = page(r"x \in \mathbb{R}^N")
    for tex, ok in {
        r"p_k = p_k \qquad (k = 1, \dots, K)": True,
        r"x_k = x_k \qquad (k = 1, \dots, N)": True,
        r"\delta_{ij} = \delta_{ji} \qquad (i = 1, \dots, N)": True,
        r"p_k = p_k \qquad (k = 1, \dots, N)": False,
        r"p_k = p_k \qquad (k = 1, \dots, M)": False,
        r"x_n = x_n \qquad (n \in \{1, \dots, K\})": False,
        r"p_k = p_k \qquad (n = 1, \dots, N)": False,
        r"p_k = p_k \qquad (k = 1, \dots, N, k \neq 1)": False,
    }.items():
        assert put(context, tex).ok == ok, tex
    assert put(context, "p_k = p_k", conditions=(r"k = 1, \dots, N",)).status == "unreadable"
    assert put(context, "p_k = p_k", conditions=(r"k = 1, \dots, K",)).status == "proved"
    assert put(context, r"k = 1, \dots, M", display=False).status == "undeclared"


def test_headings_end_with_their_section():
    headings = Headings()
    headings.enter(2, ("p",))
    headings.enter(3, ("i = j",))
    assert heading_conditions(headings.formulas) == (Condition("i", "j", True),)
    headings.enter(4, ())
    headings.enter(3, (r"i \neq j",))
    assert headings.formulas == ("p", r"i \neq j")
    headings.enter(2, ())
    assert headings.formulas == ()


# -- assumptions -----------------------------------------------------------------------------------


def test_assumptions_are_used_and_named():
    context = assumed(page(), r"\sum_i y_i = 1")
    assert needs(put(context, r"\nabla_z L = p - y")) == (r"\sum_i y_i = 1",)
    assert needs(put(context, r"\sum_i y_i p_j = p_j")) == (r"\sum_i y_i = 1",)
    assert put(context, r"\sum_i \sum_k y_i y_k = 1").ok
    assert needs(put(context, r"p_j = p_j")) == ()
    assert put(context, r"y_i = 1").status == "false"


def test_assumptions_in_several_forms():
    context = assumed(assumed(assumed(page(), r"\sum_k z_k = 0"), "a = 2 b"), "c > 0")
    assert needs(put(context, r"a - b + \sum_k z_k = b")) == (r"\sum_k z_k = 0", "a = 2 b")
    assert needs(put(context, r"\frac{c}{1 + c} > 0")) == ("c > 0",)
    assert put(context, r"b > 0").status == "false"
    normal = assumed(page(), r"\sum_k e^{z_k} = 1")
    assert needs(put(normal, r"p_i = e^{z_i}")) == (r"\sum_k e^{z_k} = 1",)


@pytest.mark.parametrize(
    ("tex", "status"),
    [
        (r"\sum_i y_i^2 = -1", "vacuous"),
        ("1 = 2", "vacuous"),
        ("a = a + 1", "vacuous"),
        (r"\sum_i p_i = 2", "vacuous"),
        ("p_i > 1", "vacuous"),
        (r"y_i = 1", "unreadable"),
        ("a = b = c", "unreadable"),
        ("= 1", "unreadable"),
        ("q := 1", "unreadable"),
        (r"a = b \qquad (i \neq j)", "unreadable"),
        ("K = 9", "unreadable"),
        ("K = a", "unreadable"),
        ("a^2 = b", "accepted"),
        ("a b = c", "accepted"),
        (r"a^2 + b^2 = 1", "unreadable"),
        ("p_i > 0", "accepted"),
        (r"a \neq 0", "unreadable"),
        (r"i \neq j", "unreadable"),
        ("s = 1", "undeclared"),
    ],
)
def test_assumptions_that_cannot_be_met_or_used_are_refused(tex, status):
    assert put(page(), tex, directive="assume").status == status


def test_contradicting_assumptions():
    context = assumed(page(), r"\sum_i y_i = 1")
    assert put(context, r"\sum_i y_i = 2", directive="assume").status == "vacuous"
    assert put(context, r"\sum_i y_i = 2").status == "false"
    context = assumed(page(), "K = 2")
    assert put(context, "K = 3", directive="assume").status == "vacuous"


def test_a_false_claim_is_not_hidden_by_an_assumption():
    context = assumed(page(), r"\sum_i y_i = 1")
    verdict = put(context, r"\nabla_z L = p + y")
    assert verdict.status == "false"
    assert "y" in {at.name for at in verdict.counterexample.where}


# -- soundness traps -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "status"),
    [
        (r"p_i < 1", "false"),  # K = 1
        (r"p_i \leq 1", "proved"),
        (r"\sum_{i \neq j} p_i = 1 - p_j", "proved"),  # empty at K = 1
        (r"\sum_{i \neq j} p_i > 0 \cdot p_j", "false"),  # likewise
        (r"\sum_i 1 = K", "proved"),
        (r"\sum_{i \neq j} z_j = (K - 1) z_j", "proved"),
        (r"\frac{1}{z_i - z_i} = 1", "false"),
        (r"\frac{1}{z_i - z_j} = \frac{1}{z_i - z_j}", "false"),  # not defined where i = j
        (r"\frac{1}{z_i - z_j} = \frac{1}{z_i - z_j} \qquad (i \neq j)", "proved"),
        (r"\log(-1) = \log(-1)", "false"),
        (r"\log(-a^2) = \log(-a^2)", "false"),
        (r"\log(\delta_{ij} - 2) = \log(\delta_{ij} - 2)", "false"),
        (r"0 \log(0) = 0", "false"),
        (r"e^{0.5 \log(a^2)} = a", "false"),
        (r"e^{\log(a)} = a", "proved"),  # where the logarithm is defined
        (r"e^{\log(a b)} = a b", "undecided"),  # of the factors neither has a certain sign
        (r"e^{\log(a^2 + 1)} = a^2 + 1", "proved"),
        (r"e^{\log(p_i)} = p_i", "proved"),
        (r"\log(a^2) = 2 \log(a)", "proved"),
        (r"\log(a b) = \log(a) + \log(b)", "proved"),  # where both sides are defined
        (r"\log(a + b) = \log(a) + \log(b)", "false"),
        (r"e^{a + b} = e^{a} e^{b}", "proved"),
        (r"e^{a b} = e^{a} e^{b}", "false"),
        (r"a^{-1} = \frac{1}{a}", "proved"),
        (r"a \geq 0", "false"),
        (r"a^2 \geq 0", "proved"),
        (r"a \neq b", "false"),
        (r"\sum_i z_i y_i = \sum_i z_i \sum_k y_k", "false"),
        (r"\sum_i \sum_j z_i y_j = \sum_j z_j \sum_i y_i", "proved"),
        (r"\sum_i z_i^2 = (\sum_i z_i)^2", "false"),
        (r"z_i = z_j", "false"),
        (r"z_i = z_j \qquad (i = j)", "proved"),
        (r"\frac{\partial p_i}{\partial z_j} = \frac{\partial p_j}{\partial z_i}", "proved"),
        (r"\frac{\partial L}{\partial p_i} = -\frac{y_i}{p_i}", "proved"),
        # Expanding p would make the derivative of L by p_i through the other entries differ.
        (r"\frac{\partial}{\partial p_i} (\sum_k p_k) = 1", "proved"),
        (r"\frac{\partial}{\partial z_i} (\sum_k p_k) = 0", "proved"),
        (r"\frac{\partial}{\partial p_i} (p_i \cdot p_j) = p_j + \delta_{ij} p_i", "proved"),
        (
            r"\frac{\partial}{\partial z_j} (\frac{\partial L}{\partial p_i})"
            r" = \frac{y_i}{p_i^2} \frac{\partial p_i}{\partial z_j}",
            "proved",
        ),
        (
            r"\frac{\partial^2 L}{\partial p_i \partial p_j} = \delta_{ij} \frac{y_i}{p_i^2}",
            "proved",
        ),
        # Sums over distinct indices vanish at small K only.
        (
            r"\sum_i \sum_{j \neq i} \sum_{k \neq i, k \neq j} \sum_{l \neq i, l \neq j, l \neq k}"
            r" p_i p_j p_k p_l = 0",
            "false",
        ),
        (r"(K-1)(K-2)(K-3)(K-4)(K-5) = 0", "false"),
        (r"(\sum_i z_i y_i)^2 \leq \sum_i z_i^2 \cdot \sum_j y_j^2", "proved"),
        (r"(\sum_i z_i)^4 \leq K^3 \sum_i z_i^4", "undecided"),
    ],
)
def test_traps(tex, status):
    verdict = put(page(), tex)
    assert verdict.status == status, verdict


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\sum_i u = 1", "captures the index i"),
        (r"\sum_i \frac{\partial w}{\partial u} = 1", "captures the index i"),
        (r"p_i \sum_i y_i = 1", "also used outside"),
        (r"p_i = \sum_i y_i", "also used outside"),
        (r"\sum_i \sum_i y_i = 1", "inside a sum over i"),
        (r"\sum_{i \neq j} y_i = 1", "does not say what j is"),
        (r"\frac{\partial L}{\partial a} = 0", "does not occur"),
        (r"\frac{\partial L}{\partial K} = 0", "is a size"),
        (r"\frac{\partial^2 L}{\partial p_i \partial z_j} = 0", "what stays fixed"),
        (r"\nabla_z L = p_i - y_i", "a vector stands against a number"),
        (r"\nabla_z p = y", "matrix"),
        (r"\nabla_a L = p", "is not a vector"),
        (r"p = z^2", "where a number is expected"),
        (r"z y = p", "where a number is expected"),
        (r"p_i + y = p_i", "where a number is expected"),
        (r"p_{ij} = 1", "2 indices here, 1 by declaration"),
        (r"a_i = 1", "1 indices here, 0 by declaration"),
        (r"z_a = 1", "also the name of a quantity"),
        (r"z_K = 1", "is a size, not an index"),
        (r"z_9 = 1", "numerals from 1 to 5"),
        (r"s = 1", "s is not declared"),
        (r"\frac{\partial L}{\partial s} = 1", "s is not declared"),
        (r"\sum_{n=1}^N 1 = 1", "the size N is not declared"),
        (r"p_k = p_k \qquad k = 1, \dots, N", "the size N is not declared"),
        (r"K_i = 1", "no index"),
    ],
)
def test_meanings_that_are_refused(tex, reason):
    context = page("u := \\exp(z_i)", r"v := \sum_k \exp(z_k)", "w := u")
    verdict = put(context, tex)
    assert verdict.status in ("unreadable", "undeclared"), verdict
    assert reason in message(verdict)
    assert verdict.error.at is not None


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{\partial}{\partial v} (p_i \cdot v) = p_i",
        r"\frac{\partial}{\partial v} (\frac{u}{v} \cdot v) = 0",
        r"\frac{\partial}{\partial p_j} (L + z_j) = -\frac{y_j}{p_j}",
        r"\frac{\partial}{\partial p_j} (\sum_k p_k \log(v)) = \log(v)",
        r"\frac{\partial}{\partial q} (q a) = a",
        r"\frac{\partial}{\partial q} (r q) = r",
        r"\nabla_p (L v) = z",
        r"\frac{\partial}{\partial r} (q r) = q",
    ],
)
def test_a_derivative_by_what_is_defined_is_by_nothing_else(tex):
    """p and v rest on z, q and r on a: equals could not be put for equals there."""
    context = page(
        r"u := \exp(z_i)", r"v := \sum_k \exp(z_k)", "q := a b", "r := a^2", "s := c + K"
    )
    verdict = put(context, tex)
    assert verdict.status == "unreadable", verdict
    assert "in another way" in message(verdict)
    for right in (
        r"\frac{\partial}{\partial v} (y_i \log(v)) = \frac{y_i}{v}",
        r"\frac{\partial}{\partial q} (q^2 c) = 2 q c",
        r"\frac{\partial}{\partial s} (K s) = K",
    ):
        found = put(context, right)
        assert found.status == "proved", message(found)


def test_definitions_do_not_capture():
    context = page("u := \\exp(z_i)", r"v := \sum_k \exp(z_k)", r"f_i := \sum_j z_i y_j")
    assert put(context, r"\sum_k v = K v").status == "proved"
    assert put(context, r"f_j = z_j \sum_i y_i").status == "proved"
    assert put(context, r"f_j = z_i \sum_k y_k").status == "false"
    assert put(context, r"u = \exp(z_j)").status == "false"
    assert needs(put(context, r"u = \exp(z_j) \qquad (i = j)")) == ("i = j",)


def test_ranges_are_told_apart():
    context = page(r"x \in \mathbb{R}^N", r"W \in \mathbb{R}^{K \times N}")
    assert put(context, r"\sum_n x_n W_{in} = \sum_j W_{ij} x_j").status == "proved"
    assert put(context, r"\sum_j W_{jj} = 1").status == "unreadable"
    assert put(context, r"x_i = z_i").status == "unreadable"
    assert put(context, r"\sum_i \sum_n W_{in} = \sum_n \sum_i W_{in}").status in (
        "proved",
        "undecided",
    )
    assert put(context, r"\sum_j 1 = K").status == "unreadable"
    assert put(context, r"\sum_{j=1}^N 1 = N").status == "proved"
    assert put(context, r"\sum_{j=1}^N 1 = K").status == "false"


# -- what an author sees ---------------------------------------------------------------------------


def test_messages():
    context = page()
    verdict = put(context, r"\frac{\partial p_i}{\partial z_i} = p_i", label="E8")
    assert message(verdict) == (
        "E8 does not hold: at K=2, i=1, z=(0, 1): left 0.1966, right 0.2689 "
        "(exactly, at K=2, i=1, e^z=(1, 3): 3/16 != 1/4)"
    )
    assert (
        message(put(context, "a = b")) == "the formula does not hold: at a=0, b=1: left 0, right 1"
    )
    unread = message(put(context, "a = e^z_j", label="E3"))
    assert unread == (
        "E3 cannot be read: found '_' (offset 7); put the whole exponent in braces: write e^{z_j}"
        "\n    a = e^z_j\n           ^"
    )
    missing = message(put(context, "a = s", label="E3"))
    assert missing.startswith(
        "E3 uses an undeclared symbol: s is not declared (offset 4); declare it"
    )
    assert message(put(context, "a = a")) == ""


@pytest.mark.parametrize(
    ("claim", "labels"),
    [
        (r"\frac{\partial L}{\partial z_j} = p_j + y_j", "y=(1, 0)"),
        (r"\frac{\partial L}{\partial z_j} = 2 p_j - y_j", "y=(1, 0)"),
        (r"\sum_{i=1}^K y_i^2 = 1", "y=(1/2, 1/2)"),  # One at one index, and it holds.
        (r"\sum_{i=1}^K y_i^2 \leq 1", "y=(-1, 2)"),  # Where each is a probability, too.
    ],
)
def test_labels_of_a_counterexample_are_those_that_a_reader_would_take(claim, labels):
    context = assumed(page(), r"\sum_{i=1}^K y_i = 1")
    told = message(put(context, claim))
    assert labels in told, told


def test_a_wrong_proof_is_reported_as_a_defect(monkeypatch):
    """Faults planted in either way of deciding: the other one contradicts, and nothing passes."""
    context = page()
    clear_cache()
    with monkeypatch.context() as planted:
        planted.setattr("proofpages.equations.proof.for_every_k._holds", lambda *_: True)
        verdict = put(context, r"\nabla_z L = p - 2 y", label="E1")
        assert (verdict.status, verdict.ok) == ("internal", False)
        assert "contradict each other" in message(verdict)
        assert "z=(" in message(verdict)
    with monkeypatch.context() as planted:
        planted.setattr("proofpages.equations.proof.at_points.is_zero", lambda x: False)
        assert put(context, r"\sum_k p_k = 1").status == "internal"
    with monkeypatch.context() as planted:
        # Power sums that forget what the labels in scope contribute: wrong from two sums on.
        planted.setattr(PowerSums, "substituted", lambda self, *_, **__: self.ring.zero)
        verdict = put(context, r"\sum_i \sum_{j \neq i} p_i p_j = 1")
        assert verdict.status in ("internal", "false")
        assert put(context, r"\sum_i \sum_{j \neq i} p_i p_j = 1 - \sum_i p_i^2").status != "proved"
    with monkeypatch.context() as planted:
        planted.setattr("proofpages.equations.checking.read", lambda tex: 1 / 0)
        verdict = put(context, "a = a")
        assert (verdict.status, verdict.ok) == ("internal", False)
    assert put(context, r"\sum_k p_k = 1").status == "proved"


def test_explanations_show_both_normal_forms():
    context = page()
    verdict = put(context, r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)")
    cases = verdict.explain()
    assert [case for case, _, _ in cases] == ["i = j", ""]
    assert all(left == right for _, left, right in cases)
    wrong = put(context, "p_j = z_j").explain()
    assert wrong[0][1] != wrong[0][2]


def test_pages_hand_on_what_they_export():
    first = assumed(page(), r"\sum_i y_i = 1")
    second = Context()
    second.load(first.export())
    assert put(second, r"\nabla_z L = p - y").status == "proved"
    assert put(second, r"q := 1").ok
    assert put(first, "q = 1").status == "undeclared"
    assert put(Context(), r"\nabla_z L = p - y").status == "undeclared"
    other = Context()
    assert put(other, r"p \in \mathbb{R}").ok
    with pytest.raises(EquationError):
        other.load(first.export())
