"""Arabic text: folding, tokens, stems, sentences, summaries, direction. Knows nothing of news or of Telegram."""
