"""Pictures of who is spoken of: what they show (chart), in which words (words), and how it is drawn (drawing).

Pure: data in, PNG bytes out. Only `canvas` and `drawing` know matplotlib, which costs a second and 58 MB to load, so
nothing else imports them until the first picture is wanted. Drawing takes about a quarter of a second: it is called
off the event loop.
"""
