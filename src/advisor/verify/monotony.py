"""That more reasons for an option never lower its rank, whichever rules apply."""

from collections.abc import Iterator

from advisor.advise.decision import Decision
from advisor.errors import Place
from advisor.verify.findings import Finding
from advisor.verify.formulas import solver_module
from advisor.verify.verdicts import Verdicts


def support_helps(decision: Decision, place: Place, timeout: int) -> Iterator[Finding]:
    """A finding for each option, over all sets of rules that could apply and all reasons for it that could be added."""
    z3 = solver_module()
    rules = {bit: z3.Bool(f"rule {bit}") for bit in decision.rule_bits.values()}
    before = Verdicts(z3, decision, rules, z3.BoolVal(True))
    for option in decision.options:
        more = {
            (option, voice.rule): z3.Or(rules[voice.rule], z3.Bool(f"more {voice.rule}"))
            for voice in decision.voices_for[option]
        }
        after = Verdicts(z3, decision, rules, z3.BoolVal(True), more)
        solver = z3.SolverFor("QF_FD")
        solver.set("timeout", timeout)
        lost = z3.And(before.wins[option], z3.Not(after.wins[option]))
        solver.add(z3.Or(lost, z3.ULT(after.score(option), before.score(option))))
        answer = solver.check()
        about = {"claim": "support-helps", "about": option, "place": place}
        if answer == z3.unsat:
            yield Finding(outcome="proved", why="Reasons for it only raise it.", **about)
        elif answer == z3.sat:
            yield Finding(outcome="disproved", why=f"a reason for the option '{option}' can lower its rank.", **about)
        else:
            yield Finding(outcome="undecided", why=f"'{option}', support-helps: {solver.reason_unknown()}.", **about)
