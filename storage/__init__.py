"""Mujaz's memory: the only folder that speaks SQL. No Telegram, no HTTP, no decisions."""
