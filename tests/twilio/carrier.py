"""The carrier: REST, signed callbacks, TwiML obeyed, and ConversationRelay's side of the socket.

Written from Twilio's published contract and not from our code, which it must not import: the two
check each other. Everything that it does is noted before it is answered.
"""

import base64
import hashlib
import hmac
import json
import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from xml.etree.ElementTree import Element, fromstring

import requests
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from tests.twilio.callees import (
    Act,
    Callee,
    Cuts,
    HangsUp,
    LosesSocket,
    Presses,
    Says,
    SendsRubbish,
    Waits,
)

LONGEST_CALL = 300
CALLBACK_SECONDS = 5
# Between two things that a callee says without being asked.
BETWEEN_SECONDS = 1.0


@dataclass
class Manners:
    """How this carrier misbehaves, by the number that is called."""

    # What a create does: "made", "made_500", "made_silent", "made_empty", "made_reset", or one of
    # "400_21211", "400_20001", "401", "429", "429_once", "500", "reset", "silent".
    create: str = "made"
    # Of each callback: "sent", "lost", "late", "doubled".
    callbacks: str = "sent"
    # So many seconds until a call stands in the list.
    list_after: float = 0.0


@dataclass
class Call:
    """One call as the carrier has it."""

    sid: str
    to: str
    sender: str
    urls: Mapping[str, list[str]]
    created_at: float = field(default_factory=time.time)
    status: str = "queued"
    answered_at: float | None = None
    ended_at: float | None = None
    sequence: int = 0
    # Whether we were told to hang up.
    is_ended_by_us: threading.Event = field(default_factory=threading.Event)
    frames: list[dict[str, Any]] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def duration(self) -> int:
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(1, round(self.ended_at - self.answered_at))

    def shown(self) -> dict[str, Any]:
        return {
            "sid": self.sid,
            "to": self.to,
            "from": self.sender,
            "status": self.status,
            "date_created": formatdate(self.created_at),
            "duration": str(self.duration) if self.is_over else None,
        }


class TestCarrier:
    """A server on a free port. `places` are where our processes answer, for each attempt."""

    def __init__(self, token: str, public_url: str, *, pace: float = 0.01) -> None:
        """`pace`: seconds that a character takes to be spoken."""
        self.token, self.public_url, self.pace = token, public_url, pace
        self.account = self.number = ""
        self.places: list[str] = []
        self.callees: dict[str, Callee] = {}
        self.manners: dict[str, Manners] = {}
        self.calls: list[Call] = []
        self.creates: list[str] = []
        self.refused_callbacks: list[int] = []
        self.wrong: list[str] = []
        self.forges = False
        self._dice = random.Random(7)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def rings(self, phone: str) -> list[Call]:
        """The calls that have rung at a number."""
        return [call for call in self.calls if call.to == phone]

    # REST.

    def create(self, form: dict[str, list[str]]) -> tuple[int, Any]:
        phone = form["To"][0]
        manners = self.manners.get(phone, Manners())
        with self._lock:
            self.creates.append(phone)
            tries = self.creates.count(phone)
        how = manners.create
        if how == "429_once":
            how = "429" if tries == 1 else "made"
        if not how.startswith("made"):
            return _refusal(how)
        call = Call(f"CA{uuid4().hex}", phone, form["From"][0], form)
        with self._lock:
            self.calls.append(call)
        threading.Thread(target=self._ring, args=(call, manners), daemon=True).start()
        answers: dict[str, tuple[int, Any]] = {
            "made": (201, call.shown()),
            "made_500": (500, {}),
            "made_empty": (201, {}),
            "made_silent": (0, "silent"),
            "made_reset": (0, "reset"),
        }
        return answers[how]

    def listed(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        now = time.time()
        return [
            call.shown()
            for call in self.calls
            if call.to in query.get("To", [call.to])
            and call.sender in query.get("From", [call.sender])
            and now >= call.created_at + self.manners.get(call.to, Manners()).list_after
        ]

    def by_sid(self, sid: str) -> Call | None:
        return next((call for call in self.calls if call.sid == sid), None)

    # The call.

    def _ring(self, call: Call, manners: Manners) -> None:
        callee = self.callees[call.to]
        for status in ("initiated", "ringing"):
            call.status = status
            self._tell(call, manners, status)
        if callee.status != "in-progress":
            self._end(call, manners, callee.status, callee.sip)
            return
        if call.is_ended_by_us.wait(0.05):
            self._end(call, manners, "canceled")
            return
        call.status, call.answered_at = "in-progress", time.time()
        self._tell(call, manners, "in-progress")
        try:
            self._obey(call, callee, self._post(call, call.urls["Url"][0], {}))
        except Exception as error:
            self.wrong.append(f"{callee.name}: {type(error).__name__}: {error}")
        self._end(call, manners, "completed")

    def _end(self, call: Call, manners: Manners, status: str, sip: str = "") -> None:
        call.status, call.ended_at = status, time.time()
        more = {"CallDuration": str(call.duration)} | ({"SipResponseCode": sip} if sip else {})
        self._tell(call, manners, status, **more)

    def _obey(self, call: Call, callee: Callee, xml: str | None) -> None:
        """Do what the TwiML says, until it says to hang up."""
        said: list[str] = []
        while xml is not None and not self._stopping.is_set():
            response = fromstring(xml)
            relay = response.find("Connect/ConversationRelay")
            if relay is None:
                return
            how = Conversation(self, call, callee, relay, said).hold()
            if how in ("hung_up", "stopped"):
                return
            action = response.find("Connect")
            url = "" if action is None else action.get("action", "")
            told = {"SessionStatus": "completed"}
            if how == "lost":
                told = {"SessionStatus": "failed", "ErrorCode": "64105"}
            xml = self._post(call, url, told)

    # Callbacks.

    def _tell(self, call: Call, manners: Manners, status: str, **more: str) -> None:
        url = call.urls["StatusCallback"][0]
        sequence = call.sequence
        call.sequence += 1
        form = {"CallStatus": status, "SequenceNumber": str(sequence), **more}
        match manners.callbacks:
            case "lost":
                return
            case "late":
                timer = threading.Timer(1.0, lambda: self._post(call, url, form))
                timer.daemon = True
                timer.start()
            case "doubled":
                self._post(call, url, form)
                self._post(call, url, form)
            case _:
                self._post(call, url, form)
        if self.forges:
            self._post(call, url, form | {"CallStatus": "completed"}, token="not-the-token")
            self._post(call, url, form | {"CallSid": "CAffffffffffffffffffffffffffffffff"})

    def _post(self, call: Call, url: str, form: dict[str, str], token: str = "") -> str | None:
        """The body of the answer; None when nobody answers well within the carrier's patience."""
        fields = {"CallSid": call.sid, "To": call.to, "From": call.sender, **form}
        signed = signature(token or self.token, url, fields)
        deadline = time.monotonic() + CALLBACK_SECONDS
        while time.monotonic() < deadline and not self._stopping.is_set():
            for place in self._places():
                with suppress(requests.RequestException):
                    response = requests.post(
                        place + urlsplit(url).path,
                        data=fields,
                        headers={"X-Twilio-Signature": signed},
                        timeout=CALLBACK_SECONDS,
                    )
                    self.refused_callbacks += [response.status_code] if not response.ok else []
                    return response.text if response.ok else None
            time.sleep(0.1)
        return None

    def _places(self) -> list[str]:
        places = list(self.places)
        self._dice.shuffle(places)
        return places

    def sockets(self, url: str) -> Iterator[ClientConnection]:
        """Connections to our socket, at one place or another, for as long as they can be had."""
        signed = signature(self.token, url, {})
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not self._stopping.is_set():
            for place in self._places():
                at = place.replace("http://", "ws://") + urlsplit(url).path
                with suppress(OSError, InvalidHandshake, TimeoutError):
                    yield connect(
                        at,
                        additional_headers={"X-Twilio-Signature": signed},
                        open_timeout=5,
                        compression=None,
                    )
                    deadline = time.monotonic() + 30
            time.sleep(0.1)


class Conversation:
    """One ConversationRelay, over as many sockets as it takes."""

    def __init__(
        self, carrier: TestCarrier, call: Call, callee: Callee, relay: Element, said: list[str]
    ) -> None:
        self._carrier, self._call, self._callee = carrier, call, callee
        self._relay, self._said = relay, said
        self._turn = 0
        self._acts: list[Act] = []
        self._last = ""

    def hold(self) -> str:
        """How it ended: "ended" by us, "hung_up" by them, "stopped" by REST, or "lost"."""
        for socket in self._carrier.sockets(self._relay.get("url", "")):
            with socket:
                how = self._speak(socket)
            if how:
                return how
        return "lost"

    def _speak(self, socket: ClientConnection) -> str:
        try:
            self._send(socket, type="setup", sessionId="VX1", callSid=self._call.sid)
            if not self._said and not self._acts:
                self._acts = list(self._callee.script("", 0))
            while True:
                how = self._act(socket)
                if how:
                    return how if how != "socket" else ""
                frame = self._receive(socket)
                if frame is None:
                    if self._call.is_ended_by_us.is_set():
                        return "stopped"
                    continue
                if frame["type"] == "end":
                    return "ended"
                self._react(socket, frame)
        except ConnectionClosed:
            return "stopped" if self._call.is_ended_by_us.is_set() else ""

    def _react(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        if frame["type"] == "text":
            self._turn += 1
            self._play(socket, frame)
        elif frame["type"] == "sendDigits":
            self._call.pressed.append(frame["digits"])
            self._acts += self._callee.script(f"[{frame['digits']}]", self._turn)

    def _play(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        """Speak the agent's words, and see what the callee does meanwhile and then."""
        text = frame["token"]
        acts = list(self._callee.script(text, self._turn))
        self._said.append(text)
        self._send(socket, type="info", name="agentSpeaking", value="on")
        first = acts[0] if acts else None
        if isinstance(first, Cuts) and frame["interruptible"]:
            heard = " ".join(text.split()[: first.after_words])
            self._call.spoken.append(heard + "—")
            self._send(socket, type="info", name="clientSpeaking", value="on")
            self._send(
                socket,
                type="interrupt",
                utteranceUntilInterrupt=heard,
                durationUntilInterruptMs="460",
            )
            self._send(socket, type="info", name="agentSpeaking", value="off")
            self._hear(socket, first.text)
            self._acts += acts[1:]
            return
        if isinstance(first, Says) and first.over:
            self._send(socket, type="info", name="clientSpeaking", value="on")
            self._hear(socket, first.text)
            acts = acts[1:]
        self._finish(socket, text)
        self._acts += [Says(one.text) if isinstance(one, Cuts) else one for one in acts]

    def _say(self, socket: ClientConnection, text: str) -> None:
        """Speak the agent's words to whoever does not answer them."""
        self._said.append(text)
        self._send(socket, type="info", name="agentSpeaking", value="on")
        self._finish(socket, text)

    def _finish(self, socket: ClientConnection, text: str) -> None:
        time.sleep(len(text) * self._carrier.pace)
        self._call.spoken.append(text)
        self._send(socket, type="info", name="tokensPlayed", value=text)
        self._send(socket, type="info", name="agentSpeaking", value="off")

    def _act(self, socket: ClientConnection) -> str:
        """Do what the callee wants to do next; between two acts it hears what the agent says."""
        is_first = True
        while self._acts:
            if not is_first:
                self._listen(socket, BETWEEN_SECONDS)
            is_first = False
            match self._acts.pop(0):
                case Says(text) | Cuts(_, text):
                    self._send(socket, type="info", name="clientSpeaking", value="on")
                    self._hear(socket, text)
                case Presses(key):
                    self._send(socket, type="dtmf", digit=key)
                case HangsUp():
                    return "hung_up"
                case LosesSocket():
                    return "socket"
                case SendsRubbish():
                    for rubbish in ("{", "[]", '{"type":"prompt"}', '{"type":"nonsense"}', "\x00"):
                        socket.send(rubbish)
                case Waits(seconds):
                    if (how := self._listen(socket, seconds)) is not None:
                        return how
        return ""

    def _listen(self, socket: ClientConnection, seconds: float) -> str | None:
        """Hear the agent for so long without a word; how it ended, if it did."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._call.is_ended_by_us.is_set():
                return "stopped"
            frame = self._receive(socket)
            if frame is None:
                continue
            if frame["type"] == "end":
                return "ended"
            if frame["type"] == "text":
                self._turn += 1
                self._say(socket, frame["token"])
        return None

    def _hear(self, socket: ClientConnection, text: str) -> None:
        words = text.split()
        self._send(socket, type="prompt", voicePrompt=words[0], lang="en-US", last=False)
        self._send(socket, type="info", name="clientSpeaking", value="off")
        self._send(socket, type="prompt", voicePrompt=text, lang="en-US", last=True)

    def _send(self, socket: ClientConnection, **frame: Any) -> None:
        socket.send(json.dumps(frame))

    def _receive(self, socket: ClientConnection) -> dict[str, Any] | None:
        try:
            raw = socket.recv(timeout=0.2)
        except TimeoutError:
            return None
        frame: dict[str, Any] = json.loads(raw)
        self._call.frames.append(frame)
        return frame


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """As the carrier's documentation describes it."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def _refusal(how: str) -> tuple[int, Any]:
    if how in ("reset", "silent"):
        return 0, how
    status, _, code = how.partition("_")
    return int(status), {"code": int(code or 20000), "message": "No."}


def _handler(carrier: TestCarrier) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            path = urlsplit(self.path).path
            if path.endswith("/Calls.json"):
                self._answer(*carrier.create(form))
                return
            call = carrier.by_sid(path.rpartition("/")[2].removesuffix(".json"))
            if call is None:
                self._answer(404, {"code": 20404})
                return
            call.is_ended_by_us.set()
            for _ in range(20):
                if call.is_over:
                    break
                time.sleep(0.05)
            self._answer(200, call.shown())

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if url.path.endswith("/Calls.json"):
                self._answer(200, {"calls": carrier.listed(parse_qs(url.query))})
                return
            if url.path.endswith("/IncomingPhoneNumbers.json"):
                ours = parse_qs(url.query).get("PhoneNumber") == [carrier.number]
                shown = [{"capabilities": {"voice": True}}] if ours else []
                self._answer(200, {"incoming_phone_numbers": shown})
                return
            if url.path.rpartition("/")[2] == f"{carrier.account}.json":
                self._answer(200, {"sid": carrier.account, "status": "active"})
                return
            call = carrier.by_sid(url.path.rpartition("/")[2].removesuffix(".json"))
            self._answer(*((200, call.shown()) if call else (404, {"code": 20404})))

        def _answer(self, status: int, body: Any) -> None:
            if status == 0:
                if body == "silent":
                    carrier._stopping.wait(12)
                self.close_connection = True
                self.connection.close()
                return
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
