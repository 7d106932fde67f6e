"""proofpages.site.verify: a finished site that shows other than the record says is refused."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proofpages.page.faults import PageError
from proofpages.site.build_record import RECORD, digest
from proofpages.site.content_policy import META, RULES
from proofpages.site.verify import Parsed, verify

PAGE = "derivation/same-logit/index.html"


def once(pattern: str, new: str) -> Callable[[str], str]:
    """A change of the first passage of the article that a pattern finds."""

    def change(text: str) -> str:
        head, article = text.split("<article", 1)
        changed, count = re.subn(pattern, lambda _: new, article, count=1, flags=re.DOTALL)
        assert count == 1, pattern
        return f"{head}<article{changed}"

    return change


def before_end(html: str) -> Callable[[str], str]:
    return once("</article>", f"{html}</article>")


MATH = "<math><mi>L</mi></math>"
CHANGES = {
    "a formula that is missing": (
        once(r'<mjx-container class="math-inline".*?</mjx-container>', ""),
        "formula ",
    ),
    "another formula": (once("<mi>p</mi>", "<mi>q</mi>"), "formula "),
    "another sign in a display": (
        once(r'(?<=<math display="block"><msub><mi>p</mi><mi>j</mi></msub>)<mo>=', "<mo>≠"),
        "formula ",
    ),
    "another drawing": (
        once(r'<svg viewBox="[^"]*" fill="currentColor".*?</svg>', "<svg></svg>"),
        "is drawn otherwise",
    ),
    "another mark": (once(r">proved for every K<", ">proved, needs i = j<"), "mark of an equation"),
    "a mark that is missing": (
        once(r'<a class="equation-mark".*?</a>', ""),
        "mark of an equation 1 of",
    ),
    "a forged mark": (
        before_end('<p><span class="equation-mark">proved for every K</span></p>'),
        "mark of an equation",
    ),
    "a forged mark of a formula": (
        before_end('<span class="formula-mark">assumption</span>'),
        "mark of a formula 1",
    ),
    "MathML by hand": (before_end(MATH), "MathML that no formula has"),
    "MathML in a drawing": (
        before_end(f"<svg><foreignObject>{MATH}</foreignObject></svg>"),
        "in a drawing",
    ),
    "a formula that passes for one": (
        before_end(
            "<mjx-container><svg></svg><mjx-assistive-mml>"
            f"{MATH}</mjx-assistive-mml></mjx-container>"
        ),
        "formula ",
    ),
    "another number": (once('id="E8"', 'id="E88"'), "equation's number"),
    "an id that stands twice": (before_end('<i id="E8"></i>'), "2 elements have the id E8"),
    "a program that is not shown": (once(r'data-block="0"', ""), "program 1 of"),
    "another output": (once("measured     5/36", "measured     6/36"), "is not shown"),
    "a forged mark of a program": (
        before_end('<p class="ran-mark">ran in this build</p>'),
        " marks of programs that ran",
    ),
    "a link that leads nowhere": (before_end('<a href="../gone/">x</a>'), "leads to no file"),
    "an anchor that is none": (before_end('<a href="#gone">x</a>'), "to no place of its page"),
    "an anchor that is none elsewhere": (
        before_end('<a href="../../checked/#gone">x</a>'),
        "to no place of its page",
    ),
    "a picture that is none": (before_end('<img src="gone.png" alt="">'), "leads to no file"),
}


@pytest.fixture(scope="module")
def small(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with the record of the page that is changed and of another."""
    folder = tmp_path_factory.mktemp("verify") / "site"
    shutil.copytree(site, folder)
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    for name, page in list(record["pages"].items()):
        if page["file"] not in {PAGE, "checked/index.html"}:
            del record["pages"][name]
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    return folder


def faults_of(folder: Path, page: str = PAGE) -> list[str]:
    return [str(fault) for fault in verify(folder) if fault.file == page]


def test_the_site_is_what_its_record_says(site: Path) -> None:
    assert verify(site) == []


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_that_was_changed_is_refused(change: str, small: Path) -> None:
    alter, said = CHANGES[change]
    file = small / PAGE
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(alter(text), encoding="utf-8")
        found = faults_of(small)
    finally:
        file.write_text(text, encoding="utf-8")
    assert any(said in fault for fault in found), found
    assert all("What to do: " in fault for fault in found)


def test_pages_too_many_and_too_few_are_refused(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    (folder / "more").mkdir()
    shutil.copy(folder / PAGE, folder / "more/index.html")
    (folder / PAGE).unlink()
    assert "this page is in no navigation" in faults_of(folder, "more/index.html")[0]
    assert "same-logit.md was not built" in faults_of(folder)[0]


def test_a_source_that_was_changed_is_named(small: Path) -> None:
    kept = (small / RECORD).read_text(encoding="utf-8")
    record = json.loads(kept)
    record["pages"]["docs/derivation/same-logit.md"]["source"] = "other"
    (small / RECORD).write_text(json.dumps(record), encoding="utf-8")
    try:
        (fault,) = faults_of(small, "docs/derivation/same-logit.md")
    finally:
        (small / RECORD).write_text(kept, encoding="utf-8")
    assert "it was changed after the build" in fault


def test_a_folder_without_a_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="there is no record of a build"):
        verify(tmp_path)


# A site of one page, which takes no build


POLICY = META.format("; ".join(RULES).format(hashes="'sha256-a='"))
ARTICLE = f"""<html><head>{POLICY}</head><article>
<div class="equation" id="E1"><mjx-container class="math-block"><svg></svg><mjx-assistive-mml>
<math display="block"><mi>a</mi></math></mjx-assistive-mml></mjx-container>
<span class="equation-side"><a class="equation-mark">proved for every K</a></span></div>
<p>So <mjx-container class="math-inline"><svg></svg>
<mjx-assistive-mml><math><mi>b</mi></math></mjx-assistive-mml></mjx-container>
is, and <a href="#E1">E1</a>.<br>
<div class="ran" data-block="0"><pre>p = 1/6</pre><p class="ran-mark">ran</p></div>
</article>
"""
BLOCK = {"file": "a.py", "output": "p = 1/6\n", "picture": False}
FORMULA = {"display": False, "name": None, "mark": None, "shown": "<math><mi>b</mi></math>"}
FORMULA |= {"tex": "b", "drawing": digest(b"<svg></svg>")}
DISPLAY = FORMULA | {"display": True, "name": "E1", "mark": "proved for every K", "tex": "a"}
DISPLAY |= {"shown": '<math display="block"><mi>a</mi></math>'}


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """What is found in a site of one page with this article, by the record of the one above."""
    monkeypatch.chdir(tmp_path)
    source = Path("docs/a.md")
    source.parent.mkdir()
    source.write_text("text", encoding="utf-8")
    page = {"source": digest(b"text"), "file": "a/index.html"}
    page |= {"formulas": [DISPLAY, FORMULA], "blocks": [BLOCK], "count": None}
    record = {"links": True, "policy": True, "templates": [], "pages": {"docs/a.md": page}}
    built = tmp_path / "site" / "a" / "index.html"
    built.parent.mkdir(parents=True)
    (tmp_path / "site" / RECORD).write_text(json.dumps(record), encoding="utf-8")

    def faults(article: str) -> list[str]:
        built.write_text(article, encoding="utf-8")
        return [fault.found for fault in verify(tmp_path / "site")]

    return faults


def test_a_page_in_whose_place_another_stands_is_missing(one: Callable[[str], list[str]]) -> None:
    kept = Path("site", RECORD)
    record = json.loads(kept.read_text(encoding="utf-8"))
    page = record["pages"]["docs/a.md"]
    Path("docs/a").mkdir()
    Path("docs/a/index.md").write_text("text", encoding="utf-8")
    record["pages"] = {"docs/a.md": page | {"formulas": []}, "docs/a/index.md": page}
    kept.write_text(json.dumps(record), encoding="utf-8")
    assert one(ARTICLE) == ["docs/a.md has the place of another page"]


def test_a_page_that_shows_its_record_passes(one: Callable[[str], list[str]]) -> None:
    assert one(ARTICLE) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<mi>b</mi>", "<mi>c</mi>", "formula 2 of 2 is "),
        (">proved for every K<", ">proved<", "mark of an equation 1 of 1 is proved"),
        ('class="equation" id', 'class="x" id', "a mark that stands beside no equation"),
        ("<br>", '<p class="equation-count">9 proved.</p>', "count of displays 1 of 1 is 9 proved"),
        ('id="E1"', 'id="E2"', "equation's number 1 of 1 is E2"),
        ("1/6", "1/7", "a.py printed 'p = 1/6\\n', which is not shown"),
        ('data-block="0"', "", "program 1 of 0 is nothing"),
        ('<p class="ran-mark">ran</p>', "", "0 marks of programs that ran"),
        ("#E1", "#E9", "the link #E9 leads to no place of its page"),
        ("#E1", "gone/", "the link gone/ leads to no file"),
        ("<br>", '<i id="E1"></i>', "2 elements have the id E1"),
        ("<br>", "<math></math>", "MathML that no formula has"),
        ("<svg></svg>", "", "a formula without its drawing"),
        ("<svg></svg>", "<svg><path/></svg>", "the formula a is drawn otherwise"),
        ("<svg></svg>", "<svg></svg><svg></svg>", "the formula a is drawn otherwise"),
        ("<br>", "<svg><svg></svg><math></math></svg>", "<math> in a drawing"),
        ("default-src 'none'", "default-src *", "the page does not begin with its policy"),
        ("<head>", "<head><script src='a.js'></script>", "the page does not begin with its policy"),
        ("<br>", '<iframe srcdoc="p = y">', "<iframe> that shows another page"),
        ("<br>", '<meta http-equiv="Refresh" content="1">', "<meta> that shows another page"),
        ("<br>", "<script>x()</script>", "a script that the page's policy does not name: x()"),
        ("<br>", '<a onclick="x()">a</a>', "an attribute that runs a script: onclick=x()"),
        ("<br>", '<a href="javascript:x()">a</a>', "an attribute that runs a script: href="),
        ("<br>", '<a href="javascript:x()" href="#">', "an attribute that runs a script: href="),
    ],
)
def test_what_a_page_shows_besides_is_told(
    old: str, new: str, said: str, one: Callable[[str], list[str]]
) -> None:
    assert old in ARTICLE
    assert any(found.startswith(said) for found in one(ARTICLE.replace(old, new, 1)))


def test_a_page_is_taken_apart_as_it_stands() -> None:
    parsed = Parsed(ARTICLE)
    assert [tag for element in parsed.of("ran-mark") for tag in element.classes] == ["ran-mark"]
    (mark,) = parsed.of("equation-mark")
    assert mark.words == "proved for every K"
    assert [element.tag for element in mark.inside][:3] == ["span", "div", "article"]
    assert [mathml for _, mathml in parsed.formulas] == [DISPLAY["shown"], FORMULA["shown"]]
    assert parsed.own_ids == {"E1"}


ENTRY = """<li class="md-nav__item">
<a href="a/" class="md-nav__link"> <span class="md-ellipsis"> A </span></a>
</li> """


def test_what_is_passed_over_is_read() -> None:
    code = '<code><span class="n">href="c/"</span> <span class="o">></span> 1</code>'
    parsed = Parsed(f"<ul>{ENTRY}{ENTRY.replace('a/', 'b/')}</ul><p data-block>{code}</p>")
    assert parsed.links == {"a/", "b/"}
    (card,) = (element for element in parsed.elements if "data-block" in element.attributes)
    assert card.words == 'href="c/" > 1'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a/", "javascript:x()", "an attribute that runs a script: href="),
        ("<span", '<span onclick="x()"', "an attribute that runs a script: onclick="),
        ("<span", "<math></math><span", "MathML that no formula has"),
        ("<span", "<script>x()</script><span", "a script that the page's policy does not name"),
        ("<span class", '<span id="E1" class', "2 elements have the id E1"),
        ("md-ellipsis", "equation-mark", "mark of an equation 2 of 2 is A"),
        ("a/", "gone/", "the link gone/ leads to no file"),
    ],
)
def test_nothing_hides_in_the_navigation(
    old: str, new: str, said: str, one: Callable[[str], list[str]]
) -> None:
    page = ARTICLE.replace("<br>", ENTRY.replace("a/", "#E1") + ENTRY.replace(old, new, 1))
    assert any(found.startswith(said) for found in one(page))


FORGED = '<b class="equation-mark">proved</b>'


@pytest.mark.parametrize(
    "before",
    [
        "<!-->",
        "<!--->",
        "<!-- --!>",
        "<![CDATA[>",
        "<!-- <svg> -->",
        '<i title="<svg>"></i>',
        "<svg/>",
        "<svg a=x/></svg>",
        "<svg><title>a</title>",
        '<svg a=">">',
        "<svg><SVG></SVG></svg>",
        "<style></style x>",
        "<textarea></textarea/>",
        "<script/></script>",
        '</p a="><!--">',
        '<i a=\u00a0" b="></i>',
        '<i a==" b=" ></i>',
        "<math><mi>",
        "<template>",
    ],
)
def test_no_mark_hides_in_what_browsers_read_otherwise(
    before: str, one: Callable[[str], list[str]]
) -> None:
    behind = "<!-- </svg> </style> </textarea> ]]> -->"
    assert one(ARTICLE.replace("<br>", f"{before}{FORGED}{behind}")) != []


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<!-- -- >", "-->"),
        ("<!-- ", ""),
        ("<plaintext>", ""),
        ("<frameset>", ""),
        ("<textarea>", "</textarea>"),
        ("<TITLE>", "</TITLE>"),
        ("<style/>", "</style>"),
        ("<svg>", ""),
        ("<svg a=x/>", "</svg>"),
        ("<svg><!-- </svg> -->", "</svg>"),
        ("<svg><![CDATA[</svg>]]>", "</svg>"),
        ('<svg><g a="></svg>', '"></g></svg>'),
        ('</p a="', '">'),
        ('<i a=="', '">'),
        *((f"<{tag}>", f"</{tag}>") for tag in ("template", "noscript", "object", "select")),
        ("<div hidden>", "</div>"),
    ],
)
def test_a_page_whose_formulas_no_browser_shows_is_refused(
    before: str, behind: str, one: Callable[[str], list[str]]
) -> None:
    page = ARTICLE.replace("<article>", f"<article>{before}")
    assert one(page.replace("</article>", f"{behind}</article>")) != []


@pytest.mark.parametrize(
    "html",
    [
        "<!-- --- a > b <svg> --- -->",
        "<!---->",
        "<hr/><HR /><i\nclass = a title='<b>' hidden lang=en></i\t>",
        "<p>a < b <3 &lt;b&gt; &amp c<!-- - --->",
        '<svg aria-label="a > b"><style><![CDATA[a>b{}]]></style><svg/><!-- </svg> --><g/></svg>',
        "<svg viewBox='0 0 1 1'><SVG></SVG ><text>a</text></svg\n>",
        "<textarea><b></textarea><o:p></o:p><a href=?a=b/>a</a>",
        "<template><p></template><noscript><img src='data:,'></noscript>",
    ],
)
def test_what_all_browsers_read_alike_passes(html: str, one: Callable[[str], list[str]]) -> None:
    assert one(ARTICLE.replace("<br>", html)) == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="java\nscript:x()">a</a>',
        '<a href="\x01javascript:x()">a</a>',
        "<SCRIPT>x()</SCRIPT>",
        "<script data-src=1>x()</script>",
        "<script>x()</script >",
        "<script>x()",
    ],
)
def test_a_script_is_found_as_a_browser_finds_it(
    html: str, one: Callable[[str], list[str]]
) -> None:
    assert any("script" in found for found in one(ARTICLE.replace("<br>", html)))
