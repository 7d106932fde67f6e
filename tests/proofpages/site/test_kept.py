"""proofpages.site.kept: a preview makes anew what has changed, and shows what all anew would."""

from __future__ import annotations

import contextlib
import logging
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.pages import Page as Built

from proofpages.site import written
from tests.builds import PAGE, PAGES, Copy

pytestmark = [pytest.mark.large, pytest.mark.timeout(900)]
HOOK = "proofpages/site/kept.py"
BEFORE = "docs/derivation/chain-rule.md"
"""The page that it continues."""


@dataclass
class Preview:
    """Previews of a copy of the site in this process, and the pages that each converts."""

    copy: Copy
    converted: list[str] = field(default_factory=list)

    def make(self, command: str = "serve") -> dict[str, bytes]:
        """The files of the site, as a change has MkDocs build it."""
        self.converted.clear()
        site = self.copy.folder / "site"
        config = load_config("mkdocs.yml", site_dir=str(site))
        config.plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
        build(config, serve_url="http://127.0.0.1:8000/" if command == "serve" else None)
        return {
            file.relative_to(site).as_posix(): file.read_bytes()
            for file in sorted(site.rglob("*"))
            if file.is_file()
        }

    @property
    def stores(self) -> dict[str, dict[str, Any]]:
        """What is kept, by what it is for."""
        kept: Any = load_config("mkdocs.yml").hooks[HOOK]
        known = vars(kept._Preview).items()
        return {what: s for what, s in known if isinstance(s, dict) and what[0] != "_"}

    def anew(self) -> dict[str, bytes]:
        """The same of a preview that has kept nothing."""
        for store in self.stores.values():
            store.clear()
        written.write_all()
        return self.make()


@pytest.fixture
def preview(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    found = Preview(copy)
    render = Built.render

    def noted(page: Built, config: Any, files: Any) -> None:
        found.converted.append(page.file.src_uri)
        render(page, config, files)

    monkeypatch.setattr(Built, "render", noted)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    with contextlib.chdir(copy.folder):
        yield found


def swap(file: str, old: str, new: str) -> Callable[[Copy], object]:
    return lambda copy: copy.edit(file, lambda text: text.replace(old, new, 1))


ANOTHER = """\
---
title: Another
description: A page more.
executed: none, it is added to a copy
---
# Another

A page more.
"""
OWN = PAGE.removeprefix("docs/")
CHANGES: dict[str, tuple[Callable[[Copy], object], set[str]]] = {
    "a sentence": (swap(PAGE, "Put all four into", "Put all 4 into"), {OWN}),
    "a program": (swap("snippets/same_logit.py", "print(", "print(1, "), {OWN}),
    "an equation": (swap(PAGE, r"p_i \cdot (1 - p_i)", r"p_i \cdot (1 - p_i) + 1 - 1"), {OWN}),
    "a page before it": (
        swap(BEFORE, "\n## ", "\nLet $q \\in \\mathbb{R}^K$ be a vector.\n\n## "),
        {OWN, BEFORE.removeprefix("docs/")},
    ),
    "a title, which the navigation has": (swap(PAGE, "title: ", "title: Quite "), {OWN}),
    "another page": (
        lambda copy: [
            (copy.folder / "docs/another.md").write_text(ANOTHER, encoding="utf-8"),
            copy.edit("mkdocs.yml", lambda text: text.replace("nav:\n", "nav:\n  - another.md\n")),
        ],
        {"another.md", OWN},
    ),
    "no page": (
        lambda copy: [
            (copy.folder / "docs/another.md").unlink(),
            copy.edit("mkdocs.yml", lambda text: text.replace("nav:\n  - another.md\n", "nav:\n")),
        ],
        {OWN},
    ),
    "a picture": (swap("docs/assets/icon.svg", "<svg ", "<svg data-mine='1' "), set()),
    "a style": (
        lambda copy: copy.edit("docs/stylesheets/page.css", lambda text: f"{text}\np.mine {{}}\n"),
        set(),
    ),
    "the settings": (swap("mkdocs.yml", "site_name: p", "site_name: q"), {OWN}),
    "the theme": (
        swap("proofpages/site/theme/main.html", "{% extends", "<!-- Mine -->{% extends"),
        set(),
    ),
}


def test_what_has_changed_is_made_anew_and_nothing_else(preview: Preview) -> None:
    before = preview.make()
    assert len(preview.converted) == len(PAGES)
    assert preview.make() == before
    assert preview.converted == []
    for what, (change, converted) in CHANGES.items():
        change(preview.copy)
        after = preview.make()
        assert after != before, what
        assert converted <= set(preview.converted), what
        if what in ("a sentence", "a program"):
            assert set(preview.converted) == converted, what
        anew = preview.anew()
        assert len(preview.converted) == len(PAGES) + ("another/index.html" in anew), what
        assert [name for name in anew if anew[name] != after.get(name)] == [], what
        assert after.keys() == anew.keys(), what
        before = after


GREEK = ("", "", r"\rho", r"\omega", r"\kappa", r"\zeta")
"""Letters that no page has."""
EDITS: dict[str, Callable[[str, int], str]] = {
    "a sentence": lambda text, n: f"{text}\nSentence {n}.\n",
    "a section": lambda text, n: f"{text}\n## Section {n}\n\nIt has $1 + 1 = 2$.\n",
    "a claim": lambda text, n: f"{text}\n<!-- tex: later -->\nHere ${n} \\cdot 2 = {2 * n}$.\n",
    "a title": lambda text, n: text.replace("title: ", f"title: {n} ", 1),
    "a heading": lambda text, n: text.replace("\n## ", f"\n## Part {n}: ", 1),
    "a vector": lambda text, n: text.replace(
        "\n## ", f"\nLet ${GREEK[n]} \\in \\mathbb{{R}}^K$ be a vector.\n\n## ", 1
    ),
    "a link": lambda text, n: f"{text}\nSee [this](#no-{n}){{#no-{n}}}.\n",
}


@pytest.mark.parametrize("seed", range(2))
def test_edits_at_random_are_shown_as_anew(preview: Preview, seed: int) -> None:
    chance = random.Random(seed)
    preview.make()
    unedited = {name: (preview.copy.folder / name).read_text("utf-8") for name in PAGES}
    for n in range(2, 6):
        for name in chance.sample(PAGES, chance.randint(1, 2)):
            what = chance.choice([*EDITS, "as it was"])
            text = (preview.copy.folder / name).read_text("utf-8")
            after = EDITS[what](text, n) if what in EDITS else unedited[name]
            (preview.copy.folder / name).write_text(after, "utf-8")
        shown = preview.make()
        anew = preview.anew()
        assert [name for name in anew if anew[name] != shown.get(name)] == [], n
        assert shown.keys() == anew.keys(), n


def test_a_fault_of_a_page_that_was_kept_is_told(preview: Preview) -> None:
    preview.make()
    assert "E8" in (preview.copy.folder / PAGE).read_text(encoding="utf-8")
    text = (preview.copy.folder / BEFORE).read_text(encoding="utf-8")
    twice = f"{text}\n$$\n1 = 1 \\tag{{E8}}\n$$\n"
    (preview.copy.folder / BEFORE).write_text(twice, encoding="utf-8")
    for _ in range(2):  # The second time, nothing has changed.
        with pytest.raises(Abort) as caught:
            preview.make()
        assert "the number E8 stands behind E8" in str(caught.value.__context__)
    (preview.copy.folder / BEFORE).write_text(text, encoding="utf-8")
    preview.make()


def test_what_is_kept_cannot_reach_a_site_that_is_published(preview: Preview) -> None:
    preview.make()
    converted, drawn = preview.stores["converted"], preview.stores["drawn"]
    assert len(converted) == len(drawn) == len(PAGES)
    for name, (made_of, (made, told)) in converted.items():
        converted[name] = made_of, (made | {"content": "<p>Forged</p>"}, told)
    for name, (made_of, _) in drawn.items():
        drawn[name] = made_of, "<p>Forged</p>"
    served = preview.make()
    assert b"Forged" in served["derivation/same-logit/index.html"]
    published = preview.make("build")
    assert [name for name, content in published.items() if b"Forged" in content] == []
    assert len(preview.converted) == len(PAGES)
