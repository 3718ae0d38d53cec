"""The words that people say numbers with, in English and in Spanish.

Keys are lower case and without accents, the form that `text.plain` gives.
"""

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9,
}  # fmt: skip

TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "diez": 10, "once": 11,
    "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veintiuno": 21, "veintiun": 21, "veintidos": 22,
    "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26,
    "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
}  # fmt: skip

TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "veinte": 20, "treinta": 30, "cuarenta": 40,
    "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90,
}  # fmt: skip

WHOLE_HUNDREDS = {
    "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300,
    "trescientas": 300, "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500,
    "quinientas": 500, "seiscientos": 600, "seiscientas": 600, "setecientos": 700,
    "setecientas": 700, "ochocientos": 800, "ochocientas": 800, "novecientos": 900,
    "novecientas": 900,
}  # fmt: skip

HUNDREDS = frozenset({"hundred", "hundo", "hundos", "hundy", "hunnid", "hunnerd", "bills"})
THOUSANDS = frozenset({"thousand", "grand", "k", "mil"})
# A word that says "this is money" by itself.
MONEY_HEADS = frozenset({"grand", "k", "hundo", "hundos", "hundy", "hunnid", "bills"})
# What a transcriber hears for "two hundred" and "four hundred".
MISHEARD = {"to": 2, "too": 2, "for": 4, "fore": 4}
MONEY_WORDS = frozenset(
    {"dollar", "dollars", "buck", "bucks", "dolar", "dolares", "usd", "pesos", "smackers"}
)
CENT_WORDS = frozenset({"cent", "cents", "centavos"})
FILLERS = frozenset({"uh", "um", "er", "erm", "ah", "eh", "hmm", "hm", "mm", "este"})
ARTICLES = frozenset({"a", "an", "un", "una"})
ZEROS = frozenset({"oh", "o", "zero", "0"})
YEARS = range(1950, 2036)  # A number of these may tell when something was built.
# What is priced by the piece, and what its price by the piece is not multiplied for.
COUNTED_THINGS = (
    "window room bedroom bathroom door outlet fixture lock key square sqft sq foot feet ft linear "
    "yard tree bush panel sheet step stair camera light switch drain toilet cylinder vent wall "
    "tooth car post board plank blind shelf fan sprinkler zone tire wheel plug sink faucet valve "
    "filter gate shutter screen hole picture lamp detector stump shrub plant nest bed mattress "
    "chair load item unit bag box ventana cuarto arbol llanta puerta"
).split()
UNCOUNTED_UNITS = (
    "gallon mile person guy man mover piece head additional extra minute half\\shour pound ton bin"
).split()
