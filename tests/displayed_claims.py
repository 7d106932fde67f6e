"""The claims of pages, judged as they are displayed.

What a page declares is taken from the checker's context; what it defines, assumes, puts into a
heading and claims is read from the MathML that its reader sees, and evaluated by `tests.displayed`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random

from proofpages.equations import Context, Formula, Verdict, check
from proofpages.equations.checking import Kind
from proofpages.typeset.mathjax import mathjax
from tests.displayed import reading
from tests.displayed.reading import Line, Node, NotIntroduced, Reading, Unclear, Unread
from tests.displayed.values import Defined, Judgement, NoSense, Setting, judge


def drawn(tex: str) -> str:
    """The MathML of one formula."""
    return mathjax.mathml([(tex, True)])[0]


@dataclass
class Texts:
    """The TeX in which each meaning of a name was displayed."""

    found: dict[tuple[str, object], str] = field(default_factory=dict)

    def note(self, formula: Formula, before: Context) -> None:
        """Note what a formula defines."""
        if ":=" not in formula.tex and "coloneq" not in formula.tex:
            return
        after = before.copy()
        check(formula, after, readable=False)
        for kind in ("definitions", "functions"):
            old, new = getattr(before.names, kind), getattr(after.names, kind)
            for name, meaning in new.items():
                if old.get(name) != meaning:
                    self.found[name, meaning] = formula.tex


@dataclass(frozen=True)
class Where:
    """What is known where a claim stands, as it is displayed."""

    setting: Setting
    assumed: tuple[Reading, ...]
    counts: tuple[int, ...] = (2, 3)
    """The numbers of classes that are tried."""


def where(context: Context, texts: Texts) -> Where:
    """The setting of a claim.

    Raises:
        Unread: something that is known cannot be read here.
    """
    names = context.names
    fixed = dict(h.fixes for h in context.hypotheses if h.fixes)
    if fixed.keys() - {"K"}:
        raise Unread("another size than K that is fixed")
    keys = {name: reading.key(drawn(name)) for name in names.variables}
    variables = {keys[name]: v.sizes for name, v in names.variables.items()}
    positive = {keys[name] for name, v in names.variables.items() if v.positive}
    positive |= {keys[h.positive] for h in context.hypotheses if h.positive}
    setting = Setting(variables, frozenset(positive), {}, frozenset(names.sizes))
    written: dict[str, tuple[reading.Definition, Defined]] = {}
    unread: set[str] = set()
    for name in (*names.definitions, *names.functions):
        if "#" in name or "(" in name:
            continue  # A phrase, as P(a | b), which no name here is like.
        key = reading.key(drawn(name))
        try:
            written[key] = _definition(name, key, context, texts)
        except Unread:
            unread.add(key)
    defined = {key: one for key, (_, one) in written.items()}
    setting = replace(setting, definitions=defined, unread=frozenset(unread))
    again = True
    while again:
        again = False
        for key, (one, made) in list(written.items()):
            known = setting.known()
            for name, dimension in made.parameters or ():
                known = replace(known, arities={**known.arities, name: dimension})
            try:
                defined[key] = replace(made, body=Line(one.body, known).whole())
            except (Unread, Unclear):
                # What rests on it is not read either.
                del written[key], defined[key]
                unread.add(key)
                setting = replace(setting, definitions=defined, unread=frozenset(unread))
                again = True
    setting = replace(setting, definitions=dict(defined))
    assumed = tuple(
        reading.read(drawn(h.tex), setting.known())
        for h in context.hypotheses
        if not (h.positive or h.fixes)
    )
    return Where(setting, assumed, (fixed["K"],) if fixed else (2, 3))


def _definition(
    name: str, key: str, context: Context, texts: Texts
) -> tuple[reading.Definition, Defined]:
    """The definition of a name as it is displayed, and its sizes; the body is to come."""
    names = context.names
    function = names.functions.get(name)
    tex = texts.found.get((name, function or names.definitions[name]))
    fitting = [d for d in reading.definitions(drawn(tex or "")) if d.name == key] if tex else []
    if len(fitting) != 1:
        raise Unread(f"where {name} is defined")
    (one,) = fitting
    if function is not None:
        parameters = tuple((reading.key(drawn(p.name)), p.dimension) for p in function.parameters)
        sizes = tuple(size if isinstance(size, str) else "K" for size in function.ranges)
        return one, Defined(one.indices, sizes, ("num", 0), parameters)
    sizes = names.definitions[name].sizes
    if one.indices and len(one.indices) != len(sizes):
        raise Unread(f"the indices of {name}")
    return one, Defined(one.indices, sizes, ("num", 0))


def judged(tex: str, conditions: Iterable[str], place: Where, above: Node | None) -> Judgement:
    """Whether a claim holds as it is displayed.

    Args:
        tex: the claim.
        conditions: the formulas in the headings above it.
        place: what is known there.
        above: the side that it goes on from, if it begins with a relation.
    """
    seen = reading.read(drawn(tex), place.setting.known())
    chains = []
    for chain in seen.chains:
        if chain[0] is None:
            if above is None:
                raise Unread("what this goes on from")
            chain = (above, *chain[1:])
        chains.append(chain)
    given = []
    for heading in conditions:
        given += reading.conditions_of(drawn(heading))
    claim = replace(seen, chains=tuple(chains))
    return judge(claim, place.setting, Random(5), given, place.assumed, place.counts)


@dataclass
class Judge:
    """Judges claims, and counts what came of them."""

    texts: Texts = field(default_factory=Texts)
    counts: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    places: dict[int, tuple[Context, Where | Unread]] = field(default_factory=dict)

    def see(
        self,
        tex: str,
        conditions: tuple[str, ...],
        context: Context,
        above: Node | None,
        accepted: bool,
        equation: bool = True,
    ) -> None:
        """Compare the verdict on a claim with what is displayed.

        Of what is no `equation` it may be that it fails at a few points only.
        """
        try:
            said = judged(tex, conditions, self.where(context), above)
        except Unread as error:
            self.counts["not judged"] += 1
            self.unread[str(error)] += 1
            return
        except NotIntroduced:
            # The checker knows it, in a way that is not read here: as P(a | b).
            self.counts["not judged"] += 1
            self.unread["a name of another kind"] += 1
            return
        except (Unclear, NoSense) as error:
            self.counts["not clear"] += 1
            if accepted:
                self.faults.append(f"accepted, and not clear: {error}\n    {tex}")
            return
        if said.holds is None:
            self.counts["not judged"] += 1
            self.unread["nowhere defined, or nowhere assumed"] += 1
            return
        self.counts[f"{'accepted' if accepted else 'refuted'}, judged"] += 1
        if accepted and not said.holds:
            self.faults.append(f"accepted, and false: {said.at}\n    {tex}")
        if not accepted and said.holds and equation:
            self.faults.append(f"refuted, and true\n    {tex}")

    def where(self, context: Context) -> Where:
        """The same as `where`, which is found once for each context."""
        if id(context) not in self.places:
            try:
                self.places[id(context)] = context, where(context, self.texts)
            except Unread as error:
                self.places[id(context)] = context, error
        found = self.places[id(context)][1]
        if isinstance(found, Unread):
            raise found
        return found

    def verdict(self, verdict: Verdict, before: Context, above: Node | None) -> None:
        """The same for a verdict that a formula got in a context."""
        formula = verdict.formula
        context = before
        if ":=" in formula.tex and not verdict.ok:
            self.counts["not judged"] += 1
            self.unread["what defines, and is refuted"] += 1
            return
        if ":=" in formula.tex:
            # What the formula itself defines is known in it.
            context = before.copy()
            check(formula, context, readable=False)
        equation = all(step.sign == "=" for step in verdict.steps)
        self.see(formula.tex, formula.conditions, context, above, verdict.ok, equation)

    def last_side(self, formula: Formula, context: Context) -> Node | None:
        """The side that a display which begins with a relation goes on from; None if unread."""
        try:
            after = context.copy()
            check(formula, after, readable=False)
            seen = reading.read(drawn(formula.tex), where(after, self.texts).setting.known())
        except (Unread, Unclear):
            return None
        return seen.chains[-1][-1]

    @property
    def judged(self) -> int:
        """How many were judged."""
        return sum(n for name, n in self.counts.items() if name.endswith(", judged"))

    def line(self) -> str:
        """The counts as one line."""
        return ", ".join(f"{count} {name}" for name, count in self.counts.most_common())


@dataclass(frozen=True)
class Stated:
    """A formula with its verdict, where it stands."""

    page: str
    verdict: Verdict
    context: Context


def claims_with_sides(stated: Iterable[Stated], judge: Judge) -> list[tuple[Stated, Node | None]]:
    """The claims, in order, each with the side that it goes on from."""
    found = []
    above: dict[str, Node | None] = {}
    for one in stated:
        formula = one.verdict.formula
        judge.texts.note(formula, one.context)
        if one.verdict.kind is Kind.CLAIM:
            goes_on = formula.tex.lstrip().startswith("=")
            found.append((one, above.get(one.page) if goes_on else None))
        if formula.display:
            above[one.page] = judge.last_side(formula, one.context)
    return found
