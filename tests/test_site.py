"""The built site: every formula and number is on it, its links lead somewhere, its HTML is valid,
and it asks no other host for anything.

A check that reads the site is a function that returns what is wrong. `FAULTY` feeds each of them
a page that has the fault.
"""

from __future__ import annotations

import copy
import csv
import gzip
import json
import math
import re
import shutil
import subprocess
import sys
import sysconfig
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, CData, NavigableString, Tag
from linkcheck.htmlutil.htmlsoup import make_soup
from linkcheck.htmlutil.linkparse import AnchorTags, LinkTags, find_links

from tests.conftest import ROOT, pages, parse, read, serve

# The derivation's own equations end at E18 and I9; what its pages add has the letter A. The other
# parts have a letter each: your own derivations D, other roads R, why it cancels C, into
# practice B, variants V, in language models M, exercises X.
LAST = {"E": 18, "I": 9}
LETTERS = "EIADRCBNVMX"

# What Material for MkDocs writes in its own templates against the HTML standard. Where one
# of these is no longer found, it has to go.
MATERIAL = {
    ("valid-autocomplete", "#__drawer"): "autocomplete=off, for Firefox, on a checkbox",
    ("valid-autocomplete", "#__search"): "the same",
}

BINARY = {".jpg", ".png", ".wasm", ".webp", ".whl", ".woff2", ".zip"}

PACKED = ("assets/javascripts/", "assets/checker/mathjax/", "assets/checker/pyodide")

# Kinds of <link> that a browser does not follow by itself.
NOT_FETCHED = {"alternate", "author", "canonical", "license", "me", "next", "prev"}


def every_page(site: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    """The pages in reading order: each one's file below docs/, and the page that was built."""
    for name, url in pages().items():
        yield name, read(site / url / "index.html")


def article(soup: BeautifulSoup) -> Tag:
    found = soup.find("article")
    assert isinstance(found, Tag)
    return found


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every file of the site that holds text: its path, and the text."""
    for file in sorted(site.rglob("*")):
        if file.suffix == ".gz":
            yield file.relative_to(site).as_posix(), gzip.decompress(file.read_bytes()).decode()
        elif file.is_file() and file.suffix not in BINARY:
            yield file.relative_to(site).as_posix(), file.read_text(encoding="utf-8")


# Formulas


def formulas_written(markdown: str) -> tuple[int, int]:
    """Count the displays and the inline formulas in a page's Markdown, by its dollar signs."""
    lines: list[str] = []
    fence = ""
    for line in re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL).split("\n"):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif fence:
            fence = "" if line.strip() == fence else fence
        else:
            lines.append(line)
    text = re.sub(r"<!--.*?-->|(`+).+?\1", "", "\n".join(lines), flags=re.DOTALL)
    displays, rest = divmod(text.count("$$"), 2)
    for chain in re.findall(r"(?s)\\begin\{align\}.*?\\end\{align\}", text):
        displays += max(0, chain.count(r"\tag") - 1)  # Each of its rows is one.
    inline, left = divmod(text.replace("$$", "").count("$"), 2)
    assert rest == left == 0, "a dollar sign without its partner"
    return displays, inline


def test_formulas_are_counted_as_markdown_has_them() -> None:
    page = (
        "---\ntitle: costs $5\n---\n$a$ and `$b` and $c$\n\n$$\nd\n$$\n\n"
        "```sh\n$ ls\n$$\n```\n<!-- $e$ -->\n- one\n\n    $$\n    f\n    $$\n"
    )
    assert formulas_written(page) == (2, 2)
    with pytest.raises(AssertionError, match="without its partner"):
        formulas_written("$$\na\n")


def test_the_navigation_names_each_page_once() -> None:
    written = {path.relative_to(ROOT / "docs").as_posix() for path in ROOT.glob("docs/**/*.md")}
    assert set(pages()) == written


def displays_and_inline(name: str) -> tuple[int, int]:
    """How many displays and inline formulas stand in a page's Markdown."""
    return formulas_written((ROOT / "docs" / name).read_text(encoding="utf-8"))


def displays() -> int:
    """How many displays all pages have."""
    return sum(displays_and_inline(name)[0] for name in pages())


def test_every_formula_is_on_its_page(site: Path) -> None:
    for name, soup in every_page(site):
        written = displays_and_inline(name)
        body = article(soup)
        drawn = len(body.select(".equation")), len(body.select(".math"))
        if name == "reference/equations.md":  # It shows every numbered equation again.
            written = (0, displays())
        assert drawn == written, f"{name}: displays and inline formulas"
        assert len(body.select(".equation > .equation-formula > .math-block")) == drawn[0], name
        assert len(body.select(".math > .math-inline")) == drawn[1], name
        containers = body.select("mjx-container:not(.in-numbers *)")
        assert len(containers) == sum(drawn), name
        for container in containers:
            svg = container.find_all("svg", recursive=False)  # In it, others clip a stretched sign.
            mathml = container.select("mjx-assistive-mml > math")
            assert len(svg) == len(mathml) == 1, name
            assert svg[0].find(["use", "rect", "path"]), f"{name}: an empty drawing"
            assert mathml[0].get_text(strip=True), f"{name}: empty MathML"


def wrong_numbers(numbers: list[str]) -> list[str]:
    """What breaks the order E1, E2, …, I1, I2, …, A1, A2, … in a list of equations' numbers."""
    wrong = []
    for letter in sorted({*LAST, "A", *(number[0] for number in numbers)}):
        found = [number for number in numbers if number[0] == letter]
        due = [f"{letter}{n + 1}" for n in range(LAST.get(letter, max(len(found), 1)))]
        if found != due or letter not in LETTERS:
            wrong.append(f"{letter}: {found}, expected {due}")
    return wrong


def test_equations_are_numbered_in_reading_order(site: Path) -> None:
    numbers = []
    for name, soup in every_page(site):
        for equation in article(soup).select(".equation"):
            number = equation.get("id")
            assert isinstance(number, str), f"{name}: an equation without a number"
            (mark,) = equation.select(".equation-number")
            assert mark.get_text(strip=True) == f"({number})", name
            assert mark["href"] == f"#{number}", name
            assert len(soup.select(f"#{number}")) == 1, f"{name}: {number} is not unique"
            numbers.append(number)
    assert not wrong_numbers(numbers)


@pytest.mark.parametrize(
    "change",
    [
        lambda numbers: numbers[:-1],
        lambda numbers: [*numbers, "E18"],
        lambda numbers: [numbers[1], numbers[0], *numbers[2:]],
        lambda numbers: [*numbers, "E19"],
        lambda numbers: [*numbers, "A3"],
        lambda numbers: [*numbers, "Q1"],
        lambda numbers: [number for number in numbers if number[0] != "A"],
    ],
)
def test_numbers_out_of_order_are_seen(change: Callable[[list[str]], list[str]]) -> None:
    right = [f"E{n}" for n in range(1, 19)] + ["A1"] + [f"I{n}" for n in range(1, 10)]
    assert not wrong_numbers(right)
    assert wrong_numbers(change(right))


def test_a_link_named_after_an_equation_leads_to_it(site: Path) -> None:
    links = 0
    for name, soup in every_page(site):
        for link in article(soup).select("a[href]"):
            text = link.get_text(strip=True)
            if re.fullmatch(rf"[{LETTERS}]\d+", text):
                assert str(link["href"]).endswith(f"#{text}"), f"{name}: {text} → {link['href']}"
                links += 1
    assert links >= displays()


# What may not be on a page


def outside_code(tag: Tag) -> Iterator[Tag | str]:
    """The tags and texts below a tag that a reader takes for prose, in order."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name not in {"code", "pre", "script", "style"}:
                yield child
                yield from outside_code(child)
        elif type(child) in (NavigableString, CData):  # A comment is a kind of the former.
            yield str(child)


def left_over(soup: BeautifulSoup) -> list[str]:
    """TeX and failures that a reader would see, code aside."""
    texts, seen = [], []
    for part in outside_code(soup):
        if isinstance(part, str):
            texts.append(part)
            continue
        keys = ("title", "alt", "aria-label", *(["content"] if part.name == "meta" else []))
        seen += [str(part[key]) for key in keys if key in part.attrs]
    seen.append(" ".join(texts))
    tex = re.compile(r".{0,20}(?:\$|\\[A-Za-z]+|\\[][()]|[\^_]\{).{0,20}")
    return [
        *(match[0].strip() for text in seen for match in tex.finditer(text)),
        *re.findall(r"Traceback \(most recent call last\).{0,40}", soup.get_text()),
    ]


WIDEST = 56
"""Columns of a program's output that a telephone of 390 pixels shows in letters of 10 pixels."""


def too_wide(soup: BeautifulSoup) -> list[str]:
    """Lines of the programs' output that a telephone would break, or show too small to read."""
    outputs = [card.select_one(".highlight") for card in soup.select(".ran:not(.ran-picture)")]
    return [
        line
        for output in outputs
        if output is not None
        for line in output.get_text().splitlines()
        if len(line) > WIDEST
    ]


def url_of_another_host(value: str) -> bool:
    return bool(re.match(r"\s*(?:(?:https?|wss?|ftp):)?//", value, re.IGNORECASE))


def asked_elsewhere(path: str, text: str) -> list[str]:
    """The addresses on other hosts that a browser fetches for a file, by the file's own text."""
    urls: list[str] = []
    css, js = [], []
    if path.endswith((".html", ".svg")):
        soup = parse(text)
        for tag in soup.find_all(True):
            keys = {"src", "srcset", "imagesrcset", "poster", "data", "action", "xlink:href"}
            for key in keys & tag.attrs.keys():
                urls += re.split(r",\s+", str(tag[key]))
            kinds = set(tag.get_attribute_list("rel"))
            fetches = tag.name in {"use", "image", "feimage"} or (
                tag.name == "link" and not kinds <= NOT_FETCHED
            )
            if fetches:
                urls.append(str(tag.get("href", "")))
            css.append(str(tag.get("style", "")))
        css += [tag.get_text() for tag in soup.select("style")]
        js += [tag.get_text() for tag in soup.select("script:not([type='application/json'])")]
    elif path.endswith(".css"):
        css.append(text)
    # Material's and MathJax's own scripts name hosts for parts that are off here, or are given an
    # address of this site; test_browser.py watches what they ask for.
    elif path.endswith((".js", ".mjs")) and not path.startswith(PACKED):
        js.append(text)
    for sheet in css:
        urls += re.findall(r"""url\(\s*["']?([^"')]+)""", sheet)
        urls += re.findall(r"""@import\s+["']([^"']+)""", sheet)
    for script in js:
        urls += re.findall(r"""["'`](\s*(?:\w+:)?//[^"'`]+)""", script)
    return [url for url in urls if url_of_another_host(url)]


def paths_of_this_machine(text: str) -> list[str]:
    """Folders of the machine that built the site, as a traceback would show them."""
    folders = {str(ROOT), str(Path.home()), sys.prefix, sys.base_prefix}
    folders |= {sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")}
    return sorted(
        folder
        for folder in folders
        # /usr and / are nobody's own folder.
        if len(Path(folder).parts) > 2 or folder == str(Path.home()) != "/"
        if folder in text  # Which takes a tenth of the time.
        if re.search(rf"(?<![\w.-]){re.escape(folder)}(?![\w-])", text)
    )


def test_no_tex_and_no_failure_is_shown(site: Path) -> None:
    wrong = {str(file): left_over(read(file)) for file in site.rglob("*.html")}
    assert not {file: found for file, found in wrong.items() if found}
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    for entry in index["docs"]:
        soup = BeautifulSoup(f"<h1>{entry['title']}</h1>{entry['text']}", "html.parser")
        assert not left_over(soup), entry["location"]


def test_no_output_is_too_wide_for_a_telephone(site: Path) -> None:
    wrong = {name: too_wide(soup) for name, soup in every_page(site)}
    assert not {name: lines for name, lines in wrong.items() if lines}


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    wrong = {path: asked_elsewhere(path, text) for path, text in texts(site)}
    assert not {path: urls for path, urls in wrong.items() if urls}


def test_no_path_of_this_machine_is_published(site: Path) -> None:
    wrong = {path: paths_of_this_machine(text) for path, text in texts(site)}
    assert len(wrong) > len(pages())
    assert not {path: found for path, found in wrong.items() if found}


FAULTY: list[tuple[str, str, str]] = [
    ("left over", "x.html", "<p>It costs $5.</p>"),
    ("left over", "x.html", "<p>So \\(p - y\\) is left.</p>"),
    ("left over", "x.html", "<p>\\[ p - y \\]</p>"),
    ("left over", "x.html", "<p>\\frac p y</p>"),
    ("left over", "x.html", "<p>e^{z_j}</p>"),
    ("left over", "x.html", "<meta name='description' content='the $K$ classes'>"),
    ("left over", "x.html", "<h2 title='\\nabla'>Slope</h2>"),
    ("left over", "x.html", "<pre><code>Traceback (most recent call last):\n</code></pre>"),
    ("too wide", "x.html", f"<div class=ran><pre class=highlight>1 {'0.5000 ' * 8}</pre></div>"),
    ("elsewhere", "x.html", "<script src='https://cdn.example/mathjax.js'></script>"),
    ("elsewhere", "x.html", "<img src='//cdn.example/a.png'>"),
    ("elsewhere", "x.html", "<img srcset='a.png 1x, https://cdn.example/b.png 2x'>"),
    ("elsewhere", "x.html", "<link rel='stylesheet' href='https://fonts.example/css'>"),
    ("elsewhere", "x.html", "<link rel='preconnect' href='https://fonts.example'>"),
    ("elsewhere", "x.html", "<p style='background: url(https://cdn.example/a.png)'>a</p>"),
    ("elsewhere", "x.html", "<style>@import 'https://cdn.example/a.css';</style>"),
    ("elsewhere", "x.html", "<script>fetch('https://api.example/')</script>"),
    ("elsewhere", "x.svg", "<svg><use href='https://cdn.example/a.svg#b'/></svg>"),
    ("elsewhere", "x.css", "@font-face { src: url( 'HTTPS://fonts.example/a.woff2' ) }"),
    ("elsewhere", "x.css", '@import "//fonts.example/a.css";'),
    ("elsewhere", "javascripts/x.js", 'await import("https://cdn.example/a.mjs")'),
    ("elsewhere", "assets/checker/x.mjs", 'await import("https://cdn.example/a.mjs")'),
    ("path", "x.html", f"<code>{ROOT}/proofpages/page/page.py</code>"),
    ("path", "x.js.map", f'{{"sources": ["{Path.home() / "a.ts"}"]}}'),
    ("path", "x.html", f'File "{sysconfig.get_path("purelib")}/numpy/__init__.py", line 1'),
]


NUMBER = re.compile(r"(?<![\w./])(?!0/0)\d+[/.]\d+(?![\w./]*\d)")
EXAMPLE = {"1/6", "1/3", "1/2"}  # p of the running example, which `notation.py` prints.
NOT_COMPUTED = {
    "variants/smoothing.md": {"0.1"},  # A usual share, as an example.
    "variants/curvature.md": {"4.110", "4.20"},  # Numbers in a book.
    "practice/training.md": {"1.4"},  # A version of scikit-learn.
    "language-models/bounded-logits.md": {"0.0001", "0.24"},  # A usual factor; a thread's report.
    "language-models/preferences.md": {"0.1"},  # A usual factor.
    "reference/lesson.md": {"4.0"},  # A version of a licence.
}
FIRST_LOSSES = [math.log(classes) for classes in (2, 10, 1000, 128_000)]
TWO_SOFTMAXES = [math.log(math.e + classes - 1) - 1 for classes in (2, 10, 1000)]
CLIPPED = -math.log(1e-7)
COMPUTED = {
    "index.md": [math.log(2)],
    "practice/checking-gradients.md": [1 / (6 * math.sqrt(3))],  # p(1 - p)(1 - 2p) at most.
    "practice/stability.md": [100 * 2**-8, 1 / (1 + math.exp(6))],
    "why/not-p-minus-y.md": [
        max(
            (1 - p) ** 2 - 2 * p * (1 - p) * math.log(p) for p in (n / 1000 for n in range(1, 1000))
        )
    ],
    "why/fisher.md": [p * (1 - p) for p in (1 / 6, 1 / 3)],
    "reference/lesson.md": [1 / 6 * 1 / 2, 1 / 2 * (1 - 1 / 2)],
    "wrong/index.md": [*FIRST_LOSSES, *TWO_SOFTMAXES, CLIPPED],
    "wrong/nan.md": [CLIPPED, math.log(65520)],  # What rounds to infinity in half.
    "wrong/learning.md": [*FIRST_LOSSES, *TWO_SOFTMAXES],
    # Per cent at a gap of 6; bfloat16's least loss and its spacing near 20; in half, of a mean
    # over 8,192 places: where digits are lost, and where nothing is left.
    "wrong/precision.md": [
        *(100 * math.exp(-6), -math.log(1 - 2**-8), 2**-3),
        *(8192 * 2**-14, 8192 * 2**-25),
    ],
    "language-models/vocabulary.md": [math.log(256), FIRST_LOSSES[-1]],
    "language-models/policy-gradient.md": [1 - 1 / 6, (1 / 6) ** 2 + (1 / 3) ** 2 + (1 / 2) ** 2],
}
"""What a page says and none of its programs prints, computed here."""


def rounds_to(exact: float, said: str) -> bool:
    """Whether a number is this fraction, or this decimal in as many digits as it has."""
    digits = len(said.partition(".")[2])
    return abs(exact - Fraction(said)) < (1e-12 if "/" in said else 0.5 * 10.0**-digits + 1e-12)


def unheld_numbers(page: Tag, computed: Sequence[float] = ()) -> list[str]:
    """The fractions and decimals in a page's sentences that are neither printed nor computed.

    A program of the page has printed a decimal if it printed one that rounds to it, and a fraction
    if it printed that, or three digits of it. Those in formulas are proved.
    """
    page = copy.copy(page)
    cards = page.select(".ran > .highlight, .ran svg")
    printed = {number for card in cards for number in NUMBER.findall(card.get_text(" "))}
    decimals = {number for number in printed if "." in number}
    held = [*computed, *(float(number) for number in decimals)]
    long = [number for number in decimals if len(number.partition(".")[2]) > 2]

    def is_held(said: str) -> bool:
        shown = "/" in said and any(rounds_to(float(Fraction(said)), number) for number in long)
        return said in printed | EXAMPLE or shown or any(rounds_to(exact, said) for exact in held)

    for part in page.select(
        ".ran, code, pre, .math, .equation, .playground, details.in-numbers, a"
    ):
        part.decompose()
    return [said for said in NUMBER.findall(page.get_text(" ")) if not is_held(said)]


def test_numbers_in_sentences_are_printed_by_a_program_or_proved(site: Path) -> None:
    held = ("index.md", "notation.md", "derivation/", "roads/", "variants/", "practice/", "why/")
    held += ("wrong/", "language-models/", "reference/lesson.md")
    found = {
        name: [
            number
            for number in unheld_numbers(article(soup), COMPUTED.get(name, ()))
            if number not in NOT_COMPUTED.get(name, ())
        ]
        for name, soup in every_page(site)
        if name.startswith(held) and name != "practice/frameworks.md"  # Recorded, and asked again.
    }
    assert COMPUTED.keys() | NOT_COMPUTED.keys() <= found.keys()
    assert {name: numbers for name, numbers in found.items() if numbers} == {}


def test_a_number_that_is_typed_is_seen() -> None:
    page = parse(
        "<article><p>From 0.25 to 2/5, by <code>0.5</code>, half of 1/7, or 0.143. And 0.142, 0.69,"
        " 0.70 and 1/8.</p><div class='ran'><div class='highlight'>1/7 0.1429 0.12</div>"
        "<details>2/5</details></div></article>"
    )
    assert unheld_numbers(article(page), [math.log(2)]) == ["0.25", "2/5", "0.142", "0.70", "1/8"]


@pytest.mark.parametrize(("check", "path", "text"), FAULTY)
def test_a_fault_is_seen(check: str, path: str, text: str) -> None:
    found = {
        "left over": lambda: left_over(BeautifulSoup(text, "html.parser")),
        "too wide": lambda: too_wide(BeautifulSoup(text, "html.parser")),
        "elsewhere": lambda: asked_elsewhere(path, text),
        "path": lambda: paths_of_this_machine(text),
    }
    assert found[check]()


def test_what_is_right_is_left_alone() -> None:
    page = """
    <link rel="canonical" href="https://p.example/"><a href="https://elsewhere.example/">a</a>
    <img src="../a.png"><use href="#NCM-N-31"></use><code>$HOME \\frac</code>
    <script>location.replace("../b/")</script><style>a { background: url(b.png) }</style>
    """
    assert not left_over(BeautifulSoup(page, "html.parser"))
    assert not asked_elsewhere("x.html", page)
    assert not paths_of_this_machine("/usr/share and /home")


# Links


def looked_at(tag: Tag) -> dict[str, str]:
    """The attributes from which LinkChecker takes a link or an anchor, and those it weighs them by.

    It knows no `xlink:href`, which links in drawings have; here that is `href`.
    """
    tables = LinkTags, AnchorTags, {"base": ["href"]}
    keys = {key for table in tables for name in (tag.name, None) for key in table.get(name, ())}
    attributes = {key.removeprefix("xlink:"): value for key, value in tag.attrs.items()}
    if "url(" not in attributes.get("style", ""):
        keys.remove("style")
    if keys.isdisjoint(attributes):
        return {}
    keys |= {"codebase", "http-equiv", "method", "rel", "scheme"}
    return {key: value for key, value in attributes.items() if key in keys}


def links_alone(page: str) -> str:
    """A page of what LinkChecker looks at alone: such elements, each once, on the line it has.

    LinkChecker 10.6 parses a page, and follows its links, again for every anchor on it that a
    link names: with all the formulas, for more than a minute.
    """
    lines, seen = ["<!doctype html>"], set()
    for tag in parse(page).find_all(True):
        if attributes := looked_at(tag):
            element = str(BeautifulSoup().new_tag(tag.name, attrs=attributes))
            if element not in seen:
                seen.add(element)
                lines += [""] * (tag.sourceline - len(lines))
                lines[-1] += element
    return "\n".join(lines)


def copy_links(site: Path, folder: Path) -> Path:
    """Copy a site with `links_alone` on its pages."""
    shutil.copytree(site, folder)
    for file in folder.rglob("*.html"):
        file.write_text(links_alone(file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


# As root, as in a container, LinkChecker 10.6 becomes the user nobody, who may not be allowed to
# read its own plugins: it would then go on without them, and check no anchor.
LINKCHECKER = """
from linkcheck.command import linkchecker
linkchecker.drop_privileges = lambda: None
linkchecker.linkchecker()
"""


def check_links(*urls: str, config: Path) -> tuple[list[str], set[str]]:
    """Follow the links on pages, anchors too: what is wrong, and what was reached."""
    # threads: the pages come from this machine, and two cores serve and check them.
    config.write_text(
        "[checking]\nthreads=2\nmaxrequestspersecond=1000\n[AnchorCheck]\n", encoding="utf-8"
    )
    command = ["-c", LINKCHECKER, "--config", str(config), "--verbose", "--output", "csv"]
    # What a link leads to is loaded, for its anchors; its own links are those of another start.
    command += ["--recursion-level", "1"]
    # If it hangs, pytest's own limit ends it: a slow machine is no fault of a link.
    done = subprocess.run(
        [sys.executable, *command, "--no-status", *urls],
        capture_output=True,
        text=True,
        check=False,
    )
    # A comment is a sharp and a blank; a row may start with the sharp of an anchor.
    rows = (line for line in done.stdout.splitlines() if not line.startswith("# "))
    wrong, reached = [], set()
    for row in csv.DictReader(rows, delimiter=";"):
        if row["valid"] != "True" or row["warningstring"]:
            where = f"{row['parentname']}:{row['line']}: {row['urlname']}"
            wrong.append(f"{where}: {row['warningstring'] or row['result']}")
        else:
            reached.add(row["url"])
    assert done.returncode == bool(wrong), done.stdout + done.stderr
    return wrong, reached


@pytest.mark.large  # In `make test`, `verify` asks the same of the site itself.
def test_links_and_anchors_lead_somewhere(site: Path, tmp_path: Path) -> None:
    with serve(copy_links(site, tmp_path / "site")) as address:
        files = [file.relative_to(site).as_posix() for file in site.rglob("*.css")]
        starts = [address + url for url in (*pages().values(), "404.html", *files)]
        wrong, reached = check_links(*starts, config=tmp_path / "linkcheckerrc")
    assert wrong == []
    linked = {str(link["href"]) for link in read(site / "index.html").select("a[href]")}
    assert linked >= {url for url in pages().values() if url}, "home links to every page"
    anchors = {url.partition("#")[2] for url in reached}
    assert {f"E{n}" for n in range(1, LAST["E"] + 1)} <= anchors


def test_a_page_of_links_alone_has_all_of_them(site: Path) -> None:
    def found(page: str, tags: dict[str | None, list[str]]) -> dict[str, int]:
        lines: dict[str, int] = {}
        find_links(make_soup(page), lambda url, line, **_: lines.setdefault(url, line), tags)
        return lines

    # A page with formulas, code and a graph.
    page = (site / "proof/index.html").read_text(encoding="utf-8")
    known = page.replace(" xlink:href=", " href=")
    for tags in (LinkTags, AnchorTags):
        assert found(links_alone(page), tags) == found(known, tags)
    assert len(found(page, LinkTags)) > len(pages())
    assert known != page


@pytest.mark.medium
def test_a_broken_link_and_a_broken_anchor_are_seen(tmp_path: Path) -> None:
    start = "<!doctype html><html lang=en><title>a</title><p id=here>\n"
    site = tmp_path / "written"
    site.mkdir()
    (site / "index.html").write_text(
        f"{start}<a href=#here>1</a> <a href=b.html#here>2</a> <a href=#E99>3</a>"
        "<a href=gone.html>4</a> <a href=b.html#E98>5</a> <img src=gone.png alt=6>"
        "<link rel=stylesheet href=gone.css>\n<mjx-container><svg><path d=M0,0 />"
        "<a xlink:href=b.html#drawn>7</a><a xlink:href=b.html#E97>8</a></svg></mjx-container>"
        "<p style='color: red'><b style='background: url(gone.webp)'>9</b>"
        "<pre><code><span><a href=b.html#E96>10</a></span></code></pre>",
        encoding="utf-8",
    )
    (site / "b.html").write_text(f"{start}<svg><g id=drawn><path /></g></svg>", encoding="utf-8")
    with serve(copy_links(site, tmp_path / "site")) as address:
        wrong, reached = check_links(address, config=tmp_path / "linkcheckerrc")
    found = sorted(tuple(line.split(": ")[:2]) for line in wrong)
    assert found == sorted(
        [
            (f"{address}:2", "#E99"),
            (f"{address}:2", "b.html#E98"),
            (f"{address}:2", "gone.css"),
            (f"{address}:2", "gone.html"),
            (f"{address}:2", "gone.png"),
            (f"{address}:3", "b.html#E96"),
            (f"{address}:3", "b.html#E97"),
            (f"{address}:3", "gone.webp"),
        ]
    )
    assert {address + "b.html#here", address + "b.html#drawn"} <= reached


# HTML


def invalid_html(*files: Path, report: Path) -> Iterator[tuple[str, str, str]]:
    """What html-validate finds against the HTML standard: the rule, the element, the message."""
    # Through a file: html-validate ends before a pipe has taken all that it says.
    options = ["--preset", "standard", "--formatter", f"json={report}", *map(str, files)]
    script = "node_modules/html-validate/bin/html-validate.mjs"
    done = subprocess.run(
        [sys.executable, "-m", "proofpages.typeset", script, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert report.is_file(), done.stdout + done.stderr
    for file in json.loads(report.read_text(encoding="utf-8")):
        for fault in file["messages"]:
            where = f"{file['filePath']}:{fault['line']}:{fault['column']}"
            yield fault["ruleId"], fault["selector"] or "", f"{where}: {fault['message']}"


def test_html_is_valid(site: Path, tmp_path: Path) -> None:
    files = sorted(site.rglob("*.html"))
    assert len(files) == len(pages()) + 1  # And 404.html.
    known: Counter[tuple[str, str]] = Counter()
    wrong = []
    for rule, selector, message in invalid_html(*files, report=tmp_path / "report.json"):
        cause = rule, re.sub(r"\d+", "<n>", selector)
        known[cause] += 1
        if cause not in MATERIAL:
            wrong.append(f"{message} ({rule}, at {selector})")
    assert wrong == []
    assert set(known) == set(MATERIAL), "Material has mended one of these: remove its line"


@pytest.mark.medium
def test_invalid_html_is_seen(tmp_path: Path) -> None:
    faults = {
        "element-permitted-content": "<ul><p>not an item</p></ul>",
        "no-dup-id": "<p id=E1>a</p><p id=E1>b</p>",
        "close-order": "<b><i>crossed</b></i>",
        "element-required-attributes": "<img alt=a>",
        "attribute-allowed-values": "<p tabindex=first>a</p>",
    }
    files = []
    for rule, body in faults.items():
        files.append(tmp_path / f"{rule}.html")
        head = "<!doctype html><html lang=en><head><title>a</title></head>"
        files[-1].write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
    found = list(invalid_html(*files, report=tmp_path / "report.json"))
    for rule in faults:
        assert any(rule == name and f"{rule}.html" in place for name, _, place in found), rule


# What search engines and readers find a page by


def test_no_page_is_too_large_to_load(site: Path) -> None:
    sizes = {page: page.stat().st_size for page in site.rglob("*.html")}
    assert [page for page, size in sizes.items() if size > 1_000_000] == []


def test_every_page_says_what_it_is(site: Path) -> None:
    titles, descriptions = Counter(), Counter()
    for name, soup in every_page(site):
        metas = soup.find_all("meta")

        def content(key: str, value: str, metas: list[Tag] = metas, name: str = name) -> str:
            tags = [tag for tag in metas if tag.get(key) == value]
            assert len(tags) == 1, f"{name}: {value} stands there {len(tags)} times"
            return str(tags[0]["content"]).strip()

        (title,) = (tag.get_text(strip=True) for tag in soup.select("head > title"))
        titles[title] += 1
        description = content("name", "description")
        descriptions[description] += 1
        assert 40 <= len(description) <= 200, f"{name}: {description}"
        assert content("property", "og:description") == description, name
        assert title.startswith(content("property", "og:title")), name
        assert content("property", "og:type") == "article", name
        (canonical,) = soup.select("head > link[rel=canonical]")
        assert content("property", "og:url") == canonical["href"], name
        assert str(canonical["href"]).endswith("/" + pages()[name]), name
        assert len(soup.find_all("h1")) == 1, f"{name}: one title a page"
        assert soup.html is not None
        assert soup.html["lang"] == "en", name
    for found in (titles, descriptions):
        assert not [text for text, count in found.items() if count > 1], "each page has its own"


def misnamed(name: str, soup: BeautifulSoup) -> Iterator[str]:
    """Where a page is called otherwise than its heading: in its title, the navigation, a link."""
    (heading,) = (plain(tag) for tag in article(soup).select("h1"))
    (title,) = (str(tag["content"]) for tag in soup.select("meta[property='og:title']"))
    if title != heading:
        yield f"{name}: its title is {title!r}, its heading {heading!r}"
    for link in soup.select(".md-nav--primary a.md-nav__link[href='./']"):
        if plain(link) != heading:
            yield f"{name}: the navigation calls it {plain(link)!r}, its heading {heading!r}"


def plain(tag: Tag) -> str:
    """The words of a heading or a link, without the sign that links to it."""
    words = "".join(text for text in tag.find_all(string=True) if text.strip() != "¶")
    return " ".join(words.split())


def test_a_page_has_one_name(site: Path) -> None:
    assert [fault for name, soup in every_page(site) for fault in misnamed(name, soup)] == []
    html = (
        '<meta property="og:title" content="A"><nav class="md-nav--primary">'
        '<a class="md-nav__link" href="./">B</a></nav><article><h1>C</h1></article>'
    )
    assert len(list(misnamed("a.md", parse(html)))) == 2


UNSEARCHED = {
    "CONTRIBUTING.md",
    "add-a-notation.md",
    "checked.md",
    "how-it-is-built.md",
    "proof/beyond.md",
    "proof/derivation.md",
    "proof/lemmas.md",
}
"""What would crowd the search: pages about the site itself, and the proof sentence by sentence."""


def test_search_knows_no_program_and_no_displayed_formula(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    texts = [entry["text"] for entry in index["docs"]]
    assert not [text for text in texts if "import numpy" in text]
    assert not [text for text in texts if "∂L∂zj=pj∑i=1Kyi−yj" in text]
    assert any("<code>dW = X.T @ dZ</code>" in text for text in texts), "code that did not run"


def test_every_page_leads_to_help(site: Path) -> None:
    help = {"wrong/index.md", "reference/stuck.md"}
    for name, soup in every_page(site):
        links = {urljoin(pages()[name], str(a["href"])) for a in soup.select("main a[href]")}
        for page in help - {name}:
            assert pages()[page] in links, f"{name}: {page}"


def test_search_knows_every_page_and_heading(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"]: entry["title"] for entry in index["docs"]}
    due = {}
    for name, soup in every_page(site):
        url = pages()[name]
        if name in UNSEARCHED:
            assert url not in found, f"search knows {name}"
            continue
        assert url in found, f"search does not know {name}"
        headings = article(soup).select("h1[id], h2[id], h3[id]")
        assert headings, name
        for heading in headings:
            copy = BeautifulSoup(str(heading), "html.parser")
            for tag in copy.select(".headerlink"):
                tag.decompose()
            due[f"{url}#{heading['id']}"] = copy.get_text()
    # A page with nothing under its title is known by the page alone.
    missing = {url: title for url, title in due.items() if found.get(url) != title}
    missing = {
        url: title
        for url, title in missing.items()
        if url in found or found[url.partition("#")[0]] != title
    }
    assert not missing


def test_the_sitemap_lists_every_page(site: Path) -> None:
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == text
    listed = [
        element.text or ""
        for element in ElementTree.fromstring(text).iter()
        if "loc" in element.tag
    ]
    canonical = [
        str(tag["href"])
        for _, soup in every_page(site)
        for tag in soup.select("head > link[rel=canonical]")
    ]
    assert sorted(listed) == sorted(canonical)


def test_the_page_for_missing_pages_lists_the_others(site: Path) -> None:
    links = article(read(site / "404.html")).select("li > a[href]")
    # The addresses are those of the whole site, whose root SITE_URL may put in a folder.
    listed = [re.sub(r"/\.$", "/", str(link["href"])) for link in links]
    root = listed[0]
    assert root.startswith("/")
    assert [url.removeprefix(root) for url in listed] == list(pages().values())
    assert all(link.get_text(strip=True) for link in links)
