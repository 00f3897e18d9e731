"""What a revision of data does to an article: which claims change, and how the text is put right."""
