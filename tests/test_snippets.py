"""The snippets run as a reader runs them, print what the pages show, and can fail.

Two outputs agree if their words are equal and their numbers close. A number with decimals is as
exact as its last digit: printed with four, it stands for a value within half a unit of the fourth.
So two prints of one value, rounded by two versions of NumPy or on two processors, may differ by
one unit of the last digit, and by no more. Whole numbers and fractions are words.
"""

from __future__ import annotations

import ast
import collections
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from coverage import Coverage

from extensions.executed.fences import read_fences
from extensions.pages import Page
from tests.conftest import ROOT
from tests.mutants import FATES, mutants, run

SNIPPETS = sorted((ROOT / "snippets").rglob("*.py"))
DECIMAL = re.compile(r"(?<![\w.])([-+]?\d+\.\d+(?:e[-+]?\d+)?)(?![\w.]*\w)")


@dataclass(frozen=True)
class Harmless:
    """Variants of one statement that rightly survive.

    Attributes:
        statement: The statement, as `ast.unparse` writes it; the head of a loop.
        why: Why they are true, or no part of the claim.
        changes: Each `old → new`, one variant; `old` stands once in the statement.
    """

    statement: str
    why: str
    changes: tuple[str, ...]

    def variants(self) -> set[tuple[str, str]]:
        """The pairs of the statement as it is and as it is changed."""
        pairs = set()
        for change in self.changes:
            old, new = change.split(" → ")
            assert self.statement.count(old) == 1, f"{old} must stand once in {self.statement}"
            pairs.add((self.statement, self.statement.replace(old, new)))
        return pairs


SHIFT = "true: the mean is the sum over K, so the loss moves by log K, and no slope moves"
SYMMETRIC = "true: the matrix of slopes is symmetric, as E8 and E12 say"
SQUARE = "true: a square is the same with either sign"
EACH = "no part of it: which j are tried; each is tried by itself"

HARMLESS: dict[str, list[Harmless]] = {
    "chain_rule.py": [
        Harmless(
            "return np.array([np.imag(f(x + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC + ", and a vector has no transpose",
            (".T → ",),
        ),
        Harmless(
            "slopes = complex_step(lambda z: y @ (np.log(np.exp(z).sum()) - z), z)",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "home.py": [
        Harmless(
            "y_true = np.array([0.0, 1.0, 0.0])",
            "true: NumPy makes an array of the list when it subtracts it",
            ("np.array([0.0, 1.0, 0.0]) → [0.0, 1.0, 0.0]",),
        ),
        Harmless(
            "rows = {'logits z': z, 'probabilities p': y_pred, 'labels y': y_true}",
            "no part of it: what is printed; the assert compares dZ and slopes before",
            (
                "z': z → z': y_true",
                "z': z → z': y_pred",
                "z': z → z': dZ",
                "z': z → z': -z",
                "y_pred → z",
                "y_pred → y_true",
                "y_pred → dZ",
                "y_pred → -y_pred",
                "y_true → z",
                "y_true → y_pred",
                "y_true → dZ",
                "y_true → -y_true",
            ),
        ),
        Harmless(
            "rows |= {'p - y': dZ, 'measured slopes': slopes}",
            "no part of it: what is printed; the assert compares dZ and slopes before",
            ("dZ → z", "dZ → y_true", "dZ → y_pred", "dZ → -dZ"),
        ),
    ],
    "labels_sum_to_one.py": [
        Harmless(
            "one_hot = np.eye(K)[2]",
            "no part of it: which class is the right one",
            ("2 → 1", "2 → 3"),
        ),
        Harmless(
            "kinds = {'one-hot': (one_hot, 1), 'smoothed': (0.9 * one_hot + 0.1 / K, 1), "
            "'soft': (soft / soft.sum(), 1), 'two classes marked': (one_hot + np.eye(K)[0], 2), "
            "'all zero': (0 * one_hot, 0)}",
            "no part of it: which other class is marked as well",
            ("np.eye(K)[0] → np.eye(K)[1]", "np.eye(K)[0] → np.eye(K)[-1]"),
        ),
    ],
    "notation.py": [
        Harmless("for j in range(K):", EACH, ("(K) → (1, K)", "(K) → (K - 1)")),
        Harmless("return -y @ log(np.exp(z) / np.exp(z).sum())", SHIFT, ("sum → mean",)),
    ],
    "other_logit.py": [
        Harmless("e10 = (0 - np.outer(u, u)) / v ** 2", SQUARE, ("v → (-v)",)),
        Harmless(
            "J = np.array([np.imag(softmax(z + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC,
            (".T → ",),
        ),
    ],
    "putting_together.py": [
        Harmless(
            "y = [Fraction(int(n), 10) for n in rng.integers(1, 20, size=K)]",
            "no part of it: the labels of the example, whatever their sum",
            ("10 → 11", "10 → 9"),
        ),
        Harmless(
            "z, labels = (np.log(np.array(w, float)), np.array(y, float))",
            "true: log p is z up to one constant for all classes, and no slope moves",
            ("(w → (p",),
        ),
        Harmless("for j in range(K):", EACH, ("(K) → (1, K)", "(K) → (K - 1)")),
        Harmless(
            "slope = np.imag(labels @ (np.log(np.exp(step).sum()) - step)) / h",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "same_logit.py": [
        Harmless("e6 = (v * u - u * u) / v ** 2", SQUARE, ("v ** → (-v) **",)),
        Harmless(
            "J = np.array([np.imag(softmax(z + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC,
            (".T → ",),
        ),
    ],
    "vector_form.py": [
        Harmless(
            "return np.imag(y_true @ (np.log(np.exp(step).sum()) - step)) / h",
            SHIFT,
            ("sum → mean",),
        ),
        Harmless(
            "assert dZ.shape == z.shape",
            "true: z, p, y and p - y all have the shape (K,)",
            (
                "dZ → z",
                "dZ → y_true",
                "dZ → y_pred",
                "dZ → (-dZ)",
                "z → y_true",
                "z → y_pred",
                "z → dZ",
                "z. → (-z).",
            ),
        ),
        Harmless(
            "assert abs(dZ.sum()) < 1e-12",
            "true: a sum is zero if its mean is, and if its negative is",
            ("sum → mean", "dZ → (-dZ)"),
        ),
    ],
}


@dataclass(frozen=True)
class Card:
    """A block that ran, as a page shows it.

    Attributes:
        page: The page's file in the built site.
        file: The snippet that its foot names; None where it names none.
        source: The program above the line.
        output: What stands below it.
    """

    page: str
    file: str | None
    source: str
    output: str


def read_card(page: str, ran: Tag) -> Card:
    name = ran.select_one(".ran-mark code")
    source, output = (part.get_text() for part in ran.select("pre"))
    return Card(page, name.get_text() if name else None, source, output)


@pytest.fixture(scope="session")
def cards(site: Path) -> list[Card]:
    """All blocks that ran, on all pages of the built site."""
    return [
        read_card(file.relative_to(site).as_posix(), ran)
        for file in sorted(site.rglob("*.html"))
        for ran in BeautifulSoup(file.read_text("utf-8"), "html.parser").select(".ran")
    ]


@pytest.fixture(params=SNIPPETS, ids=lambda path: path.stem)
def snippet(request: pytest.FixtureRequest) -> Path:
    return request.param


def reader_runs(snippet: Path, folder: Path) -> str:
    """Copy a snippet alone into `folder`, run it there, and return what it prints.

    Raises:
        AssertionError: if it fails, warns, writes to standard error or leaves a file.
    """
    shutil.copy(snippet, folder)
    result = subprocess.run(
        [sys.executable, "-I", "-W", "error", snippet.name],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    assert [path.name for path in folder.iterdir()] == [snippet.name], "it leaves files behind"
    return result.stdout


def difference(shown: str, printed: str) -> str | None:
    """The first difference of two outputs beyond the tolerance above; None if there is none."""
    # re.split puts the numbers at the odd places, what stands between them at the even ones.
    parts = [DECIMAL.split(text) for text in (shown, printed)]
    for k, (one, other) in enumerate(zip(*parts, strict=False)):
        if k % 2 == 0:
            same = one.split() == other.split()
        else:
            a, b = Decimal(one), Decimal(other)
            unit = Decimal(1).scaleb(a.as_tuple().exponent)
            same = a.as_tuple().exponent == b.as_tuple().exponent and abs(a - b) <= unit
        if not same:
            return f"the page shows {one.strip()!r}, the program prints {other.strip()!r}"
    if len(parts[0]) != len(parts[1]):
        return f"the page shows {len(parts[0]) // 2} decimals, not {len(parts[1]) // 2}"
    return None


def test_prints_for_a_reader_what_its_page_shows(
    snippet: Path, cards: list[Card], tmp_path: Path
) -> None:
    printed = reader_runs(snippet, tmp_path)
    shown = [card for card in cards if card.file == f"snippets/{snippet.name}"]
    assert shown, f"no page shows snippets/{snippet.name}: include it on one, or remove it"
    assert printed.strip(), "it prints nothing"
    for card in shown:
        assert card.source.strip() == snippet.read_text("utf-8").strip(), card.page
        told = difference(card.output, printed)
        assert told is None, f"{card.page}: {told}"


@pytest.mark.parametrize(
    ("shown", "printed", "found"),
    [
        ("p - y  0.7936  -0.0001\n", "p - y 0.7937   0.0000", None),
        ("p - y 0.7936", "p - y 0.7938", "'0.7936', the program prints '0.7938'"),
        ("p - y 0.7936", "p - y -0.7936", "'0.7936'"),
        ("p - y 0.7936", "p - y 0.794", "'0.794'"),
        ("p - y 0.7936", "p - q 0.7936", "'p - q'"),
        ("p - y 0.7936", "p - y 0.7936 0.1234", "1 decimals, not 2"),
        ("E13 gives 61/75", "E13 gives 62/75", "'E13 gives 62/75'"),
        ("slope 1.25e-03", "slope 1.27e-03", "'1.27e-03'"),
    ],
)
def test_outputs_agree_by_words_and_last_digits(
    shown: str, printed: str, found: str | None
) -> None:
    told = difference(shown, printed)
    assert told is None if found is None else found in str(told)


def not_run(snippet: Path, data: Path) -> list[int]:
    """The lines of a snippet that did not run, by coverage.py."""
    command = [sys.executable, "-I", "-W", "error", "-m", "coverage", "run", "--rcfile="]
    command += [f"--data-file={data}", snippet.name]
    subprocess.run(command, cwd=snippet.parent, check=True, capture_output=True, timeout=60)
    measured = Coverage(data_file=str(data), config_file=False)
    measured.load()
    _, statements, _, missing, _ = measured.analysis2(str(snippet))
    assert statements, f"coverage.py has seen nothing of {snippet}"
    return missing


def test_every_line_runs(snippet: Path, tmp_path: Path) -> None:
    assert not_run(snippet, tmp_path / "coverage") == []


def test_a_line_that_does_not_run_is_found(tmp_path: Path) -> None:
    snippet = tmp_path / "idle.py"
    snippet.write_text("K = 3\nif K < 2:\n    print(K)\n", "utf-8")
    assert not_run(snippet, tmp_path / "coverage") == [3]


def faults(source: str) -> list[str]:
    """What in a snippet's text a snippet must not be or must have."""
    tree, found = ast.parse(source), []
    if (lines := len(source.splitlines())) > 30:
        found.append(f"it has {lines} lines; 30 are one screen")
    if len((ast.get_docstring(tree, clean=False) or "").splitlines()) != 1:
        found.append("its docstring is not one line")
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    if not any(isinstance(name, ast.Name) for node in asserts for name in ast.walk(node.test)):
        found.append("it asserts nothing")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and ast.unparse(node) != "import numpy as np":
            modules = [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [(node.module or ".").split(".")[0]]
        else:
            continue
        for module in modules:
            if module not in sys.stdlib_module_names:
                found.append(f"it imports {module}; NumPy as np and the standard library are there")
            if module in {"random", "secrets", "uuid"}:
                found.append(f"it imports {module}; a random number comes from a seeded generator")
    uses = len(re.findall(r"\bnp\.random\b", source))
    if uses != len(re.findall(r"\bnp\.random\.default_rng\(\d+\)", source)):
        found.append("a use of np.random is not np.random.default_rng(a number)")
    return found


def test_is_one_screen_by_itself(snippet: Path) -> None:
    assert faults(snippet.read_text("utf-8")) == []


SOUND = '"""Confirm."""\nimport numpy as np\nx = np.random.default_rng(1).random()\nassert x < 1\n'


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("x < 1\n", "x < 1\n" + "\n" * 26 + "x = 2\n", "it has 31 lines"),
        ("Confirm.", "Confirm\nthis.", "its docstring"),
        ('"""Confirm."""', "", "its docstring"),
        ("x < 1", "True", "it asserts nothing"),
        ("import numpy as np", "import numpy as np\nimport scipy", "it imports scipy"),
        ("import numpy as np", "from numpy import random as np", "it imports numpy"),
        ("import numpy as np", "import numpy as np\nimport random", "it imports random"),
        ("default_rng(1)", "default_rng()", "a use of np.random"),
        ("np.random.default_rng(1).random", "np.random.rand", "a use of np.random"),
    ],
)
def test_a_snippet_that_is_not_is_refused(old: str, new: str, found: str) -> None:
    assert faults(SOUND) == []
    (fault,) = faults(SOUND.replace(old, new))
    assert fault.startswith(found)


def test_every_block_on_every_page_is_a_snippet(cards: list[Card]) -> None:
    files = {f"snippets/{path.name}" for path in SNIPPETS}
    assert [(card.page, card.file) for card in cards if card.file not in files] == []
    fences = [
        fence
        for path in sorted((ROOT / "docs").rglob("*.md"))
        for fence in read_fences(Page(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")))
        if fence.executed
    ]
    # A card for each fence, and each fence one include line: no session, and no line of its own.
    assert len(cards) == len(fences)
    for fence in fences:
        assert "session" not in fence.options
        assert len(fence.body) == 1
        assert fence.body[0].startswith('--8<-- "')


def variants(name: str, source: str, harmless: list[Harmless]) -> dict[str, int]:
    """Run every wrong variant of a snippet, and count by how they end.

    Raises:
        AssertionError: if one survives that is not listed, or is listed and does not.
    """
    assert run(ast.parse(source)) == "survived", f"{name} fails as it is"
    fates = [(mutant, run(mutant.program)) for mutant in mutants(source)]
    survivors = {(m.before, m.after): m for m, fate in fates if fate == "survived"}
    listed = {pair: entry.why for entry in harmless for pair in entry.variants()}
    weak = [f"{name}, {m}" for pair, m in survivors.items() if pair not in listed]
    stale = [f"{name}: {old}  →  {new}" for old, new in listed.keys() - survivors.keys()]
    assert not weak, "wrong, and the program passes (assert more, or list why):\n" + "\n".join(weak)
    assert not stale, "listed as harmless, and does not survive:\n" + "\n".join(stale)
    counts = collections.Counter(fate for _, fate in fates)
    reasons = collections.Counter(why.split(":")[0] for why in listed.values())
    return {fate: counts[fate] for fate in FATES} | dict(reasons)


def test_wrong_variants_fail(snippet: Path, record_property: pytest.RecordProperty) -> None:
    counts = variants(snippet.name, snippet.read_text("utf-8"), HARMLESS.get(snippet.name, []))
    record_property("variants", counts)
    assert counts["assert"] > 50, f"too few to tell: {counts}"


def test_what_is_listed_is_a_snippet() -> None:
    assert HARMLESS.keys() <= {path.name for path in SNIPPETS}


CLAIM = "p, y = 0.25, 1.0\nd = p - y\n"
PLUS = r"d = p - y  →  d = p \+ y"


def test_a_weak_assert_is_found() -> None:
    variants("exact.py", CLAIM + "assert d == -0.75\n", [])
    with pytest.raises(AssertionError, match=r"weak\.py, line 2, operator: " + PLUS):
        variants("weak.py", CLAIM + "assert abs(d) < 2\n", [])


def test_what_is_listed_and_does_not_survive_is_found() -> None:
    listed = [Harmless("d = p - y", "true: it is not", ("p - y → p + y",))]
    with pytest.raises(AssertionError, match=r"not survive:\n\s*exact\.py: " + PLUS):
        variants("exact.py", CLAIM + "assert d == -0.75\n", listed)
    with pytest.raises(AssertionError, match=r"wrong\.py fails as it is"):
        variants("wrong.py", CLAIM + "assert d == 0.75\n", [])
