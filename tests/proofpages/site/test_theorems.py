"""What the pages show of the proof, with Coq and without, and that it is tied to the equations."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from proofpages import coq
from proofpages.coq.goals import Goal
from proofpages.equations.meaning.applications import meant
from proofpages.equations.tex.statements import Chain, read
from proofpages.equations.tree import Partial, Symbol, Tree, transform
from proofpages.page.faults import PageError
from proofpages.page.fences import Fence
from proofpages.page.navigation import reading_order
from proofpages.page.page import Page
from proofpages.records import NEEDS
from proofpages.site.equation_marks import read_needs
from proofpages.site.ledger import equations as ledger_of_equations
from proofpages.site.page_check import check_page
from proofpages.site.theorems import fence as page
from proofpages.site.theorems import graph
from proofpages.site.theorems import places as ours
from proofpages.site.theorems.steps import steps
from tests.builds import ROOT
from tests.conftest import pages
from tests.conftest import read as read_page
from tests.proofpages.coq_terms import normal, read_statement

PROOF = ROOT / ours.PROOF
STATEMENTS = {statement.name: statement for statement in coq.outline(PROOF)}
#: Each page of the proof with its largest number of bytes.
LARGEST = 450_000


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a page of the proof is made from, as the working folder."""
    for folder in ("docs", "snippets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def no_coq(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COQBIN", str(tmp_path_factory.mktemp("empty")))


def render(name: str) -> BeautifulSoup:
    """The body of a page of the working folder, with what its fences have made."""
    md = Markdown(
        extensions=[
            *("md_in_html", "tables", "def_list", "pymdownx.superfences", "pymdownx.arithmatex"),
            *("proofpages.typeset", "proofpages.site.anchors"),
        ],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "pymdownx.superfences": {
                "custom_fences": [
                    {"name": "theorem", "class": "theorem", "format": page.format_theorems}
                ]
            },
        },
    )
    body = Page.read(Path(name)).body
    return BeautifulSoup(md.convert(body), "html.parser")


def edit(file: Path, old: str, new: str) -> int:
    """Replace a passage that is there once; return the line on which it begins."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# Which page shows what --------------------------------------------------------------------

DERIVATION = Path("docs/proof/derivation.md")
BEYOND = Path("docs/proof/beyond.md")


def test_every_statement_is_on_one_page() -> None:
    where = ours.places(ours.SiteProof(tuple(STATEMENTS.values()), None))
    assert where.keys() == STATEMENTS.keys()
    assert where[ours.HEADLINE] == "docs/proof/index.md"
    assert where["softmax_derivative_same_logit"] == DERIVATION.as_posix()


MISPLACED: dict[str, tuple[Callable[[Path], str], str]] = {
    "a name that is no theorem": (
        lambda root: (
            f"{DERIVATION}:{edit(root / DERIVATION, 'gradient_by_cases', 'gradient_by_case')}: "
        ),
        "states no theorem gradient_by_case",
    ),
    "a theorem on two pages": (
        lambda root: f"{BEYOND}:{edit(root / BEYOND, 'loss_is_convex', 'gradient_by_cases')}: ",
        "the theorem gradient_by_cases is shown a second time",
    ),
    "a theorem on no page": (
        lambda root: (
            edit(root / DERIVATION, "gradient_by_cases\n", ""),
            f"{ours.PROOF}:{STATEMENTS['gradient_by_cases'].line}: ",
        )[1],
        "the theorem gradient_by_cases is on no page",
    ),
    "a number that no equation has": (
        lambda root: f"{ours.PROOF}:{edit(root / ours.PROOF, '(* E16. ', '(* V99. ')}: ",
        "the comment of gradient_sum_completed names V99",
    ),
}


@pytest.mark.parametrize("fault", MISPLACED)
def test_what_is_misplaced_stops_the_build(fault: str, repository: Path, no_coq: None) -> None:
    change, message = MISPLACED[fault]
    place = change(repository)
    found = ours.proof()
    with pytest.raises(PageError) as error:
        _ = ours.places(found), ours.theorems_of_equations(found)
    assert str(error.value).startswith(place)
    assert message in str(error.value)


def test_other_pages_may_name_their_equations(repository: Path, no_coq: None) -> None:
    """The comment before a theorem is all that a new equation needs."""
    edit(repository / ours.PROOF, "(* Shift invariance. $", "(* B12. $")
    (theorem,) = ours.theorems_of_equations(ours.proof())["B12"]
    assert theorem.name == "softmax_shift_invariant"


FENCES = {
    "nothing": ("", "an empty fence"),
    "a name that is none": ("status\ngraph", "states no theorem status"),
    "no status": ("graph", "does not begin with what was checked"),
}


@pytest.mark.parametrize("fault", FENCES)
def test_a_fence_that_says_nothing_is_refused(fault: str, repository: Path, no_coq: None) -> None:
    body, message = FENCES[fault]
    name = Path("docs/proof/other.md")
    status = "" if fault == "no status" else "```theorem\nstatus\n```\n\n"
    name.write_text(f"---\ntitle: a\n---\n{status}text\n\n```theorem\n{body}\n```\n")
    shown = Page.read(name)
    with pytest.raises(PageError, match=message):
        page.show_theorems(ours.theorem_fences(shown)[-1], shown)


def test_tex_that_cannot_be_drawn_is_named_with_its_line(repository: Path, no_coq: None) -> None:
    line = edit(
        repository / ours.PROOF, r"(* I8. A one-hot vector sums to one. $\sum", r"(* I8. $\nosum"
    )
    with pytest.raises(PageError, match=rf"{ours.PROOF}:{line}: MathJax cannot read"):
        _show("one_hot_sums_to_one")


def _show(names: str) -> str:
    fence = Fence(0, "theorem", {}, names.split())
    return page.show_theorems(fence, Page.read(Path("docs/proof/derivation.md")))


# Without Coq ------------------------------------------------------------------------------

CLAIMS = re.compile(r"checked (?:by|in)|accepted|\bQed\b|⊢|Nothing is left", re.IGNORECASE)


@pytest.mark.large
def test_without_coq_the_pages_say_so_and_claim_nothing(repository: Path, no_coq: None) -> None:
    for name in sorted(Path("docs/proof").glob("*.md")):
        soup = render(name.as_posix())
        (status,) = soup.select(".proof-status")
        assert status.get_text().startswith("Not checked. There was no Coq on the machine")
        cards = soup.select(".theorem")
        for card in cards:
            (mark,) = card.select(".theorem-mark")
            assert mark.get_text() == "not checked: no Coq in this build"
            (code,) = card.select("pre code")
            assert code.get_text().strip() == STATEMENTS[str(card["id"])[4:]].text
            assert not card.select("details, .theorem-uses")
        made = " ".join(
            tag.get_text() for tag in soup.select(".proof-status, .theorem, .proof-graph, .axioms")
        )
        assert not CLAIMS.search(made), name
        assert not soup.select(".proof-graph, .axioms")
        if name.name == "index.md":
            unchecked = [tag.get_text() for tag in soup.select(".proof-unchecked")]
            assert len(unchecked) == 3  # The status, the graph, the axioms.


@pytest.mark.large
def test_without_coq_the_ledger_says_so(repository: Path, no_coq: None) -> None:
    name = Path("docs/checked.md")
    page = Page.read(name)
    cells = _ledger(BeautifulSoup(ledger_of_equations(page), "html.parser"))
    stated = {number for s in STATEMENTS.values() for number in s.equations}
    assert {name for name, cell in cells.items() if cell.get_text()} == stated
    assert {cells[name].get_text() for name in stated} == {"not checked on this machine"}


def _ledger(soup: BeautifulSoup) -> dict[str, Tag]:
    """The cell of each equation in the ledger's column on Coq."""
    (table,) = (table for table in soup.select("table") if "Checked by Coq" in table.get_text())
    heads = [head.get_text() for head in table.select("thead th")]
    column = heads.index("Checked by Coq")
    return {
        row.th.get_text(): row.select("th, td")[column]
        for row in table.select("tbody tr")
        if row.th is not None
    }


def _tests_without_coq(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one test that needs Coq and one that does not, where there is none."""
    here = Path(__file__).relative_to(ROOT).as_posix()
    names = ("test_every_statement_is_on_one_page", "test_no_hypothesis_and_no_goal_is_lost")
    environment = {k: v for k, v in os.environ.items() if k != "CI" and "PYTEST" not in k}
    for name in names:
        assert name in globals()
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", *(f"{here}::{name}" for name in names)],
        cwd=ROOT,
        env={**environment, "COQBIN": str(folder), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.large
def test_without_coq_the_tests_end_with_a_word(tmp_path: Path) -> None:
    done = _tests_without_coq(tmp_path)
    assert done.returncode == 0, done.stdout
    last = "\n".join(done.stdout.strip().splitlines()[-6:])
    assert "the formal proof was NOT checked on this machine" in last
    assert "1 passed, 1 deselected" in last


@pytest.mark.large
def test_without_coq_ci_fails(tmp_path: Path) -> None:
    done = _tests_without_coq(tmp_path, CI="true")
    assert done.returncode == 1
    assert "no coq: apt-get install --no-install-recommends coq" in done.stdout
    assert "1 passed, 1 error" in done.stdout


# With Coq ---------------------------------------------------------------------------------


@pytest.mark.coq
def test_the_pages_show_what_was_checked(site_pages: dict[str, BeautifulSoup]) -> None:
    shown: set[str] = set()
    for name, soup in site_pages.items():
        (status,) = soup.select(".proof-status")
        version = coq.coq_version()
        assert status.get_text().startswith(f"Checked in this build: Coq {version} accepted"), name
        for card in soup.select(".theorem"):
            statement = STATEMENTS[str(card["id"]).removeprefix("thm-")]
            shown.add(statement.name)
            assert card.select(".theorem-mark")[0].get_text() == f"checked by Coq {version}"
            assert card.select("pre code")[0].get_text().strip() == statement.text
            # Folded by HTML alone, and in the order of the file.
            (folded,) = card.select("details > summary")
            assert folded.get_text().startswith("Proof, ")
            codes = [code.get_text() for code in card.select(".steps > li > code")]
            assert codes[-1] == "Qed."
            written = PROOF.read_text("utf-8").split("\n")[statement.line - 1 : statement.last_line]
            assert _squeezed("".join(codes)) in _squeezed(
                re.sub(r"\(\*.*?\*\)", "", "".join(written))
            )
            assert len(card.select(".steps samp")) == len(codes)
    assert shown == STATEMENTS.keys()


@pytest.fixture
def site_pages(site: Path) -> dict[str, BeautifulSoup]:
    """The pages of the proof as they are built."""
    shown = {name: url for name, url in pages().items() if name.startswith("proof/")}
    return {name: read_page(site / url / "index.html") for name, url in shown.items()}


def _squeezed(text: str) -> str:
    return re.sub(r"\s|Proof\.", "", text)


@pytest.mark.coq
def test_a_card_links_to_its_equation_and_what_it_uses(
    site_pages: dict[str, BeautifulSoup],
) -> None:
    (card,) = site_pages["proof/derivation.md"].select("#thm-softmax_derivative_same_logit")
    links = {link.get_text(): link["href"] for link in card.select("a")}
    assert links["E8"] == "../../derivation/same-logit/#E8"
    used = "softmax_derivative_same_logit_factored"
    assert links[used] == f"#thm-{used}"
    (headline,) = site_pages["proof/index.md"].select(f"#thm-{ours.HEADLINE}")
    links = {link.get_text(): link["href"] for link in headline.select("a")}
    assert links["gradient_is_p_minus_y"] == "derivation/#thm-gradient_is_p_minus_y"
    assert links["sumK_ext"] == "lemmas/#thm-sumK_ext"


@pytest.mark.coq
def test_the_graph_is_that_of_the_proofs(
    site_pages: dict[str, BeautifulSoup], report: coq.CheckedFile
) -> None:
    edges = report.uses_of_theorems()
    few = graph.transitive_reduction(edges)
    assert sum(map(len, few.values())) < sum(map(len, edges.values()))
    # Nothing is lost: what a theorem rests on is the same by the arrows that are drawn.
    for name in edges:
        reached, waiting = set(), list(few[name])
        while waiting:
            reached.add(waiting[-1])
            waiting.extend(few[waiting.pop()])
        assert reached == report.ancestors(name) & edges.keys(), name
    soup = site_pages["proof/index.md"]
    drawn = soup.select(".proof-graph svg a")
    listed = soup.select(".proof-graph-and-list li, .proof-graph-and-list details p")
    assert {re.sub(r"^(?:[A-Z]\d+(?:, )?)*", "", link.get_text()) for link in drawn} <= edges.keys()
    assert len(drawn) > 40
    assert len(soup.select(".proof-graph g.edge, .proof-graph svg g > path")) >= len(drawn)
    names = {link.get_text() for tag in listed for link in tag.select("a")}
    assert names == edges.keys()
    assert not re.search("black|xmlns", str(soup.select(".proof-graph")[0]))


@pytest.mark.coq
def test_the_page_explains_the_axioms_that_the_kernel_named(
    site_pages: dict[str, BeautifulSoup],
) -> None:
    soup = site_pages["proof/index.md"]
    explained = {term.get_text() for term in soup.select("dt")}
    assert explained == {axiom.rpartition(".")[2] for axiom in coq.ALLOWED_AXIOMS}
    assert {li.get_text() for li in soup.select(".axioms li")} == coq.ALLOWED_AXIOMS


@pytest.mark.coq
def test_the_ledger_names_the_theorems(site: Path) -> None:
    cells = _ledger(read_page(site / "checked/index.html"))
    named = {name: [a.get_text() for a in cell.select("a")] for name, cell in cells.items()}
    for number in ("E8", "E12", *(f"E{n}" for n in range(14, 19)), "I9"):
        assert named[number], number
        assert all(number in STATEMENTS[name].equations for name in named[number])
    assert named["E8"] == ["softmax_derivative_same_logit"]
    assert named["A2"] == []
    (link,) = cells["E8"].select("a")
    assert link["href"] == "../proof/derivation/#thm-softmax_derivative_same_logit"


@pytest.mark.coq
def test_a_proof_that_is_refused_stops_the_build(repository: Path) -> None:
    line = edit(
        repository / ours.PROOF,
        "partial (loss K y) z j (softmax K z j - y j).\nProof.",
        "partial (loss K y) z j (softmax K z j + y j).\nProof.",
    )
    with pytest.raises(PageError) as error:
        page.format_theorems(
            "status", "theorem", "", {}, Markdown(extensions=["proofpages.typeset"])
        )
    path, found, _ = str(error.value).split(":", 2)
    assert path == ours.PROOF.as_posix()
    assert line < int(found) < line + 8
    assert "a step that Coq rejects" in str(error.value)


@pytest.fixture
def with_axiom(repository: Path) -> Path:
    """The same with an axiom in the proof, which no theorem rests on and coqchk alone sees."""
    with (repository / ours.PROOF).open("a", encoding="utf-8") as file:
        file.write("From Coq Require Import Program.\n")
        file.write("Program Definition two : {n : nat | n = S (S O)} := S O.\n")
        file.write("Admit Obligations.\n")
    return repository


REFUSED = "the file adds the axiom `softmax_gradient.two_obligation_1`"


@pytest.mark.coq
@pytest.mark.large
def test_coqchk_may_be_awaited_last_by_who_publishes_and_by_no_other(with_axiom: Path) -> None:
    ours.await_coqchk_later(True)
    assert ours.proof().report
    with pytest.raises(PageError, match=REFUSED):
        ours.await_coqchk()
    ours.await_coqchk()  # It was told.
    with pytest.raises(PageError, match=REFUSED):
        ours.proof()


@pytest.mark.coq
@pytest.mark.large
def test_what_coqchk_alone_refuses_is_not_published(with_axiom: Path) -> None:
    (with_axiom / "proofpages").symlink_to(ROOT / "proofpages", target_is_directory=True)
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=with_axiom, capture_output=True, text=True, check=False)
    assert done.returncode
    assert f"{ours.PROOF}:1: {REFUSED}" in done.stderr
    assert not (with_axiom / "site").exists()


@pytest.mark.coq
def test_the_pages_are_light(site: Path) -> None:
    for name, url in pages().items():
        if name.startswith("proof/"):
            size = (site / url / "index.html").stat().st_size
            assert size < LARGEST, f"{name}: {size} bytes"
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    assert "softmax_derivative_same_logit" in index
    assert "⊢" not in index.replace("In a proof, <code>⊢</code>", "")


# Steps ------------------------------------------------------------------------------------


@pytest.mark.coq
def test_no_hypothesis_and_no_goal_is_lost(recorded: list[Goal]) -> None:
    """Adding up the steps gives the context and the goal that Coq printed."""
    compared = 0
    for name in STATEMENTS:
        own = [goal for goal in recorded if goal.theorem == name]
        context: set[str] = set()
        printed = [g for g in own[1:] if not re.fullmatch(r"Proof\.|[-+*]+|[{}]", g.sentence)]
        shown = steps(own)
        assert len(shown) == len(printed)
        for goal, step in zip(printed, shown, strict=True):
            if "=====" not in goal.goals:
                assert step.goal == ""
                continue
            context -= set(step.dropped)
            context |= {n for group in step.new for n in re.split(r"\s:", group)[0].split(", ")}
            above, below = re.split(r"\n  =+\n", goal.goals)
            names = re.findall(r"(?m)^  ([\w']+(?:, [\w']+)*)\s+:", above)
            assert context == {n for group in names for n in group.split(", ")}, step.code
            first = below.split("\n\ngoal 2 is:")[0]
            assert "".join(step.goal.split()) == "".join(first.split())
            compared += 1
    assert compared > 700


# The statements and the equations ---------------------------------------------------------


@functools.cache
def displayed() -> dict[str, tuple[Tree, Tree]]:
    """Both sides of each numbered equation; where it goes on from another, with that one's left."""
    found: dict[str, tuple[Tree, Tree]] = {}
    for path in reading_order():
        if path.parent.name != "derivation":
            continue
        left: Tree | None = None
        for entry in check_page(path).entries:
            if entry.name not in TIED | {"E1", "E2"}:
                continue
            (chain,) = read(entry.verdict.formula.tex)
            assert isinstance(chain, Chain)
            sides = meant(entry.context.names, chain.sides)
            left = left if chain.continues else sides[0]
            assert left is not None
            found[entry.name] = left, sides[-1]
    return found


TIED = {"E6", "E7", "E8", "E10", "E11", "E12", *(f"E{n}" for n in range(13, 19))}
"""The equations whose theorem is translated and compared."""
BY_NAME = {
    number: [
        statement
        for statement in STATEMENTS.values()
        if number in statement.equations
        # These say more than the equation: a special label, "if and only if", all entries at once.
        if not re.search("one_hot|_iff_|vector", statement.name)
        if statement.name != ours.HEADLINE
    ]
    for number in TIED
}


@pytest.mark.parametrize("number", sorted(TIED))
def test_a_statement_says_what_the_equation_says(number: str) -> None:
    left, right = displayed()[number]
    needs = read_needs(NEEDS)[number]
    assert BY_NAME[number]
    for statement in BY_NAME[number]:
        stated = read_statement(statement.text)
        assert normal(stated.left) == normal(left), statement.name
        assert normal(stated.right) == normal(right), statement.name
        assert "; ".join(stated.needs) == needs.replace("nothing", ""), statement.name


def written_out(tree: Tree, softmax: Tree) -> Tree:
    """A tree with E2 in place of each probability."""

    def indexed(node: Tree, index: str) -> Tree:
        named = isinstance(node, Symbol) and node.indices == ("j",)
        return Symbol(node.name, (index,)) if named else node  # type: ignore[union-attr]

    def change(node: Tree) -> Tree:
        if isinstance(node, Symbol) and node.name == "p":
            (index,) = node.indices
            return transform(softmax, lambda inner: indexed(inner, index))
        return node

    return transform(tree, change)


def test_the_headline_says_what_e18_says_with_the_softmax_written_out() -> None:
    equations = displayed()
    (name, softmax), (_, loss) = equations["E2"], equations["E1"]
    assert name == Symbol("p", ("j",))
    left, right = equations["E18"]
    assert left == Partial(Symbol("L"), (Symbol("z", ("j",)),))
    stated = read_statement(STATEMENTS[ours.HEADLINE].text)
    expected = Partial(written_out(loss, softmax), (Symbol("z", ("j",)),))
    assert normal(stated.left) == normal(expected)
    assert normal(stated.right) == normal(written_out(right, softmax))
    assert "; ".join(stated.needs) == read_needs(NEEDS)["E18"]


CHANGED = [
    ("E8", "(1 - softmax", "(1 + softmax"),
    ("E8", "partial (fun x => softmax K x i) z i", "partial (fun x => softmax K x i) z j"),
    ("E12", "(- softmax", "(softmax"),
    ("E12", "i <> j ->", ""),
    ("E12", "* softmax K z j", "* softmax K z i"),
    ("E14", "sum_except K j", "sumK K"),
    ("E17", "sumK K y)", "sumK K (fun i => z i))"),
    ("E17", "- y j +", "y j +"),
    ("E18", "sumK K y = 1 ->", ""),
    ("E18", "- y j", "+ y j"),
]


@pytest.mark.parametrize(("number", "old", "new"), CHANGED)
def test_a_changed_statement_is_told_from_the_equation(number: str, old: str, new: str) -> None:
    left, right = displayed()[number]
    statement = BY_NAME[number][0]
    assert old in statement.text
    changed = read_statement(statement.text.replace(old, new))
    needs = "; ".join(changed.needs) or "nothing"
    same = (normal(changed.left), normal(changed.right), needs)
    assert same != (normal(left), normal(right), read_needs(NEEDS)[number])
