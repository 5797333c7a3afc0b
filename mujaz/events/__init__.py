"""Which event an article reports: the words that tell (events.toml) and the rules that weigh them."""
