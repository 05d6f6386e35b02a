"""Pictures and links of the old site."""

import pytest

UPLOADS = "/wp-content/uploads/2013/03"


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("https://old.example/u/x-300x200.jpg", "/u/x.jpg"),
        ("//OLD.example/u/x-scaled.jpg", "/u/x.jpg"),
        ("/u/x.jpg?w=300&h=20", "/u/x.jpg"),
        ("https://i0.wp.com/old.example/u/x-300x200.jpg?resize=30%2C20&ssl=1", "/u/x.jpg"),
        ("https://old.files.wordpress.com/2013/03/x.jpg?w=300", "/2013/03/x.jpg"),
        ("https://i0.wp.com/other.example/x-3x2.jpg?w=3", "https://i0.wp.com/other.example/x-3x2.jpg?w=3"),
        ("https://other.files.wordpress.com/x-3x2.jpg", "https://other.files.wordpress.com/x-3x2.jpg"),
        ("https://old.example//evil.example/x.jpg", "/evil.example/x.jpg"),
        (f"https://old.example{UPLOADS}/ferry-300x200.jpg", f"{UPLOADS}/ferry-scaled.jpg"),
    ],
)
def test_a_picture_is_the_original_under_its_path(wordpress, source: str, path: str) -> None:
    html = wordpress(
        f'<img src="{source}" alt="x" class="size-medium" width="3" srcset="y 3w" style="z">'
    ).html
    assert html.replace("&amp;", "&") == f'<figure><img alt="x" src="{path}"/></figure>\n'


def test_the_library_says_which_file_it_is_and_what_it_shows(wordpress) -> None:
    text = '<img src="https://cdn.example/harbour-300x200.jpg" alt="" class="alignleft wp-image-7">'
    assert wordpress(text).html == f'<figure><img alt="The harbour" src="{UPLOADS}/harbour.jpg"/></figure>\n'


def test_a_number_of_another_site_means_no_picture_here(wordpress) -> None:
    text = '<img src="https://other.example/sea.jpg" class="wp-image-7">'
    assert wordpress(text).html == '<figure><img alt="" src="https://other.example/sea.jpg"/></figure>\n'


def test_an_original_may_be_called_like_a_smaller_version(wordpress, old_site) -> None:
    old_site.pictures["5"] = type(old_site.pictures["7"])("https://old.example/u/x-300x200.jpg")
    assert wordpress('<img src="https://old.example/u/x-300x200.jpg">').html == (
        '<figure><img alt="" src="/u/x-300x200.jpg"/></figure>\n'
    )


@pytest.mark.parametrize(
    ("link", "stays"),
    [
        ('href="https://old.example/u/x.jpg"', False),
        ('href="https://old.example/2013/03/post/x/"', False),
        ('href="https://old.example/?attachment_id=3"', False),
        ('href="https://old.example/y" rel="attachment wp-att-3"', False),
        ('href="https://shop.example/"', True),
    ],
)
def test_a_link_to_the_same_picture_goes(wordpress, link: str, stays: bool) -> None:
    html = wordpress(f'<a {link}><img src="https://old.example/u/x-3x2.jpg" alt=""></a>').html
    picture = '<img alt="" src="/u/x.jpg"/>'
    inside = f'<a href="https://shop.example/">{picture}</a>' if stays else picture
    assert html == f"<figure>{inside}</figure>\n"


def test_a_picture_that_text_flowed_around_stands_before_it(wordpress) -> None:
    html = wordpress(
        '<img class="alignleft" src="/a.jpg" alt="A"> Text with <img src="/b.gif" alt="B"> in it'
    ).html
    assert html == (
        '<figure><img alt="A" src="/a.jpg"/></figure>\n\n<p>Text with <img alt="B" src="/b.gif"/> in it</p>\n'
    )


def test_a_drawn_smile_is_a_character(wordpress) -> None:
    assert (
        wordpress('Good <img class="wp-smiley" alt="🙂" src="/smile.png"> day').html == "<p>Good 🙂 day</p>\n"
    )


@pytest.mark.parametrize(
    ("address", "becomes"),
    [
        ("http://old.example/2013/03/x/?a=1#b", "/2013/03/x/?a=1#b"),
        ("https://old.example", "/"),
        ("//old.example/x", "/x"),
        ("https://old.example/\\evil.example", "/evil.example"),
        ("https://old.example/wp-login.php?x", "https://old.example/wp-login.php?x"),
        ("https://old.example/blog/wp-admin/", "https://old.example/blog/wp-admin/"),
        ("https://other.example/x", "https://other.example/x"),
        ("https://old.example@other.example/x", "https://old.example@other.example/x"),
        ("/x", "/x"),
        ("#x", "#x"),
        ("mailto:a@old.example", "mailto:a@old.example"),
    ],
)
def test_links_to_the_old_site_are_paths(wordpress, address: str, becomes: str) -> None:
    assert wordpress(f'<a href="{address}">a</a>').html == f'<p><a href="{becomes}">a</a></p>\n'


def test_a_link_around_a_heading_lies_in_it(wordpress) -> None:
    assert wordpress('<a href="/x"><h3>Title</h3></a>').html == '<h3><a href="/x">Title</a></h3>\n'
