"""Names in front of parentheses: functions that a text defines with arguments, and products.

``\\sigma(x) := …`` defines a function, and from there on σ in front of a parenthesis is σ at what
stands in it: the definition with the argument in place of x. A name that was declared, or defined
without arguments, is a factor; where a reader could take it for a function, it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from proofpages.equations.errors import ReadError, UndeclaredError
from proofpages.equations.meaning.names import Function, Names, Parameter, written
from proofpages.equations.meaning.vectors import DIAGONAL, SCALAR, entry, shape
from proofpages.equations.tex.alphabet import INDEX_LETTERS
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import (
    Call,
    Delta,
    Fold,
    Gradient,
    Number,
    Ones,
    Partial,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Transposed,
    Tree,
    bound_indices,
    free_indices,
    nodes,
    symbol_names,
    transform,
)

CONSTANTS = {
    rf"\{name}"
    for name in (
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "varepsilon",
        "eta",
        "kappa",
        "lambda",
    )
}
"""Greek letters that no reader takes for a function where a parenthesis follows."""
IDENTITY = ("I", r"\mathbf{I}")
"""The identity matrix, unless declared: its entries are Kronecker deltas."""


def meant(names: Names, sides: Iterable[Tree], more: Iterable[str] = ()) -> list[Tree]:
    """The sides with every name looked up: aliases, products, and sums without written limits.

    `more` are indices that stand in conditions. Functions are still calls.
    """
    said: dict[str, Call] = {}
    found = [_looked_up(names, side, said) for side in sides]
    return _with_limits(found, set(more))


def used_letters(sides: Iterable[Tree]) -> set[str]:
    """Every index that occurs, free or bound."""
    used: set[str] = set()
    for side in sides:
        used |= set(free_indices(side)) | set(bound_indices(side))
    return used


def with_letters(tree: Tree, change: dict[str, str]) -> Tree:
    """The tree with other letters for some indices, free or bound."""

    def rename(index: str) -> str:
        return change.get(index, index)

    def node(part: Tree) -> Tree:
        part = part.renamed(rename)
        return replace(part, index=rename(part.index)) if isinstance(part, Fold) else part

    return transform(tree, node)


# -- names -----------------------------------------------------------------------------------------


def _plain(name: str) -> str:
    return name.replace(r"\mathbf{", "{").replace("{", "").replace("}", "")


def _known_as(names: Names, symbol: Symbol) -> Symbol:
    r"""The symbol by its declared name: bold and plain letters are one name where one is known."""
    if names.arity(symbol.name) is not None or symbol.name in names.functions:
        return symbol
    if symbol.name in names.sizes:
        return symbol
    plain = _plain(symbol.name)
    known = (*names.variables, *names.definitions, *names.functions)
    others = [name for name in known if _plain(name) == plain and names.arity(name) != ()]
    # A bold letter is a whole vector, also one of a list; a plain one with an index is its entry.
    # A number is not bold.
    if len(others) != 1:
        return symbol
    whole = len(names.arity(others[0]) or "") - len(symbol.indices)
    if (r"\mathbf" in symbol.name) == (bool(symbol.indices) and whole != 1):
        return symbol
    return replace(symbol, name=others[0])


def _looked_up(names: Names, tree: Tree, said: dict[str, Call]) -> Tree:
    def change(node: Tree) -> Tree:
        match node:
            case Symbol():
                return _symbol(names, node)
            case Call():
                return _call(names, node, said)
            case Raised(base=base, exponent=Symbol(name="T")) if _is_array(names, base):
                return Transposed(base, node.at)
            case Raised(base=base, exponent=Symbol(name="T", indices=())) if (
                names.arity("T") is None and "T" not in names.sizes
            ):
                raise ReadError(
                    "a number is transposed",
                    r"declare the vector, as in x \in \mathbb{R}^K, or T for a power",
                    at=base.at,
                )
            case Raised():
                _check_exponent(names, node)
            case Partial(by=by):
                return replace(node, by=tuple(_known_as(names, item) for item in by))
            case Gradient(bare=True):
                _check_bare(names, node)
        if node.by_symbols:
            return node._filled(node.BY, tuple(_known_as(names, s) for s in node.by_symbols))
        return node

    for node in nodes(tree):
        if isinstance(node, Times):
            _check_no_argument_follows(names, node)
    return transform(tree, change)


def _check_no_argument_follows(names: Names, product: Times) -> None:
    """``g x`` is no product of g(x) and x, though g alone stands for g(x)."""
    for factor in product.factors[:-1]:
        core = factor
        while isinstance(core, Power | Raised | Transposed):
            core = core.parts[0]
        if isinstance(core, Symbol) and _known_as(names, core).name in names.functions:
            raise ReadError(
                f"{core.name} is a function, and a factor follows it",
                f"write its argument, as in {core.name}(x), or put this factor last",
                at=core.at,
            )


def _symbol(names: Names, symbol: Symbol) -> Tree:
    symbol = _known_as(names, symbol)
    function = names.functions.get(symbol.name)
    if function is None:
        known = names.arity(symbol.name) is not None
        if symbol.name in IDENTITY and len(symbol.indices) == 2 and not known:
            return Delta(*symbol.indices, symbol.at)
        if symbol.name in IDENTITY and not symbol.indices and not known:
            return Call(DIAGONAL, (), (Ones("", symbol.at),), at=symbol.at)
        return symbol
    arguments = []
    for parameter in function.parameters:
        sizes = names.arity(parameter.name)
        if sizes is None or len(sizes) != parameter.dimension:
            raise ReadError(
                f"{symbol.name} is a function and stands without its argument",
                f"write {symbol.name}({', '.join(p.name for p in function.parameters)}), and "
                rf"{symbol.name}(…) \cdot … for a product",
                at=symbol.at,
            )
        arguments.append(Symbol(parameter.name, (), symbol.at))
    return Call(symbol.name, symbol.indices, tuple(arguments), at=symbol.at)


def _check_bare(names: Names, node: Gradient) -> None:
    """Refuse ``\\nabla f(x)`` where f rests on x in another way too."""
    if isinstance(node.body, Call):
        _refuse_shared(names, node.body)


def _is_array(names: Names, tree: Tree) -> bool:
    try:
        return shape(names, tree) != SCALAR
    except ReadError:
        return True


def _check_exponent(names: Names, node: Raised) -> None:
    written = symbol_names(node.exponent)
    for name, at in written.items():
        if len(name) == 1 and name in INDEX_LETTERS and names.arity(name) is None:
            raise ReadError(
                f"found {name} in an exponent, and it is no quantity",
                "write an index below, as in W_{ij}; above, one is read in parentheses, x^{(i)}",
                at=at,
            )
    if written and all(name in names.sizes for name in written):
        raise ReadError(
            "a size is an exponent",
            "an exponent is an integer, or a real number above a positive base",
            at=node.exponent.at,
        )


# -- a name in front of a parenthesis --------------------------------------------------------------


def _call(names: Names, call: Call, said: dict[str, Call]) -> Tree:
    head = _known_as(names, Symbol(call.name, call.indices, call.at))
    if head.name != call.name:
        call = replace(call, name=head.name)
    phrase = show(replace(call, power=1))
    if phrase in names.definitions:
        whole: Tree = Symbol(phrase, (), call.at)
        return whole if call.power == 1 else Power(whole, call.power, call.at)
    if call.name in names.functions:
        return _application(call, names.functions[call.name])
    if call.name == DIAGONAL and len(call.arguments) == 1 and names.arity(DIAGONAL) is None:
        return call
    if call.primes:
        raise UndeclaredError(
            f"{call.name} is not defined with an argument",
            f"define {call.name}(x) := …, or write the derivative with \\partial",
            at=call.at,
        )
    if names.arity(call.name) is None and call.name not in names.sizes:
        hint = f"define it with its argument, as {call.name}(x) := …"
        if call.name in INDEX_LETTERS:
            hint = f"an index stands behind _, as in p_{call.name}"
        if call.indices:
            hint = rf"declare it (${call.name} \in \mathbb{{R}}^K$) or define it with :="
        raise UndeclaredError(f"{call.name} is not declared", hint, call.at, call.name)
    definition = names.definitions.get(call.name)
    if definition is not None:
        reached = names.reach(definition.body)
        if all(_mentions(argument, reached) for argument in call.arguments):
            if call.raised != 1:
                _refuse(call, "a power in front of an argument")
            if said.setdefault(call.name, call).arguments != call.arguments:
                _refuse(call, "other arguments than before")
            whole = Symbol(call.name, call.indices + call.below, call.at)
            return whole if call.power == 1 else Power(whole, call.power, call.at)
        for argument in call.arguments:
            if reached.keys() & names.reach(argument, call.name).keys() & _direct(argument):
                _refuse(call, f"a parenthesis that holds what {call.name} depends on")
    return _product(names, call)


def _direct(tree: Tree) -> set[str]:
    return set(symbol_names(tree))


def _mentions(argument: Tree, reached: dict[str, None]) -> bool:
    """Whether an argument only says what the name depends on, as in ``L(z)``."""
    return isinstance(argument, Symbol) and not argument.indices and argument.name in reached


def _product(names: Names, call: Call) -> Tree:
    argument = call.arguments[0]
    if len(call.arguments) > 1 or call.below:
        _refuse(call, "several arguments" if len(call.arguments) > 1 else "an index behind")
    if call.alone:
        raise ReadError(
            f"found {call.name!r} in front of a parenthesis where one factor is expected",
            "put parentheses around all that belongs together; a quotient is \\frac{…}{…}",
            at=call.at,
        )
    if isinstance(argument, Symbol) and argument.name in INDEX_LETTERS:
        raise ReadError(
            f"found {call.name!r} in front of an index in brackets",
            f"an index stands behind _, as in {call.name}_{argument.name}",
            at=call.at,
        )
    if isinstance(argument, Symbol | Number):
        _refuse(call, "a parenthesis that holds one symbol")
    if not _is_factor(names, call, argument):
        _refuse(call, "a parenthesis")
    head: Tree = Symbol(call.name, call.indices, call.at)
    if call.raised != 1:
        head = Power(head, call.raised, call.at)
    if call.power != 1:
        argument = Power(argument, call.power, argument.at)
    return Times((head, argument), call.at)


def _is_factor(names: Names, call: Call, argument: Tree) -> bool:
    """Whether no reader takes a name in front of a parenthesis for a function of it.

    That is so for an entry, as ``x_d (p_j - y_j)``; for a size; for a name that stands in the
    parenthesis too, as in ``s (1 - s)``; and for Greek letters that stand for constants.
    ``x(t + h)`` is x at t + h, and so is ``x_i(t + h)``.
    """
    if call.name in names.sizes or call.name in CONSTANTS or call.name in symbol_names(argument):
        return True
    return bool(call.indices) and not _begins_with_variable(names, argument)


def _begins_with_variable(names: Names, argument: Tree) -> bool:
    """Whether a parenthesis holds scalar variables and numbers only, and begins with a variable."""
    first = argument.terms[0] if isinstance(argument, Plus) else argument
    variables = [n for n in nodes(argument) if isinstance(n, Symbol)]
    scalars = {name for name, known in names.variables.items() if not known.sizes}
    latin = all(not n.indices and n.name in scalars - CONSTANTS for n in variables)
    return bool(symbol_names(first)) and latin


def _refuse(call: Call, what: str) -> None:
    raise ReadError(
        f"found {call.name!r} in front of {what}",
        rf"it could be a function or a product: write {call.name} \cdot (…) for a product, and "
        f"define a function with its argument, as {call.name}(x) := …",
        at=call.at,
    )


def _application(call: Call, function: Function) -> Tree:
    if call.raised != 1:
        _refuse(call, "a parenthesis, with a power in between")
    if len(call.arguments) != len(function.parameters):
        raise ReadError(
            f"{call.name} has {len(function.parameters)} arguments by definition, "
            f"{len(call.arguments)} here",
            "write as many as were defined",
            at=call.at,
        )
    whole: Tree = replace(call, power=1, alone=False)
    return whole if call.power == 1 else Power(whole, call.power, call.at)


# -- sums without limits ---------------------------------------------------------------------------


def _with_limits(sides: list[Tree], more: set[str]) -> list[Tree]:
    """Give each sum without limits the one index that stands in it and nowhere else."""
    if not any(isinstance(node, Fold) and not node.index for s in sides for node in nodes(s)):
        return sides
    outside = set(more)
    for side in sides:
        outside |= _outside_of_bare(side)

    def change(node: Tree) -> Tree:
        if not isinstance(node, Fold) or node.index:
            return node
        own = [i for i in free_indices(node.body) if i not in outside and not i.isdigit()]
        if len(own) != 1:
            raise ReadError(
                "the index of this sum is not certain",
                r"a sum needs its index, as in \sum_k or \sum_{i=1}^K",
                at=node.at,
            )
        return replace(node, index=own[0])

    return [transform(side, change) for side in sides]


def _outside_of_bare(tree: Tree) -> set[str]:
    """The free indices that occur outside of every sum without limits."""
    found: set[str] = set()

    def visit(node: Tree, bound: frozenset[str]) -> None:
        if isinstance(node, Fold) and not node.index:
            return
        found.update(index for index in node.own_indices if index not in bound)
        if node.binds:
            bound = bound | {node.binds}
        for part in node.parts:
            visit(part, bound)

    visit(tree, frozenset())
    return found


# -- functions at their arguments ------------------------------------------------------------------


@dataclass
class Expansion:
    """Puts the definitions of functions in place of their calls."""

    names: Names
    letters: Iterator[str]

    def expanded(self, tree: Tree) -> Tree:
        """The tree without calls."""
        tree = tree.with_parts(
            tree.parts if isinstance(tree, Call) else tuple(map(self.expanded, tree.parts))
        )
        if not isinstance(tree, Call):
            return tree
        function = self.names.functions[tree.name]
        given = tree.indices + tree.below
        if len(given) != len(function.indices):
            raise ReadError(
                f"{tree.name} has {len(function.indices)} indices by definition, {len(given)} here",
                "write as many as were defined",
                at=tree.at,
            )
        _refuse_hidden(self.names, tree, function)
        body = self._renamed(function, given)
        if tree.primes:
            return self.expanded(self._derivative(tree, function, body))
        return self.expanded(self._filled(function, tree.arguments, body, tree.at))

    def _renamed(self, function: Function, given: tuple[str, ...]) -> Tree:
        """The body with letters of its own for what it sums over, and the given indices."""
        change = dict(zip(function.indices, given, strict=True))
        for index in bound_indices(function.body):
            change[index] = next(self.letters)

        return with_letters(function.body, change)

    def _filled(self, function: Function, arguments: tuple[Tree, ...], body: Tree, at: int) -> Tree:
        places = {p.name: (p, a) for p, a in zip(function.parameters, arguments, strict=True)}
        for parameter, argument in places.values():
            rows, columns = shape(self.names, argument)
            if (rows is not None) != (parameter.dimension == 1) or columns is not None:
                wanted = "a vector" if parameter.dimension else "a number"
                raise ReadError(
                    f"the argument of {function.name} is {wanted} by definition",
                    "write the function of one entry, with an index"
                    if not parameter.dimension
                    else "write a vector",
                    at=argument.at or at,
                )

        def put(node: Tree) -> Tree:
            if isinstance(node, Symbol) and node.name in places:
                parameter, argument = places[node.name]
                if parameter.dimension and not node.indices:
                    return argument
                row = node.indices[0] if parameter.dimension else None
                return entry(self.names, argument, row, None, self.letters)
            by = tuple(self._variable(function, s, places) for s in node.by_symbols)
            for old, new in zip(node.by_symbols, by, strict=True):
                self._refuse_captured(node, old, new, places)
            return node.with_parts(tuple(map(put, node.parts)))._filled(node.BY, by)

        return put(body)

    def _refuse_captured(
        self, node: Tree, old: Symbol, new: Symbol, places: Mapping[str, tuple[Parameter, Tree]]
    ) -> None:
        """Refuse an argument that would be differentiated where it stands for a constant.

        With ``f(b) := \\frac{\\partial}{\\partial x} (b x)``, which is b, f(x) is x and not 2x.
        `node` differentiates by `old`, which the arguments make `new`.
        """
        for part in node.parts:
            for name in written(part):
                stands_for = places[name][1] if name in places else Symbol(name)
                if name != old.name and new.name in self.names.reach(stands_for):
                    raise ReadError(
                        f"an argument makes {name} depend on {new.name}, by which the function "
                        "differentiates",
                        "use another letter, or write the derivative out",
                        at=stands_for.at,
                    )

    def _variable(
        self, function: Function, symbol: Symbol, places: Mapping[str, tuple[Parameter, Tree]]
    ) -> Symbol:
        if symbol.name not in places:
            return symbol
        argument = places[symbol.name][1]
        if not isinstance(argument, Symbol):
            raise ReadError(
                f"{function.name} is defined by a derivative, and its argument is no symbol",
                "define the derivative as a function of its own",
                at=argument.at,
            )
        return replace(argument, indices=argument.indices + symbol.indices)

    def _derivative(self, call: Call, function: Function, body: Tree) -> Tree:
        """``f'(x)`` at a variable x: the derivative of f(x) by x."""
        argument = call.arguments[0]
        if (
            len(call.arguments) > 1
            or function.parameters[0].dimension
            or not isinstance(argument, Symbol)
        ):
            raise ReadError(
                f"the derivative {call.name}' is read at a variable only, as {call.name}'(x)",
                "define it as a function of its own, and say that it is the derivative",
                at=call.at,
            )
        _refuse_shared(self.names, call)
        filled = self._filled(function, call.arguments, body, call.at)
        return Partial(filled, (argument,) * call.primes, call.at)


def _refuse_hidden(names: Names, call: Call, function: Function) -> None:
    """Refuse an argument that would not reach all of a body: some of it is in other definitions.

    With ``J(θ) := … h_θ(x) …``, where θ belongs to the name of h, the θ of h stays what it is.
    """
    hidden = names.behind(function.body)
    for parameter, argument in zip(function.parameters, call.arguments, strict=False):
        itself = isinstance(argument, Symbol) and argument.name == parameter.name
        if parameter.name in hidden and not itself:
            raise ReadError(
                f"{call.name} rests on {parameter.name} by another definition as well, "
                "which another argument would not reach",
                f"write {call.name} with {parameter.name} as its argument, or give what it is "
                "made of the same argument",
                at=argument.at or call.at,
            )


def _refuse_shared(names: Names, call: Call) -> None:
    """Refuse a derivative at a variable that the function rests on besides."""
    argument = call.arguments[0]
    assert isinstance(argument, Symbol)
    if argument.name in names.reach(Symbol(call.name)) or argument.name in names.definitions:
        raise ReadError(
            f"{argument.name} stands in the definition of {call.name} as well",
            "use another letter",
            at=argument.at,
        )
