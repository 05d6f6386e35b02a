"""Before anything was decided: adverts are held, and what people write is not."""

import pytest

from broadsheet.comments.moderation import Submission
from broadsheet.comments.spam.rules import find_broken
from broadsheet.comments.spam.score import Counts, Score, rate
from broadsheet.comments.spam.words import find_words

ADVERTS = [
    "Best online CASINO https://a.example https://b.example https://c.example",
    "I make $5,000 a week, working from home! Visit our page https://rich.example",
    "Cheap pills [url=https://pills.example]here[/url] [url=https://pills2.example]order now[/url]",
    "Great post! Check out my blog, free gift: https://gift.example click here",
    "Congratulations, you won! Claim your prize: call +44 20 7946 0000 or click here: https://prize.example",
    "казино https://a.example https://b.example https://c.example",
]
COMMENTS = [
    "The ferry was late again this morning, and nobody at the harbour could say why.",
    "Great article, thank you. More of this, please!",
    "The timetable is at https://ferry.example.org/timetable, if anyone needs it.",
    "You can see both plans here: https://city.example.org/a and https://city.example.org/b",
    "They spent €2 million on a casino and won't pay for the bus. Who made that decision?",
    "My bank offered us a credit, then the offer was gone. Call them on Monday.",
    "WHY DOES NOBODY READ THE REPORT BEFORE VOTING?",
    "My grandmother won the lottery once. She gave the prize to the library.",
    "Der Fahrplan steht seit Montag im Netz: https://faehre.example.de/plan – danke für den Hinweis!",
    "Ich habe vierzig Jahre am Hafen gearbeitet, so etwas gab es früher nicht.",
    "Merci pour cet article. Le lien vers le rapport : https://mairie.example.fr/rapport",
    "¿Y quién paga todo esto? Los vecinos, como siempre.",
    "フェリーがまた遅れました。時刻表はhttps://ferry.example.jpにあります。",
    "灯塔的故事写得真好,谢谢作者。",
    "شكرا على هذا المقال. متى تبدأ الرحلات الجديدة؟",
    "המעבורת איחרה שוב הבוקר, ואיש לא הסביר מדוע.",
    "Паром снова опоздал, и никто не объяснил почему.",
    "नाव आज फिर देर से आई।",
    "🎉🎉🎉",
    "Congratulations to the team! They won the prize, and the gift of a warm evening.",
    "+1",
]


def rate_alone(text: str, **fields: str) -> Score:
    submission = Submission(
        "story", None, **({"name": "Ada Reader", "email": "", "website": ""} | fields), text=text
    )
    words = find_words(submission)
    return rate(words, find_broken(submission, words), Counts())


@pytest.mark.parametrize("text", ADVERTS)
def test_an_obvious_advert_is_likely_spam(text: str) -> None:
    assert rate_alone(text).likelihood >= 0.9


@pytest.mark.parametrize("text", COMMENTS)
def test_what_people_write_is_not(text: str) -> None:
    for website in ("", "https://ada.example.org"):
        assert rate_alone(text, email="ada@example.org", website=website).likelihood < 0.7


def test_a_link_for_a_name_speaks_for_spam() -> None:
    named = rate_alone("Nice.", name="https://cheap.example")
    assert named.likelihood > 5 * rate_alone("Nice.").likelihood
    assert named.spoken == ["a link for a name"]


def test_what_spoke_most_is_told_first() -> None:
    score = rate_alone("Casino https://a.example https://b.example https://c.example")
    assert score.spoken == ["3 or more links", "casino"]


def test_letters_that_pass_for_others_speak_for_spam() -> None:
    assert "letters of two alphabets in one word" in rate_alone("Сasino and vіagra").spoken
