"""Bytes → items: feeds, pages and files as articles come in. Total on any bytes; fetches nothing and keeps nothing."""
