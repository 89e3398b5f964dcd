"""The site of which all tests here read the pages."""


def test_the_site_is_built(site):
    assert (site / "index.html").is_file()
    assert (site / "404.html").is_file()
