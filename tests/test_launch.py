"""Which browser the tests start: one on PATH, Chrome as it was installed, or Playwright's own."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error

from tests.conftest import launch


class Machine:
    """Stands for Playwright on a machine that has only some browsers."""

    def __init__(self, *there: str) -> None:
        self.there = there
        self.chromium = SimpleNamespace(launch=self.launch)

    def launch(self, args: list[str], executable_path: str = "", channel: str = "") -> str:
        asked = executable_path or channel or "its own"
        if asked not in self.there:
            raise Error(f"no {asked}")
        return asked


def test_each_place_is_looked_at_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", {"google-chrome": "/bin/google-chrome"}.get)
    assert launch(Machine("/bin/google-chrome", "chrome", "its own")) == "/bin/google-chrome"
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert launch(Machine("chrome", "its own")) == "chrome"
    assert launch(Machine("its own")) == "its own"
    with pytest.raises(RuntimeError, match="-m playwright install chromium"):
        launch(Machine())
