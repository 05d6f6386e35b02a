from broadsheet.articles.search.asking import read_question
from broadsheet.articles.search.marking import SNIPPET_LENGTH, make_snippet, mark


def show(text: str, typed: str) -> str:
    return "".join(f"[{one.text}]" if one.is_match else one.text for one in mark(text, read_question(typed)))


def snip(text: str, typed: str) -> str:
    segments = make_snippet(text, read_question(typed))
    return "".join(f"[{one.text}]" if one.is_match else one.text for one in segments)


def test_what_is_found_is_marked_as_it_is_written() -> None:
    assert show("Cafés, a CAFÉ: cafe\u0301.", "cafe") == "[Cafés], a [CAFÉ]: [cafe\u0301]."
    assert show("A ferryman's ferries", "ferry") == "A [ferryman]'s [ferries]"
    assert show("The fer\u00adry", "ferry") == "The [fer\u00adry]"
    assert show("the tide, the mill", '"tide mill"') == "the tide, the mill"
    assert show("old tide-mill", '"tide mill"') == "old [tide-mill]"
    assert show("Ⅷ ﬀ", "viii ff") == "[Ⅷ] [ﬀ]"
    assert show("東京都知事", "京都知") == "東[京都知]事"
    assert show("ﾄｳｷｮｳ", "トウ") == "[ﾄｳ]ｷｮｳ"
    assert show("", "ferry") == ""


def test_no_letter_of_a_text_is_lost() -> None:
    text = "Ünïcode_text  with 東京都、 ก็ไม่ and ﬁne Ⅷ parts\u0301 \ud800 🚢🚢 end"
    for typed in ("unicode", "text with", "東京", "ไม่", "fine viii", "parts end", "x"):
        assert "".join(segment.text for segment in mark(text, read_question(typed))) == text


def test_a_snippet_is_cut_where_most_is_found() -> None:
    text = (
        "The one ferry. "
        + "Nothing here to see. " * 60
        + "The tide mill and the ferry. "
        + "More words. " * 60
    )
    snippet = snip(text, "ferry tide mill")
    assert "[tide] [mill] and the [ferry]" in snippet
    assert snippet.startswith("… ") and snippet.endswith(" …")
    assert len(snippet) < SNIPPET_LENGTH + 30
    assert snip("A short ferry.", "ferry") == "A short [ferry]."
    assert snip("Nothing.", "ferry") == ""


def test_a_snippet_of_endless_words_is_short() -> None:
    assert len(snip("東" * 10_000, "東東")) < SNIPPET_LENGTH + 30
    assert len(snip("x" * 1_000 + " ferry " + "y" * 1_000, "ferry")) < SNIPPET_LENGTH + 100
