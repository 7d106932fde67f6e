"""What a reader writes in place of an equation, judged as the build judges what stands on the page.

Runs in the reader's browser (`worker.mjs`), and in tests. Questions and answers are JSON: a page is
the formulas that it states and the pages that it continues, so the context of an equation is made
again from what made it in the build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from proofpages.equations.checking import Formula, Kind, Verdict, check
from proofpages.equations.errors import BudgetError, EquationError, Status
from proofpages.equations.meaning.context import Context, Export, heading_conditions
from proofpages.equations.meaning.question import Fact
from proofpages.equations.proof.counterexample import Counterexample
from proofpages.equations.proof.in_numbers import sides_in_numbers
from proofpages.equations.tex.index_relations import Range
from proofpages.slips.variants import mutants


class Wording(Protocol):
    """What the answers are said with: `proofpages.site.wording`."""

    def in_words(self, verdict: Verdict) -> str:
        """The mark beside a formula."""

    def message(self, verdict: Verdict) -> str:
        """What is wrong with a formula."""

    def plain(self, fact: Fact | Range) -> str:
        """A fact as plain text."""


@dataclass(frozen=True)
class Text:
    """The formulas of a page in reading order, and the pages that it continues.

    Of a page that is continued, `formulas` holds those alone that declare, define or assume.
    """

    formulas: tuple[Formula, ...]
    continues: tuple[Text, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The same as JSON can hold it, without what is as usual."""
        return {
            "formulas": [_data(formula) for formula in self.formulas],
            "continues": [text.as_data() for text in self.continues],
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Text:
        """What `as_data` gave."""
        formulas = (
            Formula(**{**fields, "conditions": tuple(fields.get("conditions", ()))})
            for fields in data["formulas"]
        )
        return cls(tuple(formulas), tuple(map(cls.of, data["continues"])))

    def before(self, at: int) -> Context:
        """The context in which a formula of this page is decided.

        Args:
            at: its place among the formulas, from 0.
        """
        context = self._continued()
        later = self.formulas[at].directive == LATER
        self._take_effect(context, self.formulas if later else self.formulas[:at])
        if later:
            self._take_effect(context, self.formulas[:at], at_end=True)
        for formula in self._chain_above(at):
            check(formula, context, readable=False)
        return context

    def at_end(self) -> Export:
        """What this page hands to those that continue it."""
        context = self._continued()
        self._take_effect(context, self.formulas)
        self._take_effect(context, self.formulas, at_end=True)
        return context.export()

    def _continued(self) -> Context:
        context = Context()
        for text in self.continues:
            context.load(text.at_end())
        return context

    def _take_effect(
        self, context: Context, formulas: Iterable[Formula], at_end: bool = False
    ) -> None:
        """Let what declares, defines or assumes act: where it stands, or at the end of the page."""
        for formula in formulas:
            if (formula.directive == LATER) == at_end and _acts(formula):
                decided = replace(formula, directive=None) if at_end else formula
                check(decided, context, readable=False)

    def _chain_above(self, at: int) -> list[Formula]:
        """The displays that a formula which starts with a sign goes on from, first one first."""
        if not _goes_on(self.formulas[at].tex):
            return []
        found: list[Formula] = []
        for formula in reversed(self.formulas[:at]):
            if formula.display:
                found.insert(0, formula)
                if not _goes_on(formula.tex):
                    break
        return found


LATER = "later"
"""The directive of a formula that is decided at the end of its page."""


def _data(formula: Formula) -> dict[str, Any]:
    usual = Formula("")
    fields = ("tex", "display", "label", "directive", "conditions")
    values = {name: getattr(formula, name) for name in fields}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def _goes_on(tex: str) -> bool:
    return tex.strip().removeprefix(r"\begin{aligned}").lstrip(" &").startswith("=")


def _acts(formula: Formula) -> bool:
    return formula.directive == "assume" or ":=" in formula.tex or r"\in" in formula.tex


@lru_cache(maxsize=8)
def _read(page: str, at: int) -> tuple[Text, Context]:
    text = Text.of(json.loads(page))
    return text, text.before(at)


class Judge:
    """Answers questions about one formula of a page each."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def answer(self, question: str) -> str:
        """The answer to a question, both as JSON.

        `{"judge": {page, at, tex, off}}` asks whether `tex` holds where formula number `at` of the
        page stands, without the facts whose numbers are in `off`. `{"slip": {page, at, number}}`
        asks for a wrong variant of that formula; `number` counts from 0.
        """
        [(kind, asked)] = json.loads(question).items()
        page, at = json.dumps(asked["page"]), asked["at"]
        if kind == "slip":
            return json.dumps(self._slip(page, at, asked["number"]))
        return json.dumps(self.judge(page, at, asked["tex"], asked.get("off", ())))

    def judge(self, page: str, at: int, tex: str, off: Iterable[int] = ()) -> dict[str, Any]:
        """What is shown of a formula in place of another, and the facts in force there."""
        text, context = _read(page, at)
        context = context.copy()
        formula, facts = _asked(text.formulas[at], tex), _facts(text.formulas[at], context)
        kept = [fact for number, (fact, _) in enumerate(facts) if number not in set(off)]
        context.hypotheses = tuple(h for h in context.hypotheses if h in kept)
        formula = replace(
            formula,
            conditions=tuple(
                heading for n, (fact, heading) in enumerate(facts) if heading and n not in set(off)
            ),
        )
        verdict = check(formula, context)
        answer = self._said(verdict)
        answer["status"] = verdict.status
        answer["facts"] = [self.wording.plain(fact) for fact, _ in facts]
        return answer

    def _said(self, verdict: Verdict) -> dict[str, Any]:
        if verdict.ok and verdict.kind is Kind.CLAIM:
            return {"outcome": "holds", "title": "Holds: ", "rest": self.wording.in_words(verdict)}
        if verdict.ok:
            return {
                "outcome": "unread",
                "title": f"A {verdict.kind}: ",
                "rest": "nothing is claimed, so there is nothing to prove.",
            }
        if verdict.error is not None:
            return _unread(verdict.error)
        found = verdict.counterexample
        if verdict.status is Status.FALSE and found is not None:
            rest = f"at {found.where or 'every point'}, the left side is {found.left}, the right "
            exact = f" ({found.exact})" if found.exact else ""
            return {
                "outcome": "fails",
                "title": "Does not hold: ",
                "rest": f"{rest}side {found.right}{exact}.",
                "numbers": _numbers(verdict, found),
            }
        outcome = "fails" if verdict.status is Status.FALSE else "unread"
        return {"outcome": outcome, "title": "", "rest": self.wording.message(verdict)}

    def _slip(self, page: str, at: int, number: int) -> dict[str, Any]:
        """The next wrong variant from `number` on that is refuted; the first after the last."""
        text, _ = _read(page, at)
        variants = _shuffled([mutant.tex for mutant in mutants(text.formulas[at].tex)])
        for step in range(len(variants)):
            place = (number + step) % len(variants)
            if self.judge(page, at, variants[place])["outcome"] == "fails":
                return {"tex": variants[place], "number": place}
        return {"tex": text.formulas[at].tex, "number": number}


def _numbers(verdict: Verdict, found: Counterexample) -> list[list[str]]:
    """Each side with the numbers of the counterexample in it, as TeX; nothing if it has none."""
    [step] = [step for step in verdict.steps if step.decision is verdict.worst][:1]
    if found.finding is None:
        return []
    try:
        left, right = sides_in_numbers(step.problem, found.finding)
    except (ArithmeticError, BudgetError):
        return []
    return [["Left side", left], ["Right side", right]]


def _shuffled(variants: list[str]) -> list[str]:
    """In another order, always the same: neighbours in the list change the same place."""
    step = 7
    return [variants[n] for start in range(step) for n in range(start, len(variants), step)]


def _asked(formula: Formula, tex: str) -> Formula:
    """A formula with other TeX; what is assumed or exempt on the page is a claim here."""
    return replace(formula, tex=tex, directive=None, label=None)


def _facts(formula: Formula, context: Context) -> list[tuple[Fact | Range, str]]:
    """The facts in force at a formula, those of headings each with the heading's TeX."""
    found: list[tuple[Fact | Range, str]] = []
    for tex in formula.conditions:
        found += [(condition, tex) for condition in heading_conditions((tex,))]
    return found + [(hypothesis, "") for hypothesis in context.hypotheses]


def _unread(error: EquationError) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "outcome": "unread",
        "title": "Cannot be read: ",
        "rest": f"{error.found}.",
        "hint": f"What to do: {error.hint}." if error.hint else "",
    }
    if error.at is not None and error.tex:
        at = min(max(error.at, 0), len(error.tex))
        answer["place"] = {
            "before": error.tex[:at],
            "marked": error.tex[at : at + 1],
            "after": error.tex[at + 1 :],
        }
    return answer
