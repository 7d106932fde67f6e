"""Decides every formula of a page, in its order, with what is in force there.

What is displayed is what is checked. What an author writes besides the formulas:

- `Continues [the page before](page.md).` takes over the definitions and hypotheses of that page;
- a heading with `$i \\neq j$` puts its section under that condition;
- `<!-- tex: assume -->` before a formula makes it a hypothesis from there on;
- `<!-- tex: later -->` before a formula decides it at the end of the page, with what the page
  defines below it;
- `<!-- tex: skip: reason -->` exempts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from proofpages.equations.checking import Formula, Kind, Verdict, check
from proofpages.equations.errors import EquationError, Status, UndeclaredError
from proofpages.equations.meaning.context import (
    Context,
    Export,
    Headings,
    Reserved,
    heading_conditions,
)
from proofpages.equations.tex.alphabet import INDEX_LETTERS
from proofpages.equations.tex.printer import show
from proofpages.equations.tex.statements import Chain, has_relation, introduced, read
from proofpages.page.continued import continued, is_there, misspelt, way_to
from proofpages.page.faults import PageError, all_of
from proofpages.page.formulas import Found
from proofpages.page.navigation import (
    MARKS,
    docs,
    markdown_extensions,
    options_of,
    settings_fault,
)
from proofpages.page.once import forget, once
from proofpages.page.page import Page
from proofpages.page.reading import Comment, Heading, Reading, read_apart
from proofpages.site.raw_html import Guard
from proofpages.site.relations_in_text import related
from proofpages.site.shown_is_read import differences, look_alikes
from proofpages.site.wording import message

SHORT = 60
"""Letters of two sides that a message writes out as one formula."""
TAKES_BACK = re.compile(
    r"""\b(?:not|no|never|nor|neither|or|unless|except|but|without|whether|any|instead|otherwise
      |other\s+than|apart\s+from|regardless)\b | n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words with which a heading says something else than the condition in it."""


@dataclass(frozen=True)
class Entry:
    """One formula of a page with its verdict, and what was in force before it.

    `later` says that it was decided at the end of the page; `lead` is the left side, as TeX, that
    a display which goes on from the one above it was decided and is drawn with, or empty.
    """

    page: str
    line: int
    name: str | None
    verdict: Verdict
    context: Context
    later: bool = False
    lead: str = ""

    @property
    def anchor(self) -> str:
        """The name of the formula's row in the ledger."""
        page = Path(self.page).with_suffix("").as_posix().removeprefix(f"{docs().as_posix()}/")
        name = self.name or f"{page.replace('/', '-')}-{self.line}"
        return f"check-{name}"


@dataclass
class Checked:
    """A page whose formulas have been decided, and what it hands to the pages that continue it.

    Attributes:
        entries: An entry for each formula that stands outside headings, in reading order.
        errors: What must not pass, on this page and on those that it continues.
        export: What is known at its end.
        failed: Names that would be known, if what says what they are could be taken.
    """

    entries: list[Entry] = field(default_factory=list)
    errors: list[PageError] = field(default_factory=list)
    export: Export = field(default_factory=lambda: Context().export())
    failed: frozenset[str] = frozenset()

    def stop_at_errors(self) -> None:
        """Raise what must not pass."""
        if self.errors:
            raise all_of(self.errors)

    def hands_on_like(self, other: Checked) -> bool:
        """Whether the pages that continue this one are what they are behind another."""
        if self is other:
            return True
        if self.errors or other.errors or self.failed != other.failed:
            return False
        return self.export == other.export and _order(self.export) == _order(other.export)


def _order(export: Export) -> list[list[str]]:
    """The order of the names, which tells what a reader is told of them."""
    names = export.names
    return [list(kind) for kind in (names.variables, names.definitions, names.functions)]


DIRECTIVE = re.compile(r"tex:\s*(?:assume|later|skip)\b")
"""A comment that is one of those above; whether a reason is one, the checker says."""
MEANT = re.compile(r"(?i)\W*te?xt?\b\W*(?:skip|assume|later)\b")
"""A comment that was meant as one of those above, whatever is misspelt in it."""


@dataclass(frozen=True)
class _Decided:
    """What was decided of a page, and what it was decided from."""

    reading: Reading
    ancestors: list[Checked]
    reserved: Reserved | None
    extensions: dict[str, dict[str, Any]]
    checked: Checked


_decided: dict[str, _Decided] = {}
"""What was decided in this process, by the page's name."""


def check_page(path: Path, followers: tuple[Path, ...] = ()) -> Checked:
    """Decide the formulas of a Markdown file, and of the pages that it continues.

    Raises:
        PageError: for a page that continues itself or a page that is not there.
    """
    settled = _settled()
    if path not in settled:
        page = Page.read(path)
        ancestors = _ancestors(page, followers)
        known = _known(page, ancestors) or _check(read_apart(path, Guard), ancestors)
        settled[path] = known
    return settled[path]


@once
def _settled() -> dict[Path, Checked]:
    """The pages that need not be looked at again in this build; a new one where there is none."""
    return {}


def read_page(path: Path) -> Reading:
    """What stands on a page, as it was read when its formulas were decided."""
    check_page(path)
    return _decided[Page.read(path).name].reading


def check_reading(reading: Reading) -> Checked:
    """The same for a page that is being converted: not again, if it was read apart like this."""
    ancestors = _ancestors(reading.page, ())
    known = _known(reading.page, ancestors)
    if known and _decided[reading.page.name].reading.content == reading.content:
        return known
    return _check(reading, ancestors)


def _known(page: Page, ancestors: list[Checked]) -> Checked | None:
    known = _decided.get(page.name)
    if known is None or known.reading.page is not page:
        return None
    if known.extensions != markdown_extensions() or known.reserved != _reserved(Path(page.name)):
        return None
    same = all(a.hands_on_like(b) for a, b in zip(known.ancestors, ancestors, strict=True))
    return known.checked if same else None


def _check(reading: Reading, ancestors: list[Checked]) -> Checked:
    name = reading.page.name
    checker = _PageChecker(reading.page, ancestors)
    checker.context.reserved = reserved = _reserved(Path(name))
    checked = checker.check(reading)
    known = _decided.get(name)
    if known and any(known.checked is settled for settled in _settled().values()):
        forget()  # What continues the page, or lists what is on it, rests on this.
    _decided[name] = _Decided(reading, ancestors, reserved, markdown_extensions(), checked)
    return checked


@once
def reserved_at(path: Path) -> tuple[tuple[str, ...], Path] | None:
    """The letters that mean one thing on all pages, and the page that is their home.

    As `reserved` and `home` in mkdocs.yml say. They have their meaning from their home and the
    pages that it continues, so not there.

    Raises:
        PageError: the home is not there.
    """
    options = options_of(*MARKS)
    letters, home = str(options.get("reserved", "")).split(), docs() / str(options.get("home", ""))
    if letters and not home.is_file():
        raise settings_fault(
            f"the letters {' '.join(letters)} are reserved, and {home.as_posix()} is not there",
            "the page that says what they mean, as `home`",
            "correct it",
            "home:",
        )
    if not letters or path in way_to(home):
        return None
    return tuple(letters), home


@once
def _reserved(path: Path) -> Reserved | None:
    found = reserved_at(path)
    return Reserved(found[0], check_page(found[1]).export.names) if found else None


def _ancestors(page: Page, followers: tuple[Path, ...]) -> list[Checked]:
    """The pages that a page continues, decided; `followers` are those that continue it."""
    found = []
    followers = (*followers, Path(page.name))
    for index, link, target in continued(page):
        if target in followers:
            raise page.error(
                index,
                f"the page continues {link}, which continues this page",
                "pages that continue each other in one direction",
                "remove one of the two lines",
            )
        if not is_there(target):
            raise page.error(
                index,
                f"the page continues {link}, which is not there",
                "a page of this site",
                "correct the link",
            )
        found.append(check_page(target, followers))
    return found


class _PageChecker:
    """Decides what stands on a page, in its order."""

    def __init__(self, page: Page, ancestors: list[Checked]) -> None:
        self.page = page
        self.context, self.headings = Context(), Headings()
        self.directive: Comment | None = None
        self.entries: dict[Found, Entry] = {}
        self.later: list[tuple[Found, Formula]] = []
        self.errors: list[PageError] = []
        self.before = [error for other in ancestors for error in other.errors]
        self.lead = ""
        self.failed: set[str] = set().union(*(other.failed for other in ancestors))
        try:
            for other in ancestors:
                self.context.load(other.export)
        except EquationError as error:
            self.errors.append(page.error(0, str(error), "names that agree", "rename one"))

    def check(self, reading: Reading) -> Checked:
        """Decide all of it."""
        for item in reading.items:
            match item:
                case Comment():
                    self._comment(item)
                case Heading():
                    self._heading(item)
                case Found(copied=False):
                    self._formula(item)
        for found, formula in self.later:
            self.context.end_chain()
            self._decide(found, formula, later=True)
        self._nothing_follows()
        self._see_related(reading)
        self._see_drawn(reading)
        self.errors += misspelt(reading.page)
        self.errors += reading.left_over
        in_order = [self.entries[f] for f in reading.formulas if f in self.entries]
        errors = dict.fromkeys((*self.before, *sorted(self.errors, key=lambda e: e.line)))
        return Checked(in_order, list(errors), self.context.export(), frozenset(self.failed))

    def _comment(self, comment: Comment) -> None:
        if comment.text.startswith("tex:"):
            self._nothing_follows()
            self.directive = comment if DIRECTIVE.match(comment.text) else None
        if comment.text.startswith("tex:") and self.directive:
            return
        if MEANT.match(comment.text) or comment.text.startswith("tex:"):
            self.errors.append(
                self.page.error(
                    comment.index,
                    f"a comment that does nothing: {comment.text}",
                    "<!-- tex: assume -->, <!-- tex: later --> or <!-- tex: skip: reason -->",
                    "write it so",
                )
            )

    def _heading(self, heading: Heading) -> None:
        texts = tuple(found.tex for found in heading.formulas)
        self.headings.enter(heading.level, texts)
        self.context.end_chain()
        try:
            if heading_conditions(texts) and (word := TAKES_BACK.search(heading.text)):
                raise EquationError(
                    f"the heading has a condition, and the word {word[0]!r}",
                    r"a condition that holds in all of the section, as in Case 2: $i \neq j$",
                )
        except EquationError as error:
            first = heading.formulas[0]
            self.errors.append(_error(self.page, first, str(error), "a condition", "reword it"))

    def _formula(self, found: Found) -> None:
        comment, self.directive = self.directive, None
        wanted = comment.text.removeprefix("tex:").strip() if comment else None
        lead = self.lead if found.display and self.context.chain and _goes_on(found.tex) else ""
        found.lead = lead or None
        formula = Formula(
            tex=found.shown,
            display=found.display,
            label=found.name,
            line=self.page.line(found.index),
            directive=wanted,
            conditions=self.headings.formulas,
        )
        if wanted == "later":
            if found.display:
                self.context.end_chain()
            self.later.append((found, replace(formula, directive=None, conditions=())))
        else:
            self._decide(found, formula, lead)

    def _decide(self, found: Found, formula: Formula, lead: str = "", later: bool = False) -> None:
        before = self.context.copy()
        verdict = check(formula, self.context)
        if not verdict.ok:
            self._refuse(found, verdict)
        if found.display:
            self.lead = _left_side(formula.tex) if self.context.chain else ""
        page, line, name = self.page.name, formula.line, found.name
        self.entries[found] = Entry(page, line, name, verdict, before, later, lead)

    def _refuse(self, found: Found, verdict: Verdict) -> None:
        """Note a fault, but for the want of a name whose own fault is noted where it stands."""
        error = verdict.error
        if isinstance(error, UndeclaredError) and error.name in self.failed:
            self.failed |= introduced(found.tex)
            return
        known = self.context.names
        self.failed |= {name for name in introduced(found.tex) if known.arity(name) is None}
        self.errors.append(_error(self.page, found, *_fault(verdict)))

    def _see_related(self, reading: Reading) -> None:
        """Refuse prose that states something of two formulas."""
        in_headings = {
            formula: Kind.CONDITION if has_relation(formula.tex) else Kind.MENTION
            for item in reading.items
            if isinstance(item, Heading)
            for formula in item.formulas
        }
        names = self.context.names

        def kind(found: Found) -> Kind:
            if found in in_headings:
                return in_headings[found]
            return self._kind(found) if found in self.entries else Kind.EXEMPT

        def role(found: Found) -> str:
            known = names.arity(found.tex) is not None
            index = found.tex in tuple(INDEX_LETTERS) and not known
            return "index" if index else "size" if found.tex in names.sizes else ""

        for one in related(reading.passages, kind, role):
            origin = f"\n    in {one.formula.origin}" if one.formula and one.formula.origin else ""
            left, right = one.sides if len("".join(one.sides)) < SHORT else ("a", "b")
            self.errors.append(
                self.page.error(
                    one.index,
                    f"the text states a relation of two formulas: {one.told}{origin}",
                    "a relation inside one formula, where it is read and decided",
                    f"write one formula with the relation in it, as ${left} = {right}$ or with "
                    "\\leq; what is not exact is exempt: <!-- tex: skip: reason -->",
                )
            )

    def _kind(self, found: Found) -> Kind:
        return self.entries[found].verdict.kind

    def _see_drawn(self, reading: Reading) -> None:
        """Refuse what is drawn otherwise than it was read."""
        refused = {found for found, entry in self.entries.items() if not entry.verdict.ok}
        exempt = {found for found in self.entries if self._kind(found) is Kind.EXEMPT}
        read = [f for f in reading.formulas if not f.copied and f not in refused | exempt]
        for found, difference in differences(read).items():
            self.errors.append(
                _error(
                    self.page,
                    found,
                    difference,
                    "TeX that is drawn as it is read",
                    "write it as it was read, if that is meant, or put parentheses where they are "
                    "meant to be seen",
                )
            )

        names = self.context.names
        alike = look_alikes((*names.variables, *names.definitions, *names.functions))
        for name, other in alike.items():
            first = next((f for f in read if name in introduced(f.tex)), None)
            if first:
                self.errors.append(
                    _error(
                        self.page,
                        first,
                        f"{name} is drawn like {other}, and is another name",
                        "names that a reader can tell apart",
                        "rename one of them",
                    )
                )

    def _nothing_follows(self) -> None:
        """Refuse a directive that no formula follows, or another directive before it."""
        if self.directive:
            self.errors.append(
                self.page.error(
                    self.directive.index,
                    f"no formula stands behind the comment {self.directive.text}",
                    "a formula, as the next one on the page",
                    "move the comment, or remove it",
                )
            )


def _goes_on(tex: str) -> bool:
    """Whether a formula begins with a relation."""
    try:
        first = read(tex)[0]
    except EquationError:
        return False
    return isinstance(first, Chain) and first.continues


def _left_side(tex: str) -> str:
    """The left side of what goes on from a displayed claim.

    From `a \\leq b` on it is `b`, and behind a condition the last side, since a condition ends with
    its display: so what is drawn as equal is.
    """
    chain = read(tex)[-1]
    assert isinstance(chain, Chain)
    unequal = [place for place, sign in enumerate(chain.signs, 1) if sign not in ("=", ":=")]
    return show(chain.sides[-1 if chain.conditions else max(unequal, default=0)])


def _error(page: Page, formula: Found, found: str, expected: str, advice: str) -> PageError:
    origin = f"\n    in {formula.origin}" if formula.origin else ""
    return page.error(formula.index, found + origin, expected, advice)


def _fault(verdict: Verdict) -> tuple[str, str, str]:
    told, tex = message(verdict), verdict.formula.tex
    found = told if tex in told else f"{told}\n    {tex}"
    expected, advice = {
        Status.FALSE: (
            f"an equation that holds{_for_all_values(verdict)}",
            "check the numbers above by hand, and correct the equation",
        ),
        Status.UNDECIDED: (
            "an equation that can be decided",
            f"{_smaller(verdict)}, or exempt it: <!-- tex: skip: reason -->",
        ),
        Status.UNDECLARED: (
            "symbols that are declared or defined above, or on a page that this one continues",
            "declare it ($z, y \\in \\mathbb{R}^K$), define it (:=), or write "
            "`Continues [page](page.md).`",
        ),
        Status.VACUOUS: ("conditions that some index satisfies", "correct the conditions in force"),
        Status.INTERNAL: ("two ways of deciding that agree", "report it: this is a defect"),
    }.get(
        verdict.status,
        (
            "the notation that `proofpages notation` prints",
            "write it in that notation, or exempt it: <!-- tex: skip: reason -->",
        ),
    )
    return found, expected, advice


def _smaller(verdict: Verdict) -> str:
    """How to write what was not decided."""
    undecided = [step.sign for step in verdict.steps if step.decision is verdict.worst]
    if undecided and undecided[0] not in ("=", r"\neq"):
        return (
            "show in a step before it that the difference is a sum of what is squared or positive"
        )
    return "write it in smaller steps"


def _for_all_values(verdict: Verdict) -> str:
    """For what a claim has to hold, by the sizes and variables that it is about."""
    sizes: dict[str, None] = {}
    variables: dict[str, None] = {}
    for step in verdict.steps:
        problem = step.problem
        sizes |= dict.fromkeys(problem.sizes())
        reached = [n for tree in (problem.left, problem.right) for n in problem.names.reach(tree)]
        variables |= dict.fromkeys(n for n in problem.names.variables if n in reached)
    every = f"every {' and '.join(sizes)}" if sizes else ""
    values = f"all {' and '.join(variables)}" if variables else ""
    told = " and ".join(filter(None, (every, values)))
    return f" for {told} that satisfy what is assumed here" if told else ""


def stated(reading: Reading) -> list[Found]:
    """The formulas of a page for which `Checked` has entries."""
    return [item for item in reading.items if isinstance(item, Found) and not item.copied]
