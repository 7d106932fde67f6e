"""proofpages.page.latex: what stands in a LaTeX source is found, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.__main__ import main
from proofpages.page.formulas import Found
from proofpages.page.latex import read_latex
from proofpages.page.reading import Comment, Heading, Words

PAPER = r"""
\documentclass{article}
\newcommand{\R}{\mathbb{R}}  % a comment with a $ in it
\newcommand{\E}{E}
\newcommand{\err}{\E}
\newcommand{\norm}[1]{\|#1\|}
\DeclareMathOperator{\softmax}{softmax}
\def\half{\frac{1}{2}}
\begin{document}
\section{The error}
Let $x, t \in \R^N$ and
\begin{equation}\label{eq:error}
  \err := \half \sum_{n=1}^N (x_n - t_n)^2 .
\end{equation}
\begin{verbatim}
$$ 1 = 2 $$
\end{verbatim}
Its slope costs 5\,\$ and is
\begin{align}
  \frac{\partial \E}{\partial x_k} &= \half \cdot 2 (x_k - t_k) \nonumber \\
    &= x_k - t_k. \label{eq:slope}
\end{align}
\subsection{One class, \(i = j\)}
% tex: skip: it is an empirical remark
\[ \E \leq 7 \]
Here $i$ is
$j$.
\end{document}
"""


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("paper.tex")
    path.write_text(PAPER.lstrip("\n"), encoding="utf-8")
    return path


def test_formulas_stand_where_they_do(paper: Path) -> None:
    source = read_latex(paper)
    formulas = [item for item in source.reading.items if isinstance(item, Found)]
    assert [(f.index + 1, f.display, f.name) for f in formulas] == [
        (10, False, None),
        (11, True, "eq:error"),
        (18, True, "eq:slope"),
        (24, True, None),
        (25, False, None),
        (26, False, None),
    ]
    assert formulas[0].tex == r"x, t \in \mathbb{R}^N"
    assert formulas[1].tex == r"E := \frac{1}{2} \sum_{n=1}^N (x_n - t_n)^2 ."
    last = source.reading.passages[-1].pieces
    assert [piece.text for piece in last if isinstance(piece, Words)][-2:] == [" is\n", ".\n"]
    assert formulas[2].tex.startswith(r"\begin{aligned}")
    assert "nonumber" not in formulas[2].tex


def test_sections_are_headings_and_comments_directives(paper: Path) -> None:
    items = read_latex(paper).reading.items
    headings = [item for item in items if isinstance(item, Heading)]
    assert [(h.level, [f.tex for f in h.formulas]) for h in headings] == [(1, []), (2, ["i = j"])]
    (comment,) = [item for item in items if isinstance(item, Comment)]
    assert comment.text == "tex: skip: it is an empirical remark"
    assert items.index(headings[1]) < items.index(comment)


def test_what_is_passed_over_is_said(paper: Path) -> None:
    assert sorted(read_latex(paper).skipped) == [
        (5, r"\norm, a macro with arguments"),
        (14, "the environment verbatim"),
    ]


def test_a_macro_that_holds_itself_comes_to_an_end(tmp_path: Path) -> None:
    path = tmp_path / "a.tex"
    path.write_text(r"\newcommand{\a}{\a\a} \[ \a \]", encoding="utf-8")
    assert len(read_latex(path).reading.formulas) == 1


def test_a_paper_is_checked(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = paper.read_text(encoding="utf-8").replace("Here $i$ is\n$j$.\n", "")
    paper.write_text(text, encoding="utf-8")
    assert main(["check", "paper.tex"]) == 0
    shown = capsys.readouterr().out
    assert "paper.tex:18: eq:slope: proved for every N (" in shown
    assert "paper.tex:5: passed over: \\norm, a macro with arguments\n" in shown
    assert "paper.tex: 3 displays: 1 definition, 1 proved, 1 exempt.\n" in shown
    assert main(["explain", "eq:slope", "."]) == 0
    assert "paper.tex:18: eq:slope: proved for every N (" in capsys.readouterr().out
    paper.write_text(text.replace("&= x_k - t_k", "&= x_k + t_k"), encoding="utf-8")
    assert main(["check", "paper.tex"]) == 1
    assert "paper.tex:18: eq:slope does not hold: at N=" in capsys.readouterr().err


def test_a_line_that_ends_in_a_distance_opens_no_display(tmp_path: Path) -> None:
    path = tmp_path / "a.tex"
    path.write_text("a \\\\[2pt] b \\\\(c)\n\\[ x = x \\]\n", encoding="utf-8")
    (formula,) = read_latex(path).reading.formulas
    assert (formula.tex, formula.index) == ("x = x", 1)


def test_the_text_between_two_formulas_is_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "\\newcommand{\\longer}{a + a + a}\nLet $a, b \\in \\mathbb{R}$. $\\longer$ = $3 b$\n"
    Path("a.tex").write_text(text, encoding="utf-8")
    (passage,) = read_latex(Path("a.tex")).reading.passages
    assert [p.text for p in passage.pieces if isinstance(p, Words)][-2] == " = "
    assert main(["check", "a.tex"]) == 1
    assert "a.tex:2: the text states a relation of two formulas" in capsys.readouterr().err
