"""How well predictions fit a labelled newsroom; every figure is between 0 and 1, higher is better.

A product counts by its family («claude-opus» is Claude), a person or company by its id. What is optional is never
demanded and never punished. A figure fits within half a percent, in whatever unit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def score(articles: Rows, queries: Rows, predictions: Rows) -> dict[str, float]:
    """The figures by name."""
    read = {row["id"]: row for row in predictions if "id" in row}
    found = {row["qid"]: row["results"] for row in predictions if "qid" in row}
    news = [article for article in articles if not article["negative"]]
    look_alikes = [article for article in articles if article["negative"]]
    return {
        "companies": f1((set(a["companies"]), companies(read[a["id"]], a)) for a in articles),
        "products": f1((families(a["products"]), families(read[a["id"]]["products"])) for a in articles),
        "people": f1((set(a["people"]), set(read[a["id"]]["people"])) for a in articles),
        "look_alikes": mean(companies(read[a["id"]], a) <= set(a["companies"]) for a in look_alikes),
        "events": mean(read[a["id"]]["event"] == a["event"] for a in news),
        "figures": mean(figure_found(n["value"], read[a["id"]]) for a in articles for n in a["numbers"]),
        "stories": b_cubed([(a["story"], read[a["id"]]["story"]) for a in articles if a["story_fit"] == "core"]),
        "mrr": mean(reciprocal_rank(query, found[query["qid"]]) for query in queries),
        "recall": mean(recalled(set(query["relevant"]), found[query["qid"]]) for query in queries),
    }


def companies(prediction: Mapping[str, Any], article: Mapping[str, Any]) -> set[str]:
    return set(prediction["companies"]) - set(article["companies_optional"])


def families(products: Iterable[str]) -> set[str]:
    return {product.split("-")[0] for product in products}


def figure_found(value: float, prediction: Mapping[str, Any]) -> bool:
    return any(abs(one["value"] - value) <= 0.005 * max(1.0, abs(value)) for one in prediction["numbers"][:3])


def reciprocal_rank(query: Mapping[str, Any], results: Sequence[str]) -> float:
    ranked = [one for one in results[:10] if one not in query["partial"]]
    return next((1 / rank for rank, one in enumerate(ranked, 1) if one in query["relevant"]), 0.0)


def recalled(relevant: set[str], results: Sequence[str]) -> float:
    return len(relevant & set(results[:10])) / min(len(relevant), 10)


def f1(sets: Iterable[tuple[Set[Any], Set[Any]]]) -> float:
    """The harmonic mean of precision and recall over all pairs of what is wanted and what was found."""
    right = wanted = found = 0
    for want, got in sets:
        right, wanted, found = right + len(want & got), wanted + len(want), found + len(got)
    return 2 * right / (wanted + found)


def pair_f1(stories: Sequence[tuple[str, str]]) -> float:
    """F1 of the pairs of articles that tell one story; of each article its true story and the one it was put in."""
    places = range(len(stories))
    wanted, found = ({(i, j) for i in places for j in places[:i] if stories[i][at] == stories[j][at]} for at in (0, 1))
    return 2 * len(wanted & found) / (len(wanted) + len(found))


def b_cubed(stories: Sequence[tuple[str, str]]) -> float:
    """B³ F1: the mean over articles of how pure its story is and how much of the true story is in it."""
    true, put = defaultdict(set), defaultdict(set)
    for place, (story, mine) in enumerate(stories):
        true[story].add(place)
        put[mine].add(place)
    shared = [(len(true[story] & put[mine]), len(true[story]), len(put[mine])) for story, mine in stories]
    precision, recall = mean(both / got for both, _, got in shared), mean(both / want for both, want, _ in shared)
    return 2 * precision * recall / (precision + recall)


def mean(values: Iterable[float]) -> float:
    listed = [*values]
    return sum(listed) / len(listed)
