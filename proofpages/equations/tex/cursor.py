"""A place in a list of tokens, with the limits that keep reading short."""

from __future__ import annotations

from typing import NoReturn

from proofpages.equations.errors import BudgetError, ReadError
from proofpages.equations.tex.tokens import Token

MAX_DEPTH = 24
MAX_NODES = 1500

OPENING = {"(": ")", "[": "]", r"\{": r"\}"}


class Cursor:
    """Walks over tokens; every refusal names the place where it stands."""

    def __init__(self, tokens: list[Token], tex: str) -> None:
        self.tokens = tokens
        self.tex = tex
        self.place = 0
        self.depth = 0
        self.count = 0

    @property
    def next(self) -> Token:
        """The token that comes next; the last one has kind ``end``."""
        return self.tokens[self.place]

    @property
    def after(self) -> Token:
        """The token behind the next one."""
        return self.tokens[min(self.place + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Step over the next token and return it."""
        token = self.next
        if token.kind != "end":
            self.place += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next token is one of these."""
        token = self.tokens[self.place]
        return token.text in texts and token.kind in ("mark", "command")

    def skip(self, text: str) -> bool:
        """Step over the next token if it is `text`."""
        if self.sees(text):
            self.place += 1
            return True
        return False

    def expect(self, text: str, why: str) -> Token:
        """Step over `text`, or refuse."""
        if not self.sees(text):
            self.refuse(f"write {text} {why}".replace(" ;", ";"))
        return self.take()

    def refuse(self, hint: str, found: str = "", at: int | None = None) -> NoReturn:
        """Raise `ReadError` at the next token, or at `at`."""
        token = self.next
        if at is not None:
            token = next((item for item in self.tokens if item.at == at), token)
        shown = repr(token.text) if token.kind != "end" else "the end of the formula"
        raise ReadError(found or f"found {shown}", hint, self.tex, token.at)

    def enter(self) -> None:
        """Count one more level of nesting, and one more node."""
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH or self.count > MAX_NODES:
            raise BudgetError(
                "the formula is too deeply nested or too long",
                f"at most {MAX_DEPTH} levels and {MAX_NODES} parts are read; split it",
                self.tex,
                self.next.at,
            )

    def leave(self) -> None:
        """Leave the level entered last."""
        self.depth -= 1

    def open_group(self, curly: bool = False) -> tuple[str, bool] | None:
        """Step over ``(``, ``[`` or ``\\left(``, and return what closes it; None if none is next.

        ``\\{`` groups only what is a factor, with `curly`: as an argument nobody writes it.
        """
        sized = self.sees(r"\left")
        token = self.after if sized else self.next
        if token.text == r"\{" and not curly:
            self.refuse("write the argument in parentheses, ( or [; a curly bracket is a factor")
        if token.kind not in ("mark", "command") or token.text not in OPENING:
            if sized:
                self.refuse(r"after \left only (, [ and \{ are read")
            return None
        self.place += 2 if sized else 1
        return OPENING[token.text], sized

    def close_group(self, group: tuple[str, bool]) -> None:
        """Step over what closes `group`."""
        closing, sized = group
        if closing == "]" and self.sees("="):
            self.refuse(r"a relation in brackets is written \mathbf{1}[i = j], or \delta_{ij}")
        if sized:
            self.expect(r"\right", r"to close \left")
        self.expect(closing, "to close the group; a group holds one expression")
