"""What an operator does beside running the bot: a file for each thing, on settings and a terminal."""
