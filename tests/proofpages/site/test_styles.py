"""The style sheets of a site become one, in their order; where one is no file, all stay."""

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from proofpages.site.styles import TOGETHER, on_files

SHEET = "/* Why\n   so. */\n{} {{\n  color: red }}\n"


@pytest.mark.parametrize(
    ("named", "left"),
    [
        (["b.css", "a.css"], {TOGETHER: "b {\ncolor: red }\na {\ncolor: red }\n"}),
        (
            ["b.css", "https://example.org/a.css"],
            {"a.css": SHEET.format("a"), "b.css": SHEET.format("b")},
        ),
        ([], {"a.css": SHEET.format("a"), "b.css": SHEET.format("b")}),
    ],
)
def test_sheets_become_one(tmp_path: Path, named: list[str], left: dict[str, str]) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "S", "docs_dir": str(tmp_path), "extra_css": named})
    config.validate()
    for name in "ab":
        (tmp_path / f"{name}.css").write_text(SHEET.format(name), encoding="utf-8")
    config.plugins._current_plugin = "styles"  # As MkDocs does while it runs a hook.
    files = Files([File(f"{n}.css", str(tmp_path), str(tmp_path / "site"), True) for n in "ab"])
    found = on_files(files, config)
    assert {file.src_uri: file.content_string for file in found} == left
    assert config.extra_css == ([TOGETHER] if TOGETHER in left else named)
