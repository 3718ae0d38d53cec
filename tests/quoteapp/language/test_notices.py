"""Sentences of safety: for danger, in both languages, and for nothing else."""

from quoteapp.language import read
from tests.rows import every


@every(
    ("query", "words"),
    [
        ("I smell gas near my stove", "smell gas"),
        ("huele a gas en la cocina", "smell gas"),
        ("there is a gas leak in the basement", "smell gas"),
        ("rotten egg smell by the furnace", "smell gas"),
        ("carbon monoxide alarm went off last night", "carbon monoxide"),
        ("burst pipe in the basement", "main water valve"),
        ("pipe burst, water everywhere", "main water valve"),
        ("se reventó un tubo, la cocina está inundada", "main water valve"),
        ("outlet by the sink sparks", "wires"),
        ("el enchufe echa chispas", "wires"),
        ("burning smell coming from the fuse box", "wires"),
        ("exposed wire hanging from the ceiling", "wires"),
        ("toddler locked himself in the bathroom", "911"),
        ("baby is locked in the car!!!", "911"),
        ("my dog is locked in my truck", "911"),
        ("mi hijo se quedó encerrado en el carro", "911"),
        ("sewage coming up in the floor drain", "sewage"),
        ("a tree fell on my house", "structure"),
        ("wasp nest by the front door", "stung"),
        ("smoke is coming out of the outlet", "fire or smoke"),
        ("propane smell by the tank", "smell gas"),
        ("hissing from the gas meter", "smell gas"),
        ("sonó la alarma de monóxido", "carbon monoxide"),
        ("tubería reventada", "main water valve"),
        ("olor a quemado en la caja de fusibles", "wires"),
        ("me dio un toque el apagador", "wires"),
        ("I got shocked by the light switch", "wires"),
        ("cable de luz caído en el patio", "wires"),
        ("sale humo del enchufe", "fire or smoke"),
        ("my brakes went out", "brakes"),
        ("no brakes on my truck", "brakes"),
        ("my car smells of gas", "fuel"),
        ("steam from the hood of my car", "brakes"),
        ("my grandma is trapped in the bathroom", "911"),
        ("power line down in my yard", "wires"),
        ("light switch shocked me", "wires"),
        ("raw sewage in the basement", "sewage"),
    ],
)
def test_read_gives_a_notice_when_the_query_means_danger(query: str, words: str) -> None:
    notice = read(query).notice

    assert notice
    assert words in notice


@every(
    "query",
    [
        "fix my toilet",
        "gas dryer install",
        "I live next to the gas station and need my lawn mowed",
        "no gas smell, the burner just won't light",
        "I don't smell gas but the stove won't light",
        "run a gas line to the grill",
        "replace spark plugs",
        "shocks on my truck are worn",
        "install a carbon monoxide detector",
        "smoke detector chirps",
        "locked my keys in the car",
        "build a fire pit",
        "backyard floods when it rains",
        "flood lights for the driveway",
        "install a floodlight",
        "cover smoke damage on the walls",
        "carpenter bees in the deck",
        "gas grill installation",
        "no gas smell",
        "no hay olor a gas, solo no prende",
        "the smell of gas is gone, now reconnect the stove",
        "shocking pink bedroom",
        "paint the kids room with bees",
        "smoke stains from candles on the ceiling",
        "instalar estufa de gas",
        "paint the fire escape railing black",
        "I was shocked by the quote from the last plumber",
        "replace the water trap under the sink",
        "trapped raccoon in the attic",
        "mouse trap by the gas stove",
        "fire ants in the yard",
        "flame sensor cleaning",
        "smoke gray cabinets",
        "electric shock collar fence install",
        "basement flooded last year, new drywall now",
        "pipe burst last winter and was repaired, patch the ceiling",
        "lawn floods after rain",
        "sewage ejector pump install",
        "ceiling fan sagging",
        "no brake fluid leak, just squeaky brakes",
        "the bees are gone, seal the hole",
        "the gas company already fixed the leak, now relight the pilot",
        "rotten egg stain on the siding from kids",
        "child safety locks on the cabinets",
        "upstairs overheats in summer",
    ],
)
def test_read_gives_no_notice_for_harmless_words(query: str) -> None:
    assert read(query).notice is None
