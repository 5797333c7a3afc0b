"""What an editor types as a field of a draft → what may stand there. Pure; refuses what nobody could read."""

from collections.abc import Sequence

from mujaz.arabic.fold import strip_controls
from mujaz.arabic.sentences import sentences
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import BadSummary, NoSuchCompany

SUMMARY_MOST = 1_200
SENTENCES_MOST = 6
SOURCE_MOST = 80
NOTHING = "-"
"""What is typed for «none»."""


def read_summary(typed: str) -> Sequence[str]:
    """The sentences of a summary, each on one line. Raises BadSummary."""
    text = strip_controls(typed).strip()
    found = [" ".join(sentence.split()) for line in text.split("\n") for sentence in _sentences(line)]
    if not found or len(text) > SUMMARY_MOST or not any(char.isalpha() for char in text):
        raise BadSummary(SUMMARY_MOST)
    return found[:SENTENCES_MOST]


def read_source(typed: str) -> str | None:
    """Who the news is from; None where the editor types that nobody is."""
    source = " ".join(strip_controls(typed).split())[:SOURCE_MOST].strip()
    return source if any(char.isalnum() for char in source) else None


def read_companies(typed: str, gazetteer: Gazetteer) -> Sequence[str]:
    """The ids of companies, by whatever names, one a line or with commas between them. Raises NoSuchCompany."""
    if typed.strip() == NOTHING:
        return ()
    named = [name.strip() for name in strip_controls(typed).replace("،", ",").replace("\n", ",").split(",")]
    found = []
    for name in filter(None, named):
        company = gazetteer.resolve(name[:100])
        if company is None:
            raise NoSuchCompany(name[:100])
        found.append(company.id)
    if not found:
        raise NoSuchCompany(NOTHING)
    return tuple(dict.fromkeys(found))


def _sentences(line: str) -> list[str]:
    return [line[span.start : span.end] for span in sentences(line)]
