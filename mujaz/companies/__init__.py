"""Who is who in the AI industry, and how a text names them: data and pure functions over it."""
