"""Files that are kept: the sample's real history, read file by file."""
