"""The content security policy: one for all pages, said before anything else, no wider than needed."""

import hashlib
import re
from base64 import b64encode

import pytest

from dlbook.book.policy import inline_scripts, policy, protect

PAGE = '<html><head><meta charset="utf-8"><title>T</title><script>{}</script></head><body>{}</body></html>'
SLIDES = '<html><head><meta charset="utf-8"><script src="deck.js" defer></script></head></html>'


def said(page: str) -> dict[str, list[str]]:
    """The policy of a page: sources by directive."""
    rules = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)[1]
    return {name: sources for name, *sources in (rule.split() for rule in rules.split("; "))}


def test_pages_with_inline_scripts_share_one_policy_for_all_of_them():
    pages = protect({"a": PAGE.format("base('.')", ""), "b": PAGE.format("base('..')", "")})
    assert said(pages["a"]) == said(pages["b"])
    digest = b64encode(hashlib.sha256(b"base('..')").digest()).decode()
    assert f"'sha256-{digest}'" in said(pages["a"])["script-src"]
    assert len(said(pages["a"])["script-src"]) == 3


def test_a_page_without_inline_scripts_is_allowed_none():
    pages = protect({"a": PAGE.format("go()", ""), "slides": SLIDES})
    assert said(pages["slides"])["script-src"] == ["'self'"]


def test_it_stands_before_everything_that_it_is_about():
    page = protect({"a": PAGE.format("go()", "")})["a"]
    assert page.index("http-equiv") < page.index("<title>") < page.index("go()")


def test_nothing_unsafe_and_no_other_host():
    rules = said(protect({"a": PAGE.format("go()", "")})["a"])
    assert "'unsafe-inline'" not in [source for name in rules if "script" in name for source in rules[name]]
    assert not re.search(r"unsafe-eval|https?:|\*", policy(["go()"]))
    assert (rules["default-src"], rules["object-src"], rules["base-uri"]) == (
        ["'none'"],
        ["'none'"],
        ["'self'"],
    )


def test_blocks_of_data_are_no_scripts():
    data = '<script id="c" type="application/json">{}</script><script type="application/ld+json">{}</script>'
    assert inline_scripts(f"{data}<script type='module'>a</script><script>b</script>") == ["a", "b"]


def test_a_page_that_has_its_policy_keeps_it():
    page = protect({"a": PAGE.format("go()", "")})["a"]
    assert protect({"a": page, "b": PAGE.format("other()", "")}).keys() == {"b"}


def test_a_script_in_the_text_of_a_page_stops_the_build():
    with pytest.raises(ValueError, match=r"a has a script in its text: 'alert\(1\)'; expected .* Move it"):
        protect({"a": PAGE.format("go()", "<article><p>x</p><script>alert(1)</script></article>")})


def test_a_page_that_does_not_say_its_encoding_stops_the_build():
    with pytest.raises(ValueError, match="does not say its encoding"):
        protect({"a": "<html></html>"})
