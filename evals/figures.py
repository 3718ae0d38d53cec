"""The figures of the evals as they were last committed, and what of them got worse.

`figures.json` is a flat table: `partners/haggler/passed` → 7. `python -m evals --keep` writes it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

COMMITTED = Path(__file__).parent / "figures.json"
Figures = dict[str, float]

# By the last part of a key. Whatever stands in neither (how many there are) is only compared.
MORE_IS_BETTER = {
    *("passed", "discount won", "prices right", "right", "strict", "lenient", "both", "agreement"),
    *("first right", "agreed right", "both right", "last right"),
}
LESS_IS_BETTER = {
    *(
        "falsehoods",
        "forbidden",
        "false prices",
        "job not heard",
        "loops",
        "missed",
        "at another price",
    ),
    *("falsely agreed", "never agreed"),
}


def committed(path: Path | None = None) -> Figures:
    """The figures that were kept; none where nothing was."""
    path = path or COMMITTED
    if not path.exists():
        return {}
    figures: Figures = json.loads(path.read_text(encoding="utf-8"))
    return figures


def keep(figures: Mapping[str, float], path: Path | None = None) -> None:
    """Write the figures down; what was not measured this time stays as it was."""
    whole = {key: round(value, 4) for key, value in (committed(path) | dict(figures)).items()}
    (path or COMMITTED).write_text(
        json.dumps(whole, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def worse(now: Mapping[str, float], before: Mapping[str, float]) -> Iterator[str]:
    """A line for each figure that is worse than it was."""
    return (line for line, is_better in _changes(now, before) if not is_better)


def better(now: Mapping[str, float], before: Mapping[str, float]) -> Iterator[str]:
    """A line for each figure that is better than it was."""
    return (line for line, is_better in _changes(now, before) if is_better)


def _changes(now: Mapping[str, float], before: Mapping[str, float]) -> Iterator[tuple[str, bool]]:
    for key in sorted(now.keys() & before.keys()):
        name, was, is_now = key.rpartition("/")[2], before[key], round(now[key], 4)
        if is_now != was and name in MORE_IS_BETTER | LESS_IS_BETTER:
            yield f"{key}: {was:g} → {is_now:g}", (is_now > was) == (name in MORE_IS_BETTER)
