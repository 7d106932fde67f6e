"""What was shown of a formula, in words for a student; and what is wrong with it, for an author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flint import fmpq

from proofpages.equations.checking import Kind, Verdict
from proofpages.equations.errors import Status
from proofpages.equations.meaning.context import Otherwise
from proofpages.equations.meaning.question import Fact
from proofpages.equations.proof.at_points import Sizes
from proofpages.equations.proof.counterexample import (
    Coordinate,
    Counterexample,
    ExactValues,
    Place,
)
from proofpages.equations.proof.decide import Cause, ContradictionError, Decision, Evidence, Extent
from proofpages.equations.tex.index_relations import Condition, Range
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import Fold, Symbol, Tree, transform

NO_BREAK = "\N{NO-BREAK SPACE}"
_SIGNS = {r"\neq": "≠", r"\leq": "≤", r"\geq": "≥"}
_TEX = {r"\cdot": "·", "{": "", "}": "", "\\": "", ",": ""}


def plain(fact: Fact | Range) -> str:
    """A fact as plain text: `\\sum_{i=1}^K y_i = 1` as Σy = 1, `i \\neq j` as i ≠ j."""
    letters: Sequence[str] = ()
    if isinstance(fact, Condition):
        text = f"{fact.left} {'=' if fact.equal else '≠'} {fact.right}"
    elif isinstance(fact, Range):
        text = f"{fact.index} = 1, …, {fact.size}"
    else:
        sign, letters = _SIGNS.get(fact.sign, fact.sign), fact.letters
        text = f"{_plain(fact.left)} {sign} {_plain(fact.right)}"
    # A relation stays on one line; what it holds for may begin another.
    parts = (text, *(f"for every {letter}" for letter in letters))
    return " ".join(part.replace(" ", NO_BREAK) for part in parts)


def _plain(tree: Tree) -> str:
    def short(node: Tree) -> Tree:
        match node:
            case Fold(kind=r"\sum", index=index, excluded=(), body=Symbol(name, indices)):
                whole = indices == (index,)
                return Symbol(
                    f"Σ{name}" if whole else f"Σ_{index} {name}", () if whole else indices
                )
        return node

    text = show(transform(tree, short))
    for command, sign in _TEX.items():
        text = text.replace(command, sign)
    return text


def in_tex(needs: Sequence[Fact]) -> str:
    """What a claim needs, as the committed file and the slips' record have it."""
    return "; ".join(map(str, needs)) or "nothing"


def extent(verdict: Verdict) -> str:
    """For what a claim was proved: every K, every K and N, one K, or every value."""
    # Of the steps of a chain, the one that was proved for least: `for K = 2` before `for every K`.
    least = min(verdict.extents, key=lambda found: not found.fixed)
    return f"proved for {_extent(least)}"


def _extent(found: Extent) -> str:
    if found.fixed:
        return " and ".join(f"{size} = {value}" for size, value in found.fixed)
    return f"every {' and '.join(found.sizes) or 'value'}"


def exact_at(verdict: Verdict) -> list[str]:
    """The points at which a claim was confirmed in exact arithmetic."""
    return list(dict.fromkeys(points(found) for found in verdict.evidence if found.exact))


def points(evidence: Evidence) -> str:
    """The points at which a relation holds: `K = 1…5`, or how many there are."""
    if not evidence.held[0]:
        return f"{len(evidence.held)} points"
    # Sizes that took the same values are named together: K and N = 1…5.
    together: dict[str, list[str]] = {}
    for size, _ in evidence.held[0]:
        values = sorted({dict(sizes)[size] for sizes in evidence.held})
        together.setdefault(_values(values), []).append(size)
    return ", ".join(f"{' and '.join(sizes)} = {values}" for values, sizes in together.items())


def _values(values: list[int]) -> str:
    whole = values == list(range(values[0], values[-1] + 1)) and len(values) > 1
    return f"{values[0]}…{values[-1]}" if whole else ", ".join(map(str, values))


_OTHERWISE = {
    Otherwise.FREE: "is free here",
    Otherwise.DEFINED: "is defined here",
    Otherwise.DIFFERENT: "is another here",
}


def _undefined(verdict: Verdict) -> list[str]:
    """Where a claim is not true, because a side is not defined there."""
    found = dict.fromkeys(sizes for each in verdict.evidence for sizes in each.undefined if sizes)
    at = " and ".join(_at(sizes).replace(" ", NO_BREAK) for sizes in found)
    within = dict.fromkeys(each.within.value for each in verdict.evidence if each.within)
    return [*within, *([f"undefined at {at}"] if at else [])]


def notes(evidence: Evidence) -> list[str]:
    """The sizes that the points leave out, one clause each."""
    found = [f"a side is not defined at {_at(sizes)}" for sizes in evidence.undefined if sizes]
    found += [
        f"no point was found at {_at(sizes)} that meets the assumptions"
        for sizes in evidence.unmet
        if sizes
    ]
    return found


def _at(sizes: Sizes) -> str:
    return ", ".join(f"{size} = {value}" for size, value in sizes)


def in_words(verdict: Verdict) -> str:
    """The mark beside a formula."""
    if not verdict.ok:
        return _REFUSED.get(verdict.status, "not read")
    if verdict.kind is Kind.CLAIM:
        needs = " and ".join(plain(fact) for fact in verdict.needs)
        told = f"proved, needs {needs}" if needs else extent(verdict)
        letters = (f"{_plain(Symbol(name))} {_OTHERWISE[how]}" for name, how in verdict.otherwise)
        return ", ".join((told, *_undefined(verdict), *letters))
    return EXEMPT if verdict.kind is Kind.EXEMPT else verdict.kind


_REFUSED = {Status.FALSE: "false", Status.UNDECIDED: "not decided"}
UNCHECKED, EXEMPT = "not checked", "not proved"
MARKED_INLINE = (Kind.ASSUMPTION, Kind.EXEMPT)
"""What has a mark in a line of text too; of the rest, only displays have one."""


def counted(marks: Sequence[str]) -> str:
    """How many displays have which mark: `4 displays: 1 definition, 2 proved, 1 not checked.`"""
    kinds = Counter(mark.partition(" for ")[0].partition(",")[0] for mark in marks)
    nouns = {Kind.DECLARATION, Kind.DEFINITION, Kind.ASSUMPTION, Kind.CONDITION}
    told = ", ".join(
        f"{number} {'exempt' if kind == EXEMPT else kind}{'s' * (kind in nouns and number > 1)}"
        for kind, number in kinds.items()
    )
    if not told:
        return "no display."
    return f"{len(marks)} display{'s' * (len(marks) != 1)}: {told}."


def shown(verdict: Verdict) -> str:
    """How a mark looks: `proved` for a claim without a condition, for which a tick is enough.

    `condition` for one that needs a relation of its indices, `needs` for one that needs a fact
    about what it speaks of; empty for what only words tell.
    """
    if verdict.kind is not Kind.CLAIM or not verdict.ok:
        return ""
    if any(not isinstance(fact, Condition | Range) for fact in verdict.needs):
        return "needs"
    if verdict.needs:
        return "condition"
    limited = verdict.otherwise or _undefined(verdict) or any(x.fixed for x in verdict.extents)
    return "" if limited else "proved"


def decided(verdict: Verdict) -> str:
    """How a claim was decided, for `explain`; what it is, if it is no claim."""
    found = [f"proved for {_extent(each)}" for each in verdict.extents]
    found += [_evidence(each) for each in verdict.evidence]
    return ", ".join(found) or verdict.kind


def _evidence(evidence: Evidence) -> str:
    return f"{'exact' if evidence.exact else 'ball arithmetic'} at {points(evidence)}"


_UNREAD = {
    Status.UNREADABLE: "cannot be read",
    Status.UNDECLARED: "uses an undeclared symbol",
    Status.VACUOUS: "says nothing",
    Status.INTERNAL: "shows a defect of the checker",
}


def message(verdict: Verdict) -> str:
    """What to tell the author, without page and line; empty if the verdict is good."""
    if verdict.ok:
        return ""
    name = verdict.formula.label or "the formula"
    if verdict.status in _UNREAD:
        where = ""
        if isinstance(verdict.error, ContradictionError):
            where = f": {counterexample(verdict.error.counterexample)}"
        return f"{name} {_UNREAD[verdict.status]}: {verdict.error}{where}"
    reason = str(verdict.error) if verdict.worst is None else _failure(verdict.worst)
    outcome = "does not hold" if verdict.status is Status.FALSE else "is not decided"
    return f"{name} {outcome}: {reason}"


def counterexample(found: Counterexample) -> str:
    """Where a claim fails and what its sides are there: `at K=2, z=(0, 1): left 1, right 2`."""
    text = f"at {place(found.where)}: left {found.left}, right {found.right}"
    return f"{text} ({_exactly(found.exact)})" if found.exact else text


def at_counterexample(found: Counterexample) -> str:
    """The same as a sentence, at one point: the exact one, if there is one."""
    shown = found.exact or found
    return f"at {place(shown.where)}, the left side is {shown.left}, the right side {shown.right}."


def place(where: Place) -> str:
    """A point: `K=2, i=1, z=(0, 1), W_1,2=3`."""
    return ", ".join(map(_coordinate, where)) or "every point"


def _coordinate(found: Coordinate) -> str:
    name = found.name
    if found.root:
        name = f"e^{name}" if found.root == 1 else f"e^({name}/{found.root})"
    if found.labels:
        name += "_" + ",".join(map(str, found.labels))
    if isinstance(found.value, tuple):
        return f"{name}=({', '.join(map(_value, found.value))})"
    return f"{name}={_value(found.value)}"


LONGEST = 9
"""Characters of a number that are written out; of a longer one, four digits are said."""


def _value(number: int | fmpq) -> str:
    text, exact = str(number), fmpq(number)
    return text if len(text) <= LONGEST else f"≈{int(exact.p) / int(exact.q):.4g}"


_TYPED = {r"\neq": "!=", r"\leq": "<=", r"\geq": ">="}


def _exactly(found: ExactValues) -> str:
    sign = _TYPED.get(found.sign, found.sign)
    return f"exactly, at {place(found.where)}: {found.left} {sign} {found.right}"


def _failure(decision: Decision) -> str:
    failure = decision.failure
    assert failure is not None
    when = f" when {failure.case}" if failure.case else ""
    match failure.cause:
        case Cause.REFUTED:
            found = decision.counterexample
            return counterexample(found) if found else ""
        case Cause.NO_VALUE:
            return f"a side is never defined{when}: {failure.found}"
        case Cause.NOT_DEFINED:
            return f"a side is not defined{when} at any of the points tried"
        case Cause.NO_PROOF:
            assert decision.evidence is not None
            why = failure.found or "the normal forms of the two sides differ"
            points_ = _evidence(decision.evidence)
            return f"no proof for every K ({why}), although {points_} it holds"
