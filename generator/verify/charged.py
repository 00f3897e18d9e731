"""Charged words: plain words that turn what a sentence says although no fact licenses them.

They are grouped by meaning: in an edited sentence a word may give way to another of its group and to no
other. Kept by hand, apart from what the renderer has; the groups' names are for people.
"""

from __future__ import annotations

from typing import Final

#: Begins the name of such a group, where it stands among the groups of context.
CHARGED: Final = "charged:"

_GROUPS: Final = {
    "wish": "demand demanded appetite interest hunger eagerness thirst craving",
    "refusal": "distaste disgust aversion reluctance contempt disdain disinterest flight abandon abandoned abandoning "
    "shun shuns shunned shunning avoid avoids avoided avoiding reject rejects rejected refuse refuses refused shy",
    "buying": "buy buys buying bought buyer buyers purchase purchases purchased purchasing accumulate accumulated "
    "accumulating accumulation bid bids",
    "selling": "sell sells selling sold seller sellers dump dumps dumped dumping distribution offload offloaded "
    "offloading liquidated unload unloaded unloading",
    "strength": "strong strongly robust solid healthy vigorous brisk ample plenty abundant resilient powerful sturdy "
    "intact",
    "weakness": "weak weakly feeble tepid anemic sluggish fragile vulnerable brittle shaky thin scarce scant exhausted",
    "little": "little few hardly barely scarcely",
    "calm": "calm calmly quiet quietly orderly peaceful tranquil relaxed unfazed composed placid muted subdued",
    "unrest": "nervous nervously tense jittery anxious hectic turbulent chaotic frantic stormy restless volatile "
    "uneasy edgy frenzied wild",
    "confidence": "confidence confident optimism optimistic hope hopes hopeful hoping eager eagerly enthusiasm "
    "enthusiastic upbeat cheerful buoyant greedy delight delighted trust",
    "caution": "caution cautious cautiously wary warily careful hesitant worry worries worried worrying worryingly "
    "concern concerns concerned fear fears fearful fearing pessimism pessimistic gloom gloomy grim doubt doubts "
    "doubtful skeptical skepticism distrust alarm alarmed alarming unease angst dread",
    "cover": "protection protect protects protected protecting insurance insure hedge hedges hedging hedged cover",
    "stake": "upside bet bets betting wager wagers speculation speculative speculate speculators gamble gambling",
    "new": "fresh new newly renewed",
    "old": "old stale former lingering",
    "entering": "enter enters entered entering piling piled pile opening adding join joined joining arriving",
    "leaving": "exit exits exited exiting closing leave leaves leaving left quit flee flees fled fleeing "
    "unwind unwinding unwound",
    "usual": "usual rule usually ordinary ordinarily normal normally typical typically regular regularly customary "
    "common commonly routine general generally",
    "unusual": "unusual unusually abnormal abnormally odd oddly strange strangely rare rarely extraordinary uncommon "
    "exceptional exceptionally unprecedented historic atypical",
    "explaining": "explain explains explained explaining",
    "denying": "contradict contradicts contradicted contradicting deny denies denied disprove disproves refute refutes "
    "dispute disputes disputed",
    "alike": "same alike similar similarly likewise agree agrees agreed agreeing matching identical",
    "unlike": "opposite different differently differ differs disagree disagrees diverge diverges contrary unlike",
    "dear": "expensive costly pricey rich richly overpriced dear",
    "cheap": "cheap cheaply inexpensive bargain bargains underpriced affordable",
    "good": "good great excellent favorable encouraging promising bright positive constructive supportive impressive "
    "welcome remarkable stellar",
    "bad": "bad poor poorly terrible dreadful ugly unfavorable discouraging dire negative ominous ominously troubling "
    "disappointing bleak unhealthy worrisome miserable painful pain",
    "big": "big large major huge massive enormous giant vast hefty sizable whopping staggering significant substantial "
    "considerable dramatic stark steep heavy stunning immense notable noteworthy marked colossal",
    "small": "small tiny minor slight modest mere merely meager paltry negligible trivial minimal measly marginal",
    "fast": "fast quickly rapid rapidly swift swiftly sudden suddenly immediate immediately",
    "slow": "slow slowly gradual gradually steadily",
    "early": "early soon shortly imminent imminently",
    "late": "late finally eventually overdue",
    "start": "begin begins beginning began start starts starting started",
    "stop": "stop stops stopped stopping ceased halt halted pause paused stall stalled stalls",
    "expected": "expect expects expected expecting expectation expectations forecast forecasts anticipated anticipate "
    "foreseen predicted predict predicts",
    "surprise": "surprise surprised surprising surprisingly unexpected unexpectedly shock shocked shocking shockingly "
    "stunned",
    "hearsay": "reportedly allegedly apparently supposedly rumor rumors rumored rumour rumours whisper whispers "
    "speculated insiders chatter believed",
    "sign": "sign signs signal signals evidence proof omen warning warnings warn warns warned hint indication",
    "trap": "trap trick fake false illusion manipulated rigged engineered",
    "break": "breakout breakdown breakthrough breach breached support resistance",
    "trend": "uptrend downtrend trend momentum reversal turnaround bottom bottomed bottoming top topping peak peaked "
    "peaking",
    "end": "end ends ended ending finished finish finishes finishing close closed closes concluded settled",
    "stress": "stress stressed distress distressed trouble troubled crisis chaos contagion insolvency insolvent "
    "bankrupt bankruptcy default defaults failure failures collapse implosion hack hacked hacks exploit "
    "fraud scandal scam",
    "relief": "relief relieved comfort reassurance reassuring reassured rescue rescued safe safely",
    "holders": "holder holders miner miners dealer dealers maker makers fund funds treasury treasuries retail investor "
    "investors professionals amateurs public",
    "crowd": "nobody everybody everyone somebody anyone people crowd many several some",
    "state": "regulator regulators regulation lawmakers government central court tariff tariffs war "
    "election sanctions politics inflation recession stimulus",
    "sole": "only solely alone unique uniquely lone",
    "mostly": "mainly mostly largely chiefly primarily predominantly partly partially",
    "wholly": "wholly entirely fully completely totally utterly absolutely whole entire",
    "again": "again once another repeatedly continually constantly",
    "firstness": "first last final latest newest recent recently",
    "against": "despite although though ignoring shrugging shrugged defying defied defy",
    "forced": "forced forcibly capitulation capitulating capitulate surrender surrendered",
    "days": "day days daily session sessions",
    "weeks": "week weeks weekly",
    "months": "month months monthly",
    "quarters": "quarter quarters quarterly",
    "years": "year years yearly annual annually",
    "decades": "decade decades century",
    "control": "control controls dominate dominates dominated dominance command commands",
}  # fmt: skip

#: word → the group of context that it is of.
WORDS: Final = {word: f"{CHARGED}{name}" for name, listed in _GROUPS.items() for word in listed.split()}

#: Words that say nothing by themselves, so that they may come and go.
_EMPTY: Final = """
a an the that which who whose where when what this these those there here it its itself they their them we our us
is was are were be been being has have had having do does did done can of on in at by for with within into onto
upon as and or plus also too then still yet even just already so such both each other any some more per than to
from out off up down over under about around near some very well back away through across along while whereas
meanwhile now one ones came come comes coming went go goes going stood stand stands standing put puts
made make makes making took take takes taking taken gave give gives given got get gets part
"""
EMPTY: Final = frozenset(_EMPTY.split())
