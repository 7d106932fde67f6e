"""What a reader writes in place of an equation, judged as the build judges what stands on the page.

Runs in the reader's browser (`worker.mjs`), and in tests. Questions and answers are JSON: a page is
the formulas that it states and the pages that it continues, so the context of an equation is made
again from what made it in the build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from proofpages.equations.checking import Formula, Kind, Verdict, check
from proofpages.equations.errors import BudgetError, EquationError, Status
from proofpages.equations.meaning.context import Context, Export, Reserved, heading_conditions
from proofpages.equations.meaning.question import Fact
from proofpages.equations.proof.counterexample import Counterexample
from proofpages.equations.proof.in_numbers import sides_in_numbers
from proofpages.equations.tex.index_relations import Range
from proofpages.equations.tex.printer import show, show_chain, show_conditions
from proofpages.equations.tex.statements import Chain, read
from proofpages.equations.tree import Fold, Gradient, Partial, Tree, nodes, symbol_names
from proofpages.slips.variants import mutants


class Wording(Protocol):
    """What the answers are said with: `proofpages.site.wording`."""

    def in_words(self, verdict: Verdict) -> str:
        """The mark beside a formula."""

    def message(self, verdict: Verdict) -> str:
        """What is wrong with a formula."""

    def plain(self, fact: Fact | Range) -> str:
        """A fact as plain text."""

    def at_counterexample(self, found: Counterexample) -> str:
        """What the sides are where a claim fails."""


@dataclass(frozen=True)
class Text:
    """The formulas of a page in reading order, and the pages that it continues.

    Of a page that is continued, `formulas` holds those alone that declare, define or assume.
    `follows` are the places of formulas right behind a display that they may go on from. `letters`
    mean the same on all pages, namely what they mean at the end of `home`.
    """

    formulas: tuple[Formula, ...]
    continues: tuple[Text, ...] = ()
    follows: tuple[int, ...] = ()
    letters: tuple[str, ...] = ()
    home: Text | None = None

    def as_data(self) -> dict[str, Any]:
        """The same as JSON can hold it, without what is as usual."""
        return {
            "formulas": [_data(formula) for formula in self.formulas],
            "continues": [text.as_data() for text in self.continues],
            "follows": self.follows,
            "letters": self.letters,
            "home": self.home and self.home.as_data(),
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Text:
        """What `as_data` gave."""
        formulas = (
            Formula(**{**fields, "conditions": tuple(fields.get("conditions", ()))})
            for fields in data["formulas"]
        )
        continues = tuple(map(cls.of, data["continues"]))
        home = cls.of(data["home"]) if data["home"] else None
        return cls(tuple(formulas), continues, tuple(data["follows"]), tuple(data["letters"]), home)

    def before(self, at: int) -> Context:
        """The context in which a formula of this page is decided.

        Args:
            at: its place among the formulas, from 0.
        """
        context = self._continued()
        if self.home:
            context.reserved = Reserved(self.letters, self.home.at_end().names)
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
        """The displays that a formula goes on from if it starts with a sign, first one first."""
        if at not in self.follows:
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

        - `{"judge": {page, at, tex, off}}`: does `tex` hold where formula number `at` of the page
          stands, without the facts whose numbers are in `off`?
        - `{"slip": {page, at, number, among}}`: a wrong variant of that formula; `number` counts
          from 0. With the formulas of numbers `among`, printed in the same way.
        - `{"derive": {page, at, tex, goal}}`: is `tex` equal to the left side of that formula, and
          is it written with what `goal` names alone?
        - `{"sheet": {lines}}`: what is to be said of each line of a sheet of formulas.
        - `{"page": {lines}}`: the sheet as a page that this site's build accepts, in Markdown.
        """
        [(kind, asked)] = json.loads(question).items()
        if "page" in asked:
            asked["page"] = json.dumps(asked["page"])
        ways: dict[str, Callable[..., Any]] = {
            "page": self.page,
            "judge": self.judge,
            "slip": self.slip,
            "derive": self.derive,
            "sheet": self.sheet,
        }
        return json.dumps(ways[kind](**asked))

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
        answer = self._said(verdict, context)
        answer["status"] = verdict.status
        answer["facts"] = [self.wording.plain(fact) for fact, _ in facts]
        return answer

    def _said(self, verdict: Verdict, context: Context | None = None) -> dict[str, Any]:
        """What is shown of a verdict; with a context, in which nothing more can be declared."""
        if verdict.ok and verdict.kind is Kind.CLAIM:
            return {"outcome": "holds", "title": "Holds: ", "rest": self.wording.in_words(verdict)}
        if verdict.ok:
            return {
                "outcome": "unread",
                "title": f"A {verdict.kind}: ",
                "rest": "nothing is claimed, so there is nothing to prove.",
            }
        if verdict.error is not None:
            return _unread(verdict.error, _known(context) if context else ())
        found = verdict.counterexample
        if verdict.status is Status.FALSE and found is not None:
            decisions = [step.decision for step in verdict.steps]
            number = [decision is verdict.worst for decision in decisions].index(True) + 1
            which = f" (relation {number} of {len(decisions)})" if len(decisions) > 1 else ""
            return {
                "outcome": "fails",
                "title": f"Does not hold{which}: ",
                "rest": self.wording.at_counterexample(found),
                "numbers": _numbers(verdict, found),
            }
        outcome = "fails" if verdict.status is Status.FALSE else "unread"
        return {"outcome": outcome, "title": "", "rest": self.wording.message(verdict)}

    def slip(self, page: str, at: int, number: int, among: Iterable[int] = ()) -> dict[str, Any]:
        """The next wrong variant from `number` on that is refuted; the first after the last.

        It is a slip that a hand makes, and not on the left side, which says what is computed;
        others are taken only where none of these is refuted.

        With the formulas `among` which it is to be hunted, printed as it is: by its looks it would
        be found without a thought.
        """
        text, _ = _read(page, at)
        lines = [_printed(text.formulas[place].tex) for place in among]
        for variants in _slips(text.formulas[at].tex):
            for step in range(len(variants)):
                place = (number + step) % len(variants)
                if self.judge(page, at, variants[place])["outcome"] == "fails":
                    return {"tex": variants[place], "number": place, "lines": lines}
        return {"tex": text.formulas[at].tex, "number": number, "lines": lines}

    def derive(self, page: str, at: int, tex: str, goal: list[str]) -> dict[str, Any]:
        """A line of a derivation that starts from the left side of a formula.

        Args:
            page: the page, as JSON.
            at: the number of a formula of the page that is an equation.
            tex: what the left side is said to be, with or without an equals sign in front.
            goal: the names, such as `p`, and the commands, such as `\\sum`, that the last form may
                be written with.
        """
        text, context = _read(page, at)
        formula = text.formulas[at]
        [chain, *_] = [s for s in read(formula.tex) if isinstance(s, Chain)]
        start, end = f"{show(chain.sides[0])} = ", show_conditions(chain.conditions)
        line = tex.strip().removeprefix("=").strip()
        written = start + line + end
        verdict = check(_asked(formula, written), context.copy())
        answer = self._said(verdict, context)
        if "place" in answer:
            answer["place"] = _cut(answer["place"], len(start), len(end))
        if answer["outcome"] == "holds":
            left = _beside(written, goal)
            answer["outcome"] = "true" if left else "goal"
            answer["title"] = "True, and not yet the goal: " if left else "That is it: "
            if left:
                answer["rest"] = f"it is still written with {', '.join(left)}."
        return answer | {"status": verdict.status}

    def sheet(self, lines: list[str]) -> list[dict[str, Any]]:
        """Each line of a sheet in turn, in the context that those above it make.

        A line is a declaration, a definition (`:=`), a claim, or an assumption, which starts with
        `assume:`. An empty line has an empty answer.
        """
        context = Context()
        answers: list[dict[str, Any]] = []
        for line in lines:
            tex = line.strip()
            if not tex:
                answers.append({})
                continue
            formula = _line(tex)
            verdict = check(formula, context)
            answer = self._said(verdict)
            if verdict.ok and verdict.kind is not Kind.CLAIM:
                answer = {"outcome": "noted", "title": "", "rest": self.wording.in_words(verdict)}
            answers.append(answer | {"status": verdict.status, "tex": formula.tex})
        return answers

    def page(self, lines: list[str]) -> str:
        """A sheet as a page in Markdown.

        What is false or cannot be read is left out; what is left out is a comment on the page.
        """
        blocks: list[str] = []
        for number, (line, answer) in enumerate(zip(lines, self.sheet(lines), strict=True), 1):
            if not answer:
                continue
            if answer["outcome"] not in ("holds", "noted"):
                words = f"Left out, line {number}: {answer['title']}{answer['rest']}"
                blocks.append(f"<!-- {words.replace('--', '−')} -->")
                continue
            formula = _line(line.strip())
            comment = "<!-- tex: assume -->\n\n" if formula.directive else ""
            shown = f"$$\n{formula.tex}\n$$" if formula.display else f"Let ${formula.tex}$."
            blocks.append(comment + shown)
        return "\n\n".join((_FRONT_MATTER, *blocks)) + "\n"


ASSUME = "assume:"
_FRONT_MATTER = """---
title: A derivation
description: A derivation of one's own, each line of it checked.
---

# A derivation"""


def _line(text: str) -> Formula:
    """The formula of a line of a sheet."""
    if text.startswith(ASSUME):
        return Formula(text.removeprefix(ASSUME).strip(), directive="assume")
    # What states nothing that could be claimed, as a declaration, stands in a sentence on a page.
    return Formula(text, display=":=" in text or r"\in" not in text)


def _beside(tex: str, goal: list[str]) -> list[str]:
    """What the last side of an equation is written with besides what the goal allows, each once."""
    [chain, *_] = read(tex)
    assert isinstance(chain, Chain)
    last = chain.sides[-1]
    found = dict.fromkeys(name for name in symbol_names(last) if name not in goal)
    for node in nodes(last):
        match node:
            case Partial() | Gradient():
                found["a derivative"] = None
            case Fold(kind=kind) if kind not in goal:
                found[{r"\sum": "a sum", r"\prod": "a product"}.get(kind, kind)] = None
    return list(found)


BY_HAND = {"sign", "index", "dropped term", "dropped factor", "dropped sum", "range", "parentheses"}
"""Kinds of slips that a hand makes; the others of `mutants` test the checker."""


def _slips(tex: str) -> tuple[list[str], list[str]]:
    """The wrong variants of a formula, shuffled: those that a hand makes, and all others."""
    likely: list[str] = []
    others: list[str] = []
    printed = [show_chain(chain) for chain in read(tex) if isinstance(chain, Chain)]
    left_sides = [_left_sides(chain) for chain in printed]
    for mutant in mutants(tex):
        made = mutant.kind in BY_HAND and _left_sides(mutant.tex) in left_sides
        (likely if made else others).append(mutant.tex)
    return _shuffled(likely), _shuffled(others)


def _left_sides(tex: str) -> list[Tree]:
    """The left side of each equation; none where one cannot be read."""
    try:
        return [chain.sides[0] for chain in read(tex) if isinstance(chain, Chain)]
    except EquationError:
        return []


def _cut(place: dict[str, str], front: int, back: int) -> dict[str, str]:
    """A place in what the reader wrote, given the place with what was put around it."""
    tex = "".join(place[part] for part in ("before", "marked", "after"))
    at = max(len(place["before"]), front)
    return _marked(tex[front : len(tex) - back], at - front)


LONGEST_NUMBER = 9
"""Digits of a number that is put into a formula."""


def _numbers(verdict: Verdict, found: Counterexample) -> list[list[str]]:
    """Each side with the numbers of the counterexample in it, as TeX; nothing if it has none."""
    [step] = [step for step in verdict.steps if step.decision is verdict.worst][:1]
    if found.finding is None:
        return []
    try:
        left, right = sides_in_numbers(step.problem, found.finding)
    except (ArithmeticError, BudgetError):
        return []
    if max(map(len, re.findall(r"\d+", left + right)), default=0) > LONGEST_NUMBER:
        return []  # Nobody reckons with it by hand, and it would be drawn too small to be read.
    return [["Left side", left], ["Right side", right]]


def _shuffled(variants: list[str]) -> list[str]:
    """In another order, always the same: neighbours in the list change the same place."""
    step = 7
    return [variants[n] for start in range(step) for n in range(start, len(variants), step)]


def _printed(tex: str) -> str:
    """A formula as its variants are printed."""
    [chain] = read(tex)
    assert isinstance(chain, Chain)
    return show_chain(chain)


def _asked(formula: Formula, tex: str) -> Formula:
    """A formula with other TeX; what is assumed or exempt on the page is a claim here."""
    return replace(formula, tex=tex, directive=None, label=None)


def _facts(formula: Formula, context: Context) -> list[tuple[Fact | Range, str]]:
    """The facts in force at a formula, those of headings each with the heading's TeX."""
    found: list[tuple[Fact | Range, str]] = []
    for tex in formula.conditions:
        found += [(condition, tex) for condition in heading_conditions((tex,))]
    return found + [(hypothesis, "") for hypothesis in context.hypotheses]


def _known(context: Context) -> tuple[str, ...]:
    """The letters that mean something in a context."""
    names = context.names
    known = {*names.variables, *names.definitions, *names.functions, *names.sizes}
    return tuple(sorted(known, key=lambda name: (name.lstrip("\\").lower(), name)))


DECLARE = re.compile(r"declare it[^;]*")
"""What an author is told to do, and a reader cannot."""


def _unread(error: EquationError, known: tuple[str, ...]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "outcome": "unread",
        "title": "Cannot be read: ",
        "rest": f"{error.found}.",
        "hint": f"What to do: {error.hint}." if error.hint else "",
    }
    if error.at is not None and error.tex:
        answer["place"] = _marked(error.tex, error.at)
    if error.status is Status.UNDECLARED and known:
        # Nothing can be declared where there is one line to write.
        hint = DECLARE.sub("write it with the letters that are known here", error.hint)
        answer["hint"] = f"What to do: {hint}. Known here: {', '.join(known)}."
    return answer


def _marked(tex: str, at: int) -> dict[str, str]:
    """The formula, with the character at a place apart; none at its end."""
    at = min(max(at, 0), len(tex))
    return {"before": tex[:at], "marked": tex[at : at + 1], "after": tex[at + 1 :]}
