"""proofpages.coq.tools: a Coq that dies, hangs or does not start is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from proofpages.coq import tools
from proofpages.coq.coq_errors import FormalError

pytestmark = [
    pytest.mark.medium,
    pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts"),
]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a script in the place of `coqc`."""

    def put(text: str) -> None:
        script = tmp_path / "coqc"
        script.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        script.chmod(0o755)
        monkeypatch.setenv("COQBIN", str(tmp_path))
        monkeypatch.setattr(tools, "find_program", lambda name: str(script))

    return put


def test_a_coq_that_dies_is_named(stand_in: Callable[[str], None]) -> None:
    stand_in("kill -9 $$")
    with pytest.raises(FormalError, match=r"a\.v:1: coqc was ended by signal 9"):
        tools.run("a.v", "coqc", cwd=".")
    with pytest.raises(FormalError, match="does not say its version"):
        tools.coq_version()


def test_coq_keeps_its_memory_as_this_package_or_the_user_says(
    stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in('echo "$OCAMLRUNPARAM"')
    monkeypatch.delenv("OCAMLRUNPARAM", raising=False)
    assert tools.run("a.v", "coqc", cwd=".").stdout == "s=8M,o=1000\n"
    monkeypatch.setenv("OCAMLRUNPARAM", "s=1M")
    assert tools.run("a.v", "coqc", cwd=".").stdout == "s=1M\n"


def test_a_coq_that_hangs_is_named(
    stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in("exec sleep 60")
    monkeypatch.setattr(tools, "_TIMEOUT", 0.2)
    with pytest.raises(FormalError, match="was still running after"):
        tools.run("a.v", "coqc", cwd=".")
    with pytest.raises(FormalError, match="does not say its version"):
        tools.coq_version()
