"""Commands: what each one calls, and what it prints. Exit codes are the cli's business."""
