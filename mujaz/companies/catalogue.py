"""The catalogue of companies, products, people and news outlets, as plain data.

It reads and checks the file shipped with the package; it refuses to search text (that is the gazetteer's).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mujaz.arabic.tokens import tokens


class CatalogueError(ValueError):
    """The catalogue file contradicts itself. The message lists every contradiction, for whoever edits the file."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product or model; `id` never changes."""

    id: str
    en: str
    ar: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A person, known by the English name `en`; `role` is a short key such as ceo or founder.

    `family_first`: the family name comes first, as in «ليانغ ونفنغ».
    """

    en: str
    ar: str
    role: str
    aliases: tuple[str, ...] = ()
    family_first: bool = False

    @property
    def id(self) -> str:
        return self.en


@dataclass(frozen=True, slots=True)
class Company:
    """A company or laboratory; `country` is an ISO 3166 code, `activity` a short key such as lab or chips."""

    id: str
    en: str
    ar: str
    country: str
    activity: str
    aliases: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    people: tuple[Person, ...] = ()

    def holders(self) -> Iterator["Company | Product | Person"]:
        """The company, then its products and people."""
        yield self
        yield from self.products
        yield from self.people


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet; `everyday` when its name is also an everyday word, like «العربية»."""

    id: str
    en: str
    ar: str
    everyday: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """What tells these names from everyday words; the fields are described in the catalogue file."""

    names: tuple[str, ...]
    cue: str
    others: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    touching: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    spelled: bool = False
    marked: bool = False
    unless: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is known by name. `products` and `people` are those that belong to no company."""

    companies: tuple[Company, ...]
    products: tuple[Product, ...]
    people: tuple[Person, ...]
    outlets: tuple[Outlet, ...]
    ambiguities: tuple[Ambiguity, ...]
    cues: Mapping[str, tuple[str, ...]]

    def holders(self) -> Iterator[Company | Product | Person]:
        """Everything but the outlets, a company before its products and people."""
        for company in self.companies:
            yield from company.holders()
        yield from self.products
        yield from self.people


def load() -> Catalogue:
    """The catalogue of the package. Raises `CatalogueError` if its file contradicts itself."""
    return parse(files("mujaz.companies").joinpath("catalogue.toml").read_text("utf-8"))


def parse(toml: str) -> Catalogue:
    """A catalogue from TOML text. Raises `CatalogueError`, or `tomllib.TOMLDecodeError` for what is no TOML."""
    data = tomllib.loads(toml)
    try:
        catalogue = _catalogue(data)
    except (KeyError, TypeError) as error:
        raise CatalogueError(f"a table lacks or does not know the field {error}") from error
    if problems := [*_repeated_ids(catalogue), *_contested_names(catalogue)]:
        raise CatalogueError("\n".join(problems))
    return catalogue


def _catalogue(data: Mapping[str, Any]) -> Catalogue:
    return Catalogue(
        companies=tuple(map(_company, data.get("company", ()))),
        products=tuple(Product(**_frozen(table)) for table in data.get("product", ())),
        people=tuple(Person(**_frozen(table)) for table in data.get("person", ())),
        outlets=tuple(Outlet(**_frozen(table)) for table in data.get("outlet", ())),
        ambiguities=tuple(map(_ambiguity, data.get("ambiguous", ()))),
        cues={name: tuple(words) for name, words in data.get("cues", {}).items()},
    )


def _company(table: Mapping[str, Any]) -> Company:
    parts: dict[str, Any] = {
        "products": tuple(Product(**_frozen(product)) for product in table.get("products", ())),
        "people": tuple(Person(**_frozen(person)) for person in table.get("people", ())),
    }
    return Company(**(_frozen(table) | parts))


def _ambiguity(table: Mapping[str, Any]) -> Ambiguity:
    fields = _frozen(table)
    return Ambiguity(**({"others": fields.pop("with", ())} | fields))


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _repeated_ids(catalogue: Catalogue) -> Iterator[str]:
    seen: set[tuple[type, str]] = set()
    for holder in (*catalogue.holders(), *catalogue.outlets):
        if (type(holder), holder.id) in seen:
            yield f"the id {holder.id!r} is given twice"
        seen.add((type(holder), holder.id))


def _contested_names(catalogue: Catalogue) -> Iterator[str]:
    owners: dict[tuple[str, ...], str] = {}
    for holder in catalogue.holders():
        for name in (holder.en, holder.ar, *holder.aliases):
            key = tuple(token.norm for token in tokens(name))
            if not key:
                yield f"the name {name!r} of {holder.id!r} holds no word"
            elif owners.setdefault(key, holder.id) != holder.id:
                yield f"the name {name!r} is claimed by {owners[key]!r} and {holder.id!r}"
