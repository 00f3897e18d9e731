"""The site: articles and series as pages, feeds and their metadata; only what changed is written."""
