import pytest

from broadsheet.transfer.media.names import read_name
from broadsheet.transfer.media.paths import drop_size, place_of

SITE = "https://www.harbour.example"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/wp-content/uploads/2013/03/x.jpg", "wp-content/uploads/2013/03/x.jpg"),
        ("wp-content/uploads/2013/03/x.jpg", "wp-content/uploads/2013/03/x.jpg"),
        ("https://www.harbour.example/wp-content/uploads/x.JPG#top", "wp-content/uploads/x.JPG"),
        ("http://harbour.example//wp-content//x.jpg", "wp-content/x.jpg"),
        ("//harbour.example/x.jpg", "x.jpg"),
        ("/content/images/2023/01/F%C3%A4hre%20am%20Kai.webp", "content/images/2023/01/Fähre am Kai.webp"),
        ("/content/images/2023/01/Fa\u0308hre am Kai.webp", "content/images/2023/01/Fähre am Kai.webp"),
        ("/F%E4hre.png", "Fähre.png"),
        ("/a/../../b/./x.png", "b/x.png"),
        ("/%2e%2e/%2E/x.png", "x.png"),
        ("/100%.png", "100%.png"),
        ("/files/budget.pdf", "files/budget.pdf"),
        ("https://i0.wp.com/harbour.example/x.jpg?w=640&ssl=1", "i0.wp.com/harbour.example/x.jpg"),
        ("https://ada:pass@cdn.example/x.jpg", "cdn.example/x.jpg"),
    ],
)
def test_a_file_lies_under_its_old_path(address: str, path: str) -> None:
    assert place_of(address, "harbour.example") == path


HOSTILE = [
    "/../../etc/passwd", "/.htaccess", "/.git/x.jpg", "/..%2f..%2fx.jpg", "/a%00b.jpg", "/a%0d%0ab.jpg", "/a\\..\\x.jpg",
    "/%2e%2e%2fx.jpg", "/\u202egpj.x.jpg", "/a\u200bb.jpg", "/\ud800.jpg", "/evil.svg", "/evil.html", "/notes.md",
    "/x.php?id=7",
    "/photo", "/photo.jpg?v=2", "/photo.jpg?v=3", "/", "", "//", "https://cdn.example", "/" + "x" * 300 + ".jpg",
    "/" + "x" * 301 + ".jpg", "/" + "ä" * 300, "/" + "a/" * 1000 + "x.jpg", "/" + "b/" * 1000 + "x.jpg", "http://[/x.jpg",
    "data:image/png;base64,AAAA/../x.jpg", "/...", "/ ", "/.jpg", "/a/.jpg", "javascript:alert(1)", "/x.jpg/", "/%2F.jpg",
    "/-.jpg",
    "https://../x.jpg", "https://.hidden/x.jpg", "/%ff%fe.jpg", "/\x80\x81.jpg", "/x.md?.jpg", "/x.jpg?.md",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_no_address_leads_anywhere_else(address: str) -> None:
    path = place_of(address)
    assert read_name(path) == path != ""
    assert all(0 < len(name.encode()) <= 200 for name in path.split("/"))
    assert len(path.encode()) < 1200
    assert not path.startswith("/") and ".." not in path.split("/")
    assert place_of(address) == path


def test_two_addresses_do_not_share_a_path() -> None:
    addresses = [
        *HOSTILE,
        "/a-b.jpg",
        "/a--b.jpg",
        "/photo.jpg",
        "/x.php",
        "/x.php.jpg",
        "/evil.svg.jpg",
        "/git/x.jpg",
        "/jpg.jpg",
    ]
    ignored = {"", "//", "/ ", "/x.jpg/"}  # As good as "/" and "/x.jpg".
    paths = [place_of(address) for address in addresses if address not in ignored]
    assert len(set(paths)) == len(paths)


def test_a_picture_in_several_sizes_is_one_picture() -> None:
    assert drop_size(f"{SITE}/x.jpg?w=300&h=200&crop=1") == f"{SITE}/x.jpg"
    assert drop_size("/x.jpg?resize=300%2C200") == "/x.jpg"
    for address in ("/x.jpg?w=300&id=2", "/x.jpg", "/show.php?w=300", "/x.pdf?w=3"):
        assert drop_size(address) == address
