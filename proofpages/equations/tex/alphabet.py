"""Which TeX commands are letters, accents and relations."""

from __future__ import annotations

GREEK = {
    rf"\{name}"
    for name in [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "varepsilon",
        "zeta",
        "eta",
        "theta",
        "vartheta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "varpi",
        "rho",
        "varrho",
        "sigma",
        "varsigma",
        "tau",
        "upsilon",
        "phi",
        "varphi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Pi",
        "Sigma",
        "Upsilon",
        "Phi",
        "Psi",
        "Omega",
        "ell",
    ]
}
ACCENTS = {
    rf"\{name}"
    for name in ["hat", "tilde", "bar", "mathbf", "mathcal", "mathrm", "mathit", "widehat"]
}

RELATIONS = {"=", ":=", "<", ">", r"\leq", r"\geq", r"\neq"}
UNREAD_RELATIONS = {
    rf"\{name}"
    for name in [
        "approx",
        "sim",
        "simeq",
        "cong",
        "propto",
        "equiv",
        "doteq",
        "ll",
        "gg",
        "subset",
        "subseteq",
        "succ",
        "prec",
        "succeq",
        "preceq",
        "Rightarrow",
        "Leftrightarrow",
        "implies",
        "iff",
        "notin",
        "mapsto",
        "triangleq",
        "stackrel",
        "overset",
        "approxeq",
    ]
}

INDEX_LETTERS = "ijklmn"
"""Letters that count as indices where nothing else says so, as in a bare ``i = j``."""
