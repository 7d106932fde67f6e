"""The snippets run as a reader runs them, print what the pages show, and can fail.

Two outputs agree if their words are equal and their numbers close. A number with decimals is as
exact as its last digit: printed with four, it stands for a value within half a unit of the fourth.
So two prints of one value, rounded by two versions of NumPy or on two processors, may differ by
one unit of the last digit, and by no more. Whole numbers and fractions are words. Two pictures
agree if their elements and texts are equal, in order, and the numbers in them close.
"""

from __future__ import annotations

import ast
import collections
import copy
import functools
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from coverage import Coverage

from proofpages.page.fences import read_fences
from proofpages.page.page import Page
from tests.conftest import ROOT, read
from tests.program_variants import FATES, SNIPPETS, Reasons, mutants, recorded, run

DECIMAL = re.compile(r"(?<![\w.])([-+]?\d+\.\d+(?:e[-+]?\d+)?)(?![\w.]*\w)")
COORDINATE = re.compile(r"(?<![\w.#-])(-?\d+(?:\.\d+)?(?:e-?\d+)?)(?![\w.]*\w)")
# Those of p, y and p − y: no other has a meaning, and these have theirs alone.
COLOURS = {"none", "currentcolor", "#2b6cb0", "#b4530a", "#805ad5"}
"""Lines and texts have the colour of the page's text, light or dark; what stands out, that of p, of
y, of p - y, or an accent. The stylesheet puts the page's own in the place of these."""
PAINTS = {"fill", "stroke", "color", "stop-color"}


PACKAGES = {
    "frameworks.py": {"autograd", "sklearn"},
    "learning.py": {"autograd"},
    "training.py": {"sklearn"},
    "training_picture.py": {"sklearn"},
    "training_weights_picture.py": {"sklearn"},
}
"""What a snippet may import besides NumPy and the standard library, and does."""


@dataclass(frozen=True)
class Card:
    """A block that ran, as a page shows it.

    Attributes:
        page: The page's file in the built site.
        file: The snippet that its foot names; None where it names none.
        source: The program that folds out; None for a picture, which stands alone.
        output: What it printed, which stands above; a picture as HTML.
    """

    page: str
    file: str | None
    source: str | None
    output: str


def read_card(page: str, ran: Tag) -> Card:
    name = ran.select_one(".ran-mark code")
    file = name.get_text() if name else None
    if "ran-picture" in ran["class"]:
        (figure,) = ran.select("figure")
        assert not ran.select("pre"), f"{page}: {file} is a picture, and shows a text as well"
        return Card(page, file, None, str(figure))
    output, source = (part.get_text() for part in ran.select("pre"))
    (summary,) = ran.select("details.program > summary")
    told = f"Show the program, {len(source.strip().splitlines())}\N{NO-BREAK SPACE}lines"
    assert summary.get_text() == told, f"{page}: {file}"
    return Card(page, file, source, output)


@pytest.fixture(scope="session")
def cards(site: Path) -> list[Card]:
    """All blocks that ran, on all pages of the built site."""
    return [
        read_card(file.relative_to(site).as_posix(), ran)
        for file in sorted(site.rglob("*.html"))
        for ran in read(file).select(".ran")
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

    def close(a: Decimal, b: Decimal) -> bool:
        unit = Decimal(1).scaleb(a.as_tuple().exponent)
        return a.as_tuple().exponent == b.as_tuple().exponent and abs(a - b) <= unit

    return compare(shown, printed, DECIMAL, close)


def difference_drawn(shown: str, printed: str) -> str | None:
    """The first difference of two pictures, given as HTML; None if there is none.

    A number may differ by half a thousandth: of a point, or of a probability in a picture's label.
    """
    pictures = (BeautifulSoup(text, "html.parser").figure for text in (shown, printed))
    one, other = (picture.prettify() if picture else "" for picture in pictures)
    return compare(one, other, COORDINATE, lambda a, b: abs(a - b) <= Decimal("0.0005"))


def compare(
    shown: str, printed: str, number: re.Pattern[str], close: Callable[[Decimal, Decimal], bool]
) -> str | None:
    """The first place where words differ, or where numbers are not close."""
    # re.split puts the numbers at the odd places, what stands between them at the even ones.
    parts = [number.split(text) for text in (shown, printed)]
    for k, (one, other) in enumerate(zip(*parts, strict=False)):
        same = one.split() == other.split() if k % 2 == 0 else close(Decimal(one), Decimal(other))
        if not same:
            return f"the page shows {one.strip()!r}, the program prints {other.strip()!r}"
    if len(parts[0]) != len(parts[1]):
        return f"the page shows {len(parts[0]) // 2} numbers, not {len(parts[1]) // 2}"
    return None


def shown_of(snippet: Path, cards: list[Card]) -> list[Card]:
    """Where pages show a snippet."""
    shown = [card for card in cards if card.file == f"snippets/{snippet.name}"]
    assert shown, f"no page shows snippets/{snippet.name}: include it on one, or remove it"
    return shown


def test_its_page_shows_it_to_the_letter(snippet: Path, cards: list[Card]) -> None:
    for card in shown_of(snippet, cards):
        if card.source is not None:
            assert card.source.strip() == snippet.read_text("utf-8").strip(), card.page


def left_to_the_last_verb(snippet: Path, first: int) -> list[pytest.MarkDecorator]:
    """The mark of all but every third snippet.

    The build has run all of them, each in a process of its own. Of the three ways in which they are
    run here again, `make test` takes each in one, and `make test-all` in all three.
    """
    return [] if SNIPPETS.index(snippet) % 3 == first else [pytest.mark.large]


def third(first: int) -> list[Any]:
    """All snippets, of which `make test` takes every third."""
    return [
        pytest.param(path, id=path.stem, marks=left_to_the_last_verb(path, first))
        for path in SNIPPETS
    ]


@pytest.mark.medium
@pytest.mark.parametrize("snippet", third(0))
def test_prints_for_a_reader_what_its_page_shows(
    snippet: Path, cards: list[Card], tmp_path: Path
) -> None:
    printed = reader_runs(snippet, tmp_path)
    assert printed.strip(), "it prints nothing"
    for card in shown_of(snippet, cards):
        compared = difference_drawn if card.source is None else difference
        told = compared(card.output, printed)
        assert told is None, f"{card.page}: {told}"


@pytest.mark.parametrize(
    ("shown", "printed", "found"),
    [
        ("p - y  0.7936  -0.0001\n", "p - y 0.7937   0.0000", None),
        ("p - y 0.7936", "p - y 0.7938", "'0.7936', the program prints '0.7938'"),
        ("p - y 0.7936", "p - y -0.7936", "'0.7936'"),
        ("p - y 0.7936", "p - y 0.794", "'0.794'"),
        ("p - y 0.7936", "p - q 0.7936", "'p - q'"),
        ("p - y 0.7936", "p - y 0.7936 0.1234", "1 numbers, not 2"),
        ("E13 gives 61/75", "E13 gives 62/75", "'E13 gives 62/75'"),
        ("slope 1.25e-03", "slope 1.27e-03", "'1.27e-03'"),
    ],
)
def test_outputs_agree_by_words_and_last_digits(
    shown: str, printed: str, found: str | None
) -> None:
    told = difference(shown, printed)
    assert told is None if found is None else found in str(told)


SVG = '<svg fill="currentColor" role="img" aria-label="A line">§</svg>'
DRAWN = f'<figure class="picture">{SVG}<figcaption>Of 2</figcaption></figure>'.replace(
    "§", '<path d="M 1.5 2 L 3 4" style="fill: none; stroke: #805ad5"/><text x="1.25">p</text>'
)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("L 3 4", "L  3.0 4.0004", None),
        ('"/>', '"></path>', None),
        ("L 3 4", "L 3 4.01", "'4', the program prints '4.01'"),
        ("L 3 4", "L 3 4 5 6", "<text"),
        ("L 3", "M 3", "'M'"),
        ("<text", "<tspan/><text", "<tspan"),
        (">p<", ">q<", "q"),
        ("A line", "A curve", "A curve"),
        ("#805ad5", "#dd6b20", "#dd6b20"),
        ("Of 2", "Of 3", "'2', the program prints '3'"),
        (f"{SVG[:4]}", "", "<svg"),
    ],
)
def test_pictures_agree_by_elements_texts_and_numbers(
    old: str, new: str, found: str | None
) -> None:
    assert DRAWN.count(old) == 1
    told = difference_drawn(DRAWN, DRAWN.replace(old, new))
    assert told is None if found is None else found in str(told)


def drawing_faults(text: str) -> list[str]:
    """What in a picture, given as HTML, a picture must not be or must have."""
    soup, found = BeautifulSoup(text, "html.parser"), []
    drawings = soup.select("figure.picture > svg")
    if len(drawings) != 1 or len(soup.find_all(True, recursive=False)) != 1:
        return ['it is not <figure class="picture"> with one <svg> in it']
    if drawings[0].get("role") != "img" or not str(drawings[0].get("aria-label", "")).strip():
        found.append('its <svg> lacks role="img" or an aria-label that says what it shows')
    if str(drawings[0].get("fill")).lower() != "currentcolor":
        found.append('its <svg> lacks fill="currentColor", so texts are black in dark mode')
    for name in ("style", "script", "image", "pre"):
        if soup.select(name):
            found.append(f"it has <{name}>")
    if re.search(r"https?:", text):
        found.append("it has an address")
    for tag in soup.find_all(True):
        paints = [(name, str(tag[name])) for name in PAINTS if tag.has_attr(name)]
        paints += re.findall(r"([\w-]+):\s*([^;]+)", str(tag.get("style", "")))
        for name, value in paints:
            if name in PAINTS and value.strip().lower() not in COLOURS:
                found.append(f"it has {name} {value}; lines and texts follow currentColor")
    return found


def test_a_picture_follows_the_page_and_says_what_it_shows(cards: list[Card]) -> None:
    pictures = [card for card in cards if card.source is None]
    assert {card.file for card in pictures} == {
        f"snippets/{path.name}" for path in SNIPPETS if path.stem.endswith("_picture")
    }
    assert {card.file: drawing_faults(card.output) for card in pictures} == {
        card.file: [] for card in pictures
    }


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('class="picture"', "", "it is not <figure"),
        ("</svg>", "</svg><svg></svg>", "it is not <figure"),
        ('role="img" ', "", "its <svg> lacks role"),
        ("A line", " ", "its <svg> lacks role"),
        ('fill="currentColor"', "", "its <svg> lacks fill"),
        ("<path", "<style></style><path", "it has <style>"),
        ("<path", "<image/><path", "it has <image>"),
        ("<figcaption>", "<figcaption><pre>1</pre>", "it has <pre>"),
        ("<path", '<a href="http://a.test"></a><path', "it has an address"),
        ("#805ad5", "#000000", "it has stroke #000000"),
        ("#805ad5", "#dd6b20", "it has stroke #dd6b20"),
        ("fill: none", "fill: black", "it has fill black"),
        ("<text", '<text fill="#333"', "it has fill #333"),
    ],
)
def test_a_picture_that_is_not_is_refused(old: str, new: str, found: str) -> None:
    assert drawing_faults(DRAWN) == []
    assert DRAWN.count(old) == 1
    (fault,) = drawing_faults(DRAWN.replace(old, new))
    assert fault.startswith(found)


LETTERS = 68
"""So many of a line are seen on a telephone, at 9 pixels: docs/stylesheets/cards.css."""


def wide_lines(text: str) -> list[str]:
    """The lines of a program's output that a telephone would have to break."""
    return [line for line in text.splitlines() if len(line) > LETTERS]


def test_what_is_printed_fits_a_telephone(cards: list[Card]) -> None:
    printed = [(card.file, card.output) for card in cards if card.source is not None]
    assert [(file, line) for file, text in printed for line in wide_lines(text)] == []
    assert wide_lines("0" * LETTERS + "\n0 " + "0" * LETTERS) == ["0 " + "0" * LETTERS]


def not_run(snippet: Path) -> list[int]:
    """The lines of a snippet that did not run, by coverage.py."""
    program = compile(snippet.read_text("utf-8"), str(snippet), "exec")
    # In this process: a new one would import NumPy and others again, and be slowed by coverage.py.
    measured = Coverage(data_file=None, config_file=False, include=[str(snippet)])
    with measured.collect():
        assert run(program) == "survived", f"{snippet} fails as it is"
    _, statements, _, missing, _ = measured.analysis2(str(snippet))
    assert statements, f"coverage.py has seen nothing of {snippet}"
    return missing


@pytest.mark.medium
@pytest.mark.parametrize("snippet", third(1))
def test_every_line_runs(snippet: Path) -> None:
    assert not_run(snippet) == []


def test_a_line_that_does_not_run_is_found(tmp_path: Path) -> None:
    snippet = tmp_path / "idle.py"
    snippet.write_text("K = 3\nif K < 2:\n    print(K)\n", "utf-8")
    assert not_run(snippet) == [3]


def faults(source: str, packages: set[str]) -> list[str]:
    """What in a snippet's text a snippet must not be or must have.

    Args:
        source: The text.
        packages: What it imports besides NumPy and the standard library.
    """
    tree, found, imported = ast.parse(source), [], set()
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
        imported.update(modules)
        for module in modules:
            if module not in sys.stdlib_module_names | packages:
                found.append(f"it imports {module}; NumPy as np and the standard library are there")
            if module in {"random", "secrets", "uuid"}:
                found.append(f"it imports {module}; a random number comes from a seeded generator")
    if packages - imported:
        found.append(f"it does not import {packages - imported}, which PACKAGES lets it")
    uses = len(re.findall(r"\bnp\.random\b", source))
    if uses != len(re.findall(r"\bnp\.random\.default_rng\(\d+\)", source)):
        found.append("a use of np.random is not np.random.default_rng(a number)")
    return found


def test_is_one_screen_by_itself(snippet: Path) -> None:
    assert faults(snippet.read_text("utf-8"), PACKAGES.get(snippet.name, set())) == []


UNSHIFTED = re.compile(r"np\.exp\(.*\) / a?np\.(?:exp|sum)\(|np\.log\(a?np\.exp\(")
SAYS_WHY = re.compile(r"#.*(?:no shift|unshifted|unstable on purpose)")


def overflows_unsaid(source: str) -> bool:
    """Whether a reader may copy a softmax or a log-sum-exp that overflows, and is not told."""
    lines = [line for line in source.splitlines() if UNSHIFTED.search(line)]
    shifted = ".max(" in source  # Once in a program, for all of it.
    return bool(lines) and not shifted and not SAYS_WHY.search(source)


def test_is_stable_or_says_why_not(snippet: Path) -> None:
    if not snippet.stem.endswith("_picture"):  # Its page shows the picture, not the program.
        assert not overflows_unsaid(snippet.read_text("utf-8"))


def test_an_overflow_that_is_not_spoken_of_is_found() -> None:
    assert overflows_unsaid("p = np.exp(z) / np.exp(z).sum()")
    assert overflows_unsaid("P = anp.exp(Z) / anp.sum(anp.exp(Z), axis=1)  # a softmax")
    assert overflows_unsaid("l = np.log(np.exp(z).sum()) - y @ z")
    assert not overflows_unsaid("p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed")
    assert not overflows_unsaid("l = np.log(np.exp(z - z.max()).sum())")


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
    assert faults(SOUND, set()) == []
    (fault,) = faults(SOUND.replace(old, new), set())
    assert fault.startswith(found)


def test_a_package_is_imported_where_it_is_listed_and_nowhere_else() -> None:
    taught = SOUND.replace("import numpy", "from sklearn import datasets\nimport numpy")
    assert faults(taught, {"sklearn"}) == []
    assert faults(taught, set())[0].startswith("it imports sklearn")
    assert faults(SOUND, {"sklearn"})[0].startswith("it does not import {'sklearn'}")


def test_every_block_on_every_page_is_a_snippet(cards: list[Card]) -> None:
    files = {f"snippets/{path.name}" for path in SNIPPETS}
    assert [(card.page, card.file) for card in cards if card.file not in files] == []
    fences = [
        fence
        for path in sorted((ROOT / "docs").rglob("*.md"))
        for fence in read_fences(Page.read(path))
        if fence.executed
    ]
    # A card for each fence, and each fence one include line: no session, and no line of its own.
    assert len(cards) == len(fences)
    for fence in fences:
        assert "session" not in fence.options
        assert len(fence.body) == 1
        assert fence.body[0].startswith('--8<-- "')


def variants(
    name: str, source: str, listed: Reasons, part: int = 0, parts: int = 1
) -> dict[str, int]:
    """Run the wrong variants of a snippet, or one part of them, and count by how they end.

    Args:
        name: What the snippet is called.
        source: Its text.
        listed: Those that may survive, with the reasons.
        part: Which part of them, from 0.
        parts: Into how many parts they are dealt, one after the other.

    Raises:
        AssertionError: if one survives that is not listed with a reason, or is listed and does not.
    """
    reasons = collections.Counter(why.partition(":")[0] for why in listed.values())
    assert all(re.match("(true|no part of it): .", why) for why in listed.values()), (
        f"{name}: say why in tests/records"
    )
    assert run(compile(source, name, "exec")) == "survived", f"{name} fails as it is"
    dealt = collections.defaultdict(list)  # What is alike in the record is run in one part.
    for mutant in mutants(source):
        dealt[mutant.before, mutant.after].append(mutant)
    own = list(dealt)[part::parts]
    fates = [(mutant, run(mutant.program)) for pair in own for mutant in dealt[pair]]
    survivors = {(m.before, m.after): m for m, fate in fates if fate == "survived"}
    weak = [f"{name}, {m}" for pair, m in survivors.items() if pair not in listed]
    due = listed.keys() - (dealt.keys() - set(own))
    stale = [f"{name}: {old}  →  {new}" for old, new in due - survivors.keys()]
    assert not weak, "wrong, and the program passes (assert more, or record why):\n" + "\n".join(
        weak
    )
    assert not stale, "recorded, and does not survive:\n" + "\n".join(stale)
    counts = collections.Counter(fate for _, fate in fates)
    return {fate: counts[fate] for fate in FATES} | dict(reasons)


PARTS = {
    **{"learning.py": 8, "several_labels.py": 4, "training.py": 3, "training_picture.py": 5},
    **{"training_weights_picture.py": 3, "vocabulary.py": 4},
}
"""Programs that compute for long, and into how many parts their variants are dealt."""


def parts() -> Iterator[Any]:
    """Each snippet with a part of its variants: of every third, the first is for `make test`."""
    for path in SNIPPETS:
        count = PARTS.get(path.name, 1)
        for part in range(count):
            name = path.stem if count == 1 else f"{path.stem}-{part + 1}-of-{count}"
            large = [pytest.mark.large] if part else left_to_the_last_verb(path, 2)
            yield pytest.param(path, part, id=name, marks=large)


@pytest.mark.medium
@pytest.mark.parametrize(("snippet", "part"), list(parts()))
def test_wrong_variants_fail(
    snippet: Path,
    part: int,
    monkeypatch: pytest.MonkeyPatch,
    record_property: pytest.RecordProperty,
) -> None:
    if "sklearn" in PACKAGES.get(snippet.name, set()):
        from sklearn import datasets  # Takes a second, which other snippets need not spend.

        # A third of the time would go to reading the same file for each variant.
        load = functools.cache(datasets.load_digits)
        monkeypatch.setattr(datasets, "load_digits", lambda **how: copy.deepcopy(load(**how)))
    listed, count = recorded()[snippet.name], PARTS.get(snippet.name, 1)
    counts = variants(snippet.name, snippet.read_text("utf-8"), listed, part, count)
    record_property("variants", counts)
    # A picture asserts that the numbers it draws are right: what stands above its last assert is
    # varied as in any program, and fails. What stands below draws them, which no assert can judge;
    # so there are fewer variants.
    fewest = 20 if snippet.stem.endswith("_picture") else 50
    assert counts["assert"] > fewest // count, f"too few to tell: {counts}"


def test_what_is_listed_is_a_snippet() -> None:
    assert recorded().keys() | PACKAGES.keys() | PARTS.keys() <= {path.name for path in SNIPPETS}


CLAIM = "p, y = 0.25, 1.0\nd = p - y\n"
PLUS = r"d = p - y  →  d = p \+ y"


def test_a_weak_assert_is_found() -> None:
    variants("exact.py", CLAIM + "assert d == -0.75\n", {})
    with pytest.raises(AssertionError, match=r"weak\.py, line 2, operator: " + PLUS):
        variants("weak.py", CLAIM + "assert abs(d) < 2\n", {})


def test_what_is_listed_and_does_not_survive_is_found() -> None:
    listed = {("d = p - y", "d = p + y"): "true: it is not"}
    with pytest.raises(AssertionError, match=r"not survive:\n\s*exact\.py: " + PLUS):
        variants("exact.py", CLAIM + "assert d == -0.75\n", listed)
    with pytest.raises(AssertionError, match=r"wrong\.py fails as it is"):
        variants("wrong.py", CLAIM + "assert d == 0.75\n", {})


def test_a_part_of_the_variants_is_judged_alike() -> None:
    source, listed = CLAIM + "assert abs(d) < 2\n", {("d = p - y", "gone"): "true: it is not"}
    whole, found = variants("whole.py", CLAIM + "assert d == -0.75\n", {}), collections.Counter()
    for part in range(3):
        found.update(variants("whole.py", CLAIM + "assert d == -0.75\n", {}, part, 3))
        # A program that asserts too little is found in each, and so is what is no variant at all.
        with pytest.raises(AssertionError, match="wrong, and the program passes"):
            variants("weak.py", source, {}, part, 3)
        with pytest.raises(AssertionError, match="recorded, and does not survive"):
            variants("whole.py", CLAIM + "assert d == -0.75\n", listed, part, 3)
    assert {fate: found[fate] for fate in FATES} == whole


def test_what_is_listed_without_a_reason_is_found() -> None:
    for why in ("", "because", "true"):
        listed = {("d = p - y", "d = p + y"): why}
        with pytest.raises(AssertionError, match=r"bare\.py: say why"):
            variants("bare.py", CLAIM + "assert d == -0.75\n", listed)


def test_a_variant_that_does_not_end_is_stopped() -> None:
    loop = "n = 0\nwhile n != 2: n += {}\n"
    ends, does_not = (compile(loop.format(step), "loop.py", "exec") for step in (1, 3))
    assert run(ends, seconds=0.1) == "survived"
    assert run(does_not, seconds=0.1) == "crash"


def test_a_picture_is_varied_down_to_its_assert() -> None:
    above, below = CLAIM + "assert d == -0.75\n", "drawn = p + y\n"
    picture = "print('<figure class=\"picture\">')\n"
    varied = {mutant.before for mutant in mutants(above + below + picture)}
    assert varied == {"d = p - y", "assert d == -0.75"}
    assert "drawn = p + y" in {mutant.before for mutant in mutants(above + below)}


def test_operators_without_a_variant_are_left_as_they_are() -> None:
    assert {mutant.kind for mutant in mutants("both = {1: 2} | {3: 4}\n")} == {
        "dropped",
        "constant",
    }
