import pytest

from broadsheet.comments.moderation.imitation import fold_name, imitates

RESERVED = ["staff", "moderator", "admin", "editor", "Ada Editor", "Broadsheet", "Paul Smith"]


@pytest.mark.parametrize(
    "name",
    [
        "staff", "STAFF", "Staff ✓", "Ada (staff)", "ſtaff", "ѕtаff", "S.T.A.F.F.", "st\u200baff", "Ｓｔａｆｆ", "stáff",
        "staff²",
        "Ada Editor", "ada  editor", "Ada\u00a0Editor ★", "AdaEditor", "Αda Εditor", "Broadsheet", "The Broadsheet team",
        "Br0adsheet", "BroadsheetStaff", "s t a f f", "Jo S t a f f", "the ad min", "admin\u3164", "ad\u115fmin", "admın",
        "🆂🆃🅰🅵🅵",
        "🅢🅣🅐🅕🅕", "🇸🇹🇦🇫🇫", "ᴀᴅᴍɪɴ", "sᴛᴀꜰꜰ", "Ꭺdmin", "ɑdmin", "stаƒƒ", "аdmіո", "adm1n", "Admln",
        "mod3rator", "admin1", "moderators", "PauI Smith", "ADMlN", "Paul Srnith", "ᴘᴀᴜʟ Smith", "ꜱᴛᴀꜰꜰ", "Paul Smıth",
        "Pꓮul Smith", "🅿aul Smith",
    ],
)  # fmt: skip
def test_what_looks_like_a_reserved_name_is_recognised(name: str) -> None:
    assert imitates(name, RESERVED)


@pytest.mark.parametrize(
    "name",
    [
        "Ada", "Ada Reader", "Gustaff", "Stafford", "Edith", "Борис", "Ада", "علي", "愛", "✓", "", "Staffa Bo", "Paul",
        "Paula Smith",
        "Paul Smithson", "Min Ad", "Jo S", "7",
    ],
)  # fmt: skip
def test_other_names_are_free(name: str) -> None:
    assert not imitates(name, RESERVED)


def test_an_empty_reserved_name_reserves_nothing() -> None:
    assert not imitates("Ada", ["", " ", "✓"])


def test_a_name_is_folded_to_words() -> None:
    assert fold_name("Éva-Maria O’Neal 22") == ("eva", "marla", "o", "neal", "22")
