"""proofpages.site.theorems.steps: a proof as a reader wants it, with what each step changes."""

from __future__ import annotations

from proofpages.coq.goals import Goal
from proofpages.site.theorems.steps import ProofStep, steps


def test_steps_show_what_is_new() -> None:
    head = "1 goal\n\n  n, m : nat\n  h : n = m\n  ============================\n  m = n"
    done = "1 goal\n\ngoal 1 is:\n n = n"
    other = "1 goal\n\n  n : nat\n  k := fun x =>\n       x + 1 :\n  nat -> nat\n  =====\n  n = n"
    recorded = [
        Goal("Theorem a : b.", 1, 0, "1 goal", "a"),
        Goal("Proof.", 2, 0, "", "a"),
        Goal("intros n m h.", 3, 2, head.replace("1 goal", "2 goals") + "\n\ngoal 2 is:\n x", "a"),
        Goal("-", 4, 2, head, "a"),
        Goal("symmetry.", 4, 2, head.replace("m = n", "n = m"), "a"),
        Goal("exact h.", 4, 2, done, "a"),
        Goal("{", 5, 2, other, "a"),
        Goal("ring.", 6, 4, "No more goals.", "a"),
        Goal("}", 6, 4, "No more goals.", "a"),
        Goal("Qed.", 7, 0, "", "a"),
    ]
    assert steps(recorded) == [
        ProofStep("intros n m h.", ("n, m : nat", "h : n = m"), (), "m = n", 1),
        ProofStep("- symmetry.", (), (), "n = m", 0),
        ProofStep("  exact h.", (), (), "", 1),
        ProofStep("{ ring. }", (), (), "", 0),
        ProofStep("Qed.", (), (), "", 0),
    ]
    recorded[7] = Goal("ring.", 6, 4, other, "a")
    step = steps(recorded)[3]
    assert step.new == ("k := fun x =>\n     x + 1 :\nnat -> nat",)
    assert step.dropped == ("m", "h")
