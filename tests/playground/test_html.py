"""HTML is read as Telegram reads it: the same entities, the same refusals, never a crash."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.entities import Entity, covered, settle, utf16_length
from playground.errors import Refused
from playground.html import parse
from playground.rendering import render

E = Entity


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>ميتا</b>", "ميتا", [E("bold", 0, 4)]),
        ("<strong>أ</strong>", "أ", [E("bold", 0, 1)]),
        ("<i>أ</i><em>ب</em>", "أب", [E("italic", 0, 1), E("italic", 1, 1)]),
        ("<u>أ</u><ins>ب</ins>", "أب", [E("underline", 0, 1), E("underline", 1, 1)]),
        (
            "<s>1</s><strike>2</strike><del>3</del>",
            "123",
            [E("strikethrough", 0, 1), E("strikethrough", 1, 1), E("strikethrough", 2, 1)],
        ),
        ('<span class="tg-spoiler">س</span>', "س", [E("spoiler", 0, 1)]),
        ("<tg-spoiler>س</tg-spoiler>", "س", [E("spoiler", 0, 1)]),
        ('<a href="https://Example.COM">خبر</a>', "خبر", [E("text_link", 0, 3, "https://example.com/")]),
        ("<a href='tg://resolve?domain=x'>x</a>", "x", [E("text_link", 0, 1, "tg://resolve?domain=x")]),
        ('<a href="https://a.org/?x=1&amp;y=2">x</a>', "x", [E("text_link", 0, 1, "https://a.org/?x=1&y=2")]),
        ("<a>https://a.org/1</a>", "https://a.org/1", [E("text_link", 0, 15, "https://a.org/1")]),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ('<a href="ftp://a.org/x">x</a>', "x", []),
        ('<a href="http://localhost/x">x</a>', "x", []),
        ("<code>x</code>", "x", [E("code", 0, 1)]),
        ('<code class="language-py">x</code>', "x", [E("code", 0, 1)]),
        ("<pre>x</pre>", "x", [E("pre", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [E("pre", 0, 1, language="py")]),
        ("<blockquote>x</blockquote>", "x", [E("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [E("expandable_blockquote", 0, 1)]),
        ("😀<b>😀</b>", "😀😀", [E("bold", 2, 2)]),
        ("&lt;&gt;&amp;&quot;", '<>&"', []),
        ("&#65;&#x42;&#x1F600;<b>x</b>", "AB😀x", [E("bold", 4, 1)]),
        ("&lt without its semicolon", "< without its semicolon", []),
        ("&nbsp;&copy;&#0;&#xFFFFFFFF;&;", "&nbsp;&copy;&#0;&#xFFFFFFFF;&;", []),
        ("<b></b>x", "x", []),
        ("<B>x</b >", "x", [E("bold", 0, 1)]),
        ("<b>x</>", "x", [E("bold", 0, 1)]),
        ("<b>أ<i>ب</i></b>", "أب", [E("bold", 0, 2), E("italic", 1, 1)]),
        ("1 > 0", "1 > 0", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Entity]) -> None:
    assert parse(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("ميتا <p>", 'Unsupported start tag "p" at byte offset 9'),
        ("😀<br/>", 'Unsupported start tag "br/" at byte offset 4'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a "x">', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a\0b", "Text must not contain null bytes"),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"
    assert refusal.value.code == 400


_TAGS = st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler"])
_LETTERS = st.text(alphabet="أبجد xyz<>&\"'😀\n", max_size=8)
_PIECES = st.lists(
    st.sampled_from(["<b>", "</b>", "<i", ">", "</", '<a href="', '"', "&", "#x", ";", "lt", "=", "<a ", "\0"])
    | st.text(max_size=4),
    max_size=12,
).map("".join)


@given(_PIECES)
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse(source)
    except Refused as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")
        return
    for entity in entities:
        assert 0 <= entity.offset < entity.end <= utf16_length(text)


@given(st.lists(st.tuples(_TAGS, _LETTERS, _LETTERS), max_size=6))
def test_offsets_spell_the_text_that_was_tagged(parts: list[tuple[str, str, str]]) -> None:
    source = "".join(f"{escape(before)}<{tag}>{escape(inside)}</{tag}>" for tag, before, inside in parts)
    text, entities = parse(source)
    assert text == "".join(before + inside for _, before, inside in parts)
    assert [covered(text, entity) for entity in entities] == [inside for _, _, inside in parts if inside]


@given(st.text())
def test_escaped_text_arrives_as_it_was(text: str) -> None:
    if "\0" not in text:
        assert parse(escape(text, quote=False).replace("'", "&#39;")) == (text, [])


@given(st.lists(st.tuples(_TAGS, st.text(alphabet="أبج xyz<&😀", min_size=1, max_size=5)), min_size=1, max_size=5))
def test_what_is_rendered_again_means_the_same(parts: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{escape(inside)}</{tag}>" for tag, inside in parts)
    text, entities = parse(source)
    assert parse(render(text, tuple(entities))) == (text, entities)


@given(_PIECES.filter(lambda text: "\0" not in text))
def test_settling_keeps_every_entity_inside_the_text(source: str) -> None:
    text, entities = settle(source, [Entity("bold", 0, utf16_length(source))] if source else [])
    assert text == text.rstrip(" \n")
    for entity in entities:
        assert entity.length > 0
        assert entity.end <= utf16_length(text)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  مرحبا \n", "مرحبا"),
        ("أ\r\nب", "أ\nب"),
        ("أ\tب\x07", "أ ب"),
        ("\u202bميتا\u202c", "ميتا"),
        ("\u2067ميتا\u2069", "\u2067ميتا\u2069"),
        (" \n\u200f ", ""),
    ],
)
def test_text_is_cleaned_as_telegram_cleans_it(given_text: str, kept: str) -> None:
    assert settle(given_text, ())[0] == kept


def test_entities_move_with_the_letters_that_are_dropped() -> None:
    text, entities = settle(*parse("\u202bأ\u202c<b>ب</b>  "))
    assert text == "أب"
    assert entities == (E("bold", 1, 1),)


@pytest.mark.parametrize(
    ("text", "kind", "spelled"),
    [
        ("/start payload", "bot_command", "/start"),
        ("انظر /company@mujaz_bot الآن", "bot_command", "/company@mujaz_bot"),
        ("اقرأ https://example.com/أخبار؟ غدا", "url", "https://example.com/أخبار"),
        ("على example.com/a اليوم", "url", "example.com/a"),
        ("راسل a.b@example.org", "email", "a.b@example.org"),
        ("شكرا @someone!", "mention", "@someone"),
        ("عن #ذكاء_اصطناعي", "hashtag", "#ذكاء_اصطناعي"),
    ],
)
def test_telegram_finds_addresses_and_commands_by_itself(text: str, kind: str, spelled: str) -> None:
    settled, entities = settle("😀 " + text, ())
    assert [(entity.type, covered(settled, entity)) for entity in entities] == [(kind, spelled)]


@pytest.mark.parametrize("text", ["a/b", "1/2", "and/or", "/شركة", "//x", "نص عادي.", "v1.2", "#123"])
def test_plain_text_has_no_entities(text: str) -> None:
    assert settle(text, ())[1] == ()


def test_nothing_is_found_inside_code_and_links() -> None:
    _, entities = settle(*parse('<code>/start</code> <a href="https://a.org/">https://b.org</a>'))
    assert [entity.type for entity in entities] == ["code", "text_link"]


def test_only_the_first_hundred_entities_stay() -> None:
    _, entities = settle(*parse("<b>x</b> " * 130))
    assert len(entities) == 100
    assert entities[-1].offset == 198
