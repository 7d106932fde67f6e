"""A second route from the TeX of an equation to numbers, which shares no code with the checker.

The printed TeX (`\\frac{…}{…}`, `\\exp(…)`, `\\sum_{i = 1}^{K} …`, `\\cdot` between all factors) is
rewritten as text into a Python expression; Python's own parser gives it precedence, NumPy gives it
values, and autograd gives the derivatives. Softmax, the loss, u and v are written here by hand;
what other pages define is rewritten in the same way. Nothing of the package under test is imported:
neither its reader nor its evaluators nor its rules of differentiation take part, so an error in any
of them shows as a difference.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import CodeType

import autograd.numpy as np
from autograd import grad

RTOL = 1e-7
"""autograd is exact up to rounding; the equations are sums of a few hundred terms of order 1."""
SIZES = {"N": 5, "D": 4, "M": 6}
"""Not 2, at which twice a size is its square, and 2 more than it."""
POINTS = 12
NORMALISED = r"\sum_{i=1}^K y_i = 1"
SUMS_TO_ONE = re.compile(
    r"\\sum_\{(?P<index>\w)=1\}\^\w (?P<name>\w)_(?:\{(?P<below>\w+)\}|(?P<one>\w)) = 1"
)
"""That the entries of a variable sum to one over the last of its indices."""
RELATIONS = (" = ", r" \neq ", r" \leq ", r" \geq ", " < ", " > ")


class Unread(ValueError):
    """What this route cannot read; it says nothing about the equation."""


@dataclass(frozen=True)
class Defined:
    """What a name stands for: its parameters, the size of each, and the body as printed."""

    parameters: tuple[str, ...]
    sizes: tuple[str, ...]
    body: str


SOFTMAX = Defined(("j",), ("K",), r"\frac{\exp(z_{j})}{\sum_{k = 1}^{K} \exp(z_{k})}")
LOSS = Defined((), (), r"-\sum_{i = 1}^{K} y_{i} \cdot \log(p_{i})")
U = Defined((), (), r"\exp(z_{i})")
V = Defined((), (), r"\sum_{k = 1}^{K} \exp(z_{k})")


@dataclass(frozen=True)
class Setting:
    """What the names in an equation are.

    Attributes:
        variables: the sizes of each variable's indices; none for a scalar.
        positive: the variables that are positive.
        definitions: what the other names stand for.
        hypotheses: the TeX of what is assumed.
    """

    variables: Mapping[str, tuple[str, ...]]
    positive: frozenset[str] = frozenset()
    definitions: Mapping[str, Defined] = field(default_factory=dict)
    hypotheses: tuple[str, ...] = ()

    def arity(self, name: str) -> tuple[str, ...]:
        if name in self.definitions:
            return self.definitions[name].sizes
        if name in self.variables:
            return self.variables[name]
        raise Unread(f"{name} is not known")


SPINE = Setting(
    {"z": ("K",), "y": ("K",)},
    definitions={"p": SOFTMAX, "L": LOSS, "u": U, "v": V},
)


class Bindings(dict):
    """Labels of indices, from 0; one that is missing is 0, and is noted in `asked`."""

    def __init__(self, labels: Iterable = (), asked: list[str] | None = None) -> None:
        super().__init__(labels)
        self.asked: list[str] = [] if asked is None else asked

    def __missing__(self, letter: str) -> int:
        if letter.isdigit():
            return int(letter) - 1
        self.asked.append(letter)
        return 0

    def bind(self, more: Mapping[str, int]) -> Bindings:
        return Bindings({**self, **more}, self.asked)


@dataclass(frozen=True)
class World:
    """Values of the variables, and of what rests on them unless it is moved on its own."""

    setting: Setting
    sizes: Mapping[str, int]
    values: Mapping[str, object]
    at: Bindings
    moved: Mapping[str, object] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)

    def __getitem__(self, name):
        # A page may define what is a size elsewhere, as D.
        sizes = {} if name in self.setting.definitions else self.sizes
        for found in (self.moved, self.values, self.known, sizes):
            if name in found:
                return found[name]
        self.known[name] = self._defined(name)
        return self.known[name]

    def _defined(self, name):
        definition = self.setting.definitions.get(name)
        if definition == SOFTMAX:
            e = np.exp(self["z"])
            return e / np.sum(e)
        if definition == LOSS:
            return -np.sum(self["y"] * np.log(self["p"]))
        if definition == U:
            return np.exp(self["z"][self.at["i"]])
        if definition == V:
            return np.sum(np.exp(self["z"]))
        if definition is None:
            raise Unread(f"{name} is not known")
        code = compiled(definition.body, self.setting)
        shape = [self.sizes[size] for size in definition.sizes]
        entries = []
        for labels in itertools.product(*map(range, shape)):
            bindings = dict(zip(definition.parameters, labels, strict=True))
            entries.append(evaluate(code, self, self.at.bind(bindings)))
        return np.array(entries).reshape(shape) if shape else entries[0]

    def move(self, name, value):
        """The same world with one quantity replaced, as a partial derivative does."""
        return replace(self, moved={**self.moved, name: value}, known={})


def derivative(expression, name, index):
    """∂expression/∂name_index as a function of a world."""

    def at(world):
        slope = grad(lambda x: expression(world.move(name, x)) + 0.0 * np.sum(x))(world[name] + 0.0)
        return slope if index is None else slope[index]

    return at


def log(x):
    """The logarithm; with the root, its derivative is nan too where x is negative."""
    return np.log(x) + 0.0 * np.sqrt(x)


def times(a, b):
    """A product as on paper: that of a matrix goes over its second index, which `*` does not."""
    if not (np.ndim(a) and np.ndim(b)):
        return a * b
    if np.ndim(a) == 2:
        return np.dot(a, b)
    raise Unread("the product of a vector with what follows it")


def total(term, index, bindings, size):
    """The sum of `term` over an index."""
    return sum(term(bindings.bind({index: k})) for k in range(size))


def evaluate(code: CodeType, world: World, bindings: Bindings):
    """The value of a rewritten expression."""
    scopes = {
        "np": np,
        "log": log,
        "D": derivative,
        "I": bindings,
        "W": world,
        "S": total,
        "times": times,
    }
    return eval(code, scopes)


def group(text: str, start: int, opening: str, closing: str) -> int:
    """The end of the group that opens at `start`."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return place
    raise Unread(text)


def scope(text: str, start: int) -> int:
    """Where the product that starts at `start` ends: the scope of a sum."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] in "({[":
            depth += 1
        elif text[place] in ")}]":
            depth -= 1
            if depth < 0:
                return place
        elif depth == 0 and text[place : place + 3] in (" + ", " - "):
            return place
    return len(text)


def split(text: str) -> tuple[list[str], list[str]]:
    """The sides of a chain of relations, and the signs between them."""
    sides, signs, depth, start, place = [], [], 0, 0, 0
    while place < len(text):
        depth += (text[place] in "({[") - (text[place] in ")}]")
        sign = next((sign for sign in RELATIONS if text.startswith(sign, place)), None)
        if depth == 0 and sign:
            sides.append(text[start:place])
            signs.append(sign.strip())
            place = start = place + len(sign)
        else:
            place += 1
    return [*sides, text[start:]], signs


# A symbol becomes «n», so that its letters are not taken for those of the Python around it.
TOKEN = re.compile(
    r"(?P<keep>\\sum_\{[^{}]*\}|(?<=\})\^\{[A-Z]\}|\^\\top"
    r"|\\(?:frac|cdot|exp|log|tanh|partial)(?![A-Za-z]))"
    r"|\\delta_\{(?P<left>\w),(?P<right>\w)\}"
    r"|\\nabla_\{(?P<by>[^{}]*)\} "
    r"|(?P<name>\\[A-Za-z]+\{[^{}]*\}|\\[A-Za-z]+|[A-Za-z])(?:_\{(?P<below>[^{}]*)\})?"
)


class Rewriting:
    """One printed expression on its way to Python."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.symbols: list[tuple[str, tuple[str, ...]]] = []

    def python(self, tex: str) -> str:
        """The expression as Python source in a world W with the bindings I."""
        return self._structure(TOKEN.sub(self._token, tex.strip()))

    def _token(self, match: re.Match[str]) -> str:
        if match["keep"]:
            return match["keep"]
        if match["left"]:
            return f"(1.0 if I['{match['left']}'] == I['{match['right']}'] else 0.0)"
        if match["by"]:
            return f"∇{self._mark(match['by'], ())}"
        below = match["below"]
        return self._mark(match["name"], tuple(below.split(",")) if below else ())

    def _mark(self, name: str, below: tuple[str, ...]) -> str:
        self.symbols.append((name, below))
        return f"«{len(self.symbols) - 1}»"

    def _structure(self, text: str) -> str:
        while (place := text.find(r"\frac{\partial")) >= 0:
            end = group(text, place + 5, "{", "}")
            stop = group(text, end + 1, "{", "}")
            top = re.fullmatch(r"(?:\^\{\d\})? ?(.*)", text[place + 14 : end])
            made = self._structure(top[1])
            for number in reversed(re.findall(r"\\partial «(\d+)»", text[end + 2 : stop])):
                made = f"D(lambda W: {made}, {self._wanted(int(number))})(W)"
            text = f"{text[:place]}({made}){text[stop + 1 :]}"
        while (found := re.search(r"∇«(\d+)»", text)) is not None:
            start = found.end()
            stop = group(text, start, "(", ")") if text[start] == "(" else text.index("»", start)
            body = self._structure(text[start : stop + 1])
            by = self._wanted(int(found[1]))
            text = f"{text[: found.start()]}D(lambda W: {body}, {by})(W){text[stop + 1 :]}"
        while (place := text.rfind(r"\sum_{")) >= 0:
            text = self._sum(text, place)
        while (place := text.rfind(r"\frac{")) >= 0:
            end = group(text, place + 5, "{", "}")
            stop = group(text, end + 1, "{", "}")
            top, bottom = text[place + 6 : end], text[end + 2 : stop]
            text = f"{text[:place]}(({top})/({bottom})){text[stop + 1 :]}"
        text = text.replace(r"\cdot", "*")
        text = text.replace(r"\exp(", "np.exp(").replace(r"\log(", "log(")
        text = text.replace(r"\tanh(", "np.tanh(").replace(r"»^\top", "».T")
        text = re.sub(r"\^\{(-?\d+)\}", r"**(\1)", text)
        text = text.replace("»(", "» * (")  # Where no function has this name, as none has here.
        return re.sub(r"«(\d+)»", lambda match: self._value(int(match[1])), text)

    def _sum(self, text: str, place: int) -> str:
        end = group(text, place + 5, "{", "}")
        lower = text[place + 6 : end]
        begin, index, size = end + 1, lower[0], None
        if text[begin : begin + 2] == "^{":
            size = text[begin + 2]
            begin = group(text, begin + 1, "{", "}") + 1
        stop = scope(text, begin)
        excluded = re.findall(r"\\neq (\w)", lower)
        size = size or self.size(index, (*excluded, index))
        test = " and ".join(f"I['{index}'] != I['{other}']" for other in excluded)
        body = self._structure(text[begin:stop])
        made = f"S(lambda I: ({body}) if {test or 'True'} else 0.0, '{index}', I, W['{size}'])"
        return f"{text[:place]}{made}{text[stop:]}"

    def size(self, index: str, letters: tuple[str, ...]) -> str:
        """The range of an index: that of the places at which it, or one like it, stands."""
        for name, below in self.symbols:
            for letter, size in zip(below, self.setting.arity(name) if below else (), strict=False):
                if letter in letters:
                    return size
        ranges = {size for sizes in self.setting.variables.values() for size in sizes}
        if len(ranges) == 1:
            return ranges.pop()
        raise Unread(f"the range of {index}")

    def _wanted(self, number: int) -> str:
        name, below = self.symbols[number]
        index = ", ".join(f"I['{letter}']" for letter in below)
        return f"{name!r}, {f'({index},)' if below else None}"

    def _value(self, number: int) -> str:
        name, below = self.symbols[number]
        index = ", ".join(f"I['{letter}']" for letter in below)
        return f"W[{name!r}]" + (f"[{index}]" if below else "")


class Products(ast.NodeTransformer):
    """Each product becomes a call of `times`, which knows what its factors are."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Mult):
            return node
        return ast.Call(ast.Name("times", ast.Load()), [node.left, node.right], [])


def compiled(tex: str, setting: Setting) -> CodeType:
    """A printed expression as code.

    Raises:
        Unread: it is outside of what this route reads.
    """
    source = Rewriting(setting).python(tex)
    try:
        tree = Products().visit(ast.parse(source.strip(), tex, "eval"))
        return compile(ast.fix_missing_locations(tree), tex, "eval")
    except SyntaxError as error:
        raise Unread(tex) from error


def holds(
    tex: str,
    left: str | None = None,
    conditions: tuple[str, ...] = (),
    setting: Setting = SPINE,
    K: int = 3,
) -> bool:
    """Whether an equation holds at random points, for all indices that the conditions allow.

    Args:
        tex: the equation as printed by the package.
        left: the left side of a continuation.
        conditions: such as ``i = j`` and ``i \\neq j``.
        setting: what the names are.
        K: the number of classes, unless a hypothesis fixes it.

    Raises:
        Unread: it is outside of what this route reads.
    """
    tex, *more = tex.split(r" \qquad ")
    for part in more:
        conditions = (*conditions, *part.strip("()").split(", "))
    if tex.startswith("= "):
        tex = f"{left} {tex}"
    sides, signs = split(tex)
    codes = [compiled(side, setting) for side in sides]
    sizes, normalised = _supposed(setting, K)
    random = np.random.RandomState(7)
    try:
        letters = _asked(codes, _world(setting, sizes, normalised, random, Bindings()))
        ranges = {letter: range(sizes[_range(letter, sides, setting)]) for letter in letters}
        defined = False
        for bindings in _labels(ranges, conditions, random):
            world = _world(setting, sizes, normalised, random, bindings)
            values = [np.asarray(evaluate(code, world, bindings)) for code in codes]
            if not all(np.all(np.isfinite(value)) for value in values):
                continue  # A claim is made where it has a value, as log(-y) has for a negative y.
            defined = True
            pairs = zip(values, signs, values[1:], strict=False)
            if not all(_related(a, sign, b) for a, sign, b in pairs):
                return False
    except (KeyError, IndexError, TypeError) as error:
        raise Unread(f"{tex}: {error!r}") from error
    if not defined:
        raise Unread(f"{tex} has no value at the points that are drawn")
    return True


def _supposed(setting: Setting, K: int) -> tuple[dict[str, int], set[str]]:
    """The sizes, and the variables that sum to one, as the hypotheses have them."""
    sizes, normalised = {**SIZES, "K": K}, set()
    for hypothesis in setting.hypotheses:
        fixed = re.fullmatch(r"(\w) = (\d)", hypothesis)
        if fixed:
            sizes[fixed[1]] = int(fixed[2])
        else:
            normalised.add(_normalised(hypothesis))
    return sizes, normalised


def _labels(
    ranges: dict[str, range], conditions: tuple[str, ...], random: np.random.RandomState
) -> list[Bindings]:
    """Some of the values of the letters that the conditions allow.

    Raises:
        Unread: they allow none of those that are drawn.
    """
    points = list(itertools.product(*ranges.values()))
    if len(points) > POINTS:
        points = [points[k] for k in random.permutation(len(points))[:POINTS]]
    found = (Bindings(zip(ranges, point, strict=True)) for point in points)
    allowed = [bindings for bindings in found if _allowed(bindings, conditions)]
    if not allowed:
        raise Unread("no index satisfies the conditions")
    return allowed


def _normalised(hypothesis: str) -> str:
    """The variable whose entries a hypothesis lets sum to one, over its last index."""
    found = SUMS_TO_ONE.fullmatch(hypothesis)
    if not found or (found["below"] or found["one"])[-1] != found["index"]:
        raise Unread(hypothesis)
    return found["name"]


def _world(setting, sizes, normalised, random, bindings) -> World:
    values = {}
    for name, of in setting.variables.items():
        low, high = (0.5, 2) if name in {*setting.positive, *normalised, "y"} else (-1, 1)
        values[name] = random.uniform(low, high, [sizes[size] for size in of])
        if name in normalised:
            values[name] = values[name] / np.sum(values[name], axis=-1, keepdims=True)
    return World(setting, sizes, values, bindings)


def _asked(codes: list[CodeType], world: World) -> list[str]:
    """The free indices of the sides: those that no sum supplies."""
    for code in codes:
        evaluate(code, world, world.at)
    return sorted(set(world.at.asked))


def _range(letter: str, sides: list[str], setting: Setting) -> str:
    for side in sides:
        rewriting = Rewriting(setting)
        rewriting.python(side)
        with contextlib.suppress(Unread):
            return rewriting.size(letter, (letter,))
    return "K"  # It stands in a definition only, as i does in that of u.


def _allowed(bindings: dict[str, int], conditions: tuple[str, ...]) -> bool:
    for condition in conditions:
        a, sign, b = condition.split(" ")
        if a in bindings and b in bindings and (bindings[a] == bindings[b]) != (sign == "="):
            return False
    return True


_RELATED: dict[str, Callable[..., object]] = {
    "=": lambda a, b: np.allclose(a, b, rtol=RTOL, atol=1e-9),
    r"\neq": lambda a, b: np.all(a != b),
    r"\leq": lambda a, b: np.all(a <= b + 1e-9),
    r"\geq": lambda a, b: np.all(a >= b - 1e-9),
    "<": lambda a, b: np.all(a < b),
    ">": lambda a, b: np.all(a > b),
}


def _related(a, sign: str, b) -> bool:
    return bool(_RELATED[sign](a, b))
