"""The catalogue: complete enough to be useful, and never in contradiction with itself."""

import re
from pathlib import Path

import pytest

import mujaz.companies
from mujaz.companies.catalogue import Catalogue, CatalogueError, Company, Person, Product, load, parse
from mujaz.companies.spelling import is_arabic

COMPANY = '[[company]]\nid = "{0}"\nen = "{1}"\nar = "{2}"\ncountry = "SA"\nactivity = "lab"\n'


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def test_it_knows_the_industry_and_the_arab_world(catalogue: Catalogue) -> None:
    ids = {company.id for company in catalogue.companies}
    kinds = [type(holder) for holder in catalogue.holders()]
    assert all(kinds.count(kind) >= 150 for kind in (Company, Product, Person))
    assert ids >= {"meta", "openai", "google", "google-deepmind", "anthropic", "nvidia", "deepseek", "mistral"}
    assert ids >= {"humain", "g42", "mbzuai", "tii", "sdaia", "core42", "khazna", "mgx"}
    assert {outlet.id for outlet in catalogue.outlets} >= {"axios", "reuters", "spa", "wam", "aljazeera"}


def test_every_company_has_a_name_in_both_scripts_a_country_and_an_activity(catalogue: Catalogue) -> None:
    for company in catalogue.companies:
        assert re.search("[A-Za-z]", company.en), company.id
        assert re.search("[\u0621-\u064a]", company.ar), company.id
        assert re.fullmatch("[A-Z]{2}", company.country), company.id
        assert re.fullmatch("[a-z]+(-[a-z]+)*", company.activity), company.id
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", company.id), company.id


def test_every_name_of_one_short_word_has_a_rule_that_tells_it_from_noise(catalogue: Catalogue) -> None:
    ruled = {name for rule in catalogue.ambiguities for name in rule.names}
    for company in catalogue.companies:
        for name in (company.en, company.ar, *company.aliases):
            assert len(name) > 2 or name in ruled, name
            assert len(name) > 3 or not is_arabic(name) or name in ruled, name


def test_every_rule_is_about_a_listed_name_and_asks_for_a_known_cue(catalogue: Catalogue) -> None:
    listed = {name for holder in catalogue.holders() for name in (holder.en, holder.ar, *holder.aliases)}
    for rule in catalogue.ambiguities:
        assert rule.cue in {"business", "tech", "ai", "name", "owner", "none"}
        assert set(rule.names) <= listed, set(rule.names) - listed


def test_an_id_given_twice_is_refused_by_name() -> None:
    with pytest.raises(CatalogueError, match="the id 'a' is given twice"):
        parse(COMPANY.format("a", "Alpha Lab", "ألفا") + COMPANY.format("a", "Beta Lab", "بيتا"))


def test_a_name_claimed_twice_is_refused_with_both_claimants_however_it_is_spelled() -> None:
    with pytest.raises(CatalogueError, match="'مختبر آفاق' is claimed by 'a' and 'b'"):
        parse(COMPANY.format("a", "Alpha Lab", "مختبر أفاق") + COMPANY.format("b", "Beta Lab", "مختبر آفاق"))


def test_all_contradictions_are_told_at_once() -> None:
    with pytest.raises(CatalogueError) as refusal:
        parse(COMPANY.format("a", "Alpha Lab", "...") + COMPANY.format("a", "Alpha Lab", "ألفا"))
    assert len(str(refusal.value).splitlines()) == 2


@pytest.mark.parametrize("line", ['colour = "blue"\n', ""])
def test_a_field_unknown_or_missing_is_named(line: str) -> None:
    with pytest.raises(CatalogueError, match=r"colour|country"):
        parse('[[company]]\nid = "a"\nen = "A Lab"\nar = "ألفا"\nactivity = "lab"\n' + line)


def test_the_data_lies_beside_its_reader() -> None:
    assert Path(mujaz.companies.__path__[0], "catalogue.toml").is_file()
