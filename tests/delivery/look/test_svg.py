import pytest

from broadsheet.delivery.look.svg import read_svg_size

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 300 80"', (300, 80)),
        ('viewBox="-1,-1, 30.4 ,8"', (30, 8)),
        ('width="120" height="40px" viewBox="0 0 3 1"', (120, 40)),
        ('width="100%" height="100%" viewBox="0 0 3 1"', (3, 1)),
    ],
)
def test_the_size_is_that_of_the_first_tag(attributes: str, size: tuple[int, int]) -> None:
    text = f'<?xml version="1.0"?><!-- a boat --><svg {NAMESPACE} {attributes}><broken'
    assert read_svg_size(text.encode()) == size


@pytest.mark.parametrize(
    "attributes", ["", 'width="1em" height="2"', 'viewBox="0 0 x 1"', 'viewBox="0 0 -3 1"']
)
def test_a_picture_without_a_size_is_refused(attributes: str) -> None:
    with pytest.raises(ValueError, match="size"):
        read_svg_size(f"<svg {NAMESPACE} {attributes}/>".encode())


def test_entities_are_followed_nowhere() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><svg width="&b;" height="1"/>'
    with pytest.raises(ValueError, match="entities"):
        read_svg_size(bomb.encode())
    outside = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:1/svg11.dtd"><svg width="3" height="1"/>'
    assert read_svg_size(outside.encode()) == (3, 1)
