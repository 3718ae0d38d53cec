"""Reads partners from their files, and refuses what is written wrongly."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.partners.bargain import Gives, Terms
from evals.partners.hearing import Job, Meaning
from evals.partners.markup import BadLine, remark
from evals.partners.partner import Amount, Expected, Partner, Question, Scene
from evals.partners.spelling import Voice

PEOPLE = Path(__file__).parent / "people"
# Those that the agent does not satisfy yet; they move to the others when it does.
PRACTICE = Path(__file__).parent / "practice"
BRIEFS, MANNERS = "briefs.toml", "manners.toml"
MOST_TURNS = 26
# What `on` may name besides the meanings.
REACTIONS = {*Meaning, "anything", "silence", "offer", "hold", "push"}
OF_A_PARTNER = set(
    "name kind about brief scene expect limit best_quote date_needed job_words voice manner price"
    " floor gives patience".split()
)
OF_A_SCENE = set(
    "name person says on asks quotes needs_job keys words wrong_key machine greets".split()
)
OF_EXPECT = set("outcomes estimated last_offer turns private never hears_job".split())


class BadPartner(ValueError):
    """A partner's file says something that can't be."""


def partners_in(folder: Path = PEOPLE) -> tuple[Partner, ...]:
    """The partners of all files of a folder. Briefs and manners that it lacks are the project's."""
    briefs, manners = (
        _table(PEOPLE / name) | (_table(folder / name) if (folder / name).exists() else {})
        for name in (BRIEFS, MANNERS)
    )
    files = [it for it in sorted(folder.glob("*.toml")) if it.name not in (BRIEFS, MANNERS)]
    found = tuple(
        _partner(row, briefs, manners) for file in files for row in _table(file)["partner"]
    )
    names = [partner.name for partner in found]
    if twins := {name for name in names if names.count(name) > 1}:
        raise BadPartner(f"two partners have one name: {sorted(twins)}")
    return found


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _partner(row: dict[str, Any], briefs: dict[str, Any], manners: dict[str, Any]) -> Partner:
    name = row.get("name", "a partner without a name")
    try:
        _know(row, OF_A_PARTNER)
        return _read(row, dict(briefs[row["brief"]]), _manner(row.get("manner", "plain"), manners))
    except (KeyError, ValueError, BadLine) as error:
        raise BadPartner(f"{name}: {error!r}") from error


def _read(
    row: dict[str, Any], brief: dict[str, Any], manner: dict[str, tuple[str, ...]]
) -> Partner:
    if "limit" in row:
        brief["price_limit"] = row["limit"]
    brief |= {key: row[key] for key in ("best_quote", "date_needed") if key in row}
    brief["answers"] = [
        {"question": asked, "answer": answer} for asked, answer in brief.pop("answers", [])
    ]
    brief = {"best_quote": None, "price_limit": None} | brief
    others = (answer["answer"] for answer in brief["answers"])
    job = Job.of(brief["problem"], others, row.get("job_words", ()))
    scenes = list(_scenes(row["scene"]))
    return Partner(
        row["name"],
        row["kind"],
        row["about"],
        brief,
        job,
        Voice(row.get("voice", "short")),
        manner,
        _terms(row),
        {scene.name: scene for scene in scenes},
        scenes[0].name,
        _expected(row.get("expect", {})),
    )


def _terms(row: dict[str, Any]) -> Terms | None:
    if "price" not in row:
        return None
    price = Decimal(row["price"])
    gives = Gives(row.get("gives", Gives.FIRM))
    return Terms(price, Decimal(row.get("floor", price)), gives, row.get("patience", 2))


def _scenes(rows: list[dict[str, Any]]) -> Iterator[Scene]:
    """The scenes; the person of one that names none is that of the one before."""
    person, names = "first", [row.get("name", f"scene {at}") for at, row in enumerate(rows)]
    for name, row in zip(names, rows, strict=True):
        _know(row, OF_A_SCENE)
        person = row.get("person", person)
        scene = Scene(
            name,
            person,
            _lines(row.get("says", ())),
            {
                key: it if isinstance(it, str) else tuple(it)
                for key, it in row.get("on", {}).items()
            },
            tuple(_question(it) for it in row.get("asks", ())),
            _lines(row.get("quotes", ())),
            row.get("needs_job", True),
            row.get("keys", {}),
            row.get("words", {}),
            row.get("wrong_key", ""),
            row.get("machine", False),
            row.get("greets", False),
        )
        _check(scene, names)
        yield scene


def _check(scene: Scene, names: list[str]) -> None:
    _know(scene.on, REACTIONS)
    written = [line for it in scene.on.values() for line in _lines(it)]
    for line in [*written, *scene.says, *scene.quotes]:
        for step in remark(line).steps:
            if step.name == "go":
                _know([step.value], set(names))
    _know([*scene.keys.values(), *scene.words.values()], set(names))


def _question(row: dict[str, Any]) -> Question:
    return Question(row["say"], _lines(row.get("wants", ())), row.get("may_not_know", False))


def _expected(row: dict[str, Any]) -> Expected:
    _know(row, OF_EXPECT)
    return Expected(
        _lines(row.get("outcomes", "agreed")),
        _amount(row.get("estimated", "book")),
        _amount(row.get("last_offer", "book")),
        row.get("turns", MOST_TURNS),
        _lines(row.get("private", ())),
        tuple(Decimal(it) for it in row.get("never", ())),
        row.get("hears_job", True),
    )


def _amount(written: Any) -> Amount:
    """`240`, `[240, 285]` (either), `{from, to}`, `"none"`, `"book"`, or a list of such words."""
    if isinstance(written, Mapping):
        return Amount(between=(Decimal(written["from"]), Decimal(written["to"])))
    several = written if isinstance(written, list) else [written]
    prices = tuple(None if it == "none" else Decimal(it) for it in several if it != "book")
    return Amount(prices, None, "book" in several)


def _manner(name: str, manners: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The phrases of a manner; what it lacks is said as its base says it, or plainly."""
    own = manners[name]
    base = {} if name == "plain" else _manner(own.get("base", "plain"), manners)
    return base | {key: _lines(lines) for key, lines in own.items() if key != "base"}


def _lines(written: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _know(names: Any, known: set[str]) -> None:
    if unknown := set(names) - known:
        raise ValueError(f"{sorted(unknown)} is unknown")
