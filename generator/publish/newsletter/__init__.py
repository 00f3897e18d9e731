"""The newsletter: the articles of a day as one message, in HTML, in plain text and in Markdown. Nothing is sent."""
