"""The way to the sources: questions go out, whole replies come back, or one clause that says why not."""
