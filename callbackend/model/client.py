"""The language model that the settings name."""

from callbackend.config import Settings
from common.language_model import LanguageModel


def language_model(settings: Settings) -> LanguageModel:
    """The model of these settings, which must hold a key."""
    return LanguageModel(
        key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        model=settings.openai_model,
    )
