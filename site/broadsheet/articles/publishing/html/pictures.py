"""The pictures of a text: those that are there are placed, the others become links until they are."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from ...pictures.finding import SUFFIXES, PictureError
from ...pictures.using import Used, choose_middle, remark_on
from ..front_matter import Remark
from ..rendered import FindPicture
from .elements import LINE
from .media import name_of_file, scheme_of
from .tree import Element, Node, walk

SIZE_IN_NAME = re.compile(r"-\d+x\d+(?=\.\w+$)")  # WordPress names smaller versions so: boat-300x200.jpg
NOTHING = {"0", "1", "0px", "1px"}  # The size of pictures that only count readers.


class Pictures:
    """Finds the pictures of a text one by one, and remarks on them with their lines."""

    def __init__(self, first_line: int, find_picture: FindPicture) -> None:
        self.first_line, self.find_picture = first_line, find_picture
        self.remarks: list[Remark] = []

    def place(self, image: Element, linked: bool) -> list[Node]:
        """Return what stands for an `img`: itself, a link, or inside of a link (`linked`) just its words."""
        source = (image.attributes.get("src") or image.attributes.get("data-src", "")).strip()
        alt = " ".join(image.attributes.get("alt", "").split())
        line = self.first_line + int(image.attributes[LINE])
        if {image.attributes.get("width"), image.attributes.get("height")} <= NOTHING:
            return []
        try:
            used = self._find(source)
        except PictureError as error:
            self.remarks.append(
                Remark(line, f"{error} (a link stands in its place)" if source else str(error))
            )
            label = alt or name_of_file(source)
            return [label] if linked or not source else [Element("a", {"href": source}, [label])]
        self.remarks += [Remark(line, text) for text in remark_on(used, alt)]
        return [_show(used, alt)]

    def _find(self, source: str) -> Used:
        if not source:
            raise PictureError("a picture has no address of its own, so it was left out")
        if scheme_of(source):
            raise PictureError(f"the picture {source} is on another site; save it beside the article instead")
        return self.find_picture(unquote(_path_of(source)))


def _show(used: Used, alt: str) -> Element:
    size = {"width": str(used.picture.width), "height": str(used.picture.height)}
    attributes = {"src": choose_middle(used), "alt": alt, **size, "loading": "lazy", "decoding": "async"}
    return Element("img", attributes, picture=used)


def is_enlarged(link: Element) -> bool:
    """Whether a link leads from a picture to a picture, which nobody needs where pictures are as large as the screen.

    The picture that is shown is then the large one, if both have the same name.
    """
    target = _path_of(link.attributes.get("href", ""))
    images = [element for element in walk(link) if element.name == "img"]
    if not images or PurePosixPath(target).suffix.lower() not in SUFFIXES:
        return False
    for image in images:
        source = _path_of(image.attributes.get("src", ""))
        if SIZE_IN_NAME.sub("", source) == SIZE_IN_NAME.sub("", target):
            image.attributes["src"] = target
    return True


def _path_of(address: str) -> str:
    return address.partition("?")[0].partition("#")[0]
