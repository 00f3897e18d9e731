"""The past of a series: what each of its readings was among those before it, for all days in one pass.

``statistics(at, value)`` gives it all. An article that asks for its own day only takes the
single-row functions of ``generator.metrics.history``; both rest on the same definitions.
"""
