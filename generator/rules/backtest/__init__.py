"""The rulebook tried on history: every day judged at once, each as if it were the last that is known.

The labels of a day are those that the row path gives on that day: by the rules that were valid then, from
what was read up to then. Only what the price did afterwards looks ahead, and nothing is judged by it.
"""
