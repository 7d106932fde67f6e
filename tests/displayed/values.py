"""What a formula is worth at a point: matrices of numbers with 80 digits.

A derivative is a central difference, so no rule of differentiation takes part.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random
from typing import Any

from mpmath import mp, mpf

from tests.displayed.reading import NUMERAL, Known, Node, Reading, Unread, subtrees

mp.dps = 80
STEP = mpf(10) ** -16
"""Four differences, one of another, still have 16 digits."""
NEAR = mpf(10) ** -10
EXACT = mpf(10) ** -40
"""How near the sides are that are equal: with differences in them, and without."""
POINTS, TRIES = 3, 30
"""At how many points a formula is evaluated, and how many are tried for it to be defined there."""


class Undefined(ValueError):
    """A value that there is none of at this point, as log 0."""


class NoSense(ValueError):
    """Shapes that do not fit, or a letter without a range."""


Matrix = tuple[tuple[Any, ...], ...]
Value = Any
"""A number, or a matrix of rows; a vector has one column."""


@dataclass(frozen=True)
class Defined:
    """What a name stands for: the letters of its indices, its parameters, and its body."""

    indices: tuple[str, ...]
    sizes: tuple[str, ...]
    body: Node
    parameters: tuple[tuple[str, int], ...] | None = None


@dataclass(frozen=True)
class Setting:
    """What is known where a formula stands."""

    variables: Mapping[str, tuple[str, ...]]
    positive: frozenset[str] = frozenset()
    definitions: Mapping[str, Defined] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset({"K"})
    unread: frozenset[str] = frozenset()

    def known(self) -> Known:
        arities = {name: len(sizes) for name, sizes in self.variables.items()}
        functions = set()
        for name, defined in self.definitions.items():
            arities[name] = len(defined.indices)
            if defined.parameters is not None:
                functions.add(name)
        plain = frozenset(self.definitions.keys() - functions)
        return Known(arities, frozenset(functions), self.sizes, plain, self.unread)

    @cached_property
    def differs(self) -> bool:
        """Whether a difference may be in what is defined."""
        return any(_differs(defined.body) for defined in self.definitions.values())

    def sizes_of(self, name: str) -> tuple[str, ...] | None:
        if name in self.definitions:
            return self.definitions[name].sizes
        return self.variables.get(name)


def _differs(tree: Any) -> bool:
    """Whether a derivative stands in a tree, or what may be the derivative of a function."""
    return any(node[0] in ("d", "nabla", "call") for node in subtrees(tree))


def filled(count: int, width: int, value: Callable[[int, int], Any]) -> Matrix:
    return tuple(tuple(value(row, column) for column in range(width)) for row in range(count))


@dataclass(frozen=True)
class World:
    """Values of variables, with what is moved on its own, at one choice of the sizes."""

    setting: Setting
    sizes: Mapping[str, int]
    values: Mapping[tuple[str, tuple[int, ...]], Any]
    moved: Mapping[tuple[str, tuple[int, ...]], Any] = field(default_factory=dict)
    local: Mapping[str, Value] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)
    ranged: Mapping[str, set[str]] = field(default_factory=dict)

    # -- names

    def entry(self, name: str, at: tuple[int, ...], letters: Mapping[str, int]) -> Any:
        """One entry of a variable or of what is defined."""
        if (name, at) in self.moved:
            return self.moved[name, at]
        if (name, at) in self.values:
            return self.values[name, at]
        defined = self.setting.definitions.get(name)
        if defined is None or defined.parameters is not None:
            raise NoSense(f"{name} has no value")
        # A definition without a letter of its own takes it from where the name stands.
        outer = tuple(sorted(letters.items()))
        if len(defined.indices) < len(at):
            # Defined as a whole.
            if (name, outer) not in self.memo:
                self.memo[name, outer] = self.value(defined.body, letters)
            whole = self.memo[name, outer]
            return number(pick(whole, list(at)))
        if (name, at, outer) not in self.memo:
            inner = {**letters, **dict(zip(defined.indices, at, strict=True))}
            value = self.value(defined.body, inner)
            self.memo[name, at, outer] = number(value)
        return self.memo[name, at, outer]

    def named(self, name: str, indices: tuple[str, ...], letters: Mapping[str, int]) -> Value:
        if name in self.local:
            return pick(self.local[name], [self.place(i, letters) for i in indices])
        if name in self.sizes and self.setting.sizes_of(name) is None:
            if indices:
                raise NoSense("an index at a size")
            return mpf(self.sizes[name])
        sizes = self.setting.sizes_of(name)
        if sizes is None:
            if name in ("δ", "I") and len(indices) == 2:
                return mpf(self.place(indices[0], letters) == self.place(indices[1], letters))
            raise NoSense(f"{name} is not known")
        if len(indices) > len(sizes):
            raise NoSense(f"{name} has other indices")
        if indices and len(indices) < len(sizes):
            row = self.place(indices[0], letters)
            width = self.sizes[sizes[1]]
            return filled(width, 1, lambda r, _: self.entry(name, (row, r), letters))
        if not indices and sizes:
            counts = [self.sizes[size] for size in sizes]
            if len(counts) == 1:
                return filled(counts[0], 1, lambda r, _: self.entry(name, (r,), letters))
            if len(counts) == 2:
                return filled(counts[0], counts[1], lambda r, c: self.entry(name, (r, c), letters))
            raise Unread("more than two indices")
        at = tuple(self.place(i, letters) for i in indices)
        if any(place >= self.sizes[size] for place, size in zip(at, sizes, strict=True)):
            raise Undefined("an index beyond its size")
        return self.entry(name, at, letters)

    def place(self, index: str, letters: Mapping[str, int]) -> int:
        if NUMERAL.fullmatch(index):
            return int(index) - 1
        if index not in letters:
            raise NoSense(f"the index {index} has no range")
        return letters[index]

    def moving(self, name: str, at: tuple[int, ...], value: Any) -> World:
        return replace(self, moved={**self.moved, (name, at): value}, memo={})

    def with_arguments(self, given: Mapping[str, Value]) -> World:
        """The same world with these values of parameters, and of what rests on them."""
        moved, local = dict(self.moved), {}
        for name, value in given.items():
            if self.setting.sizes_of(name) is None:
                local[name] = value
            elif isinstance(value, tuple):
                moved.update({(name, (row,)): entry for row, (entry,) in enumerate(value)})
            else:
                moved[name, ()] = value
        return replace(self, moved=moved, local=local, memo={})

    # -- nodes

    def value(self, tree: Node, letters: Mapping[str, int]) -> Value:
        """What a node is worth.

        Raises:
            Undefined: it is worth nothing here.
            NoSense: it is worth nothing anywhere.
        """
        kind = tree[0]
        handler: Callable[..., Value] = getattr(self, f"_{kind}")
        return handler(tree, letters)

    def _num(self, tree: Node, letters: Mapping[str, int]) -> Value:
        return mpf(tree[1].numerator) / tree[1].denominator

    def _name(self, tree: Node, letters: Mapping[str, int]) -> Value:
        return self.named(tree[1], tree[2], letters)

    def _entry(self, tree: Node, letters: Mapping[str, int]) -> Value:
        value = self.value(tree[1], letters)
        places = [self.place(index, letters) for index in tree[2]]
        if not isinstance(value, tuple) or any(
            place >= count for place, count in zip(places, shape(value), strict=False)
        ):
            raise NoSense("an index at a number, or beyond its size")
        return pick(value, places)

    def _add(self, tree: Node, letters: Mapping[str, int]) -> Value:
        total = None
        for sign, part in tree[1:]:
            value = scaled(self.value(part, letters), sign)
            total = value if total is None else plus(total, value)
        return total

    def _mul(self, tree: Node, letters: Mapping[str, int]) -> Value:
        total: Value = None
        for part in tree[1:]:
            value = self.value(part, letters)
            total = value if total is None else times(total, value)
        return total

    def _div(self, tree: Node, letters: Mapping[str, int]) -> Value:
        top, bottom = self.value(tree[1], letters), number(self.value(tree[2], letters))
        if abs(bottom) < NEAR:
            raise Undefined("a division by 0")
        return scaled(top, 1 / bottom)

    def _pow(self, tree: Node, letters: Mapping[str, int]) -> Value:
        base = self.value(tree[1], letters)
        if isinstance(base, tuple) and tree[2] == ("name", "T", ()):
            return tuple(zip(*base, strict=True))
        base = number(base)
        exponent = number(self.value(tree[2], letters))
        if tree[2][0] == "num" or (tree[2][0] == "add" and tree[2][1][1][0] == "num"):
            whole = int(exponent)
            if whole == exponent:
                # With the exponent 0, any number is 1: What it can read says so to the reader.
                if whole < 0 and abs(base) < NEAR:
                    raise Undefined("a negative power of 0")
                return base**whole
        if base <= 0:
            raise Undefined("a power of what is not positive")
        return mp.exp(exponent * mp.log(base))

    def _fun(self, tree: Node, letters: Mapping[str, int]) -> Value:
        return each(self.value(tree[2], letters), FUNCTIONS[tree[1]])

    def _norm(self, tree: Node, letters: Mapping[str, int]) -> Value:
        value = self.value(tree[1], letters)
        if not isinstance(value, tuple):
            raise NoSense("the norm of a number")
        return mp.sqrt(mp.fsum(x * x for row in value for x in row))

    def _T(self, tree: Node, letters: Mapping[str, int]) -> Value:
        value = self.value(tree[1], letters)
        if not isinstance(value, tuple):
            return value
        return tuple(zip(*value, strict=True))

    def _diag(self, tree: Node, letters: Mapping[str, int]) -> Value:
        value = self.value(tree[1], letters)
        if not isinstance(value, tuple) or len(value[0]) != 1:
            raise NoSense("diag of no vector")
        size = len(value)
        return filled(size, size, lambda r, c: value[r][0] if r == c else mpf(0))

    def _had(self, tree: Node, letters: Mapping[str, int]) -> Value:
        left, right = self.value(tree[1], letters), self.value(tree[2], letters)
        if not (isinstance(left, tuple) and isinstance(right, tuple)) or shape(left) != shape(
            right
        ):
            raise NoSense("⊙ of other shapes")
        return filled(*shape(left), lambda r, c: left[r][c] * right[r][c])

    def _indicator(self, tree: Node, letters: Mapping[str, int]) -> Value:
        same = self.place(tree[1], letters) == self.place(tree[2], letters)
        return mpf(same == tree[3])

    def _cases(self, tree: Node, letters: Mapping[str, int]) -> Value:
        chosen = [
            body
            for body, condition in tree[1:]
            if condition is not None
            and (self.place(condition[0], letters) == self.place(condition[1], letters))
            == condition[2]
        ]
        if len(chosen) > 1:
            raise NoSense("two cases at once")
        rest = [body for body, condition in tree[1:] if condition is None]
        if not chosen and len(rest) != 1:
            raise Undefined("no case")
        return self.value((chosen or rest)[0], letters)

    def _sum(self, tree: Node, letters: Mapping[str, int]) -> Value:
        total: Value = None
        for inner in self._range(tree, letters):
            value = self.value(tree[4], inner)
            total = value if total is None else plus(total, value)
        return mpf(0) if total is None else total

    def _prod(self, tree: Node, letters: Mapping[str, int]) -> Value:
        total = mpf(1)
        for inner in self._range(tree, letters):
            total *= number(self.value(tree[4], inner))
        return total

    def _range(self, tree: Node, letters: Mapping[str, int]) -> Iterable[Mapping[str, int]]:
        _, letter, size, excluded, _ = tree
        if size is None:
            found = ranges((tree,), self.setting).get(letter)
            if not found:
                # The letter, or what it differs from, has a range elsewhere in the formula.
                found = set(self.ranged.get((*excluded, letter)[0], ()))
            if not found:
                raise NoSense(f"the range of {letter} is not said")
            (size,) = found if len(found) == 1 else ("",)
            if not size:
                raise NoSense(f"{letter} has two ranges")
        barred = [self.place(index, letters) for index in excluded]
        for place in range(self.sizes[size]):
            if place not in barred:
                yield {**letters, letter: place}

    def _call(self, tree: Node, letters: Mapping[str, int]) -> Value:
        _, name, indices, arguments, primes = tree
        defined = self.setting.definitions[name]
        assert defined.parameters is not None
        if arguments is None:
            arguments = tuple(("name", parameter, ()) for parameter, _ in defined.parameters)
        if len(arguments) != len(defined.parameters):
            raise NoSense("another number of arguments")
        given = [self.value(argument, letters) for argument in arguments]
        for value, (_, dimension) in zip(given, defined.parameters, strict=True):
            if isinstance(value, tuple) != (dimension == 1):
                raise NoSense("an argument of another shape")

        def at(values: list[Value]) -> Value:
            world = self.with_arguments(
                {name: v for (name, _), v in zip(defined.parameters or (), values, strict=True)}
            )
            inner = dict(letters)
            if indices:
                if len(indices) != len(defined.indices):
                    raise NoSense("other indices")
                places = [self.place(i, letters) for i in indices]
                inner.update(zip(defined.indices, places, strict=True))
            elif defined.indices:
                size = len(values[0])
                (letter,) = defined.indices
                return filled(
                    size,
                    1,
                    lambda row, _: number(world.value(defined.body, {**inner, letter: row})),
                )
            return world.value(defined.body, inner)

        if not primes:
            return at(given)
        if len(given) != 1 or primes > 2:
            raise Unread("a derivative of a function")
        x = number(given[0])
        if primes == 1:
            return (at([x + STEP]) - at([x - STEP])) / (2 * STEP)
        return (at([x + STEP]) - 2 * at([x]) + at([x - STEP])) / STEP**2

    def _d(self, tree: Node, letters: Mapping[str, int]) -> Value:
        body, by = tree[1], tree[2]
        if len(by) > 1:
            return self.slope(("d", body, by[1:]), by[0], letters)
        return self.slope(body, by[0], letters)

    def slope(self, body: Node, by: Node, letters: Mapping[str, int]) -> Value:
        _, name, indices = by
        sizes = self.setting.sizes_of(name)
        if sizes is None or name in self.local:
            raise Unread(f"a derivative by {name}")
        if len(indices) != len(sizes):
            raise Unread("a derivative by a vector")
        at = tuple(self.place(index, letters) for index in indices)
        if any(place >= self.sizes[size] for place, size in zip(at, sizes, strict=True)):
            raise Undefined("an index beyond its size")
        here = self.entry(name, at, letters)
        ends = [
            number(self.moving(name, at, here + step).value(body, letters))
            for step in (STEP, -STEP)
        ]
        return (ends[0] - ends[1]) / (2 * STEP)

    def _nabla(self, tree: Node, letters: Mapping[str, int]) -> Value:
        name, body = tree[1][1], tree[2]
        sizes = self.setting.sizes_of(name)
        if not sizes or len(sizes) > 2 or name in self.local:
            raise Unread("∇ by no vector or matrix")

        def slope(*at: int) -> Value:
            here = self.entry(name, at, letters)
            ends = [
                number(self.moving(name, at, here + step).value(body, letters))
                for step in (STEP, -STEP)
            ]
            return (ends[0] - ends[1]) / (2 * STEP)

        counts = [self.sizes[size] for size in sizes]
        if len(counts) == 1:
            return filled(counts[0], 1, lambda r, _: slope(r))
        return filled(counts[0], counts[1], slope)


# -- numbers and matrices --------------------------------------------------------------------------


def shape(value: Value) -> tuple[int, int]:
    return (len(value), len(value[0])) if isinstance(value, tuple) else (0, 0)


def number(value: Value) -> Any:
    if isinstance(value, tuple):
        if shape(value) == (1, 1):
            return value[0][0]
        raise NoSense("a vector where a number is expected")
    return value


def scaled(value: Value, factor: Any) -> Value:
    return each(value, lambda x: factor * x)


def each(value: Value, function: Callable[[Any], Any]) -> Value:
    if isinstance(value, tuple):
        return tuple(tuple(map(function, row)) for row in value)
    return function(value)


def plus(left: Value, right: Value) -> Value:
    if isinstance(left, tuple) != isinstance(right, tuple) or shape(left) != shape(right):
        raise NoSense("a sum of other shapes")
    if isinstance(left, tuple):
        return filled(*shape(left), lambda r, c: left[r][c] + right[r][c])
    return left + right


def times(left: Value, right: Value) -> Value:
    if not isinstance(left, tuple):
        return scaled(right, left)
    if not isinstance(right, tuple):
        return scaled(left, right)
    (rows, inner), (other, columns) = shape(left), shape(right)
    if inner != other:
        raise NoSense("a product of other shapes")
    found = filled(
        rows, columns, lambda r, c: mp.fsum(left[r][k] * right[k][c] for k in range(inner))
    )
    return found[0][0] if shape(found) == (1, 1) else found


def pick(value: Value, places: list[int]) -> Value:
    for place in places:
        if not isinstance(value, tuple):
            raise NoSense("an index at a number")
        if shape(value)[0] == 1:
            value = value[0][place]  # One of a row.
        else:
            value = value[place][0] if shape(value)[1] == 1 else (value[place],)
    return value


def _log(x: Any) -> Any:
    if x <= 0:
        raise Undefined("a logarithm of what is not positive")
    return mp.log(x)


def _root(x: Any) -> Any:
    if x < 0:
        raise Undefined("a root of what is negative")
    return mp.sqrt(x)


def _exp(x: Any) -> Any:
    if abs(x) > 400:
        raise Undefined("an exponential that is too large to compare")
    return mp.exp(x)


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": _exp,
    "log": _log,
    "sqrt": _root,
    "tanh": mp.tanh,
    "sin": mp.sin,
    "cos": mp.cos,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
}


# -- statements ------------------------------------------------------------------------------------


def ranges(trees: Iterable[Any], setting: Setting) -> dict[str, set[str]]:
    """The sizes that each letter runs to, by where it stands and what it is compared with."""
    found: dict[str, set[str]] = {}
    pairs: list[tuple[str, str]] = []
    for tree in trees:
        for node in subtrees(tree):
            match node:
                case ("name", "δ" | "I" as name, (left, right)) if setting.sizes_of(name) is None:
                    pairs.append((left, right))
                case ("name", name, indices):
                    for letter, size in zip(indices, setting.sizes_of(name) or (), strict=False):
                        found.setdefault(letter, set()).add(size)
                case ("call", name, indices, *_):
                    sizes = setting.definitions[name].sizes
                    for letter, size in zip(indices, sizes, strict=False):
                        found.setdefault(letter, set()).add(size)
                case ("sum" | "prod", letter, size, excluded, _):
                    if size is not None:
                        found.setdefault(letter, set()).add(size)
                    pairs += [(letter, other) for other in excluded]
                case ("indicator", left, right, _):
                    pairs.append((left, right))
                case ("cases", *rows):
                    pairs += [row[1][:2] for row in rows if row[1] is not None]
    for _ in pairs:
        for left, right in pairs:
            both = found.get(left, set()) | found.get(right, set())
            for letter in (left, right):
                if both:
                    found[letter] = set(both)
    return found


def free(tree: Any, bound: frozenset[str] = frozenset()) -> set[str]:
    """The letters that nothing binds."""
    if not isinstance(tree, tuple) or not tree:
        return set()
    found: set[str] = set()
    match tree[0]:
        case "entry":
            own = {i for i in tree[2] if i not in bound and not NUMERAL.fullmatch(i)}
            return own | free(tree[1], bound)
        case "name":
            return {i for i in tree[2] if i not in bound and not NUMERAL.fullmatch(i)}
        case "sum" | "prod":
            outer = {i for i in tree[3] if i not in bound and not NUMERAL.fullmatch(i)}
            return outer | free(tree[4], bound | {tree[1]})
        case "call":
            found = {i for i in tree[2] if i not in bound and not NUMERAL.fullmatch(i)}
            return found | set().union(*(free(a, bound) for a in tree[3] or ()), set())
        case "indicator":
            return {i for i in tree[1:3] if i not in bound and not NUMERAL.fullmatch(i)}
        case "cases":
            for body, condition in tree[1:]:
                found |= free(body, bound)
                if condition:
                    found |= {
                        i for i in condition[:2] if i not in bound and not NUMERAL.fullmatch(i)
                    }
            return found
    for part in tree:
        found |= free(part, bound)
    return found


@dataclass(frozen=True)
class Judgement:
    """Whether a formula held wherever it was defined.

    None if it was defined nowhere, or nowhere for one of the numbers of classes: whether it is true
    is then a question of what is said of places without a value, and not of the formula.
    """

    holds: bool | None
    at: str = ""


def judge(
    reading: Reading,
    setting: Setting,
    random: Random,
    conditions: Iterable[tuple[str, str, bool]] = (),
    assumed: Iterable[Reading] = (),
    counts: Iterable[int] = (2, 3),
) -> Judgement:
    """Whether all relations of a formula hold at random points, for each count of classes.

    Points that do not satisfy what is `assumed` say nothing.

    Raises:
        NoSense: the formula means nothing, whatever the values are.
    """
    conditions = (*reading.conditions, *conditions)
    sides = [side for chain in reading.chains for side in chain[::2] if side is not None]
    letters = sorted(_outer(sides, setting).union(*map(free, sides)))
    where = _ranged(letters, sides, setting)
    held, everywhere = False, True
    assumed = tuple(assumed)
    for count in counts:
        sizes = _sizes(setting, count)
        defined = met = 0
        for _ in range(TRIES):
            world = _drawn(setting, sizes, random, assumed, where)
            if not all(_assumption(world, fact) for fact in assumed):
                continue
            met += 1
            outcomes = [
                (_held(world, chain, chosen), chosen)
                for chosen in _choices(letters, where, sizes, conditions)
                for chain in reading.chains
            ]
            for outcome, chosen in outcomes:
                if outcome is False:
                    return Judgement(False, f"{sizes} {chosen} {_shown(world.values)}")
            defined += any(outcome for outcome, _ in outcomes)
            if defined == POINTS:
                break
        if met and not defined:
            everywhere = False
        elif defined:
            held = True
    return Judgement(True if held and everywhere else None)


def _ranged(letters: list[str], sides: list[Node], setting: Setting) -> dict[str, set[str]]:
    """What the letters run to: as in the formula, as in the definitions, or to K."""
    bodies = [d.body for d in setting.definitions.values() if d.parameters is None]
    defined = ranges(bodies, setting)
    default = {letter: defined.get(letter, {"K"}) for letter in letters}
    return {**default, **ranges(sides, setting)}


def _drawn(
    setting: Setting,
    sizes: dict[str, int],
    random: Random,
    assumed: tuple[Reading, ...],
    where: dict[str, set[str]],
) -> World:
    """A random point, moved to where it satisfies what is assumed of sums."""
    values = point(setting, sizes, random)
    for fact in assumed:
        _satisfy(values, sizes, fact, setting)
    return World(setting, sizes, values, ranged=where)


def _satisfy(
    values: dict[Any, Any], sizes: Mapping[str, int], fact: Reading, setting: Setting
) -> None:
    """Let the last of the terms of a sum make it the number that it is assumed to be."""
    match fact.chains:
        case ((("sum", letter, _, (), ("name", name, indices)), "=", ("num", total)),):
            ranged = setting.sizes_of(name) or ()
            if name not in setting.variables or letter not in indices:
                return
            place = indices.index(letter)
            last = sizes[ranged[place]] - 1
            for at in itertools.product(*(range(sizes[size]) for size in ranged)):
                if at[place] == last and name in setting.positive:
                    # What is positive stays so.
                    line = [(name, (*at[:place], n, *at[place + 1 :])) for n in range(last + 1)]
                    factor = mpf(total.numerator) / total.denominator
                    factor /= mp.fsum(values[key] for key in line)
                    values.update({key: factor * values[key] for key in line})
                elif at[place] == last:
                    rest = mp.fsum(
                        values[name, (*at[:place], other, *at[place + 1 :])]
                        for other in range(last)
                    )
                    values[name, at] = mpf(total.numerator) / total.denominator - rest


def _assumption(world: World, fact: Reading) -> bool:
    sides = [side for chain in fact.chains for side in chain[::2] if side is not None]
    letters = sorted(set().union(*map(free, sides)))
    where = ranges(sides, world.setting)
    return all(
        _held(world, chain, chosen)
        for chosen in _choices(letters, where, world.sizes, ())
        for chain in fact.chains
    )


def _outer(sides: list[Node], setting: Setting) -> set[str]:
    """Letters that definitions take from where their names stand."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [node[1] for side in sides for node in subtrees(side) if node[0] in ("name", "call")]
    while todo:
        name = todo.pop()
        defined = setting.definitions.get(name)
        if name in seen or defined is None:
            continue
        seen.add(name)
        found |= free(defined.body) - set(defined.indices)
        todo += [node[1] for node in subtrees(defined.body) if node[0] in ("name", "call")]
    return found


def _sizes(setting: Setting, count: int) -> dict[str, int]:
    others = sorted(setting.sizes - {"K"})
    return {"K": count, **{size: 2 + (place + count) % 2 for place, size in enumerate(others)}}


def point(setting: Setting, sizes: Mapping[str, int], random: Random) -> dict[Any, Any]:
    """Random values of all variables."""
    values = {}
    for name, ranged in setting.variables.items():
        for at in itertools.product(*(range(sizes[size]) for size in ranged)):
            value = mpf(random.randint(-30000, 30000)) / 16384
            values[name, at] = abs(value) + mpf(1) / 32 if name in setting.positive else value
    return values


def _choices(
    letters: list[str],
    where: Mapping[str, set[str]],
    sizes: Mapping[str, int],
    conditions: Iterable[tuple[str, str, bool]],
) -> Iterable[dict[str, int]]:
    counts = []
    for letter in letters:
        named = where.get(letter, set())
        if len(named) != 1:
            raise NoSense(f"{letter} runs over {sorted(named)}")
        counts.append(range(sizes[next(iter(named))]))
    for places in itertools.product(*counts):
        chosen = dict(zip(letters, places, strict=True))

        def at(index: str, chosen: Mapping[str, int] = chosen) -> int | None:
            return int(index) - 1 if NUMERAL.fullmatch(index) else chosen.get(index)

        relevant = [c for c in conditions if at(c[0]) is not None and at(c[1]) is not None]
        if all((at(left) == at(right)) == equal for left, right, equal in relevant):
            yield chosen


def _held(world: World, chain: tuple[Any, ...], letters: Mapping[str, int]) -> bool | None:
    try:
        values = [world.value(side, letters) for side in chain[::2]]
    except Undefined:
        return None
    near = NEAR if world.setting.differs or _differs(chain) else EXACT
    return all(
        _related(left, sign, right, near)
        for left, sign, right in zip(values, chain[1::2], values[1:], strict=False)
    )


def _related(left: Value, sign: str, right: Value, apart: Any) -> bool:
    if isinstance(left, tuple) != isinstance(right, tuple):
        # 0 stands for the vector of zeros.
        if sign != "=":
            raise NoSense("an inequality of vectors")
        zero = left if not isinstance(left, tuple) else right
        if zero != 0:
            return False
        other = left if isinstance(left, tuple) else right
        return all(abs(x) < apart for row in other for x in row)
    if isinstance(left, tuple):
        if shape(left) != shape(right):
            return False
        pairs = zip(left, right, strict=True)
        return all(_related(a, sign, b, apart) for x, y in pairs for a, b in zip(x, y, strict=True))
    near = abs(left - right) <= apart * (1 + abs(left) + abs(right))
    match sign:
        case "=":
            return bool(near)
        case "!=":
            return not near
        case "<=":
            return bool(near or left < right)
        case ">=":
            return bool(near or left > right)
        case "<":
            return bool(not near and left < right)
    return bool(not near and left > right)


def _shown(values: Mapping[Any, Any]) -> str:
    return ", ".join(f"{name}{list(at)}={mp.nstr(x, 5)}" for (name, at), x in values.items())
