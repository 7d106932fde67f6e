"""A second route from the TeX of an equation to numbers, which shares no code with the checker.

The printed TeX (`\\frac{…}{…}`, `\\exp(…)`, `\\sum_{i = 1}^{K} …`, `\\cdot` between all factors) is
rewritten as text into a Python expression; Python's own parser gives it precedence, NumPy gives it
values, and autograd gives the derivatives. Softmax, the loss, u and v are written here by hand.
Nothing of the package under test is imported: neither its reader nor its evaluators nor its rules
of differentiation take part, so an error in any of them shows as a difference.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

import autograd.numpy as np
from autograd import grad

RTOL = 1e-7
"""autograd is exact up to rounding; the equations are sums of a few hundred terms of order 1."""


@dataclass(frozen=True)
class World:
    """Values of z and y, and the symbols that rest on them unless one is moved on its own."""

    z: object
    y: object
    at: dict
    moved: dict = field(default_factory=dict)

    def __getitem__(self, name):
        if name in self.moved:
            return self.moved[name]
        if name in ("z", "y"):
            return getattr(self, name)
        if name == "p":
            e = np.exp(self["z"])
            return e / np.sum(e)
        if name == "L":
            return -np.sum(self["y"] * np.log(self["p"]))
        if name == "u":
            return np.exp(self["z"][self.at["i"]])
        if name == "v":
            return np.sum(np.exp(self["z"]))
        raise KeyError(name)

    def move(self, name, value):
        """The same world with one quantity replaced, as a partial derivative does."""
        return replace(self, moved={**self.moved, name: value})


def derivative(expression, name, index):
    """∂expression/∂name_index as a function of a world."""

    def at(world):
        slope = grad(lambda x: expression(world.move(name, x)) + 0.0 * np.sum(x))(world[name] + 0.0)
        return slope if index is None else slope[index]

    return at


def group(text, start, opening, closing):
    """The end of the group that opens at `start`."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return place
    raise ValueError(text)


def scope(text, start):
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


def python(tex):
    """A side of an equation, as printed by the package, as Python source in a world W."""
    tex = tex.strip()
    while (place := tex.find(r"\frac{\partial")) >= 0:
        end = group(tex, place + 5, "{", "}")
        stop = group(tex, end + 1, "{", "}")
        body = tex[place + len(r"\frac{\partial") : end].strip()
        below = tex[end + 2 : stop].strip()
        name, index = re.fullmatch(r"\\partial (\w)(?:_\{(\w)\})?", below).groups()
        index = f"I['{index}']" if index else "None"
        tex = f"{tex[:place]}D(lambda W: {python(body)}, '{name}', {index})(W){tex[stop + 1 :]}"
    while (found := re.search(r"\\nabla_\{(\w)\} ", tex)) is not None:
        start = found.end()
        stop = group(tex, start, "(", ")") + 1 if tex[start] == "(" else start + 1
        body = python(tex[start:stop])
        tex = f"{tex[: found.start()]}D(lambda W: {body}, '{found[1]}', None)(W){tex[stop:]}"
    while (place := tex.rfind(r"\sum_{")) >= 0:
        end = group(tex, place + 5, "{", "}")
        lower = tex[place + 6 : end]
        begin = end + 1
        if tex[begin : begin + 2] == "^{":
            begin = group(tex, begin + 1, "{", "}") + 1
        stop = scope(tex, begin)
        index = lower[0]
        test = " and ".join(f"I['{index}'] != I['{x}']" for x in re.findall(r"\\neq (\w)", lower))
        body = python(tex[begin:stop])
        total = f"S(lambda I: ({body}) if {test or 'True'} else 0.0, '{index}', I)"
        tex = tex[:place] + total + tex[stop:]
    while (place := tex.rfind(r"\frac{")) >= 0:
        end = group(tex, place + 5, "{", "}")
        stop = group(tex, end + 1, "{", "}")
        tex = f"{tex[:place]}(({tex[place + 6 : end]})/({tex[end + 2 : stop]})){tex[stop + 1 :]}"
    tex = tex.replace(r"\cdot", "*")
    tex = re.sub(r"\\(exp|log)\(", r"np.\1(", tex)
    tex = re.sub(r"\^\{(-?\d+)\}", r"**(\1)", tex)
    tex = re.sub(r"(?<![\w\\'\[])([zypLuv])_\{(\w)\}", r"W['\1'][I['\2']]", tex)
    return re.sub(r"(?<![\w\\'\[.])([zypLuv])(?![\w'\(_])", r"W['\1']", tex)


def total(term, index, bindings, K):
    """The sum of `term` over an index."""
    return sum(term({**bindings, index: k}) for k in range(K))


def holds(tex, left=None, unequal=None, equal=None, normalised=False, K=3):
    """Whether an equation holds at random points, for all i and j that a condition allows.

    `left` is the left side of a continuation; `unequal` and `equal` say which condition holds.
    """
    sides = tex.split(" = ")
    if tex.startswith("= "):
        sides = [left, tex[2:]]
    # A relation sign inside the limits of a sum is no relation.
    if len(sides) != 2:
        masked = re.sub(r"\\sum_\{(\w) = 1\}", r"\\sum_{\1@1}", tex)
        sides = [side.replace("@", " = ") for side in masked.removeprefix("= ").split(" = ")]
        if tex.startswith("= "):
            sides.insert(0, left)
    sources = [compile(python(side), tex, "eval") for side in sides]
    random = np.random.RandomState(7)
    for i, j in itertools.product(range(K), repeat=2):
        if (unequal and i == j) or (equal and i != j):
            continue
        z, y = random.uniform(-1, 1, K), random.uniform(0.5, 2, K)
        if normalised:
            y = y / np.sum(y)
        bindings = {"i": i, "j": j}
        scopes = {
            "np": np,
            "D": derivative,
            "I": bindings,
            "W": World(z, y, bindings),
            "S": lambda term, index, given: total(term, index, given, K),
        }
        values = [np.asarray(eval(source, scopes)) for source in sources]
        if not np.allclose(*values, rtol=RTOL, atol=1e-9):
            return False
    return True
