"""proofpages.typeset: what MathJax draws, and how it is put on the page."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Page

from proofpages.page.faults import PageError
from proofpages.page.formulas import Found
from proofpages.typeset import drawn
from proofpages.typeset.by_reference import shared
from proofpages.typeset.mathjax import BadTeX, MathJax, Typeset, mathjax
from proofpages.typeset.node import node
from tests.builds import ROOT

EXTENSIONS = ["admonition", "toc", "pymdownx.arithmatex", "proofpages.typeset"]
CONFIG = {"pymdownx.arithmatex": {"generic": True}}


def render(text: str) -> str:
    return Markdown(extensions=EXTENSIONS, extension_configs=CONFIG).convert(text)


def typeset(tex: str, display: bool = True) -> Typeset:
    (drawn,) = mathjax.typeset([(tex, display)])
    assert isinstance(drawn, Typeset), drawn
    return drawn


def test_a_copy_is_drawn_as_the_display_that_it_is_of() -> None:
    display, copy = Element("div"), Element("span", {"data-copied": ""})
    tex = r"\sum_{k=1}^K \frac{p_k}{2} = \frac{1}{2}"
    display.text, copy.text = rf"\[{tex}\]", rf"\(\displaystyle {tex}\)"
    first, second = drawn([Found(display), Found(copy)], "")
    assert isinstance(first, Typeset)
    assert isinstance(second, Typeset)
    assert second.svg == first.svg == typeset(rf"\displaystyle {tex}", display=False).svg
    assert first.mathml.startswith('<math display="block">')
    assert second.mathml.startswith('<math displaystyle="true">')
    assert second.mathml.partition(">")[2] == first.mathml.partition(">")[2]


FORMULAS = [
    r"\frac{\partial^2 L}{\partial z_i \partial z_j} = p_i (\delta_{ij} - p_j)",
    r"\sqrt{\frac{1}{1 + \exp\left(-\sum_{k \neq i} z_k\right)}}",
    r"\begin{aligned} a &= b \\ &< c \end{aligned}",
    r"\nabla_z L \in \mathbb{R}^K \qquad (i \neq j)",
    r"\underbrace{p_j + p_i}_{\text{probability}} \widehat{xyz} \overline{abc} \boxed{x}",
]
MATHJAXS_OWN = """
import { pathToFileURL } from "node:url";
const { default: MathJax } = await import(pathToFileURL("node_modules/mathjax/node-main.mjs"));
await MathJax.init({ loader: { load: ["input/tex", "output/svg", "adaptors/liteDOM"] },
  svg: { fontCache: "none" }, output: { linebreaks: { inline: false } } });
const dom = MathJax.startup.adaptor;
const drawn = [];
for (const tex of process.argv.slice(1)) {
  drawn.push(dom.outerHTML(dom.firstChild(await MathJax.tex2svgPromise(tex, { display: true }))));
}
console.log(JSON.stringify(drawn));
"""
"""Asks MathJax for its drawings as it makes them, without proofpages.typeset."""


SUMS = """
async (picture) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data, width } = canvas.getImageData(0, 0, image.width, image.height);
  const sums = [];
  for (let k = 0; k < data.length; k += 4) sums.push(data[k] + data[k + 1] + data[k + 2]);
  return [width, sums.join(" ")];
}
"""
"""Reads a PNG file, in base64: its width, and of each point the sum of red, green and blue."""


def ink(page: Page, svg: str) -> np.ndarray:
    """A drawing, 1000 units of it on 60 pixels, in shades of grey from 0 to 255."""
    width, height = (float(x) * 0.06 for x in re.findall(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg)[0])
    svg = re.sub(r'<svg[^>]*? viewBox="([^"]*)"[^>]*>', r'<svg viewBox="\1">', svg, count=1)
    box = f"width:{width}px;height:{height}px"
    page.set_content(f'<style>svg {{ overflow: visible }}</style><div style="{box}">{svg}</div>')
    across, sums = page.evaluate(SUMS, base64.b64encode(page.screenshot()).decode())
    return np.array(sums.split(), float).reshape(-1, across) / 3


@pytest.mark.large
def test_a_formula_looks_as_mathjax_draws_it(browser: Browser) -> None:
    answer = subprocess.run(
        [node(), "--input-type=module", "-e", MATHJAXS_OWN, *FORMULAS],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    page = browser.new_page(viewport={"width": 900, "height": 220})
    for tex, own in zip(FORMULAS, json.loads(answer.stdout), strict=True):
        ours, theirs = ink(page, typeset(tex).svg), ink(page, own)
        assert (theirs < 128).sum() > 500, f"an empty picture: {tex}"
        assert np.abs(ours - theirs).max() < 80, tex  # Edges, rounded to a thousandth of an em.
        moved = ink(page, typeset(tex).svg.replace("scale(1,-1)", "translate(15,0) scale(1,-1)", 1))
        assert np.abs(moved - theirs).max() > 150, "a picture that moves by a pixel is not seen"
    page.close()


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_refers_to_nothing_and_is_one_path(tex: str) -> None:
    svg = typeset(tex).svg
    for word in ("<use", "href", "id=", "undefined", "NaN"):
        assert word not in svg
    stretched = r"\underbrace" in tex  # Cut out of a longer sign.
    assert ("<g" in svg) == stretched
    assert svg.count("<path") == 1 or stretched


@pytest.mark.large
def test_a_formula_that_refers_to_shared_glyphs_looks_the_same(browser: Browser) -> None:
    alone = [typeset(tex).svg for tex in FORMULAS]
    *referring, glyphs = shared("\n".join([*alone, ""])).split("\n")
    page = browser.new_page(viewport={"width": 900, "height": 220})
    for tex, own, svg in zip(FORMULAS, alone, referring, strict=True):
        assert "<use" in svg, tex
        whole = ink(page, own)
        assert np.abs(ink(page, svg + glyphs) - whole).max() < 80, tex
        assert np.abs(ink(page, svg) - whole).max() > 150, "a glyph that is not there is not seen"
    page.close()


def test_what_is_drawn_once_is_not_shared() -> None:
    drawing = typeset("x").svg
    assert 'id="' not in shared(drawing)
    assert shared(2 * drawing).count('id="glyph-') == 1
    assert shared(2 * drawing).count('xlink:href="#glyph-0"') == 2


def test_the_drawing_follows_the_text() -> None:
    drawn = typeset("p - y", display=False)
    assert 'fill="currentColor"' in drawn.svg
    assert re.fullmatch(r"width:[\d.]+em;height:[\d.]+em;vertical-align:-[\d.]+em", drawn.size)
    assert drawn.mathml == "<math><mi>p</mi><mo>−</mo><mi>y</mi></math>"


def test_errors_are_mathjaxs_own() -> None:
    first, second, third = mathjax.typeset([(r"\frac{1}", True), (r"\foo", False), ("x", False)])
    assert isinstance(first, BadTeX)
    assert str(first) == r"Missing argument for \frac"
    assert str(second) == r"Undefined control sequence \foo"
    assert isinstance(third, Typeset)


def test_no_macro_outlives_its_formula() -> None:
    first, second = mathjax.typeset([(r"\def\foo{x} \foo", False), (r"\foo + 1", False)])
    assert isinstance(first, BadTeX)
    assert isinstance(second, BadTeX)


def test_formulas_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    own = MathJax()
    asked: list[int] = []
    ask = own._ask
    monkeypatch.setattr(
        own, "_ask", lambda new, draw: asked.append(len(new)) or ask(new, draw=draw)
    )
    own.typeset([("a", False), ("b", False), ("a", False)])
    own.typeset([("a", False), ("c", False)])
    assert asked == [2, 1]
    own.close()


def test_an_equation_gets_its_anchor_and_number() -> None:
    page = render("Text\n\n$$\np_j \\tag{E2}\n$$\n")
    assert '<div class="equation" id="E2">' in page
    assert '<a class="equation-number" href="#E2">(E2)</a>' in page
    assert "tag" not in page


def test_a_display_in_an_admonition_or_a_list() -> None:
    display = "\n\n    $$\n    x < y\n    $$\n\n"
    page = render(f'!!! note "N"\n    Text{display}1. Item{display}')
    assert page.count('class="equation"') == 2
    assert "<mo>&lt;</mo>" in page


def test_the_table_of_contents_reads_the_formula() -> None:
    md = Markdown(
        extensions=EXTENSIONS, extension_configs={"pymdownx.arithmatex": {"generic": True}}
    )
    md.convert("## Case 2: $i \\neq j$\n")
    assert md.toc_tokens[0]["name"] == "Case 2: i≠j"  # type: ignore[attr-defined]


def test_punctuation_stays_with_its_formula() -> None:
    assert re.search(r"</mjx-container>,</span> then", render("If $x$, then"))


@pytest.mark.parametrize("line", ["1) item $$ x", "Behind `$code` $ 5"])
def test_a_stray_dollar_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(PageError, match=r"^<text>:3: a dollar sign that belongs to no formula"):
        render(f"Text\n\n{line}")
