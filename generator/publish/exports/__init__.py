"""Exports: the articles as files of the tools that people already build their sites with."""
