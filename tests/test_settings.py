"""The one place for addresses, the author line and mirrors."""

import pytest

from dlbook.settings import load_settings


def test_the_defaults_are_neutral():
    settings = load_settings({})
    assert (settings.site_url, settings.repository_url, settings.author) == ("", "", "")
    assert all(url.startswith("https://") for urls in settings.mirrors.values() for url in urls)
    assert set(settings.mirrors) == {"mnist", "housing"}


def test_the_environment_wins():
    settings = load_settings(
        {
            "DLBOOK_SITE_URL": "https://example.org/book",
            "DLBOOK_REPOSITORY_URL": "https://example.org/me/book/",
            "DLBOOK_AUTHOR": " A. Author ",
            "DLBOOK_MNIST_MIRRORS": "http://a.example/m.npz  https://b.example/m.npz",
            "DLBOOK_HOUSING_MIRRORS": "",
        }
    )
    assert settings.site_url == "https://example.org/book/"
    assert settings.repository_url == "https://example.org/me/book"
    assert settings.author == "A. Author"
    assert settings.mirrors == {"mnist": ("http://a.example/m.npz", "https://b.example/m.npz"), "housing": ()}


def test_the_environment_of_the_process_is_the_default(monkeypatch):
    monkeypatch.setenv("DLBOOK_AUTHOR", "B. Writer")
    assert load_settings().author == "B. Writer"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DLBOOK_SITE_URL", "example.org"),
        ("DLBOOK_REPOSITORY_URL", "javascript:alert(1)"),
        ("DLBOOK_MNIST_MIRRORS", "https://good.example/x file:///etc/hostname"),
    ],
)
def test_what_is_no_address_is_refused_and_the_variable_named(name, value):
    with pytest.raises(ValueError, match="expected an address that starts with http") as caught:
        load_settings({name: value})
    assert name in str(caught.value)
