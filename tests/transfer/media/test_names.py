import pytest

from broadsheet.transfer.media.names import Names, read_name


def names(*given: str) -> Names:
    return Names(given, "media.zip")


@pytest.mark.parametrize(
    "name",
    [
        "backup/public_html/wp-content/uploads/2013/03/x.jpg", "wp-content/uploads/2013/03/x.jpg", "uploads/2013/03/x.jpg",
        "2013/03/x.jpg", "03/x.jpg", "x.jpg", "WP-Content/Uploads/2013/03/X.JPG",
    ],
)  # fmt: skip
def test_a_file_is_found_by_the_end_of_its_old_path(name: str) -> None:
    shelf = names(name, "2013/03/y.jpg", "other/xx.jpg", "x.jpg.pdf")
    assert shelf.find("/wp-content/uploads/2013/03/x.jpg") == name
    assert shelf.find("https://harbour.example/wp-content/uploads/2013/03/x.jpg?w=300#top") == name
    assert shelf.find("/wp-content/uploads/2013/03/z.jpg") is None


def test_the_longest_common_end_wins() -> None:
    shelf = names("a/2013/03/x.jpg", "a/uploads/2013/03/x.jpg", "b/sites/2/2013/03/x.jpg", "x.jpg")
    assert shelf.find("/wp-content/uploads/2013/03/x.jpg") == "a/uploads/2013/03/x.jpg"
    assert shelf.find("/wp-content/uploads/sites/2/2013/03/x.jpg") == "b/sites/2/2013/03/x.jpg"
    assert shelf.find("/2013/03/x.jpg") == "a/2013/03/x.jpg", "of several the shortest"


def test_a_name_alone_is_enough_only_if_it_is_the_only_one() -> None:
    assert names("x.jpg", "y.jpg").find("/uploads/2013/03/x.jpg") == "x.jpg"
    assert names("here/x.jpg", "there/x.jpg").find("/uploads/x.jpg") is None
    assert names("here/x.jpg", "there/X.jpg").find("/uploads/x.jpg") == "here/x.jpg"


@pytest.mark.parametrize("name", ["2019/05/x.jpg", "2013/05/x.jpg", "2019/03/x.jpg", "uploads/2012/03/x.jpg"])
def test_the_same_name_of_another_month_is_another_picture(name: str) -> None:
    assert names(name).find("/wp-content/uploads/2013/03/x.jpg") is None


def test_letters_that_are_composed_otherwise_are_the_same() -> None:
    composed, decomposed = "uploads/F\u00e4hre.jpg", "uploads/Fa\u0308hre.jpg"
    assert names(decomposed).find("/uploads/F\u00e4hre.jpg") == decomposed
    assert names(composed).find("/uploads/Fa%CC%88hre.jpg") == composed


def test_upper_and_lower_case_are_told_apart_where_both_are_there() -> None:
    shelf = names("2013/03/Boat.jpg", "2013/03/boat.jpg", "2013/03/mill.JPG")
    assert shelf.find("/2013/03/boat.jpg") == "2013/03/boat.jpg"
    assert shelf.find("/2013/03/Boat.jpg") == "2013/03/Boat.jpg"
    assert shelf.find("/2013/03/mill.jpg") == "2013/03/mill.JPG"


@pytest.mark.parametrize("made", ["-300x200", "-scaled", "-rotated", "-e1363181612345", "-scaled-1024x683"])
def test_the_original_does_for_what_wordpress_made_of_it(made: str) -> None:
    assert names("2013/03/x.jpg").find(f"/uploads/2013/03/x{made}.jpg") == "2013/03/x.jpg"
    both = names("2013/03/x.jpg", f"2013/03/x{made}.jpg")
    assert both.find(f"/uploads/2013/03/x{made}.jpg") == f"2013/03/x{made}.jpg"


@pytest.mark.parametrize("address", ["", "/", "..", "/%00", "http://[", "/\ud800.jpg", "/x.jpg/.."])
def test_an_odd_address_is_not_there(address: str) -> None:
    assert names("2013/03/x.jpg", "y.jpg").find(address) is None
    assert names().find(address) is None


@pytest.mark.parametrize(
    "name",
    [
        "/etc/x.jpg", "../x.jpg", "a/../../x.jpg", "..\\x.jpg", ".hidden/x.jpg", "a/.x.jpg", "__MACOSX/a/._x.jpg", "x.svg",
        "x.php", "wp-config.php.bak", "notes.md", "x.html", "x", "", "a\nb.jpg", "\udce4.jpg", "a/" * 600 + "x.jpg",
    ],
)  # fmt: skip
def test_what_may_not_come_in_has_no_name(name: str) -> None:
    assert read_name(name) == ""


def test_a_name_is_read_as_a_plain_path() -> None:
    assert read_name("./uploads//2013/x.JPG") == "uploads/2013/x.JPG"
    assert read_name("uploads\\2013\\x.pdf") == "uploads/2013/x.pdf"
