"""The verdict as a formula over the rules that apply: what `Decision.verdict` counts, counted by a solver."""

from collections.abc import Mapping, Sequence
from types import ModuleType

from advisor.advise.decision import CONFLICT, NOT_NEEDED, Decision, Key
from advisor.advise.standings import Voice
from advisor.model.rulebook import STRENGTHS
from advisor.once import once
from advisor.verify.formulas import Formula, Formulas


def applying(formulas: Formulas) -> dict[int, Formula]:
    """For each rule (by its bit) that it applies to the workload."""
    area = formulas.decision.area
    return {
        formulas.decision.rule_bits[rule.id]: formulas.z3.Not(formulas.true(rule.condition))
        if rule.unless_shown is not None
        else formulas.true(rule.condition)
        for rule in area.rules
    }


def needed(formulas: Formulas) -> Formula:
    """That the area applies to the workload at all."""
    when = formulas.decision.needed_when
    return formulas.z3.BoolVal(True) if when is None else formulas.z3.Not(formulas.false(when))


class Verdicts:
    """Who wins, when the rules apply that `rules` says.

    `more`: by option and rule, what speaks for an option besides. `admitted`: by option, that it is admitted.
    """

    def __init__(
        self,
        z3: ModuleType,
        decision: Decision,
        rules: Mapping[int, Formula],
        needed: Formula,
        more: Mapping[tuple[str, int], Formula] | None = None,
        admitted: Mapping[str, Formula] | None = None,
    ) -> None:
        self._z3 = z3
        self._decision = decision
        self._rules = rules
        self._needed = needed
        self._more = more or {}
        self._admitted = admitted or {}

    def removed(self, option: str) -> Formula:
        """That an option is ruled out, or not admitted."""
        removing = [formula for bit, formula in self._rules.items() if self._decision.removing[option] & bit]
        return self._z3.Or([*removing, *(self._z3.Not(self._admitted[one]) for one in self._admitted if one == option)])

    @once
    def conflict(self) -> Formula:
        """That every option is ruled out."""
        return self._z3.And(self._needed, *(self.removed(option) for option in self._decision.options))

    @once
    def wins(self) -> dict[str, Formula]:
        """For each option that it is recommended, alone or in a tie."""
        z3, decision = self._z3, self._decision
        leads = {option: self._leads(option) for option in decision.options}
        if decision.default is None:
            return {option: z3.And(self._needed, leading) for option, leading in leads.items()}
        spoken = z3.Or([z3.And(leads[option], self._spoken_for(option)) for option in decision.options])
        silent = z3.And(leads[decision.default], z3.Not(spoken))
        return {
            option: z3.And(self._needed, leading if option == decision.default else z3.And(leading, z3.Not(silent)))
            for option, leading in leads.items()
        }

    def ends_in(self, key: Key) -> Formula:
        """That the outcome is exactly this one."""
        z3 = self._z3
        if key == CONFLICT:
            return self.conflict
        if key == NOT_NEEDED:
            return z3.Not(self._needed)
        return z3.And([wins if option in key else z3.Not(wins) for option, wins in self.wins.items()])

    @once
    def tie(self) -> Formula:
        """That several options are recommended."""
        return self._z3.PbGe([(wins, 1) for wins in self.wins.values()], 2)

    def differs(self, other: "Verdicts") -> Formula:
        """That two outcomes are not the same (a conflict and an area that is not needed have no winner)."""
        z3, never = self._z3, self._z3.BoolVal(False)
        options = dict.fromkeys([*self.wins, *other.wins])
        pairs = [z3.Xor(self.wins.get(option, never), other.wins.get(option, never)) for option in options]
        return z3.Or(*pairs, z3.Xor(self.conflict, other.conflict), z3.Xor(self._needed, other._needed))

    def score(self, option: str) -> Formula:
        """The option's standing, as one number that orders options as the ranking does."""
        return self._scores[option]

    @once
    def _scores(self) -> dict[str, Formula]:
        return {option: self._score(option) for option in self._decision.options}

    def _score(self, option: str) -> Formula:
        """Criteria for minus against, a group of bits for each strength, the weightiest first."""
        z3, decision = self._z3, self._decision
        levels = [z3.BitVecVal(least, width) for least, width in self._levels]
        heard = {voice.rule: self._heard(option, voice) for voice in decision.voices_for[option]}
        for voices, rules, sign in (
            (decision.voices_for[option], heard, 1),
            (decision.voices_against[option], self._rules, -1),
        ):
            for strength, counts in self._counting(voices, rules):
                width = self._levels[strength][1]
                levels[strength] += z3.If(counts, z3.BitVecVal(sign, width), z3.BitVecVal(0, width))
        return z3.Concat(*levels)

    @once
    def _levels(self) -> list[tuple[int, int]]:
        """For each strength what is added so that no count is negative, and the bits that then hold every count."""
        found = []
        for strength in range(len(STRENGTHS)):
            most = [
                max(
                    len({voice.criterion for voice in spoken if voice.strength == strength}) for spoken in said.values()
                )
                for said in (self._decision.voices_for, self._decision.voices_against)
            ]
            found.append((most[1], max(sum(most).bit_length(), 1)))
        return found

    def _counting(self, voices: Sequence[Voice], rules: Mapping[int, Formula]) -> list[tuple[int, Formula]]:
        """For each criterion and strength that this is the strongest word heard of it."""
        z3, found = self._z3, []
        for criterion in dict.fromkeys(voice.criterion for voice in voices):
            stronger: list[Formula] = []
            for strength in range(len(STRENGTHS)):
                said = [rules[v.rule] for v in voices if v.criterion == criterion and v.strength == strength]
                if said:
                    found.append((strength, z3.And(z3.Or(said), z3.Not(z3.Or(stronger)))))
                    stronger += said
        return found

    def _leads(self, option: str) -> Formula:
        return self._z3.And(self._z3.Not(self.removed(option)), self._standing(option) == self._best)

    def _standing(self, option: str) -> Formula:
        """The score, above every score if the option is not ruled out."""
        z3 = self._z3
        left = z3.If(self.removed(option), z3.BitVecVal(0, 1), z3.BitVecVal(1, 1))
        return z3.Concat(left, self.score(option))

    @once
    def _best(self) -> Formula:
        """The highest standing."""
        z3, standings = self._z3, [self._standing(option) for option in self._decision.options]
        best = standings[0]
        for standing in standings[1:]:
            best = z3.If(z3.UGE(best, standing), best, standing)
        return best

    def _spoken_for(self, option: str) -> Formula:
        return self._z3.Or([self._heard(option, voice) for voice in self._decision.voices_for[option]])

    def _heard(self, option: str, voice: Voice) -> Formula:
        """That a rule speaks for an option."""
        return self._more.get((option, voice.rule), self._rules[voice.rule])
