"""What an editor does with a finished text: read it, have it judged, decide on it, put it right."""
