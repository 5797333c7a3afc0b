"""A toy Telegram: a strict local Bot API server with a chat page. Knows nothing of Mujaz."""
