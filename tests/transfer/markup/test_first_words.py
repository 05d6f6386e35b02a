from broadsheet.transfer.markup.first_words import take_first_words


def test_a_short_text_is_a_title_whole() -> None:
    assert take_first_words("<p>It&#8217;s <b>late</b>\n again.</p>") == "It’s late again."


def test_a_long_text_ends_with_a_whole_word() -> None:
    title = take_first_words("<p>" + "word " * 100)
    assert title.endswith("word…") and len(title) <= 81


def test_a_text_without_words_gives_none() -> None:
    assert take_first_words('<img src="/a.jpg">') == ""
