"""The archive's search: `index`, `index_all` and `forget` keep it, `catch_up` builds it, `find` answers a question."""

from storage.search.finding import Answer, Hit, find
from storage.search.indexing import BATCH, catch_up, forget, index, index_all

__all__ = ["BATCH", "Answer", "Hit", "catch_up", "find", "forget", "index", "index_all"]
