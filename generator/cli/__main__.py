"""``python -m generator.cli`` is ``wirecopy``."""

from generator.cli import main

main()
