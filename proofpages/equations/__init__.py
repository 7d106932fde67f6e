"""Equations are proved from the TeX in which they are displayed.

The package reads calculus with indices: numbers, entries, vectors and matrices, functions that a
text defines, sums and products over a range or over all of it but some, fractions, powers, the
functions of `functions.py`, partial derivatives and gradients. It knows mathematics and no
Markdown. `check` takes one formula and the context in which it stands, and says whether it is a
declaration, a definition, an assumption or a claim, and whether the claim holds.

What a proof means. The two sides are equal for every K, for all values of the free indices that the
conditions in force allow, and for all real values of the variables that meet the assumptions,
wherever both sides are defined. ``0·log 0`` is not defined. ∂X/∂w for a defined w treats w as
independent. A sum over nothing is 0. An inequality is proved only where a
sign can be read off, or by l ≤ e^l − 1.

How it is decided. Every claim is decided twice: for every K by comparing reduced rational functions
whose indeterminates are components and power sums (`proof.for_every_k`), and at points, in exact
arithmetic or in balls with rigorous bounds (`proof.at_points`), at K = 1 … 5. A claim passes only
if the first proves it and the second finds it to hold; if they contradict each other, that is
reported as a defect of the package. A formula that is too large, or outside the notation, never
passes.

What is trusted. The reader and the meaning given to what it read (`tex`, `meaning`); the evaluator
and its dual numbers (`numbers.evaluate`, `numbers.dual`), which both ways of deciding share;
python-flint for polynomials, rationals and balls. The tests hold these against SymPy and autograd.

What is not shown. That a line follows for the reason given, or from the line above: each line is
true by itself. That a definition is the one that was meant: a tautology passes, and so does a
definition that is wrong in the same way everywhere. That a side is defined somewhere else than at
the points that were tried.
"""

from proofpages.equations.checking import Formula, Verdict, check
from proofpages.equations.errors import EquationError
from proofpages.equations.meaning.context import Context

__all__ = ["Context", "EquationError", "Formula", "Verdict", "check"]
