"""The verifier's own words of size and certainty: direction by tier, and conclusions by rung.

Kept by hand like its other words: in lower case, several words make a phrase.
"""

from typing import Final

#: Direction by sign and tier; ``tiers.py`` says how large a move each tier needs.
UP_EXTREME: Final = """
surged surge surges surging soared soar soars soaring rocketed rockets rocketing skyrocketed skyrockets skyrocketing
vaulted vaults vaulting exploded explodes exploding
"""
UP_STRONG: Final = """
jumped jump jumps jumping leapt leaped leap leaps leaping spiked spike spikes spiking rallied rally rallies rallying
"""
UP: Final = """
rose risen rise rises rising gained gain gains gaining climbed climb climbs climbing advanced advance advances
advancing increased increase increases increasing grew grow grows grown growing added add adds adding up higher
upward upwards strengthened strengthen strengthens strengthening widened widen widens widening expanded expand
expands expanding rebounded rebound rebounds rebounding recovered recover recovers
recovering bounced bounce bounces bouncing improved improve improves improving raised raise raises regained
regain regains regaining lifted lifts swelled swells outpaced outpaces outpacing outperformed outperforms
outperforming inflow inflows
"""
UP_MILD: Final = "firmed firms firming uptick upticks"
UP_PHRASES: Final[dict[str, str]] = {
    "extreme": "shot up|shoots up|shooting up|shoot up",
    "plain": "took back|takes back|taking back|taken back|won back|wins back|winning back|clawed back|claws back"
    "|put on|puts on|putting on",
}
DOWN_EXTREME: Final = """
plunged plunge plunges plunging plummeted plummet plummets plummeting collapsed collapse collapses collapsing
crashed crashes crashing cratered crater craters cratering nosedived nosedive nosedives nosediving tanked tanks
tanking rout routs
"""
DOWN_STRONG: Final = """
tumbled tumble tumbles tumbling sank sink sinks sunk sinking slumped slump slumps slumping slid slide slides sliding
dived dives dove diving crumbled crumbles crumbling selloff selloffs
"""
DOWN: Final = """
fell fallen fall falls falling dropped drop drops dropping declined decline declines declining lost lose loses
losing loss losses decreased decrease decreases decreasing shed sheds shedding shrank shrink shrinks shrunk
shrinking retreated retreat retreats retreating weakened weaken weakens weakening narrowed
narrowing down lower downward downwards lowered reduced reduces
cooled cools languished languishes faded fades receded recedes trailed trails trailing lagged lags lagging
underperformed underperforms underperforming outflow outflows erased erases erasing
"""
DOWN_MILD: Final = "slipped slip slips slipping dipped dip dips dipping eased ease eases easing softened softens"
DOWN_PHRASES: Final[dict[str, str]] = {
    "extreme": "free fall|freefall|free-fall|meltdown|bloodbath|wipeout",
    "strong": "sell-off|sell-offs|sold off",
    "plain": "gave back|gives back|giving back|given back|give back|handed back|hands back|gave up|gives up|giving up"
    "|wiped out|wipes out|wiping out",
}
#: Verbs that say how much and leave the way to the word behind them.
MILD_VERBS: Final = """
edged edges edge edging inched inches inch inching ticked ticks tick ticking nudged nudges crept creeps drifted
drifts drifting
"""
FLAT: Final = (
    "little changed", "barely changed", "almost unchanged", "hardly changed", "hardly moved", "barely moved",
    "nearly unchanged", "unchanged", "steady", "flat", "stagnant", "sideways", "no change", "virtually unchanged",
)  # fmt: skip

#: How firmly something is concluded, and how many kinds of markets have to agree for it.
HEDGES: Final[dict[int, str]] = {
    4: "shows|show|showing|showed|shows that|show that|showing that",
    3: "indicates|indicate|indicating|indicated|indicates that|indicate that|indicating that",
    2: "suggests|suggest|suggesting|suggested|suggests that|suggest that|suggesting that",
    1: "hints at|hint at|hinting at|hints that|hint that|hinting that",
    0: "may point to|might point to|possibly pointing to|may mean that|might mean that",
}
