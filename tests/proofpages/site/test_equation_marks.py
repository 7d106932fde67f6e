"""proofpages.site.equation_marks: a page is refused at each formula that must not pass, with why.

Each fault is put into a copy of the site, whose page is converted.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from proofpages.page.continued import way_to
from proofpages.page.faults import PageError
from proofpages.page.navigation import reading_order
from proofpages.page.page import Page
from proofpages.page.reading import Reading, read_apart
from proofpages.site import ledger as ledger_tables
from proofpages.site import page_check, shown_is_read
from proofpages.site.page_check import check_page
from tests.builds import BLOCK, NEEDS, PAGE, ROOT, Copy, check
from tests.checked_site import checked_site
from tests.proofpages.site.converting import KNOWN, convert, marked

E8 = r"\frac{\partial p_i}{\partial z_i} = p_i \cdot (1 - p_i) \tag{E8}"
HOME = Path("docs/index.md")
LOSS = "docs/derivation/loss-and-softmax.md"
CHAIN_RULE = "docs/derivation/chain-rule.md"
LABELS = "docs/derivation/labels-sum-to-one.md"
CONTINUES = "Continues [The chain rule](chain-rule.md)."


@dataclass(frozen=True)
class Fault:
    """A passage of a page, what stands in its place (§ marks the line to be named), messages."""

    old: str
    new: str
    messages: tuple[str, ...]
    page: str = PAGE


def display(tex: str) -> str:
    """A display to put behind the page's program; § marks its line."""
    return f"{BLOCK}\n$$\n§{tex}\n$$\n"


def refused(tex: str, caret: str, *messages: str) -> Fault:
    """A display that cannot be read, with the caret under the first letter of `caret`."""
    pointed = f"    {tex}\n    {' ' * tex.index(caret)}^"
    return Fault(BLOCK, display(tex + r" \tag{A99}"), ("A99 cannot be read", pointed, *messages))


FAULTS = {
    "an inline formula": Fault(
        BLOCK,
        BLOCK + "\nSo the loss\nis §$L = \\log(2)$.\n",
        ("the formula does not hold: at K=2, ", "    L = \\log(2)\n"),
    ),
    "a formula that passes for a copy": Fault(
        BLOCK,
        BLOCK + '\n§<p><span class="arithmatex" data-copied="">\\(p_i = p_j\\)</span></p>\n',
        ("the page holds the class arithmatex, which this build marks its own with",),
    ),
    "a continuation": Fault(
        f"$$\n{E8}\n$$\n",
        f"$$\n{E8}\n$$\n\nthat is\n\n$$\n§= p_i + p_i^2 \\tag{{A99}}\n$$\n",
        (
            "A99 does not hold: at K=2, i=1, j=1, ",
            r"    \frac{\partial p_{i}}{\partial z_{i}} = p_i + p_i^2" + "\n",
        ),
    ),
    "a claim that is not decided": Fault(
        BLOCK,
        display(r"(\sum_i z_i)^4 \leq K^3 \sum_j z_j^4 \tag{A99}"),
        ("A99 is not decided: ", "what is squared or positive, or exempt it: <!-- tex: skip: "),
    ),
    r"\frac12": refused(r"v = \frac12", "12", r"write \frac{1}{2}, not \frac12"),
    "a transpose": refused(r"z^T = y", "y", "the sides have different shapes"),
    "a logarithm of a product": refused(
        r"L = \log p_i y_i", r"\log", r"put parentheses around the argument of \log"
    ),
    "an undeclared symbol": Fault(
        BLOCK,
        display(r"q_i = p_i \tag{A99}"),
        (
            "A99 uses an undeclared symbol: ",
            "    q_i = p_i\n    ^",
            "declare it ($z, y \\in \\mathbb{R}^K$), define it (:=), or write `Continues ",
        ),
    ),
    "a heading that no index satisfies": Fault(
        f"$$\n{E8}\n$$\n",
        f"### And $i \\neq j$\n\n$$\n§{E8}\n$$\n",
        ("E8 says nothing: no index satisfies the conditions", "correct the conditions in force"),
    ),
    "a condition that no index satisfies": Fault(
        f"$$\n{E8}\n$$\n",
        f"$$\n{E8}\n$$\n\n$$\n§p_i = p_j \\qquad (i \\neq j) \\tag{{A99}}\n$$\n",
        ("A99 says nothing: no index satisfies the conditions",),
    ),
    "a need that appears": Fault(
        E8,
        "§" + E8.replace(r"\partial z_i", r"\partial z_j"),  # True in Case 1 only.
        ("E8 needs i = j", f"nothing, as {NEEDS} says", "python -m proofpages needs"),
    ),
    "an exemption without a reason": Fault(
        f"$$\n{E8}\n$$\n",
        f"<!-- tex: skip: -->\n\n$$\n§{E8}\n$$\n",
        ("E8 cannot be read: an exemption without a reason", "write skip: reason"),
    ),
    "a misspelt directive": Fault(
        f"$$\n{E8}\n$$\n",
        f"§<!-- tex: asume -->\n\n$$\n{E8}\n$$\n",
        ("a comment that does nothing: tex: asume", "Expected: <!-- tex: assume -->"),
    ),
    "a directive with no formula behind it": Fault(
        BLOCK,
        BLOCK + "\n<!-- tex: assume -->\n\nThe labels sum to one.\n".replace("<", "§<"),
        ("no formula stands behind the comment tex: assume", "move the comment, or remove it"),
    ),
    "a page that is not there": Fault(
        CONTINUES,
        "§Continues [The chain rule](missing.md).",
        ("the page continues missing.md, which is not there", "correct the link"),
    ),
    "a page that continues itself": Fault(
        CONTINUES,
        "§Continues [Same logit](same-logit.md).",
        ("the page continues same-logit.md, which continues this page", "remove one of the two"),
    ),
    "a formula with attributes of its own": Fault(
        BLOCK,
        BLOCK + '\nSo §$p_i = p_j${: .big data-copied="" }.\n',
        ("the formula does not hold: at K=2, i=1, j=2, ", "    p_i = p_j\n"),
    ),
    "definitions of a page that this one does not continue": Fault(
        CONTINUES + " The [assumptions](../notation.md#assumptions) hold.",
        r"Here $z \in \mathbb{R}^K$.",
        ("E4 uses an undeclared symbol: p is not declared",),
    ),
    "a heading that states no condition": Fault(
        "## Case 1: $i = j$",
        "## §Case 1: $p_i = p_j$",
        ("a heading states something else than a relation of indices",),
    ),
    "a directive that another one follows": Fault(
        f"$$\n{E8}\n$$\n",
        f"§<!-- tex: assume -->\n\n<!-- tex: later -->\n\n$$\n{E8}\n$$\n",
        ("no formula stands behind the comment tex: assume",),
    ),
    "a claim that is meant for later, and does not say so": Fault(
        "<!-- tex: later -->\n\n$$\n",
        "$$\n§",
        ("E1 uses an undeclared symbol: p is not declared",),
        LOSS,
    ),
    "a hypothesis that is not marked as one": Fault(
        "the labels sum to one:\n\n<!-- tex: assume -->\n\n$$\n",
        "the labels sum to one:\n\n$$\n§",
        ("I8 does not hold: at K=2, y=", r"    \sum_{i=1}^K y_i = 1"),
        LABELS,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_page_is_refused(name: str, copy: Copy) -> None:
    fault = FAULTS[name]
    line = copy.replace(fault.page, fault.old, fault.new)
    if "§" not in fault.new:  # What is missing shows at the first display.
        text = (copy.folder / fault.page).read_text(encoding="utf-8")
        line = text.partition("\n$$\n")[0].count("\n") + 3
    check(copy, fault.page, line, *fault.messages)


def test_a_wrong_sign_is_refuted_by_numbers_that_are_true(copy: Copy) -> None:
    """The numbers in the message are computed again, in floats, by a slope of the softmax."""
    line = copy.replace(PAGE, E8, "§" + E8.replace("1 - p_i", "1 + p_i"))
    printed = check(copy, PAGE, line, "E8 does not hold: at K=2, i=1, j=1, z=(0, 1): left 0.1966, ")
    found = re.search(
        r"E8 does not hold: at K=(\d), i=(\d), j=\2, z=\((.*?)\): left ([\d.]+), right ([\d.]+) "
        r"\(exactly, at K=\1, i=(\d), j=\6, e\^z=\((.*?)\): (\d+)/(\d+) != (\d+)/(\d+)\)",
        printed,
    )
    assert found is not None, printed
    size, i, j = int(found[1]), int(found[2]) - 1, int(found[6]) - 1
    z = [float(value) for value in found[3].split(", ")]
    log_t = [math.log(int(value)) for value in found[7].split(", ")]
    assert len(z) == len(log_t) == size

    def p(logits: list[float], at: int) -> float:
        return math.exp(logits[at]) / sum(map(math.exp, logits))

    def slope(logits: list[float], at: int, h: float = 1e-5) -> float:
        up, down = ([x + s * (k == at) for k, x in enumerate(logits)] for s in (h, -h))
        return (p(up, at) - p(down, at)) / (2 * h)

    # Four decimals are printed; the slope's error is of the order of h², far below that.
    left, right = float(found[4]), float(found[5])
    assert abs(left - right) > 0.1
    assert left == pytest.approx(slope(z, i), abs=6e-5)
    assert right == pytest.approx(p(z, i) * (1 + p(z, i)), abs=6e-5)
    left, right = int(found[8]) / int(found[9]), int(found[10]) / int(found[11])
    assert left == pytest.approx(slope(log_t, j), rel=1e-8)
    assert right == pytest.approx(p(log_t, j) * (1 + p(log_t, j)), rel=1e-12)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("E8\ti = j", f"i = j, as {NEEDS} says"),
        ("# E8", f"no entry, as {NEEDS} says"),
    ],
)
def test_a_need_that_disappears_or_is_missing(line: str, expected: str, copy: Copy) -> None:
    copy.replace(NEEDS, "\nE8\tnothing\n", f"\n{line}\n")
    at = copy.replace(PAGE, E8, "§" + E8)
    check(copy, PAGE, at, "E8 needs nothing", expected, "if the change is meant, run")


def test_two_pages_that_continue_each_other(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is that of the page that closes the circle, whichever is read first."""
    copy.replace(
        CHAIN_RULE,
        "Continues [Loss and softmax](loss-and-softmax.md).",
        "Continues [Same logit](same-logit.md).",
    )
    line = copy.replace(PAGE, CONTINUES, "§" + CONTINUES)
    monkeypatch.chdir(copy.folder)
    told = f"{PAGE}:{line}: the page continues chain-rule.md, which continues this page"
    with pytest.raises(PageError, match=re.escape(told)):
        check_page(Path(CHAIN_RULE))


@pytest.mark.large
def test_what_the_directives_let_pass(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site with an exemption, an assumption and a claim decided later, counted and shown."""
    copy.replace(
        PAGE,
        BLOCK,
        BLOCK
        + "\n<!-- tex: skip: the gamma function cannot be read -->\n\n"
        + "$$\nK = \\Gamma(K + 1) / \\Gamma(K) \\tag{A97}\n$$\n"
        + "\n<!-- tex: later -->\n\n$$\nw_i = 2 p_i \\tag{A98}\n$$\n"
        + "\nwith $w_i := p_i + p_i$. Let <!-- tex: assume --> $K = 2$. Then\n"
        + "\n$$\nw_1 + w_2 = 2 \\tag{A99}\n$$\n",
    )
    copy.edit(NEEDS, lambda text: text + "A98\tnothing\nA99\tK = 2\n")
    tables = "".join(f"```ledger\n{name}\n```\n\n" for name in ("summary", "index"))
    copy.replace("docs/notation.md", "## Index letters", tables + "## Index letters")
    text = copy.convert(PAGE)
    marks = re.findall(r'class="equation-mark"[^>]*>([^<]*)<', text)
    marks = [mark.replace("\N{NO-BREAK SPACE}", " ") for mark in marks]
    assert marks[-4:] == [
        "proved for every K",
        "not proved",
        "proved for every K",
        "proved, needs K = 2",
    ]
    ledger = copy.convert("docs/notation.md")
    assert "1 formulas that are exempt" in ledger
    row = re.search(r'<a href="[^"]*#A97">.*?</tr>', ledger, re.DOTALL)
    assert row is not None
    assert "<td>not proved</td>" in row[0]
    monkeypatch.chdir(copy.folder)
    monkeypatch.setattr(ledger_tables, "_by_kernel", lambda page: {})  # Coq needs all pages.
    row = re.search(r'<tr id="check-A97">.*?</tr>', ledger_tables.equations(Page("docs/a.md", "")))
    assert row is not None
    assert "<td>not proved</td>" in row[0]
    assert "the gamma function cannot be read" in row[0]


# One page, converted in this process with the extensions of mkdocs.yml


@pytest.fixture
def snippet(tmp_path: Path) -> Callable[[str], str]:
    """Writes a snippet, and returns the line that includes it."""

    def write(text: str) -> str:
        (tmp_path / "part.md").write_text(text, encoding="utf-8")
        return '--8<-- "part.md"\n'

    return write


INCLUDED = {
    "an exemption before a claim": (
        "<!-- tex: skip: a pun -->\n\n$$\nx = t\n$$\n\n$$\nt = t\n$$\n",
        "Here $x, t \\in \\mathbb{R}$.\n\n§",
        [("x=t", "not proved"), ("t=t", "proved for every value")],
    ),
    "a claim, an assumption and its use": (
        "$$\nx + t = t + x\n$$\n\n<!-- tex: assume -->\n\n$$\nx = 2\n$$\n\n$$\nx t = 2 t\n$$\n",
        "Here $x, t \\in \\mathbb{R}$.\n\n§",
        [
            ("x+t=t+x", "proved for every value"),
            ("x=2", "assumption"),
            ("xt=2t", "proved, needs x = 2"),
        ],
    ),
    "a claim before what is exempt": (
        "$$\nx = x\n$$\n\n<!-- tex: skip: a pun -->\n\n$$\nx = 2 x\n$$\n",
        "Here $x \\in \\mathbb{R}$, and $x$ is\n\n§",
        [("x=x", "proved for every value"), ("x=2x", "not proved")],
    ),
    "the same TeX in a snippet and on the page": (
        "<!-- tex: skip: by convention -->\n\n$$\nx = t + t\n$$\n",
        "Here $x, t \\in \\mathbb{R}$.\n\n§\n\n<!-- tex: assume -->\n\n$$\nx = t + t\n$$\n",
        [("x=t+t", "not proved"), ("x=t+t", "assumption")],
    ),
}


@pytest.mark.parametrize("name", INCLUDED)
def test_a_mark_is_on_the_formula_that_was_decided(
    name: str, snippet: Callable[[str], str], tmp_path: Path
) -> None:
    included, page, marks = INCLUDED[name]
    text = page.replace("§", snippet(included))
    options = {"base_path": [str(tmp_path)], "check_paths": True}
    assert marked(convert(text, pymdownx__snippets=options)) == marks


def test_a_fault_in_a_snippet_names_the_snippets_line(
    snippet: Callable[[str], str], tmp_path: Path
) -> None:
    text = "Here $x \\in \\mathbb{R}$.\n\n" + snippet("First\n\n$$\nx = 3 x\n$$\n")
    options = {"base_path": [str(tmp_path)]}
    with pytest.raises(PageError, match=r"^<text>:3: the formula does not hold") as caught:
        convert(text, pymdownx__snippets=options)
    assert re.search(r"\n    in .*part\.md:4\n", str(caught.value))


UNREAD = [
    r"So $\underbrace{a - b}_{= 0}$ follows.",
    r"The gradient $a \lesssim b$ is small.",
    r"See that $a \circeq b$ holds.",
    r"Here $a \rightsquigarrow b$.",
    r"Thus $a \bumpeq b$ in the limit.",
    r"| Name | Value |\n| --- | --- |\n| it | $a \between b$ |",
    r"- item with $\overline{a + b}$",
]


@pytest.mark.parametrize("text", UNREAD)
def test_an_inline_formula_is_an_expression_a_statement_or_exempt(text: str) -> None:
    text = text.replace(r"\n", "\n")
    with pytest.raises(PageError, match="the formula cannot be read"):
        convert(KNOWN + text)
    formula = text.index("$")
    convert(f"{KNOWN}{text[:formula]}<!-- tex: skip: a test -->{text[formula:]}")


def test_what_is_drawn_otherwise_than_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader is put in here that takes the last two terms together."""
    monkeypatch.setattr(shown_is_read, "as_read", lambda tex: tex.replace("b - c", "(b - c)"))
    for wrong in ("$$\na - b - c = a - b - c\n$$", "Here is $a - b - c$.", "| $a b - c$ |\n| - |"):
        convert(KNOWN + wrong.replace("b - c", "(b - c)"))
        with pytest.raises(
            PageError, match=r":\d: the formula is drawn otherwise than read; it is"
        ):
            convert(KNOWN + wrong)
    for exempt in ("a^{}2 = a", "\\frac{}{a}{b} = c"):
        convert(f"{KNOWN}<!-- tex: skip: a test -->\n\n$$\n{exempt}\n$$")


def test_all_faults_of_a_page_are_told_and_a_failed_definition_once() -> None:
    page = (
        KNOWN
        + "$$\nq := a \\star b\n$$\n\nThen $q = q$ and $q_i (1 - q_i) = 0$ and $q(a) = 1$.\n\n"
        "$$\nw := q + 1\n$$\n\n$$\nw = q + 1\n$$\n\n$$\na = b\n$$\n\n$$\nu = u\n$$\n"
    )
    with pytest.raises(PageError) as caught:
        convert(page)
    told = re.findall(r"(?m)^<text>:(\d+): (.*)", str(caught.value))
    assert [(int(line), text.split(":")[0]) for line, text in told] == [
        (4, "the formula cannot be read"),
        (18, "the formula does not hold"),
        (22, "the formula uses an undeclared symbol"),
    ]


def test_a_page_that_continues_a_faulty_one_tells_its_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("mkdocs.yml", "snippets"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "docs").mkdir()
    for name in ("index.md", "notation.md", "derivation"):  # Where letters get their meanings.
        (tmp_path / "docs" / name).symlink_to(ROOT / "docs" / name)
    (tmp_path / "docs/a.md").write_text("Here $a \\in \\mathbb{R}$.\n\n$$\nq := a \\star a\n$$\n")
    (tmp_path / "docs/b.md").write_text("Continues [A](a.md).\n\n$$\nq = q\n$$\n")
    (error,) = check_page(Path("docs/b.md")).errors
    assert str(error).startswith("docs/a.md:4: the formula cannot be read")


def test_a_home_of_letters_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").symlink_to(ROOT / "mkdocs.yml")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("$$\n1 = 1\n$$\n")
    with pytest.raises(PageError, match=r"^mkdocs.yml:\d+: .*loss-and-softmax.md is not there"):
        check_page(Path("docs/a.md"))


def test_an_inline_formula_that_is_assumed_or_exempt_is_marked() -> None:
    page = convert(
        KNOWN + "Let <!-- tex: assume -->$a = 2$, and <!-- tex: skip: a test -->$a \\star b$.\n\n"
        "Then $a^2 = 4$ and $a$."
    )
    marks = BeautifulSoup(page, "html.parser").select(".formula-mark")
    assert [mark.get_text() for mark in marks] == ["assumption", "not proved"]
    assert [mark.next_sibling for mark in marks] == [",", "."]


@pytest.mark.parametrize(
    ("left_out", "changed"),
    [
        ("pymdownx.arithmatex", {}),
        ("", {"generic": False}),
        ("", {"generic": True, "inline_syntax": []}),
        ("", {"generic": True, "tex_block_wrap": ["$$", "$$"]}),
    ],
)
def test_a_site_where_no_formula_would_be_found_is_refused(
    left_out: str, changed: dict[str, object]
) -> None:
    arithmatex = {"pymdownx__arithmatex": changed} if changed else {}
    with pytest.raises(PageError, match=r"^mkdocs\.yml:1: equations are to be checked, and no"):
        convert("Text\n", left_out, "proofpages.typeset", **arithmatex)


@pytest.mark.large  # It proves all of the site once more.
def test_each_page_is_read_once_and_each_formula_checked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a conversion of the whole site, its pages in reading order, as a build does it."""
    monkeypatch.setattr(page_check, "_decided", {})
    counts: Counter[str] = Counter()
    apart: list[Path] = []

    def read(path: Path, *guards: Callable[[Markdown], object]) -> Reading:
        apart.append(path)
        return read_apart(path, *guards)

    def counted(name: str, original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            counts[name] += 1
            return original(*arguments)

        return call

    check_formula, check_reading = page_check.check, page_check._check
    monkeypatch.setattr(page_check, "check", counted("formulas", check_formula))
    monkeypatch.setattr(page_check, "_check", counted("pages", check_reading))
    monkeypatch.setattr(page_check, "read_apart", read)
    for path in reading_order():
        convert(Page.read(path).body, "proofpages.typeset")
    entries = [entry for path in reading_order() for entry in check_page(path).entries]
    assert counts["formulas"] == len(entries) > 300
    assert counts["pages"] == len(reading_order())
    assert len(apart) == len(set(apart))
    home = way_to(HOME)  # It comes first, and continues the derivation.
    assert len(set(apart) - home) <= 2, "a page that continues one that comes after it"


@pytest.mark.medium
def test_formulas_of_two_lines_have_two_rows_in_the_ledger() -> None:
    """On pages of one name in two folders, too."""
    places: dict[str, set[tuple[str, int]]] = {}
    for checked in checked_site().values():
        for entry in checked.entries:
            places.setdefault(entry.anchor, set()).add((entry.page, entry.line))
    assert Counter(path.stem for path in reading_order())["index"] > 1
    assert [anchor for anchor, found in places.items() if len(found) > 1] == []


def test_the_passages_that_the_faults_replace_are_on_the_site() -> None:
    """So that a page that changes is noticed here, by name, and not by a build that passes."""
    for name, fault in FAULTS.items():
        text = (ROOT / fault.page).read_text(encoding="utf-8")
        assert text.count(fault.old) == 1, name


def test_what_a_page_continues_is_small_print_and_nothing_else_is() -> None:
    body = Page.read(ROOT / PAGE).body
    html = BeautifulSoup(convert(body), "html.parser")
    (small,) = html.select("p.continues")
    assert small.get_text().startswith("Continues The chain rule.")


@pytest.mark.parametrize(
    "heading",
    [
        "Unless $i = j$",
        "All but $i = j$",
        "If it is not so that $i = j$",
        "Whether $i = j$ or not",
        "$i = j$ isn't assumed",
        "Classes other than $i = j$",
        "Case $i = j$ or $j = k$",
    ],
)
def test_a_heading_does_not_take_its_condition_back(heading: str) -> None:
    """Its words are free, but for those with which it would say something else."""
    claim = "\n\n$$\n(z_i - z_j) a = 0\n$$"
    with pytest.raises(PageError, match=r"^<text>:3: the heading has a condition, and the word"):
        convert(f"{KNOWN}## {heading}{claim}")
    convert(f"{KNOWN}## Case 1, the same class: $i = j${claim}")
    convert(f"{KNOWN}## What is not $a$ or $b$")
