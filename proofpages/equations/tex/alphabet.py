"""Which TeX commands are letters, accents and relations."""

from __future__ import annotations


def _commands(names: str) -> frozenset[str]:
    return frozenset(rf"\{name}" for name in names.split())


GREEK = _commands(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu
    xi pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta
    Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell
    """
)
ACCENTS = _commands("hat tilde bar mathbf mathcal mathrm mathit widehat")
FOLDS = (r"\sum", r"\prod")
"""What binds an index in what follows it."""

RELATIONS = {"=", ":=", "<", ">", r"\leq", r"\geq", r"\neq"}
UNREAD_RELATIONS = _commands(
    # Every other relation and arrow that MathJax draws.
    """
    Bumpeq Coloneqq Doteq Join Leftarrow Leftrightarrow Lleftarrow Longleftarrow
    Longleftrightarrow Longrightarrow Lsh Rightarrow Rrightarrow Rsh Subset Supset Vdash
    Vvdash approx approxeq asymp backepsilon backsim backsimeq because bowtie bumpeq circeq
    circlearrowleft circlearrowright coloneq cong curlyeqprec curlyeqsucc curvearrowleft
    curvearrowright dashleftarrow dashrightarrow dashv doteq doteqdot downdownarrows
    downharpoonleft downharpoonright eqcirc eqqcolon eqsim eqslantgtr eqslantless equiv
    fallingdotseq frown geqq gets gg ggg gggtr gnapprox gneq gneqq gnsim gtrapprox gtrdot
    gtreqless gtreqqless gtrless gtrsim gvertneqq hookleftarrow hookrightarrow iff impliedby
    implies leadsto leftarrow leftarrowtail leftharpoondown leftharpoonup leftleftarrows
    leftrightarrow leftrightarrows leftrightharpoons leftrightsquigarrow leqq lessapprox
    lessdot lesseqgtr lesseqqgtr lessgtr lesssim lhd ll lll llless lnapprox lneq lneqq lnsim
    longleftarrow longleftrightarrow longmapsto longrightarrow looparrowleft looparrowright
    lvertneqq mapsto models multimap nLeftarrow nLeftrightarrow nRightarrow nVDash nVdash
    ncong nearrow ngeq ngeqq ngeqslant ngtr ni nleftarrow nleftrightarrow nleq nleqq nleqslant
    nless nmid not notin nparallel nprec npreceq nrightarrow nshortmid nshortparallel nsim
    nsubseteq nsubseteqq nsucc nsucceq nsupseteq nsupseteqq ntriangleleft ntrianglelefteq
    ntriangleright ntrianglerighteq nvDash nvdash nwarrow overset owns parallel perp pitchfork
    prec precapprox preccurlyeq preceq precnapprox precneqq precnsim precsim propto rhd
    rightarrow rightarrowtail rightharpoondown rightharpoonup rightleftarrows
    rightleftharpoons rightrightarrows rightsquigarrow risingdotseq searrow shortparallel sim
    simeq smallfrown smallsmile smile sqsubset sqsubseteq sqsupset sqsupseteq stackrel subset
    subseteq subseteqq subsetneq subsetneqq succ succapprox succcurlyeq succeq succnapprox
    succneqq succnsim succsim supset supseteq supseteqq supsetneq supsetneqq swarrow therefore
    thickapprox thicksim to trianglelefteq triangleq trianglerighteq twoheadleftarrow
    twoheadrightarrow underset unlhd unrhd upharpoonleft upharpoonright upuparrows vDash
    varpropto varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq vartriangleleft
    vartriangleright vcentcolon vdash xleftarrow xrightarrow
    """
)

INDEX_LETTERS = "ijklmn"
"""Letters that count as indices where nothing else says so, as in a bare ``i = j``."""
