"""Short forms: one article as a thread, a message and a line, in whole sentences of its own."""
