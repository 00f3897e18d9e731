"""The live sources, one module each: what is asked, and how each reply is read."""
