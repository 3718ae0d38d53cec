"""What the businesses hear of an answer: English, or Spanish that shows that it is."""

from quoteapp.models.asked import IN_SPANISH, Question
from tests.rows import every

SPANISH = Question(
    "q1",
    "¿La secadora es de gas o eléctrica?",
    ("Gas", "Eléctrica"),
    "Is the dryer gas or electric?",
    ("Gas", "Electric"),
)
ENGLISH = Question(
    "q1",
    "Is the dryer gas or electric?",
    ("Gas", "Electric"),
    spanish="¿La secadora es de gas o eléctrica?",
)
OWN = Question("q1", "What color is the drum?")


@every(
    ("said", "told"),
    [
        ("Eléctrica", "Electric"),
        ("eléctrica.", "Electric"),
        ("Sí", "Yes"),
        ("no sé", "Not sure"),
        ("unos 10 años", "about 10 years"),
        ("1 año", "1 year"),
        ("3 semanas", "3 weeks"),
        ("2012", "2012"),
        ("LG DLE3400W", "LG DLE3400W"),
    ],
)
def test_what_has_an_english_is_told_in_english(said: str, told: str) -> None:
    assert SPANISH.told(said) == {"question": "Is the dryer gas or electric?", "answer": told}


@every(
    ("question", "asked"),
    [(SPANISH, SPANISH.question), (ENGLISH, SPANISH.question), (OWN, IN_SPANISH)],
)
def test_free_spanish_goes_with_a_spanish_question(question: Question, asked: str) -> None:
    said = "es de gas pero la llave está cerrada"

    assert question.told(said) == {"question": asked, "answer": said}


@every("said", ["Gas", "It is gas, I think.", "no", "1 2 3", "?"])
def test_english_is_told_as_it_is(said: str) -> None:
    assert ENGLISH.told(said) == {"question": ENGLISH.question, "answer": said}


def test_a_question_of_an_older_document_has_no_suggestions() -> None:
    question = Question.from_document({"id": "q1", "question": "How old is it?"})

    assert question == Question("q1", "How old is it?")
