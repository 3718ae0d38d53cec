"""Which of a job's providers a request means."""

from collections.abc import Collection

from quoteapp.errors import InvalidInput


def refuse_strangers(provider_ids: Collection[int], known: Collection[int]) -> None:
    """Raise `InvalidInput` where one of the ids is none of the job's."""
    strangers = sorted(set(provider_ids) - set(known))
    if strangers:
        listed = ", ".join(map(str, strangers))
        raise InvalidInput({"provider_ids": [f"Not a provider of this job: {listed}."]})
