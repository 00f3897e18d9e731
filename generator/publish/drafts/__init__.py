"""Drafts: an issue laid where people send from, once and only once; nothing here sends."""
