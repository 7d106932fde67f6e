"""Definitions with arguments: what ``f(x) := …`` says before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from proofpages.equations.errors import EquationError, ReadError
from proofpages.equations.meaning.applications import meant, used_letters, with_letters
from proofpages.equations.meaning.names import Definition, Function, Names, Parameter, Variable
from proofpages.equations.meaning.resolve import Resolver
from proofpages.equations.meaning.vectors import fresh_letters
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import (
    Call,
    Symbol,
    Tree,
    bound_indices,
    inside,
    nodes,
)


def function_of(
    names: Names, left: Call, right: Tree, place: str
) -> tuple[Function, Definition, Names]:
    """The function that ``left := right`` defines, and the same as a definition of its parameters.

    Returns:
        the function; its body as the definition of a name; and the names in force there, with the
        parameters as variables.

    Raises:
        EquationError: the left side is no name with different letters, or the right side is not
            resolved by these.
    """
    letters = left.indices + left.below
    _check_left(names, left, letters)
    parameters = tuple(_parameter(names, argument, right) for argument in left.arguments)
    if len({parameter.name for parameter in parameters}) != len(parameters):
        raise ReadError("a function needs different parameters", "", at=left.at)
    trial = _with_variables(names, parameters, (names.sizes[0],) * len(parameters))
    resolved = Resolver(trial).resolve([right])
    names.write_like(trial, (parameter.name for parameter in parameters))
    letters += resolved.components
    _check_right(left, right, letters, resolved.indices)
    sizes = tuple(resolved.indices.get(index, names.sizes[0]) for index in letters)
    body = meant(trial, [right])[0]
    reaching = _reaching(trial, body, parameters)
    if reaching:
        used = used_letters(resolved.sides) | set(letters)
        body = _Inlining(trial, reaching, fresh_letters(trial, used)).inlined(resolved.sides[0])
    if resolved.components:
        raise ReadError(
            "a vector stands on the right",
            f"write the entry, as {left.name}(…)_j := …",
            at=right.at,
        )
    # What is written out has the sizes that it had where it was defined.
    ranges = () if reaching else _ranges(names, parameters, letters, right)
    function = Function(left.name, parameters, letters, ranges or sizes, body, place)
    return function, Definition(left.name, letters, sizes, resolved.sides[0], (), place), trial


def is_phrase(names: Names, left: Call, right: Tree) -> bool:
    """Whether ``H(X) := …`` names a quantity as a whole: X is no quantity, and not used."""
    written = _written(names, right)
    return all(
        isinstance(argument, Symbol)
        and argument.name not in written
        and argument.name not in names.sizes
        and argument.name not in names.functions
        and names.arity(argument.name) is None
        for argument in left.arguments
    )


def _written(names: Names, tree: Tree) -> set[str]:
    """The names in a tree, without those in a phrase that is defined as a whole."""
    if isinstance(tree, Call) and show(replace(tree, power=1)) in names.definitions:
        return set()
    own = {symbol.name for symbol in tree.by_symbols}
    own |= {tree.name} if isinstance(tree, Symbol) else set()
    return own.union(*(_written(names, part) for part in tree.parts))


def _reaching(names: Names, body: Tree, parameters: tuple[Parameter, ...]) -> set[str]:
    """The definitions in a body that rest on its parameters, and so have to be written out."""
    own = {parameter.name for parameter in parameters}
    reached = (name for name in names.reach(body) if name in names.definitions)
    return {name for name in reached if own & names.reach(names.definitions[name].body).keys()}


@dataclass
class _Inlining:
    """Puts definitions in place of their names."""

    names: Names
    reaching: set[str]
    letters: Iterator[str]

    def inlined(self, tree: Tree) -> Tree:
        """The tree without the names of definitions that rest on the parameters."""
        tree = tree.with_parts(tuple(map(self.inlined, tree.parts)))
        for symbol in tree.by_symbols:
            if symbol.name in self.reaching:
                raise ReadError(
                    f"a derivative by {symbol.name}, which rests on an argument",
                    "write the function without it",
                    at=symbol.at,
                )
        if not isinstance(tree, Symbol) or tree.name not in self.reaching:
            return tree
        definition = self.names.definitions[tree.name]
        change = dict(zip(definition.parameters, tree.indices, strict=True))
        for index in bound_indices(definition.body):
            change[index] = next(self.letters)

        return self.inlined(with_letters(definition.body, change))


def _check_left(names: Names, left: Call, letters: tuple[str, ...]) -> None:
    if left.raised != 1 or left.power != 1 or left.primes:
        raise ReadError("a definition defines a name", "write f(x) := …", at=left.at)
    if names.arity(left.name) is not None or left.name in names.sizes:
        raise ReadError(
            f"{left.name} is already declared, or defined without an argument",
            "use another letter",
            at=left.at,
        )
    if len(set(letters)) != len(letters) or any(index.isdigit() for index in letters):
        raise ReadError("the function needs different letters as indices", "", at=left.at)


def _check_right(left: Call, right: Tree, letters: tuple[str, ...], used: Iterable[str]) -> None:
    for index in used_letters([right]):
        if inside(index):
            raise ReadError(
                f"the label {index} stands in a function",
                "give it a letter of its own, as in p_m",
                at=right.at,
            )
    for index in used:
        if index not in letters:
            raise ReadError(
                f"the index {index} stands on the right side only",
                f"write it behind {left.name} too, or sum over it",
                at=right.at,
            )


def _parameter(names: Names, argument: Tree, body: Tree) -> Parameter:
    """A number or a vector: as declared, or else as the body uses it."""
    if not isinstance(argument, Symbol) or argument.indices:
        raise ReadError("a function is defined for letters", "write f(x) := …", at=argument.at)
    name = argument.name
    if name in names.definitions or name in names.sizes or name in names.functions:
        raise ReadError(f"{name} has a meaning here", "use another letter", at=argument.at)
    counts = {len(n.indices) for n in nodes(body) if isinstance(n, Symbol) and n.name == name}
    declared = names.variables.get(name)
    dimension = len(declared.sizes) if declared else max(counts, default=0)
    if dimension > 1:
        raise ReadError(f"{name} is a matrix", "arguments are numbers and vectors", at=argument.at)
    return Parameter(name, dimension)


def _with_variables(
    names: Names, parameters: tuple[Parameter, ...], sizes: tuple[str, ...]
) -> Names:
    trial = names.copy()
    for parameter, size in zip(parameters, sizes, strict=True):
        declared = names.variables.get(parameter.name)
        positive = declared is not None and declared.positive
        known = declared.sizes if declared else (size,) * parameter.dimension
        trial.above.pop(parameter.name, None)
        trial.variables[parameter.name] = Variable(parameter.name, known, positive)
    return trial


def _ranges(
    names: Names, parameters: tuple[Parameter, ...], letters: tuple[str, ...], right: Tree
) -> tuple[str | int, ...]:
    """What each index runs with, if the function takes vectors of any size; else nothing."""
    own = {f"size of {parameter.name}": n for n, parameter in enumerate(parameters)}
    bare = names.copy()
    for parameter in parameters:
        bare.variables.pop(parameter.name, None)
    trial = _with_variables(bare, parameters, tuple(own))
    trial.sizes += own
    try:
        indices = Resolver(trial).resolve([right]).indices
    except EquationError:
        return ()
    found = (indices.get(index, names.sizes[0]) for index in letters)
    return tuple(own.get(size, size) for size in found)
