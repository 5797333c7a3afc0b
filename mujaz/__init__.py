"""What Mujaz knows: articles, readers, Arabic, companies, words. No network, database, clock, Telegram or async."""
