import pytest

from broadsheet.delivery.addresses import local_path


@pytest.mark.parametrize("path", ["/", "/coast/ferry", "/coast/ferry?page=2#comments", "/ü/ö"])
def test_a_path_of_this_site_stays(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example",
        "/\tevil.example", "/\n/evil.example", "javascript:alert(1)", "evil.example", " /x", "///evil.example",
    ],
)  # fmt: skip
def test_a_way_out_leads_to_the_front_page(path: str) -> None:
    assert local_path(path) == "/"
