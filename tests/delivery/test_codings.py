import gzip

import brotli
import pytest

from broadsheet.delivery.codings import CODINGS, choose_coding, compress

PAGE = b"The harbour is calm, and the ferry is late again. " * 200


@pytest.mark.parametrize(
    ("accept_encoding", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),  # Chromium and Firefox over HTTPS
        ("gzip, deflate", "gzip"),  # the same over plain HTTP
        ("GZIP", "gzip"),
        ("*", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("br;q=0.3, gzip;q=0.5", "gzip"),
        ("gzip;q=0.5, *;q=0.1", "gzip"),
        ("gzip;q=1.0, identity;q=0.5, *;q=0", "gzip"),
    ],
)
def test_the_coding_that_the_browser_likes_best_is_chosen(accept_encoding: str, chosen: str) -> None:
    assert choose_coding(accept_encoding) == chosen


@pytest.mark.parametrize(
    "accept_encoding",
    ["", "identity", "deflate, zstd", "gzip;q=0, br;q=0.000", "*;q=0", "identity, gzip;q=0.5", "brotli"],
)
def test_nothing_is_compressed_for_who_does_not_ask_for_it(accept_encoding: str) -> None:
    assert choose_coding(accept_encoding) == ""


@pytest.mark.parametrize(
    "accept_encoding", ["br;q=nan", "gzip;q=-1", "br;q=7", ",;=,", "br;", "é\x00", "gzip," * 9999]
)
def test_a_header_that_makes_no_sense_fails_nothing(accept_encoding: str) -> None:
    assert choose_coding(accept_encoding) in {"br", "gzip", ""}


@pytest.mark.parametrize("best", [False, True])
def test_what_is_compressed_is_smaller_and_the_same_again(best: bool) -> None:
    for coding, open_again in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        compressed = compress(coding, PAGE, best)
        assert len(compressed) < len(PAGE) / 10
        assert open_again(compressed) == PAGE
        assert compress(coding, PAGE, best) == compressed  # no time of day in it
    assert compress("", PAGE, best) == PAGE


def test_the_best_is_never_larger() -> None:
    for coding in CODINGS:
        assert len(compress(coding, PAGE, best=True)) <= len(compress(coding, PAGE))
