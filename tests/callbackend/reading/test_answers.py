"""Which answers to "200." / "Could you do 150?" make a deal, and which do not."""

from decimal import Decimal

from callbackend.reading import parse, read
from tests.rows import every

YES = """\
Yes.|Yeah.|Yep, 150 works.|Sure thing.|Deal.|You got it.|Sounds good.|I can do that.|Okay.
Alright, 150.|Fine.|150? Deal.|I guess so.|Works for me.|You've got a deal.|That's fine.
No problem.|Not a problem at all.|Yeah I can make that happen.|Ok ok, 150.|150 is fine.
That'll work.|I suppose I can do that.|Sí.|Está bien.|Claro que sí.|Sale.|Órale, 150.
De acuerdo.|Sí, ciento cincuenta.|yeah that works|uh yeah sure|one fifty yeah|mm-hmm, okay
Absolutely.|You bet.|I'll take it.|Yeah, what's the address?|Sure, when do you need it?
You know what? Fine.|I don't see why not.|We can do it for 150.|Let's do it.
I'll do it for 150.|Well... okay.|Yes, 150 plus tax.|That's low, but okay.
You're killing me, but fine, 150.|Oh, what the heck, sure.|yes ma'am|Yes sir, one fifty.|Done.
I could do that.|That sounds fair.|Fair enough.|For you, yes.|Agreed.|I'm good with 150.
Happy to.|Perfect, 150.|I think we can do that, yes.|Yeah, we'll match that.|It's a deal."""

NOT_YES = """\
No.|Nope.|Maybe.|I don't think so.|Let me ask my boss.|I'll call you back.|Yeah, right.
Yeah, no.|Sorry, no.|I can't do 150.|150? No way.|150 is too low.|If they pay cash today.
As long as it's this week.|Possibly.|Hmm.|I'd have to see it first.|Not for 150.|What?
Say that again?|Hello?|Who is this?|How did you get this number?|190.|How about 175?
Sure, 150 plus 40 for parts.|Okay, but parts are extra.|Yeah but only if you book today.
I'll think about it.|Tal vez.|No puedo.|Déjeme preguntar.|Es muy poco.|Ni modo.|Depende.
Si me paga en efectivo.|I wish.|Ha, good one.|Are you kidding me?|I wouldn't do it for 150.
150 doesn't cover my gas.|Can you hold on?|Yeah I could do tha--|Sure, when pigs fly.
You'd have to talk to the owner.|Okay, what kind of unit is it?|Right, what was the job again?
I hear you.|I understand.|That's not going to work.|Wouldn't be worth it.|Thanks but no.
I appreciate it but 200 is my price.|Text me the details.|Okay, bye.|Good luck with that.
You can try someone else.|Ok let me see what I can do.|Well, it's possible.|We might.
I mean, I could, but I won't.|Two hundred is the price.|Not today.|I'm driving, call me later.
Yeah let me check.|It'd be hard.|That's a stretch.|Ehh.|In this economy?|Are you serious?
I'm just the receptionist.|150 for what?|Good question.|Great, so what's the job exactly?
Sure, and who's this?|Okay so let me get this straight, 150?|You're breaking up.
I'd love to, but no.|Yeah, that's what everybody says.|Yes, we do drains.
Okay, hmm, I don't know.|That's what my competitor charges.|I used to do it for 150.
Maybe 150.|Around 150, maybe.|150 would be tough.|150, let me check.|So 150, you said?
Not sure about 150.|I'd need to think about 150.|Ask me next week.|Okay I'll get back to you."""


TAKES = """\
Okay, 180 works for us, thank you.|180 works.|Deal.|We'll take it.|Let's do it.|Let's book it.
180 is fine, go ahead.|That works for us.|Okay, 180 it is, please book it.
Sounds good, let's go ahead.|We accept.|Great, put us down for Friday.|Lo tomamos.
Está bien, de acuerdo.|Perfect, we'll go with that.|okay lets do it
180 sounds good to us, let's book it."""

LEAVES = """\
I'll pass this on to the customer.|Thank you.|Okay, thanks.|Got it.
Okay, 180. I'll let them know.|Great, thank you!|Hmm.|Let me check with the homeowner.
Sounds reasonable, I'll get back to you.|180, noted.|That's helpful.|Good to know.|Bye.
If they agree, we'll book it.|Could you do 150?|Is that your best price?
Does that include parts?|Okay, and when could you come?|We'll think about it.
180 works if the homeowner agrees.|I can't accept that.|That doesn't work for us.
That's too much.|I'd have to ask before I can book it.|Would 180 work on Saturday?
Okay, 150 works.|We'll be in touch.|Gracias, le aviso.|I'll tell them it's 180.
Okay, so 180. Thank you, bye.|That's more than they can do.|Perfect.|Understood.
Not a deal, sorry.|They won't take it.|We don't accept that.|Let me see if that works.
I wish we could do that.|Maybe we'll take it."""


def answers(table: str) -> list[str]:
    return table.replace("\n", "|").split("|")


def negotiated(answer: str) -> Decimal | None:
    talk = f"Agent: How much?\nProvider: 200.\nAgent: Could you do 150?\nProvider: {answer}"
    return read(parse(talk)).negotiated_price


@every("answer", answers(YES))
def test_answer_makes_a_deal(answer):
    price = negotiated(answer)

    assert price == 150


@every("answer", answers(NOT_YES))
def test_answer_makes_no_deal(answer):
    price = negotiated(answer)

    assert price is None


def taken(words: str) -> Decimal | None:
    talk = f"Agent: How much?\nProvider: It's 180.\nAgent: {words}"
    return read(parse(talk)).negotiated_price


@every("words", answers(TAKES))
def test_agent_takes_the_full_quote(words):
    price = taken(words)

    assert price == 180


@every("words", answers(LEAVES))
def test_agent_leaves_the_quote(words):
    price = taken(words)

    assert price is None
