"""The archive's search: `index` and `forget` keep it, `catch_up` builds it, `find` answers a question."""

from storage.search.finding import Answer, Hit, find
from storage.search.indexing import BATCH, catch_up, forget, index

__all__ = ["BATCH", "Answer", "Hit", "catch_up", "find", "forget", "index"]
