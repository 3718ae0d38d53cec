"""The price that one line of a provider names, however it was said and written down."""

from decimal import Decimal

from callbackend.reading import Utterance, listen, read
from callbackend.reading.text import plain
from tests.rows import every

ASKED = Utterance("agent", "What would that cost in total, everything included?")


def price_of(line: str) -> Decimal | None:
    """The estimate, the same in a call and in its transcript; a line alone agrees to nothing."""
    lines = [ASKED, Utterance("provider", line)]
    quotes = [listen(lines), read(lines)]
    assert [quote.negotiated_price for quote in quotes] == [None, None]
    assert quotes[0].estimated_price == quotes[1].estimated_price
    return quotes[0].estimated_price


def is_price(said: str, price: str | None) -> None:
    assert price_of(said) == (None if price is None else Decimal(price))


@every(
    ("said", "price"),
    [
        ("Two hundred $25", "225"),
        ("That would be two hundred $25 for everything.", "225"),
        ("2 hundred $25", "225"),
        ("It'd run you three hundred $75 parts and labor.", "375"),
        ("A thousand $200", "1200"),
        ("Two thousand $500 for the whole thing.", "2500"),
        ("One thousand $850, all in.", "1850"),
        ("It's gonna be a thousand $50.", "1050"),
        ("fifteen hundred $50", "1550"),
        ("$100 50", "150"),
        ("It'd be $200 75.", "275"),
        ("$1,000 200", "1200"),
        ("$15 00", "1500"),
        ("$99 99 cents", "99.99"),
        ("30-$5", "35"),
        ("It's 80-$5 total.", "85"),
        ("70 - $75", "75"),
        ("$2 050", "2050"),
        ("$2 050 for the lot", "2050"),
        ("$12 400", "12400"),
        ("one $50", "150"),
        ("one-$50", "150"),
        ("Two $25", "225"),
        ("Eighteen $50 installed", "1850"),
        ("150-$200", "200"),
        ("$150-$200", "200"),
        ("two hundred - $250", "250"),
    ],
)
def test_an_amount_that_is_split_at_its_sign_is_one(said, price):
    is_price(said, price)


@every(
    "said",
    ["two hundred $250", "seventy $550", "three fifty $375"],
)
def test_pieces_that_do_not_fit_make_no_price_of_the_tail(said):
    assert price_of(said) is None


@every(
    ("said", "price"),
    [
        ("$238,50", "238.50"),
        ("Son 150,50 dólares", "150.50"),
        ("Son 95,00 dólares", "95"),
        ("Son 1.250 dólares", "1250"),
        ("Serían 1.250,50 dólares", "1250.50"),
        ("Son 2.400 por todo", "2400"),
        ("$3.450,00 todo incluido", "3450"),
        ("US$1.250,00", "1250"),
        ("$1'250 all in", "1250"),
        ("It's $1,085.50", "1085.50"),
        ("It's 1.5k", "1500"),
        ("call 408.555.0172", None),
        ("It's version 1.250.3 of the board", None),
    ],
)
def test_decimal_commas_and_pointed_thousands_are_read(said, price):
    is_price(said, price)


@every(
    ("said", "price"),
    [
        *[(f"one{hyphen}fifty", "150") for hyphen in "-‐‑‒–—―−﹣-⁃"],
        *[(f"two{hyphen}twenty{hyphen}five", "225") for hyphen in "‐‑"],
        *[(f"one{space}fifty", "150") for space in "\u00a0\u2002\u2009\u202f\u3000\t"],
        *[(f"1{space}250", "1250") for space in "\u00a0\u2007\u2009\u202f"],
        *[(f"$2{space}250", "2250") for space in "\u00a0\u2009\u202f"],
        ("2\u202f250 for all of it", "2250"),
        ("408\u00a0555\u00a00172", None),
        *[(f"$1{mark}250", "1250") for mark in "\u200b\u200d\u2060\ufeff\u00ad\u202d"],
        *[(f"one{mark} fifty", "150") for mark in "\u200b\u200e\u2066\ufe0f"],
        ("\u2060$180", "180"),
        ("１５０ dollars", "150"),
        ("＄１５０", "150"),
        ("١٥٠ dollars", "150"),
        ("the sink is 2½ feet wide, 150", "150"),
    ],
)
def test_every_hyphen_space_and_invisible_mark_reads_as_the_typewriters(said, price):
    is_price(said, price)


def test_plain_text_keeps_letters_without_their_accents():
    assert plain("¿Cuánto? Señor\u0301… “NO”") == ' cuanto? senor~ "no"'


@every(
    ("said", "price"),
    [
        ("1 6 3 dollars and 4 1 cents", "163.41"),
        ("one six three dollars and forty one cents", "163.41"),
        ("$148 and 92 cents", "148.92"),
        ("$1,148 and 5 cents", "1148.05"),
        ("148 dollars and 92 cents", "148.92"),
        ("a hundred forty eight and ninety two cents", "148.92"),
        ("two hundred dollars fifty cents", "200.50"),
        ("ciento cuarenta dólares con cincuenta centavos", "140.50"),
        ("99 dollars 99 cents", "99.99"),
        ("1 2 5 0 dollars", "1250"),
    ],
)
def test_cents_in_words_belong_to_their_dollars(said, price):
    is_price(said, price)


@every(
    ("said", "price"),
    [
        ("sixteen five", "16500"),
        ("It'd be sixteen five for the whole roof.", "16500"),
        ("fifteen seven fifty", "15750"),
        ("Fifteen seven fifty, installed.", "15750"),
        ("thirteen nine all in", "13900"),
        ("twelve nine ninety five", "12995"),
        ("twelve three hundred", "12300"),
        ("We'd be at eleven eight.", "11800"),
        ("twenty two five for the whole remodel", "22500"),
        ("We have nineteen five gallon buckets left.", None),
        ("ten four", None),
        ("We're open twenty four seven.", None),
    ],
)
def test_thousands_that_are_not_said_are_read(said, price):
    is_price(said, price)


@every(
    ("offered", "said", "price"),
    [
        ("$15,000", "thirteen nine", "13900"),
        ("$18,000", "sixteen five, last word", "16500"),
        ("$150", "sixteen five", None),
    ],
)
def test_thousands_that_are_not_said_are_read_among_thousands_alone(offered, said, price):
    lines = [Utterance("agent", f"Could you do it for {offered}?"), Utterance("provider", said)]

    assert listen(lines).estimated_price == (None if price is None else Decimal(price))


@every(
    ("said", "price"),
    [
        ("twenty nine hundred two coats", "2900"),
        ("Twenty-nine hundred for two coats", "2900"),
        ("Eighteen hundred two coats everything", "1800"),
        ("four hundred two guys", "400"),
        ("four fifty two guys", "450"),
        ("eleven fifty two bathrooms", "1150"),
        ("two thousand three rooms", "2000"),
        ("nine hundred four trees", "900"),
        ("$450 two guys", "450"),
        ("$600 3 rooms", "600"),
    ],
)
def test_a_number_that_counts_what_follows_is_no_part_of_the_price(said, price):
    is_price(said, price)


@every(
    ("said", "price"),
    [
        ("150 150", "150"),
        ("one fifty one fifty", "150"),
        ("one fifty, one fifty", "150"),
        ("$150 $150", "150"),
        ("one eighty $180", "180"),
        ("180 one eighty", "180"),
        ("$180, that's one hundred eighty dollars", "180"),
        ("It's 325. Three twenty five.", "325"),
    ],
)
def test_a_figure_that_is_said_twice_is_one(said, price):
    is_price(said, price)


@every(
    "said",
    [
        "There's an 89 dollar service call.",
        "The service call is $89.",
        "$75 to come out and look",
        "We charge a $49 dispatch fee.",
        "We charge a seventy five dollar dispatch fee and that's just to show up.",
        "It's a $65 diagnostic fee.",
        "$40 booking fee.",
        "Booking fee is forty dollars.",
        "There's a 3 dollar credit card fee.",
        "You'd pay a $25 convenience fee.",
        "Inspection's 95.",
        "Estimates are $50.",
        "The part is $85.",
        "The part alone runs $120.",
    ],
)
def test_a_fee_or_a_part_alone_is_no_price(said):
    assert price_of(said) is None


@every(
    ("said", "price"),
    [
        ("85 trip and 120 labor", "205"),
        ("The service call is $79, and the repair is $210.", "289"),
        ("It's 120 plus a 30 dollar trip fee", "150"),
        ("Labor's 200.", "200"),
        ("Four thirty for a live removal.", "430"),
    ],
)
def test_a_fee_counts_beside_the_work(said, price):
    is_price(said, price)
