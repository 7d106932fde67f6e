"""Words of English, by what they do in a sentence that has formulas in it."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words(
    """
    a an the this that these those each every all any some no both either neither its his her
    their our your my such what whatever whose which another other many few several much
    """
)
PRONOUNS = _words(
    """
    it they this that these those which who itself themselves both each there
    """
)
AGENTS = _words("we you i he she")
BE = _words("is are was were be been being am isn't aren't wasn't weren't ain't 's")
AUXILIARIES = BE | _words(
    """has have had having do does did doing can could may might must shall should will would ought
    cannot can't don't doesn't didn't won't"""
)
PREPOSITIONS = _words(
    """
    with without for by in of from to over into onto on at per as via through between among
    against within under above below beyond near towards toward around about up down out off
    like unlike than along across behind before after upon inside outside beside besides versus
    """
)
OPERATIONS = _words("times plus minus modulo squared cubed")
CONJUNCTIONS = _words("and or nor but")
SUBORDINATING = _words(
    """
    when while because if until whenever unless although though whereas where since whose whom
    how why whether none
    """
)
"""Words with which something else begins, which has a subject of its own."""
CONDITIONAL = _words(
    """
    if when whenever unless whether until suppose supposing assume assuming provided
    """
)
ADVERBS = _words(
    """
    also always hence here indeed now so then therefore thus just not never ever even only still
    again too quite very rather well twice thrice everywhere anywhere elsewhere therein however
    yet instead once more less most least likewise else almost perhaps maybe all later soon
    often together already away back first second last next
    """
)
GLUE = _words("hence thus therefore so namely equivalently ie alias aka viz rather resp as")
"""Words that say by themselves, between two formulas, that both are one."""
EQUAL = _words(
    """
    equal equals equaled equalled equalling same identical equivalent alike coincide coincides
    agree agrees match matches proportional congruent exceed exceeds gives give gave yields
    yield becomes become means reads read turns works comes boils amounts adds sums reduces
    simplifies evaluates expands factors collapses half double triple greater smaller larger
    fewer bigger bounded given nothing get gets obtain obtains find have call arrive arrives follows
    remains stays corresponds opposite reciprocal inverse interchangeable differ differs
    """
)
"""Words of relations: they are no nouns of another subject."""
PLAINLY = _words("equal equals same identical exceed exceeds")
"""Those of them that do not say what follows from what."""
ADJECTIVES = _words(
    """
    equal same identical equivalent proportional congruent half double triple greater smaller
    larger fewer bigger opposite reciprocal inverse interchangeable bounded given
    """
)
"""Words of relations that relate only before "to", "than" and the like, or behind "is"."""
MEASURES = _words(
    """
    value name number quantity sum amount square cube root inverse reciprocal double half third
    quarter thing same fact short general particular essence effect truth practice principle
    other words turn total time moment order result product expression form multiple
    fraction negative opposite logarithm exponential limit bound mean power size long run
    rest whole end equal answer term formula function gradient derivative slope difference ratio
    quotient
    """
)
"""Nouns by which one value is told by another, as in: is the square of."""
FREE = _words(
    """
    act acts affect affects appear appears belong belongs called cancel cancels change changes
    commute commutes contain contains control controls correlate correlates couple couples
    decide decides depend depending depends determine determines differentiate differentiated
    divide divided draw drawn drive drives drop drops enter enters feed feeds flow flows hide
    hides hold holds ignore ignores influence influences interact interacts know known label
    labels lift lifts map mapped maps mask masks matter matters maximise maximises minimise
    minimises move moved moves multiplied multiplies multiply need needs occur occurs pass
    passes penalise penalises pick picks pull pulls push pushes raise raises reach reaches
    replace replaced reward rewards rotate rotates round rounded rounds select selects send
    sends share shares shift shifts stand standing stands take taken takes train trained
    transform transforms update updates use used uses weigh weighs computed made
    """
)
"""Verbs that relate no values, whatever stands behind them."""
LIKE = _words(
    """
    equal identical near close above below larger greater smaller less more proportional
    """
)
"""How one may be to another in a condition without a verb: for *a* close to *b*."""
NAMED = _words("value number expression quantity form term vector matrix scalar entry")
"""Nouns that may stand before a formula without an article."""
RECIPROCAL = _words(
    """
    equal same identical equivalent alike coincide agree match proportional interchangeable
    reciprocals opposites one inverse equality
    """
)
"""What two formulas together may not be said to be or do."""
VALUES = _words(
    """
    zero two three four five six seven eight nine ten unity halves thirds quarters infinity
    infinite positive negative nonnegative non-negative nonzero non-zero vanish vanishes
    vanished
    """
)
FRACTIONS = _words(
    "hundred thousand million dozen half third thirds quarter quarters fifth tenth hundredth"
)
AFTER_A_VALUE = (
    BE
    | CONJUNCTIONS
    | SUBORDINATING
    | PREPOSITIONS
    | OPERATIONS
    | _words("everywhere elsewhere here there too again exactly as where only instead at itself")
)
"""What may follow a number that counts nothing."""

KNOWN = DETERMINERS | PRONOUNS | AGENTS | AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | SUBORDINATING
KNOWN |= EQUAL | OPERATIONS | VALUES | GLUE
"""Words that are neither nouns of another subject nor verbs that nobody knows."""
