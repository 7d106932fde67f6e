"""Statements that add to the context: declarations, definitions and assumptions."""

from __future__ import annotations

from dataclasses import replace

from proofpages.equations.errors import ReadError, VacuousError
from proofpages.equations.meaning.context import Context
from proofpages.equations.meaning.names import Definition, Names, Variable
from proofpages.equations.meaning.parameters import function_of, is_phrase
from proofpages.equations.meaning.question import Hypothesis, Problem, distinct
from proofpages.equations.meaning.resolve import Resolved, Resolver
from proofpages.equations.numbers.evaluate import Budget, NotExact
from proofpages.equations.proof.at_points import Outcome, sample
from proofpages.equations.proof.for_every_k import prove
from proofpages.equations.tex.declarations import Declaration
from proofpages.equations.tex.printer import show
from proofpages.equations.tex.statements import Chain
from proofpages.equations.tree import Call, Fold, Number, Symbol, Tree, free_indices, inside

SECONDS = 1.0


def declare(declaration: Declaration, context: Context) -> None:
    """Add variables.

    Raises:
        EquationError: a name is taken, or cannot be used.
    """
    names = context.names
    for size in declaration.sizes:
        if size and names.arity(size) is not None:
            raise ReadError(
                f"{size} is already the name of a quantity",
                "name the size otherwise",
                at=declaration.at,
            )
        if size and size not in names.sizes:
            names.sizes.append(size)
    for name in declaration.names:
        if name in names.sizes:
            raise ReadError(f"{name} is a size", "use another letter", at=declaration.at)
        sizes = tuple(size or names.sizes[0] for size in declaration.sizes)
        if len(sizes) > 2 or (name == r"\delta" and len(sizes) == 2):
            raise ReadError(
                f"{name} has too many indices", "vectors and matrices are read", at=declaration.at
            )
        variable = Variable(name, sizes, declaration.positive)
        known = names.variables.get(name) or names.definitions.get(name)
        if known is not None and known != variable:
            raise ReadError(
                f"{name} is already declared or defined otherwise",
                "use another letter",
                at=declaration.at,
            )
        names.variables[name] = variable


def define(left: Tree, right: Tree, context: Context, place: str) -> None:
    """Add a definition ``left := right``.

    Raises:
        EquationError: the left side is not a name, the name is taken, or the right side is not
            resolved by what is known.
    """
    names = context.names
    if isinstance(left, Call) and is_phrase(names, left, right):
        left = Symbol(show(left), (), left.at)
    if isinstance(left, Call):
        _define_function(left, right, context, place)
        return
    if not isinstance(left, Symbol):
        raise ReadError("a definition defines a symbol", "write name := expression", at=left.at)
    _check_definable(left, names)
    previous = names.definitions.get(left.name)
    unknown = names.copy()  # What is defined is not known on the right side.
    unknown.definitions.pop(left.name, None)
    resolved = Resolver(unknown).resolve([right])
    names.write_like(unknown)
    parameters = _parameters(left, right, resolved)
    if parameters:
        names.above.setdefault(left.name, left.upper)
    outer = {i: size for i, size in resolved.indices.items() if i not in parameters}
    _check_outer(left, right, parameters, outer)
    sizes = tuple(resolved.indices.get(index, names.sizes[0]) for index in parameters)
    definition = Definition(
        left.name, parameters, sizes, resolved.sides[0], tuple(outer.items()), place
    )
    if previous is not None:
        if _same(previous, definition):
            return
        raise ReadError(
            f"{left.name} is already defined otherwise", "use another letter", at=left.at
        )
    _check_defined(definition, resolved.indices, context)
    names.definitions[left.name] = definition


def _check_definable(left: Symbol, names: Names) -> None:
    """Refuse a left side that means something already, or whose indices are no parameters."""
    letters = left.indices
    if len(set(letters)) != len(letters) or any(index.isdigit() for index in letters):
        raise ReadError("the defined symbol needs different letters as indices", "", at=left.at)
    if left.name in names.sizes or left.name in names.variables or left.name in names.functions:
        raise ReadError(f"{left.name} is already declared", "use = for a claim", at=left.at)
    for index in letters:
        if index in names.sizes or names.arity(index) is not None:
            raise ReadError(f"the index {index} is also the name of a quantity", "", at=left.at)


def _parameters(left: Symbol, right: Tree, resolved: Resolved) -> tuple[str, ...]:
    """The indices that a definition is for: those on the left, or those of a vector's entries."""
    component = resolved.components
    if component and left.indices:
        raise ReadError(
            "a vector stands on the right, a component on the left",
            "write both with an index, or both without",
            at=right.at,
        )
    for index in component:
        if index not in resolved.indices:
            raise ReadError(
                "the length of this vector of ones is not certain",
                r"write it, as \mathbf{1}_K",
                at=right.at,
            )
    return left.indices or component


def _check_outer(
    left: Symbol, right: Tree, parameters: tuple[str, ...], outer: dict[str, str]
) -> None:
    """Refuse an index that stands on the right side only, where the left side has others."""
    for index in outer:
        if parameters and not index.isdigit() and inside(index) not in parameters:
            raise ReadError(
                f"the index {index} stands on the right side only",
                f"write it below {left.name} too, or sum over it",
                at=free_indices(right).get(index, right.at),
            )


def _define_function(left: Call, right: Tree, context: Context, place: str) -> None:
    """Add ``f(x) := right``: the body is tried with its parameters as variables."""
    names = context.names
    previous = names.functions.pop(left.name, None)
    try:
        function, whole, trial = function_of(names, left, right, place)
    finally:
        if previous is not None:
            names.functions[left.name] = previous
    if previous is not None:
        if replace(previous, place=place) == function:
            return
        raise ReadError(
            f"{left.name} is already defined otherwise", "use another letter", at=left.at
        )
    indices = dict(zip(whole.parameters, whole.sizes, strict=True))
    _check_defined(whole, indices, replace(context, names=trial))
    names.functions[left.name] = function


def _same(first: Definition, second: Definition) -> bool:
    return (first.parameters, first.sizes, first.body, first.outer) == (
        second.parameters,
        second.sizes,
        second.body,
        second.outer,
    )


def _check_defined(definition: Definition, indices: dict[str, str], context: Context) -> None:
    """Refuse a definition that has no value, such as a division by zero."""
    body = definition.body
    problem = Problem(body, body, "=", indices, (), context.hypotheses, context.names.copy())
    report = sample(problem, Budget(SECONDS), definition.name, (2, 3))
    if not report.at(Outcome.HELD):
        raise ReadError(
            f"{definition.name} has no value at any of the points tried",
            "check for a division by zero or a logarithm of 0",
            at=body.at,
        )


def assume(chain: Chain, context: Context, tex: str) -> None:
    """Add an assumption.

    Raises:
        EquationError: it has a form that cannot be used, or contradicts what is known.
    """
    if chain.continues or len(chain.signs) != 1 or chain.signs[0] in (":=", r"\neq"):
        raise ReadError(
            "an assumption is one relation, = or < or >",
            "write several assumptions apart",
            at=chain.at,
        )
    if chain.conditions:
        raise ReadError("an assumption under a condition", "state it without one", at=chain.at)
    resolved = Resolver(context.names).resolve(chain.sides)
    left, right = resolved.sides
    sign = chain.signs[0]
    indices = tuple(resolved.indices.items())
    letters = [index for index in resolved.indices if not index.isdigit()]
    fixes = None
    if sign == "=":
        fixes = _fixed_size(left, right, context) or _fixed_size(right, left, context)
    if sign == "=" and letters and not (_of_rows(left, right) or _of_rows(right, left)):
        raise ReadError(
            f"an equation for every {letters[0]} cannot be assumed",
            f"define the symbol with :=, or sum over {letters[0]}; of the rows of a matrix their "
            r"sums can be assumed, as in \sum_k Y_{nk} = 1",
            at=left.at,
        )
    positive = _positive(left, right, sign, context)
    hypothesis = Hypothesis(left, right, sign, tex.strip(), indices, positive, fixes)
    if len(distinct((*context.hypotheses, hypothesis))) == len(context.hypotheses):
        return
    known = [h for h in context.hypotheses if h.fixes and fixes and h.fixes[0] == fixes[0]]
    if known:
        raise VacuousError("the assumptions contradict each other", known[0].tex)
    context.hypotheses = (*context.hypotheses, hypothesis)
    _check_usable(hypothesis, context)


def _of_rows(left: Tree, right: Tree) -> bool:
    """Whether this says what the entries of each row, or of each column, sum to."""
    match left:
        case Fold(kind=r"\sum", index=index, excluded=(), body=Symbol(indices=indices)):
            return len(set(indices)) == 2 and index in indices and not free_indices(right)
    return False


def _fixed_size(left: Tree, right: Tree, context: Context) -> tuple[str, int] | None:
    names = context.names
    if not isinstance(left, Symbol) or left.name not in names.sizes or names.arity(left.name):
        return None
    if not isinstance(right, Number) or right.value not in (1, 2, 3, 4, 5):
        raise ReadError("a size is fixed to a number from 1 to 5", "as in K = 2", at=right.at)
    return (left.name, int(right.value))


def _positive(left: Tree, right: Tree, sign: str, context: Context) -> str:
    """The variable that the assumption makes positive, if it is of that form."""
    if sign == "<":
        left, right = right, left
    if sign not in ("<", ">") or not isinstance(right, Number) or right.value != 0:
        return ""
    if not isinstance(left, Symbol) or left.name not in context.names.variables:
        return ""
    general = len(set(left.indices)) == len(left.indices)
    letters = not any(index.isdigit() for index in left.indices)
    return left.name if general and letters else ""


def _check_usable(hypothesis: Hypothesis, context: Context) -> None:
    """Refuse an assumption that no point meets, or that the proof cannot use."""
    left = hypothesis.left
    indices = dict(hypothesis.indices)
    problem = Problem(left, left, "=", indices, (), context.hypotheses, context.names.copy())
    budget = Budget(SECONDS)
    try:
        proof = prove(problem, budget)
        report = sample(problem, budget, hypothesis.tex)
    except NotExact as error:
        raise ReadError("the assumption cannot be used", str(error)) from None
    if proof.reason:
        raise ReadError(
            "the assumption cannot be used in proofs",
            f"found {proof.reason}",
            at=left.at,
        )
    if not report.at(Outcome.HELD):
        raise VacuousError(
            "no point was found that meets the assumptions in force",
            "check this assumption against the earlier ones",
        )
