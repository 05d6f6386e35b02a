"""Files beside an export, in a real folder and real archives; the hostile ones among them never come in (rule 14)."""

import gzip
import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.transfer.items import Unreadable
from broadsheet.transfer.media.media_shelf import DAMAGED, LARGEST, MISSING, TOO_LARGE
from broadsheet.transfer.media.names import Names
from broadsheet.transfer.media.shelf import open_media

FILES = {
    "wp-content/uploads/2013/03/boat.jpg": b"a boat",
    "wp-content/uploads/2013/04/mill.jpg": b"a mill",
    "wp-content/uploads/2013/04/F\u00e4hre.jpg": b"a ferry",
    "wp-content/uploads/budget.pdf": b"a budget",
    "wp-config.php": b"a secret",
    "wp-content/uploads/.hidden/boat.jpg": b"hidden",
}
Pack = Callable[[dict[str, bytes]], Path]
KINDS = ["folder", "zip", "tar", "tar.gz"]


@pytest.fixture(params=KINDS)
def pack(request: pytest.FixtureRequest, tmp_path: Path) -> Pack:
    """Put files into a folder or an archive, each in turn."""

    def run(files: dict[str, bytes]) -> Path:
        place = tmp_path / f"media.{request.param}"
        if request.param == "folder":
            for name, content in files.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(content)
        elif request.param == "zip":
            with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in files.items():
                    archive.writestr(name, content)
        else:
            pack_tar(place, files)
        return place

    return run


def pack_tar(place: Path, files: dict[str, bytes], *others: tarfile.TarInfo) -> None:
    with tarfile.open(place, "w:gz" if place.suffix == ".gz" else "w") as archive:
        for member in others:
            archive.addfile(member)
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def copy(place: Path, *wanted: str) -> tuple[dict[str, bytes], dict[str, str]]:
    taken: dict[str, bytes] = {}
    left = open_media(place).copy_wanted(wanted, taken.__setitem__)
    return taken, left


def test_what_is_wanted_is_copied(pack: Pack) -> None:
    place = pack(FILES)
    wanted = ["/wp-content/uploads/2013/04/mill.jpg", "/wp-content/uploads/2013/04/mill-300x200.jpg"]
    wanted += [
        "https://harbour.example/wp-content/uploads/2013/04/F%C3%A4hre.jpg",
        "/files/budget.pdf",
        "/2013/03/gone.jpg",
    ]
    taken, left = copy(place, *wanted, wanted[0])
    assert list(taken.values()).count(b"a mill") == 2
    assert set(taken) == set(wanted[:4])
    assert left == {"/2013/03/gone.jpg": MISSING}


def test_other_files_are_not_there(pack: Pack) -> None:
    taken, left = copy(
        pack(FILES), "/wp-config.php", "/wp-content/uploads/.hidden/boat.jpg", "/../wp-config.php"
    )
    assert (taken, len(left)) == ({"/wp-content/uploads/.hidden/boat.jpg": b"a boat"}, 2)


def test_a_file_is_found_before_anything_is_copied(pack: Pack) -> None:
    shelf = open_media(pack(FILES))
    assert shelf.find("/2013/03/boat.jpg") == "wp-content/uploads/2013/03/boat.jpg"
    assert shelf.find("/2013/03/gone.jpg") is None
    assert shelf.copy_wanted([], lambda *_: pytest.fail("nothing was wanted")) == {}


def test_what_is_too_large_is_left(pack: Pack) -> None:
    place = pack({"x.jpg": bytes(LARGEST + 1), "y.jpg": b"y" * 2000})
    taken, left = copy(place, "/x.jpg", "/y.jpg")
    assert (list(taken), left) == (["/y.jpg"], {"/x.jpg": TOO_LARGE})


def test_who_takes_may_stop_it(pack: Pack) -> None:
    def take(_address: str, _content: bytes) -> None:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="full"):
        open_media(pack(FILES)).copy_wanted(["/2013/03/boat.jpg"], take)


def test_too_many_files_are_refused(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.transfer.media.names.MOST_FILES", 3)
    place = pack(FILES)
    with pytest.raises(Unreadable, match="more than 3 files"):
        open_media(place)


def test_no_link_in_a_folder_is_followed(tmp_path: Path) -> None:
    outside, place = tmp_path / "outside", tmp_path / "media"
    outside.mkdir()
    place.mkdir()
    (outside / "secret.jpg").write_bytes(b"a secret")
    (place / "secret.jpg").symlink_to(outside / "secret.jpg")
    (place / "folder").symlink_to(outside)
    (place / "circle").symlink_to(place)
    os.mkfifo(place / "pipe.jpg")
    taken, left = copy(place, "/secret.jpg", "/folder/secret.jpg", "/pipe.jpg", "/circle/secret.jpg")
    assert (taken, set(left.values())) == ({}, {MISSING})


def test_a_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "x.jpg").write_bytes(b"x")
    (tmp_path / "here").symlink_to(tmp_path / "there")
    assert copy(tmp_path / "here", "/x.jpg")[0] == {"/x.jpg": b"x"}


@pytest.mark.parametrize("kind", ["tar", "tar.gz"])
def test_links_and_devices_in_a_tar_are_not_there(tmp_path: Path, kind: str) -> None:
    odd = []
    for type in (
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.FIFOTYPE,
        tarfile.DIRTYPE,
    ):
        member = tarfile.TarInfo(f"odd-{type.decode()}.jpg")
        member.type, member.linkname = type, "/etc/passwd"
        odd.append(member)
    place = tmp_path / f"media.{kind}"
    pack_tar(
        place, {"/abs.jpg": b"x", "../up.jpg": b"x", "a/../../up.jpg": b"x", "./good.jpg": b"good"}, *odd
    )
    wanted = [f"/{member.name}" for member in odd] + ["/abs.jpg", "/up.jpg"]
    taken, left = copy(place, *wanted, "/good.jpg")
    assert (taken, set(left)) == ({"/good.jpg": b"good"}, set(wanted))


def test_links_in_a_zip_are_not_there(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.jpg")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    place = tmp_path / "media.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        for name in ("/abs.jpg", "../up.jpg", "C:/../up.jpg"):
            archive.writestr(name, "x")
        archive.writestr("uploads\\2013\\good.jpg", "good")
    taken, left = copy(place, "/link.jpg", "/abs.jpg", "/up.jpg", "/uploads/2013/good.jpg")
    assert (taken, len(left)) == ({"/uploads/2013/good.jpg": b"good"}, 3)


def test_a_name_in_utf_8_that_is_not_called_so_is_read(tmp_path: Path) -> None:
    place = tmp_path / "media.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("F\u00e4hre.jpg", "a ferry")
    content = bytearray(place.read_bytes())
    for start in (b"PK\3\4", b"PK\1\2"):
        at = content.index(start) + (6 if start == b"PK\3\4" else 8)
        content[at : at + 2] = b"\0\0"
    place.write_bytes(content)
    assert copy(place, "/F%C3%A4hre.jpg")[0] == {"/F%C3%A4hre.jpg": b"a ferry"}


def test_a_file_of_a_zip_that_lies_about_its_size_is_left(tmp_path: Path) -> None:
    place = tmp_path / "media.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.jpg", bytes(LARGEST + 1000))
        archive.writestr("y.jpg", b"y")
    content = place.read_bytes().replace((LARGEST + 1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    place.write_bytes(content)
    taken, left = copy(place, "/x.jpg", "/y.jpg")
    assert (taken, left) == ({"/y.jpg": b"y"}, {"/x.jpg": DAMAGED})


def test_a_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "media.tar.gz"
    header = tarfile.TarInfo("./PaxHeaders/x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 32
    with gzip.open(place, "wb") as packed:
        packed.write(header.tobuf(tarfile.USTAR_FORMAT))
        packed.write(bytes(1 << 20))
    with pytest.raises(Unreadable, match="beyond all measure"):
        open_media(place)


def test_an_archive_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "media.tar.gz"
    with gzip.open(place, "wb") as packed:
        member = tarfile.TarInfo("x.bin")
        member.size = 120_000_000
        packed.write(member.tobuf())
        packed.write(bytes(member.size))
        packed.write(bytes(1024))
    with pytest.raises(Unreadable, match="unfolds beyond all measure"):
        open_media(place)


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_half_an_archive_is_refused(tmp_path: Path, kind: str) -> None:
    files = {f"{number}.jpg": os.urandom(9_000) for number in range(20)}
    place = tmp_path / f"media.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(place, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        pack_tar(place, files)
    place.write_bytes(place.read_bytes()[:100_000])
    with pytest.raises(Unreadable, match="again"):
        open_media(place)


@pytest.mark.parametrize(
    "content", [b"", b"PK\3\4", b"\x1f\x8b", b"\x1f\x8bxxxx", b"GIF89a", b"x" * 5000, bytes(5000)]
)
def test_what_is_no_archive_is_refused_or_empty(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "media"
    place.write_bytes(content)
    try:
        assert open_media(place).find("/x.jpg") is None
        assert content == bytes(5000), "an empty tar"
    except Unreadable as error:
        assert str(error).startswith("media is no") and str(error).endswith("again.")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        open_media(tmp_path / "gone.zip")


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_an_archive_that_is_damaged_anywhere_is_refused_or_read(tmp_path: Path, kind: str) -> None:
    place = tmp_path / f"media.{kind}"
    files = {"2013/x.jpg": b"x" * 700, "2013/y.jpg": os.urandom(700)}
    if kind == "zip":
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        pack_tar(place, files)
    whole = place.read_bytes()[:4000]
    for at in range(0, len(whole), 17):
        for byte in (0, 0xFF):
            place.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
            try:
                copy(place, "/2013/x.jpg", "/2013/y.jpg")
            except Unreadable:
                continue


def test_names_of_a_large_site_are_found_quickly() -> None:
    """Were each to go through all names, this would take a quarter of an hour."""
    names = [
        f"uploads/20{year:02}/{month:02}/{number}.jpg"
        for year in range(10)
        for month in range(1, 13)
        for number in range(200)
    ]
    shelf = Names(names, "media")
    assert all(shelf.find(f"/wp-content/{name}") == name for name in names[::10])
    assert shelf.find("/wp-content/uploads/2011/13/7.jpg") is None
