"""What is recorded, committed and compared: each file is written by the command of its name."""

from pathlib import Path

NEEDS = Path(__file__).with_name("needs.tsv")
"""What each numbered claim needs; the build compares."""
SLIPS = Path(__file__).with_name("slips.tsv")
"""What became of small wrong variants of each claim; a test compares, and the ledger quotes it."""
