"""Tree → TeX that reads back to the same tree."""

from __future__ import annotations

from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.tex.index_relations import IndexFact
from proofpages.equations.tex.statements import Chain
from proofpages.equations.tree import (
    Apply,
    Call,
    Cases,
    Component,
    Delta,
    Entrywise,
    Fold,
    Gradient,
    Negative,
    Norm,
    Number,
    Ones,
    Over,
    Partial,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Transposed,
    Tree,
    stands_in,
)

UNEQUAL, OTHERWISE = r"\neq", r"\text{otherwise}"


def show(tree: Tree) -> str:
    """An expression as TeX."""
    match tree:
        case Plus(terms=terms):
            text = _term(terms[0])
            for term in terms[1:]:
                if isinstance(term, Negative):
                    text += f" - {_operand(term.body)}"
                else:
                    text += f" + {_operand(term)}"
            return text
        case _:
            return _term(tree)


def _term(tree: Tree) -> str:
    """A term that may start with a minus sign."""
    if isinstance(tree, Negative):
        return f"-{_operand(tree.body)}"
    return _operand(tree)


def _operand(tree: Tree) -> str:
    """A term without a sign: a product, or a single factor."""
    if isinstance(tree, Times):
        last = len(tree.factors) - 1
        texts = [
            _sum(factor)
            if isinstance(factor, Fold) and (factor.ended or n == last)
            else f"-{_factor(factor.body)}"
            if n and isinstance(factor, Negative) and factor.bare
            else _factor(factor)
            for n, factor in enumerate(tree.factors)
        ]
        return r" \cdot ".join(texts)
    if isinstance(tree, Fold):
        return _sum(tree)
    if isinstance(tree, Entrywise):
        return rf"{_factor(tree.left)} \odot {_factor(tree.right)}"
    if isinstance(tree, Gradient):
        return _gradient(tree)
    return _factor(tree)


def _factor(tree: Tree) -> str:
    match tree:
        case Number():
            return _number(tree)
        case Symbol():
            return show_symbol(tree)
        case Over(top=top, bottom=bottom):
            return rf"\frac{{{show(top)}}}{{{show(bottom)}}}"
        case Power(base=base, exponent=exponent):
            return _power(base, exponent, tree.place)
        case Apply(function=function, body=body):
            opening, closing = "{}" if FUNCTIONS[function].braced else "()"
            return f"{function}{opening}{show(body)}{closing}"
        case Raised(base=base, exponent=exponent):
            return f"{_base(base)}^{{{show(exponent)}}}"
        case Transposed(body=body, sign=sign, bare=bare):
            return rf"{_operand(body) if bare else _base(body)}^{sign}"
        case Ones(size=size):
            return r"\mathbf{1}" + (f"_{{{size}}}" if size else "")
        case Component(body=body, indices=indices):
            return f"({show(body)}){_below(indices)}"
        case Norm(body=body):
            return rf"\|{show(body)}\|" + (f"_{tree.below}" if tree.below else "")
        case Call():
            return _call(tree)
        case Cases():
            return _cases(tree)
        case Delta(left=left, right=right, written=""):
            return rf"\delta_{{{left},{right}}}"
        case Delta(left=left, right=right, written=written, differ=differ):
            return written.replace("%", f"{left} {UNEQUAL if differ else '='} {right}")
        case Partial():
            return _partial(tree)
    return f"({show(tree)})"


def _number(tree: Number) -> str:
    value = tree.value
    if value.denominator == 1:
        return str(value.numerator)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        if digits > 18:
            raise ValueError(f"{value} is not a decimal number")
    whole = str((value * 10**digits).numerator).rjust(digits + 1, "0")
    return f"{whole[:-digits]}.{whole[-digits:]}"


def show_symbol(tree: Symbol) -> str:
    """A name with its indices."""
    if "#" in tree.name:
        name = tree.name
        for place, index in enumerate(tree.indices):
            name = name.replace(f"#{place + 1}", index)
        return name
    above = "".join(rf"^{{({index})}}" for index in tree.indices[: tree.upper])
    return tree.name + above + _below(tree.indices[tree.upper :])


def _below(indices: tuple[str, ...]) -> str:
    return f"_{{{','.join(indices)}}}" if indices else ""


def _call(tree: Call) -> str:
    def above(power: int) -> str:
        return f"^{{{power}}}" if power != 1 else ""

    head = tree.name + _below(tree.indices) + "'" * tree.primes + above(tree.raised)
    inner = ", ".join(map(show, tree.arguments))
    return f"{head}({inner}){_below(tree.below)}{above(tree.power)}"


def _cases(tree: Cases) -> str:
    rows = []
    for place, body in enumerate(tree.bodies):
        word = rf"\text{{{tree.words[place]} }}" if tree.words and tree.words[place] else ""
        if place < len(tree.equal):
            sign = "=" if tree.equal[place] else UNEQUAL
            rows.append(f"{show(body)} & {word}{tree.lefts[place]} {sign} {tree.rights[place]}")
        else:
            rows.append(f"{show(body)} & {word or OTHERWISE}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _power(base: Tree, exponent: int, place: str) -> str:
    if not isinstance(base, Apply) or not place or FUNCTIONS[base.function].braced:
        return f"{_base(base)}^{{{exponent}}}"
    if place == "f":
        return f"{base.function}^{{{exponent}}}({show(base.body)})"
    return f"{base.function}({show(base.body)})^{{{exponent}}}"


def _base(tree: Tree) -> str:
    if isinstance(tree, Symbol | Number | Delta | Norm | Ones | Component):
        return _factor(tree)
    return f"({show(tree)})"


def _gradient(tree: Gradient) -> str:
    above = f"^{{{tree.order}}}" if tree.order > 1 else ""
    if tree.bare and isinstance(tree.body, Call):
        return rf"\nabla{above} {_call(tree.body)}"
    inner = show_symbol(tree.body) if isinstance(tree.body, Symbol) else f"({show(tree.body)})"
    return rf"\nabla_{{{show_symbol(tree.by)}}}{above} {inner}"


def _partial(tree: Partial) -> str:
    body = show_symbol(tree.body) if isinstance(tree.body, Symbol) else f"({show(tree.body)})"
    if tree.below and isinstance(tree.body, Call):
        body = _call(tree.body)
    if tree.below and len(tree.by) == 1:
        return rf"\partial_{{{show_symbol(tree.by[0])}}} {body}"
    order = len(tree.by)
    raised = f"^{{{order}}}" if order > 1 else ""
    below = " ".join(rf"\partial {show_symbol(by)}" for by in tree.by)
    return rf"\frac{{\partial{raised} {body}}}{{{below}}}"


def _sum(tree: Fold) -> str:
    # The product behind a sum is its body; a body with a sign in front needs parentheses.
    # A sum over the same letter would end this one, and of a last factor without its index it
    # would not be certain whether a product takes it in.
    last = tree.body.factors[-1] if isinstance(tree.body, Times) else None
    again = isinstance(last, Fold) and last.index == tree.index
    apart = tree.kind != r"\sum" and last is not None and not stands_in(tree.index, last)
    bare = isinstance(tree.body, Negative) and tree.body.bare
    enclosed = again or apart or isinstance(tree.body, Plus | Negative)
    body = _term(tree.body) if bare else f"({show(tree.body)})" if enclosed else _operand(tree.body)
    size, first = tree.size, tree.first
    started = f"{tree.index} = {first}" if first else tree.index
    upper = f"^{{{size} - 1}}" if first == "0" else f"^{{{size}}}" if size is not None else ""
    if tree.excluded:
        lower = ", ".join(rf"{tree.index} \neq {other}" for other in tree.excluded)
        lower = f"{started}, {lower}" if size is not None and first else lower
    elif size is not None and size.startswith("\\"):
        lower, upper = rf"{tree.index} \in {size}", ""
    else:
        lower = started if size is not None else tree.index
    below = f"_{{{lower}}}" if lower else ""
    return f"{tree.kind}{below}{upper} {body}"


def show_chain(chain: Chain) -> str:
    """A chain of relations, with its conditions, as TeX."""
    texts = [show(side) for side in chain.sides]
    if chain.continues:
        text = ""
        pairs = zip(chain.signs, texts, strict=True)
    else:
        text = texts[0]
        pairs = zip(chain.signs, texts[1:], strict=True)
    for sign, side in pairs:
        text += f" {sign} {side}"
    return text.strip() + show_conditions(chain.conditions)


def show_conditions(conditions: tuple[IndexFact, ...]) -> str:
    """Conditions as they stand behind an equation."""
    return rf" \qquad ({', '.join(map(str, conditions))})" if conditions else ""
