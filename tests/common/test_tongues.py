"""Spanish is told by its words, with or without accents, and English words of its look are not."""

from common.tongues import is_spanish
from tests.rows import every


@every(
    "text",
    [
        *("necesito un plomero", "el baño está tapado", "el bano esta tapado", "sí, dos veces"),
        *("la tina no desagua", "alacranes", "hace unas semanas", "techo nuevo", "¿quién?"),
        *("el clutch se barre en las subidas", "need help con la limpieza, tengo dos trabajos"),
    ],
)
def test_spanish_is_spanish(text: str) -> None:
    assert is_spanish(text)


@every(
    "text",
    [
        *("", "?", "123", "fix my toilet", "no power", "no", "about ten years", "piano mover"),
        *(
            "Las Vegas",
            "a la carte",
            "the actual problem is the patio",
            "is the décor of my café old",
        ),
        *("El Dorado cabinets", "yes, de facto", "con man took my deposit"),
    ],
)
def test_english_is_not(text: str) -> None:
    assert not is_spanish(text)
