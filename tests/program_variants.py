"""Wrong variants of a program, one change each, made from its syntax tree and run.

What is changed (`KINDS`) is what a formula can get wrong: a sign, an operator, a factor or a term
left out, one symbol for another, an index, a range, a constant, a function, a sum. What is left as
it is, because it is no part of a program's claim, follows from six rules:

- texts: docstrings, strings, f-strings and imports;
- what is printed: `print(…)`, and a loop that does nothing else;
- the example: what a random generator is asked for, its seed among it;
- the example's measures: an assignment of bare literals, such as `K, h = 4, 1e-20`;
- how close is close: the keywords `rtol`, `atol` and `dtype`, and the bound in an asserted
  `… < 1e-12`;
- what is drawn: in a program that prints a picture, all that stands below its last assert. No
  assert can tell a good drawing from a bad one; that the numbers drawn are right, it can.

Most variants fail. Those that survive are recorded, each with the reason why it rightly does:
`python -m tests.program_variants` makes the record anew and keeps the reasons, so a change of it is
read, and a new row is given its reason, before it is committed. With files behind it
(`snippets/home.py …`) the command counts their variants, and shows those that survive.
"""

from __future__ import annotations

import ast
import collections
import contextlib
import decimal
import io
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

from tests.builds import ROOT

KINDS = (
    "operator",  # another one
    "sign",  # one too few, or one too many
    "dropped",  # a term, a factor, a numerator, a denominator, an exponent
    "symbol",  # y for p, p for y, z for p, …
    "index",  # another entry, j for i, no transposition, = for ≠
    "range",  # the first or the last left out, or a condition
    "constant",  # an exponent among them, and the entries of a label
    "function",  # another one, or none
    "sum",  # none, or a mean, or a maximum
)
FATES = ("assert", "warning", "crash", "survived")
"""How a mutant ends. A crash, as a list times a list, says nothing about the claim; nor does a loop
that does not end, which is stopped and counts as one."""
SECONDS = 60.0
"""Of the processor's time, that a mutant may take: a `while` that was changed may never end."""
SYMBOLS = ("z", "p", "y", "u", "v", "w", "y_true", "y_pred", "dZ")
INDICES = ("i", "j")
OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
FUNCTIONS = {
    "exp": ("exp2", "expm1"),
    "log": ("log2", "log1p"),
    "log2": ("log",),
    "imag": ("real",),
    "eye": ("ones",),
    "outer": ("subtract",),
    "logaddexp": ("maximum", "add"),
}
CLOSENESS = {"rtol", "atol", "dtype"}
SNIPPETS = sorted((ROOT / "snippets").rglob("*.py"))
RECORD = ROOT / "tests/records/variants.tsv"
HEAD = (
    "# snippet\tstatement\twrong variant that survives\twhy: true, or no part of what is claimed\n"
)
Reasons = dict[tuple[str, str], str]
"""Why a variant rightly survives, by the statement as it is and as it is changed."""


@dataclass(frozen=True)
class Mutant:
    """A program with one change.

    Attributes:
        kind: One of `KINDS`.
        line: The line (from 1) of the statement that is changed.
        before: That statement, as `ast.unparse` writes it on one line; the head of a loop.
        after: The same statement, changed.
        program: The whole program with this change, compiled; None where Python refuses it.
    """

    kind: str
    line: int
    before: str
    after: str
    program: CodeType | None

    def __str__(self) -> str:
        return f"line {self.line}, {self.kind}: {self.before}  →  {self.after}"


@dataclass(frozen=True)
class _Place:
    """Where an expression stands: in a field of its parent, with the names known there."""

    statement: ast.stmt
    parent: ast.AST
    field: str
    index: int | None
    names: frozenset[str]

    @property
    def node(self) -> ast.AST:
        value = getattr(self.parent, self.field)
        return value if self.index is None else value[self.index]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a program, each once.

    Args:
        source: Python source text, of a program that runs to its end.
    """
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    for place in list(_places(_claiming(tree), frozenset())):
        original, before = place.node, _head(place.statement)
        for kind, changed in _variants(place):
            place.put(changed)
            if (dump := ast.dump(tree)) not in seen:
                seen.add(dump)
                after = _head(place.statement)
                yield Mutant(kind, place.statement.lineno, before, after, _compiled(tree))
            place.put(original)


def _compiled(tree: ast.Module) -> CodeType | None:
    """The program of a tree, which can then be changed again: copying it took most of the time.

    None if there is none: a variant may assign to what is no variable, or index a number.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Python 3.11 warns of an index of a number.
        try:
            return compile(ast.fix_missing_locations(tree), "<mutant>", "exec")
        except (SyntaxError, ValueError):
            return None


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError once the body has used this much of the processor's time."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)  # pytest-timeout has the timer of real time.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def run(program: CodeType | None, seconds: float = SECONDS) -> str:
    """Run a program in this process, warnings as errors as in a build, and say how it ended.

    Args:
        program: The compiled program; None counts as a crash.
        seconds: Of the processor's time, after which it is stopped.

    Returns:
        One of `FATES`: `survived` if it ran to its end, else what stopped it.
    """
    if program is None:
        return "crash"
    module = ModuleType("__main__")
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        decimal.localcontext(),
    ):
        warnings.simplefilter("error")
        try:
            with _limited(seconds):
                exec(program, module.__dict__)
        except AssertionError:
            return "assert"
        except Warning:
            return "warning"
        except Exception:
            return "crash"
    return "survived"


def _claiming(tree: ast.Module) -> list[ast.stmt]:
    """The statements of a program that can claim something: in a picture, down to its assert."""
    asserts = [k for k, s in enumerate(tree.body) if isinstance(s, ast.Assert)]
    if asserts and '<figure class="picture">' in ast.unparse(tree):
        return tree.body[: asserts[-1] + 1]
    return tree.body


def _head(statement: ast.stmt) -> str:
    return ast.unparse(statement).split("\n")[0]


def _places(body: list[ast.stmt], names: frozenset[str]) -> Iterator[_Place]:
    for statement in body:
        inner = names
        if isinstance(statement, ast.FunctionDef):
            inner |= {argument.arg for argument in statement.args.args}
        elif isinstance(statement, ast.For):
            inner |= _stored(statement.target)
        if not _no_claim(statement):
            yield from _below(statement, statement, names)
            yield from _places(getattr(statement, "body", []), inner)
        if isinstance(statement, ast.Assign):
            names |= {name for target in statement.targets for name in _stored(target)}


def _below(statement: ast.stmt, parent: ast.AST, names: frozenset[str]) -> Iterator[_Place]:
    """The expressions below `parent`, the statements inside it left out."""
    if isinstance(parent, ast.Lambda):
        names |= {argument.arg for argument in parent.args.args}
    if isinstance(parent, (ast.ListComp, ast.GeneratorExp)):
        names |= {name for part in parent.generators for name in _stored(part.target)}
    for field, value in ast.iter_fields(parent):
        nodes = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, node in nodes:
            if not isinstance(node, ast.AST) or isinstance(node, ast.stmt):
                continue
            if _is_example(node) or _is_closeness(statement, parent, field, node):
                continue
            if isinstance(node, (ast.expr, ast.comprehension)):
                yield _Place(statement, parent, field, index, names)
            yield from _below(statement, node, names)


def _stored(node: ast.AST) -> set[str]:
    found = (n for n in ast.walk(node) if isinstance(n, ast.Name))
    return {name.id for name in found if isinstance(name.ctx, ast.Store)}


def _no_claim(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.For(body=body):
            return all(map(_no_claim, body))
        case ast.Assign(value=value):
            literal = (ast.Constant, ast.Tuple, ast.List, ast.USub, ast.UnaryOp, ast.expr_context)
            return all(isinstance(node, literal) for node in ast.walk(value))
    return False


def _is_example(node: ast.AST) -> bool:
    """Is it a call on the random generator, or the making of that generator?"""
    if not isinstance(node, ast.Call):
        return False
    text = ast.unparse(node)
    return text.startswith("rng.") or text.startswith("np.random.")


def _is_closeness(statement: ast.stmt, parent: ast.AST, field: str, node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in CLOSENESS
    bound = isinstance(parent, ast.Compare) and field == "comparators"
    return isinstance(statement, ast.Assert) and bound and isinstance(parent.ops[0], ast.Lt)


def _variants(place: _Place) -> Iterator[tuple[str, ast.AST]]:
    node = place.node
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            yield "dropped", left
            yield "dropped", right
            for other in OPERATORS.get(type(op), ()):
                yield "operator", ast.BinOp(left, other(), right)
        case ast.UnaryOp(op=ast.USub() | ast.Invert(), operand=operand):
            yield "sign", operand
        case ast.Name(ctx=ast.Load()):
            yield from _other_names(place, node)
        case ast.Subscript(value=ast.Name(id=name)) if name in SYMBOLS:
            yield "sign", ast.UnaryOp(ast.USub(), node)
        case ast.Constant(value=bool() | str()):
            pass
        case ast.Constant(value=int(value)):
            kind = "index" if isinstance(place.parent, ast.Subscript) else "constant"
            yield kind, ast.Constant(value + 1)
            yield kind, ast.Constant(value - 1)
        case ast.Constant(value=float() | complex() as value):
            yield "constant", ast.Constant(2 * value)
            yield "constant", ast.Constant(1 - value)
        case ast.Call(func=ast.Name(id="range"), args=[stop]):
            fewer = ast.BinOp(stop, ast.Sub(), ast.Constant(1))
            yield "range", ast.Call(node.func, [ast.Constant(1), stop], [])
            yield "range", ast.Call(node.func, [fewer], [])
        case ast.Call(func=ast.Name(id="sum"), args=[_]):
            yield "sum", ast.Call(ast.Name("max", ast.Load()), node.args, [])
        case ast.Call(func=ast.Attribute(value=value, attr="sum"), args=[]):
            yield "sum", value
            for other in ("mean", "max"):
                yield "sum", ast.Call(ast.Attribute(value, other, ast.Load()), [], [])
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np")), args=[argument]):
            yield "function", argument
        case ast.Attribute(value=ast.Name(id="np") as numpy, attr=attr):
            for other in FUNCTIONS.get(attr, ()):
                yield "function", ast.Attribute(numpy, other, ast.Load())
        case ast.Attribute(value=value, attr="T"):
            yield "index", value
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as op], comparators=right):
            if not isinstance(place.statement, ast.Assert):
                other = ast.NotEq() if isinstance(op, ast.Eq) else ast.Eq()
                yield "index", ast.Compare(left, [other], right)
        case ast.comprehension(ifs=[_]):
            yield "range", ast.comprehension(node.target, node.iter, [], 0)


def _other_names(place: _Place, node: ast.Name) -> Iterator[tuple[str, ast.AST]]:
    for kind, group in (("symbol", SYMBOLS), ("index", INDICES)):
        if node.id in group:
            for other in group:
                if other != node.id and other in place.names:
                    yield kind, ast.Name(other, ast.Load())
    if node.id in SYMBOLS and not isinstance(place.parent, ast.Subscript):
        yield "sign", ast.UnaryOp(ast.USub(), node)


def recorded() -> dict[str, Reasons]:
    """What the record has of each snippet, by the snippet's name."""
    found: dict[str, Reasons] = collections.defaultdict(dict)
    for line in RECORD.read_text(encoding="utf-8").splitlines()[1:]:
        name, before, after, why = line.split("\t")
        found[name][before, after] = why
    return found


def record() -> None:
    """Write the variants that survive, each with the reason that it had, or none."""
    known, lines = recorded(), [HEAD]
    for path in SNIPPETS:
        for mutant in mutants(path.read_text("utf-8")):
            if run(mutant.program) == "survived":
                row = mutant.before, mutant.after
                lines.append("\t".join([path.name, *row, known[path.name].get(row, "")]) + "\n")
    RECORD.write_text("".join(lines), encoding="utf-8")


def show(files: list[str]) -> None:
    """Print a table of the mutants of `files`, kinds by fates, and those that survive."""
    for file in files:
        fates = [(mutant, run(mutant.program)) for mutant in mutants(Path(file).read_text("utf-8"))]
        counts = collections.Counter((mutant.kind, fate) for mutant, fate in fates)
        print(f"{file + ':':<36}" + "".join(f"{fate:>10}" for fate in FATES))
        for kind in KINDS:
            print(f"    {kind:<32}" + "".join(f"{counts[kind, fate]:>10}" for fate in FATES))
        for mutant, fate in fates:
            if fate == "survived":
                print(f"    {mutant}")


if __name__ == "__main__":
    show(sys.argv[1:]) if sys.argv[1:] else record()
