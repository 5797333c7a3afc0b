"""The bot at work for long: a minute in `make test`, ten in `make soak`."""
