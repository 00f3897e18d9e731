"""A desk in the browser: what was written, what it rests on, and an editor's decision. On this machine only."""
