"""What the carrier is told to do with a call, in its XML (TwiML)."""

from xml.etree.ElementTree import Element, SubElement, tostring

from callbackend.lines.twilio.frames import LOCALES

MIME_TYPE = "text/xml"
HEARS_KEYS_SECONDS = "6"
RELAY = {
    "language": LOCALES["en"],
    "interruptible": "speech",
    "reportInputDuringAgentSpeech": "speech",
    "ignoreBackchannel": "true",
    "dtmfDetection": "true",
    "events": "speaker-events tokens-played",
    "applicationReconnect": "true",
}


def relay(public_url: str, call_id: str, *, is_second: bool = False) -> str:
    """Connect the call to our socket; `is_second`: after nobody was there once."""
    response = Element("Response")
    ended = "ended-again" if is_second else "ended"
    connect = SubElement(response, "Connect", action=f"{public_url}/twilio/{call_id}/{ended}")
    url = f"wss://{public_url.removeprefix('https://')}/twilio/{call_id}/relay"
    talk = SubElement(connect, "ConversationRelay", RELAY | {"url": url})
    for locale in LOCALES.values():
        SubElement(talk, "Language", code=locale)
    SubElement(talk, "Parameter", name="call_id", value=call_id)
    return _text(response)


def hang_up() -> str:
    """End the call."""
    response = Element("Response")
    SubElement(response, "Hangup")
    return _text(response)


def who_called(public_url: str, caller: str) -> str:
    """Tell who calls our number back who has rung them, and take a 9 for an opt-out."""
    response = Element("Response")
    gather = SubElement(
        response,
        "Gather",
        action=f"{public_url}/twilio/inbound/keys",
        numDigits="1",
        timeout=HEARS_KEYS_SECONDS,
    )
    english = (
        f"Hello. This number belongs to an automated assistant of {caller}, which rings businesses "
        "to ask for a price for a customer. If you do not want to be called again, press 9."
    )
    spanish = (
        f"Este número es de un asistente automático de {caller}, que pregunta precios para sus "
        "clientes. Si no quiere que le llamemos más, marque 9."
    )
    SubElement(gather, "Say", language=LOCALES["en"]).text = english
    SubElement(gather, "Say", language=LOCALES["es"]).text = spanish
    SubElement(response, "Say", language=LOCALES["en"]).text = "Thank you, goodbye."
    SubElement(response, "Hangup")
    return _text(response)


def not_again() -> str:
    """Confirm an opt-out."""
    response = Element("Response")
    SubElement(
        response, "Say", language=LOCALES["en"]
    ).text = "You will not be called again. Goodbye."
    SubElement(response, "Say", language=LOCALES["es"]).text = "No le llamaremos más. Adiós."
    SubElement(response, "Hangup")
    return _text(response)


def _text(response: Element) -> str:
    return tostring(response, encoding="unicode", xml_declaration=True)
