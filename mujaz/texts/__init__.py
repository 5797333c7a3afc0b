"""Every word that Mujaz says, by key and language: ar.toml first, en.toml second. No other folder holds a sentence."""
