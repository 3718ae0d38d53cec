from evals.partners.files import PEOPLE, partners_in
from evals.partners.showcase import CHOSEN, DOCUMENT


def test_the_chosen_talks_are_those_of_partners_that_there_are_and_stand_in_the_document():
    names = {partner.name for partner in partners_in(PEOPLE)}
    document = DOCUMENT.read_text(encoding="utf-8")

    assert len(CHOSEN) == 10
    assert CHOSEN.keys() <= names
    assert [name for name in CHOSEN if f"## {name}\n" not in document] == []
