"""Costs as ratios to named baselines of the same run; ``make bench`` prints them."""
