"""What the negotiator is told while it listens."""

from decimal import Decimal

from callbackend.reading import Reader, Utterance, parse
from tests.rows import every


def reader_of(transcript: str) -> Reader:
    reader = Reader()
    for line in parse(transcript):
        reader.hear(line)
    return reader


@every(
    ("transcript", "standing"),
    [
        ("Provider: Hello?", None),
        ("Provider: It's 180.", "180.00"),
        ("Provider: 150 to 200.", None),
        ("Provider: 200.\nAgent: Could you do 150?\nProvider: No. 180.", "180.00"),
        ("Provider: 200.\nAgent: Could you do 150?\nProvider: No, I can't do 150.", "200.00"),
        ("Provider: 200.\nAgent: Could you do 150?\nProvider: Sure.", "150.00"),
        ("Provider: 85 for the trip and 120 for labor.", "205.00"),
        ("Provider: 200.\nAgent: Any room?\nProvider: I can take 20 off.", "180.00"),
        ("Provider: 200.\nAgent: Any room?\nProvider: Maybe 180, I'd have to ask.", "200.00"),
    ],
)
def test_standing_is_the_latest_firm_ask(transcript, standing):
    reader = reader_of(transcript)

    assert reader.standing == (None if standing is None else Decimal(standing))


@every(
    ("last", "refused"),
    [
        ("No, I can't do that.", True),
        ("No way. 190.", True),
        ("We don't service that area.", True),
        ("Take me off your list.", True),
        ("No problem.", False),
        ("Sure.", False),
        ("How about 190?", False),
        ("Let me ask my boss.", False),
    ],
)
def test_refused_follows_the_last_line(last, refused):
    reader = reader_of(f"Provider: 200.\nAgent: Could you do 150?\nProvider: {last}")

    assert reader.refused is refused


def test_refused_is_over_when_the_provider_comes_round():
    reader = reader_of("Provider: 200.\nAgent: 150?\nProvider: No.\nAgent: 170?\nProvider: Deal.")

    assert reader.refused is False


def test_parse_joins_continuations_and_skips_other_labels():
    lines = parse(
        "[simulated call]\nAGENT: Hi,\nhow much?\nSystem: noise\nprovider : 150\n\n(beep)\nflat\n"
    )

    assert lines == [Utterance("agent", "Hi, how much?"), Utterance("provider", "150 flat")]


def test_parse_keeps_a_colon_inside_an_utterance():
    lines = parse("Provider: Here is the thing:\nmy price: 150")

    assert lines == [Utterance("provider", "Here is the thing: my price: 150")]
