"""People who talk in their own way: what they mean is heard, each kind with lines of its own."""

from tests.callbackend.agent.talks import Talk, check
from tests.rows import every

CLUTCH = {
    "task": "auto mechanic",
    "problem": "the clutch slips when going uphill",
    "answers": [
        {"question": "What car is it?", "answer": "2009 Subaru Forester, manual"},
        {"question": "How many miles?", "answer": "141,000"},
    ],
    "price_limit": 2500,
}
CABINETS = {
    "task": "painter",
    "problem": "paint the kitchen cabinets white",
    "answers": [
        {"question": "How many doors and drawers?", "answer": "22 doors and 9 drawers"},
        {"question": "What are they made of?", "answer": "oak"},
        {"question": "Is there a 240 volt circuit?", "answer": "not yet"},
    ],
    "price_limit": 6000,
}
STUMPS = {
    "task": "landscaper",
    "problem": "grind down two tree stumps in the front yard",
    "answers": [{"question": "How thick are they?", "answer": "14 and 20 inches"}],
    "price_limit": 900,
}


@every(
    "talk",
    [
        Talk("We're oil changes. Thirty bucks, in and out. No clutches.", "CLOSE.declined"),
        Talk("we do brakes and tires no clutches", "CLOSE.declined", first=None),
        Talk("We don't touch clutches.", "CLOSE.declined", first=None),
        Talk("I don't work on clutches any more, my back.", "CLOSE.declined"),
        Talk("Nah, we never do clutches here.", "CLOSE.declined"),
        Talk("Told you, no clutches.", "CLOSE.declined"),
        Talk("We stay away from clutches these days.", "CLOSE.declined"),
        Talk("They won't do a clutch at this place.", "ASK_PRICE|CLOSE.declined"),
    ],
)
def test_a_job_is_refused_in_its_own_words(talk):
    talk.brief = CLUTCH
    check(talk)


@every(
    "talk",
    [
        Talk("I don't do clutches for less than twelve hundred.", "COUNTER|PIN|ASK"),
        Talk("A transmission? We don't do transmissions. You mean a clutch, right?", "TELL_JOB"),
        Talk("We don't do those here, let me ring my brother's shop for you.", "HOLD_ON"),
        Talk("We only sell parts. The mechanic's out back, let me holler at him.", "HOLD_ON"),
        Talk("No clutch left in it at all?", "ASK_PRICE|TELL_JOB"),
    ],
)
def test_a_word_of_the_job_alone_refuses_nothing(talk):
    talk.brief = CLUTCH
    check(talk)


@every(
    "talk",
    [
        Talk(
            "two eighty i could do two what oh no never mind the grinder's sold can't do 'em",
            "CLOSE.declined",
        ),
        Talk("One ninety. Wait, what? Oh. Never mind, the truck's gone, can't do it.", "CLOSE"),
        Talk("three ten no scratch that i was thinking of another job", "ASK_PRICE"),
        Talk("Two fifty. Hang on. No, scratch that.", "ASK_PRICE|HOLD_ON"),
        Talk("say three hundred never mind we're booked solid", "CLOSE.declined"),
    ],
)
def test_what_is_taken_back_in_one_breath_was_never_given(talk):
    talk.brief = STUMPS
    talk.first = talk.last = talk.agreed = None
    check(talk)


@every(
    "talk",
    [
        Talk("oak or maple", "ASK_PRICE", says="oak"),
        Talk("Is that oak, pine, or something laminated?", "ASK_PRICE", says="oak"),
        Talk("how many doors we talking", "ASK_PRICE", says="22 doors"),
        Talk("they got a two-forty out there or just a one-twenty", "ASK_PRICE", says="not yet"),
        Talk("would they want new hinges", "ASK_PRICE", says="told|don't know|choice"),
        Talk("Hinges ever been swapped?", "ASK_PRICE", says="not told|wasn't told|don't know"),
        Talk(
            "kitchen got a window", "ASK_PRICE", says="not told|wasn't told|don't know|nothing on"
        ),
        Talk("it greasy or clean", "ASK_PRICE", says="not told|wasn't told|don't know|nothing on"),
        Talk("Any water damage?", "ASK_PRICE", says="not told|wasn't told|don't know|nothing on"),
        Talk(
            "no what i'm asking is would they want new hinges",
            "ASK_PRICE",
            says="not told|wasn't told|don't know|nothing on",
        ),
    ],
)
def test_a_question_needs_no_mark(talk):
    talk.brief = CABINETS
    check(talk)


@every(
    "talk",
    [
        Talk("Would they want both coats at the same time?", "ASK_PRICE"),
        Talk("Are we covering something dark? Navy or some such?", "ASK_PRICE"),
        Talk("And would I be moving furniture, or is it empty in there?", "ASK_PRICE"),
        Talk("Is the crown molding coming down too?", "ASK_PRICE"),
        Talk("Do the doors come off easy?", "ASK_PRICE"),
        Talk("Ceiling too, or just the boxes?", "ASK_PRICE"),
    ],
)
def test_a_question_of_the_trade_gets_no_answer_to_another_one(talk):
    talk.brief = CABINETS
    talk.says = "^(?!.*(?:needs? it by|by December|budget|no figure|can't book|not selling))"
    check(talk)


@every(
    "talk",
    [
        Talk("We do a complimentary in-home consultation.", "PIN_DOWN.visit"),
        Talk("The estimator goes over the pricing in person.", "PIN_DOWN.visit"),
        Talk("Can't give pricing without the measurements, sorry.", "PIN_DOWN.visit"),
        Talk("It's a free design consult, then you get a proposal.", "PIN_DOWN.visit"),
        Talk("we offer a free on-site assessment at your convenience", "PIN_DOWN.visit"),
        Talk("It's an $89 site visit and then we write it up.", "PIN_DOWN.visit", first=None),
        Talk(
            *("It's an $89 site visit.", "PIN_DOWN.visit"),
            *("Like I said, eighty-nine for the visit.", "TAKE_NOTE|CLOSE.visit_only"),
            first=None,
            agreed=None,
        ),
    ],
)
def test_a_visit_by_any_name_is_no_price(talk):
    talk.brief = CABINETS
    check(talk)


@every(
    "yes",
    [
        "Sí, no hay bronca.",
        "Sí, yo se la guardo.",
        "sí no hay problema",
        "Claro, se lo respeto.",
        "Sin problema.",
        "Sí, cómo no.",
        "No hay problema, hasta el viernes.",
    ],
)
def test_a_spanish_yes_holds_the_price(yes):
    check(
        Talk(
            *("No hablo inglés, disculpe.", "SWITCH_LANGUAGE"),
            *("Son doscientos, último precio.", "READ_BACK"),
            *(yes, "CLOSE.agreed"),
            agreed=200,
        )
    )


@every(
    "no",
    ["Sí, pero nomás hoy.", "No, eso no se lo puedo guardar.", "Pues quién sabe.", "Sí, ¿bueno?"],
)
def test_a_spanish_maybe_holds_nothing(no):
    check(
        Talk(
            *("No hablo inglés, disculpe.", "SWITCH_LANGUAGE"),
            *("Son doscientos, último precio.", "READ_BACK"),
            *(no, "(?!CLOSE.agreed)"),
            agreed=None,
        )
    )


@every(
    ("menu", "key"),
    [
        ("If you have an appointment, press 1. For all other calls, press 2.", "2"),
        ("Press 1 to confirm your appointment. Press 2 for anything else.", "2"),
        ("To reschedule a visit press 1, to speak with us press 2.", "2"),
        ("To make an appointment press 1, for billing press 2.", "1"),
        ("To check on your order press 4, new customers press 5.", "5"),
        ("if you already have an appointment press one for the office press two", "2"),
    ],
)
def test_a_menu_is_for_whom_it_says(menu, key):
    check(Talk(menu, f"PRESS.{key}"))


@every(
    "talk",
    [
        Talk("this the solar outfit again what're you peddling", "ASK|TELL", says="not selling"),
        Talk("What are you pushing today?", "ASK|TELL", says="not selling"),
        Talk("Is this the warranty people again?", "ASK|TELL", says="not selling"),
        Talk("so what're you hawking", "ASK|TELL", says="not selling"),
    ],
)
def test_who_takes_us_for_a_seller_hears_that_we_are_none(talk):
    check(talk)


@every(
    "talk",
    [
        Talk("Oak is thirty-one hundred, pine is twenty-six.", "PIN", "So which one?", "CLOSE"),
        Talk(
            "brushed is thirty-one hundred sprayed is thirty-nine which do they want",
            "PIN_DOWN.options",
            "like i said thirty-one brushed thirty-nine sprayed",
            "CLOSE.quoted",
        ),
    ],
)
def test_options_stay_options_when_they_are_said_again(talk):
    talk.brief = CABINETS
    talk.agreed = None
    check(talk)


@every(
    ("words", "move"),
    [
        ("yep gotta go", "CLOSE.agreed"),
        ("Yeah, sure, bye now.", "CLOSE.agreed"),
        ("sure will do got to run", "CLOSE.agreed"),
        ("Yes sir. Talk later.", "CLOSE.agreed"),
        ("gotta go", "CLOSE.quoted"),
        ("yeah no gotta go", "(?!CLOSE.agreed)"),
        ("Yeah, maybe, bye.", "(?!CLOSE.agreed)"),
    ],
)
def test_a_yes_before_the_goodbye_holds_the_price(words, move):
    check(Talk("Two ten, last word, I'm up on a roof.", "READ_BACK.210", words, move))


@every(
    "talk",
    [
        Talk("I charge by the inch, five bucks an inch.", "PIN_DOWN.rate", first=None),
        Talk("Two hundred a stump.", "PIN_DOWN.rate", first=None),
        Talk("it's ninety bucks a load", "PIN_DOWN.rate", first=None),
        Talk("I'd say five fifty plus the dump fee, that's forty.", "PIN_DOWN|COUNTER", last=None),
        Talk("Three eighty, and the stakes are another twenty.", "PIN_DOWN.part"),
        Talk("Last guy paid me two hundred for one like that.", "ASK_PRICE", first=None),
        Talk("I got a two hundred minimum.", "COUNTER|PIN", first=200),
    ],
)
def test_a_rate_or_an_addition_is_no_price_of_all(talk):
    talk.brief = STUMPS
    check(talk)


@every(
    "talk",
    [
        Talk("Am I talking to a machine?", "ASK_PRICE", says="automated"),
        Talk("You a machine or what?", "ASK_PRICE", says="automated"),
        Talk("is this one of those computers", "ASK_PRICE", says="automated"),
        Talk("Tell me I'm not chatting with a computer.", "ASK_PRICE", says="automated"),
        Talk("Is there room for a machine, 36 inches wide?", "ASK_PRICE", says="know|told"),
        Talk("would I need a big machine for it", "ASK_PRICE", says="know|told|nothing on"),
    ],
)
def test_a_machine_that_does_the_work_is_no_question_about_us(talk):
    talk.brief = STUMPS
    check(talk)


def test_who_answers_a_visit_with_a_price_has_named_one():
    check(
        Talk(
            *("I'd have to see it.", "PIN_DOWN.visit"),
            *("I'd really have to come look.", "TAKE_NOTE.visit"),
            *("Okay, I'd do both for 325.", "COUNTER"),
            first=325,
            brief=STUMPS,
        )
    )


@every(
    ("words", "move"),
    [
        ("Sorry, I'm in a basement. Three hundred forty dollars.", "COUNTER"),
        ("I'm driving, but call it three forty.", "COUNTER"),
        ("Kinda swamped here. Three forty.", "COUNTER"),
        ("Three forty, I've got to run.", "READ_BACK"),
        ("three forty gotta go", "READ_BACK"),
    ],
)
def test_who_is_busy_and_names_a_price_is_bargained_with(words, move):
    check(Talk(words, move, brief=STUMPS))


@every(
    "said",
    [
        "Five eighty. Huh. Five eighty! What century is it over there?",
        "Five eighty! Did you grow up under a rock?",
        "Five eighty, five eighty. My lunch is more.",
        "Five eighty! Ha! Marge, come listen to this.",
        "Five eighty. Who told you that, your grandmother?",
        "580! Lady. 580!",
    ],
)
def test_our_figure_cried_or_said_twice_is_no_yes(said):
    last = "Five eighty, sure. And I'll throw in my mother."
    check(
        Talk(
            *("Six ninety.", r"COUNTER\(580\)"),
            *(said, "(?!READ_BACK)"),
            *(last, r"(?!READ_BACK\(580)"),
            agreed=None,
            brief=STUMPS,
        )
    )


@every(
    "said",
    [
        "Five eighty.",
        "Five eighty it is!",
        "Okay, five eighty!",
        "I'll do it for five eighty.",
        "Yeah, no, that'd be fine.",
        "No, yeah, we can do that.",
        "Oh, you betcha.",
    ],
)
def test_our_figure_said_plainly_is_a_yes(said):
    check(Talk("Six ninety.", r"COUNTER\(580\)", said, r"READ_BACK\(580\)", brief=STUMPS))


@every(
    "said",
    [
        "Oh, you betcha.",
        "Yeah, no, that'd be fine.",
        "Yah, no, that's good.",
        "No, yeah, for sure.",
        "Oh for sure, that's not a problem.",
        "Well sure, I can do that for 'em.",
    ],
)
def test_a_roundabout_yes_holds_the_price(said):
    check(
        Talk(
            *("Six ninety, final offer.", r"READ_BACK\(690\)"),
            *(said, "CLOSE.agreed"),
            agreed=690,
            brief=STUMPS,
        )
    )


@every(
    "said",
    [
        "Yeah, no, that's too low.",
        "Yeah, no, I'd lose my shirt.",
        "No, yeah, no way.",
        "Yeah no, can't.",
    ],
)
def test_a_roundabout_no_is_a_no(said):
    check(Talk("Six ninety.", r"COUNTER\(580\)", said, "(?!READ_BACK)", brief=STUMPS))


@every(
    "said",
    [
        "I'd have to get up there. Seventy-five for that, and I take it off if I do the job.",
        "Gotta come out with the camera. Ninety for that.",
        "I need to climb up first. Sixty dollars for the trip.",
        "I have to crawl under there, sixty for that, and it comes off if you hire us.",
    ],
)
def test_what_going_there_costs_is_never_read_back(said):
    check(
        Talk(
            *(said, "PIN_DOWN.visit"),
            *("Couldn't tell you, honest.", "(?!READ_BACK|COUNTER)"),
            *("Could be anything.", "(?!READ_BACK|COUNTER)"),
            first=None,
            agreed=None,
            brief=STUMPS,
        )
    )


@every(
    "said",
    [
        "This phone is for family now. I'd be grateful if you people wouldn't use it any more.",
        "I'd appreciate it if you didn't ring here.",
        "It would be kind of you to leave us be. Please don't use this number any more.",
        "My husband passed. I'd rather you wouldn't call.",
        "I'd be obliged if y'all never dialed this again.",
        "We'd prefer it if you stopped bothering us.",
    ],
)
def test_a_polite_opt_out_is_one(said):
    check(Talk(said, "CLOSE.opted_out", brief=STUMPS))


@every(
    ("said", "move"),
    [
        ("I'd appreciate it if you didn't call about the price before noon.", "(?!CLOSE.opted)"),
        ("I'd be grateful if you told me what it is.", "(?!CLOSE.opted)"),
        ("Don't use that number for the stumps, three forty is the price.", "(?!CLOSE.opted)"),
    ],
)
def test_a_polite_wish_is_no_opt_out(said, move):
    check(Talk(said, move, brief=STUMPS))


@every(
    "said",
    [
        "Cash, and on the Sunday. Then five eighty. Otherwise forget I said anything.",
        "What, off of six ninety? Cash, then five eighty.",
        "Five eighty in cash, or else forget what I said.",
        "If they pay cash, sure, five eighty. If not, forget I said it.",
    ],
)
def test_what_holds_on_a_condition_is_not_taken_back(said):
    check(
        Talk(
            *("Six ninety.", r"COUNTER\(580\)"),
            *(said, r"READ_BACK\(580\)"),
            *("Yeah, I'll hold it.", "CLOSE.agreed"),
            first=690,
            agreed=580,
            brief=STUMPS,
        )
    )


@every(
    "said",
    [
        "Grinding is 340, grinding plus hauling is 520, the whole root is 800.",
        "The small stump is 200, small plus big would be 390. Which one?",
        "Grind only is $300, grind plus topsoil runs $420. Which do they want?",
        "Either the one for 200, or the one plus the other would be 390.",
    ],
)
def test_a_thing_plus_a_thing_is_an_option_with_its_price(said):
    check(Talk(said, "PIN_DOWN.options", brief=STUMPS))


@every(
    "said",
    [
        "I can't, like, give a number before I've been there.",
        "We won't throw out a price until the camera's been down.",
        "Couldn't really say a figure before the inspector's been.",
        "Yeah no, inspection first.",
    ],
)
def test_no_number_before_somebody_was_there_is_a_visit(said):
    check(Talk(said, "PIN_DOWN.visit", brief=STUMPS))


def test_who_waits_before_refusing_has_refused():
    check(
        Talk(
            *("Three forty, final.", "READ_BACK"),
            *(
                "Yeah, okay. Oh, hang on, no, sorry, we can't take that on, we're full.",
                "CLOSE.withdrawn",
            ),
            first=340,
            agreed=None,
            brief=STUMPS,
        )
    )


PIANO = {
    "task": "moving company",
    "problem": "move an upright piano across town",
    "answers": [
        {"question": "Any steps?", "answer": "four at the porch"},
        {"question": "How wide is the door?", "answer": "36 inches"},
        {"question": "Is there irrigation in the yard?", "answer": "yes, it works"},
        {"question": "How many square feet?", "answer": "1,200"},
    ],
    "price_limit": 900,
}
NOT_TOLD = "know|told"


@every(
    ("asked", "told"),
    [
        ("There a turn in them steps?", NOT_TOLD),
        ("Is there a railing on the steps?", NOT_TOLD),
        ("so is there gravel at the porch or what", NOT_TOLD),
        ("Is that door a thirty or a thirty-two?", NOT_TOLD),
        ("Are there steps at the porch?", "four at the porch"),
        ("Is that door thirty-two or thirty-six inches?", "36 inches"),
        ("How many steps are there?", "four at the porch"),
    ],
)
def test_a_question_is_answered_by_what_it_asks_for(asked, told):
    check(Talk(asked, "ASK_PRICE", says=told, brief=PIANO))


@every(
    ("asked", "told"),
    [
        ("¿Y de cuántos pies es?", "«1,200»"),
        ("¿Cuántos pies cuadrados son?", "«1,200»"),
        ("¿Tienen riego, o con manguera?", "«sí, it works»"),
        ("¿Hay aspersores en el patio?", "«sí, it works»"),
    ],
)
def test_a_question_in_spanish_finds_its_answer(asked, told):
    check(
        Talk(
            *("Buenas, ¿en qué le puedo servir? No hablo inglés.", "SWITCH_LANGUAGE"),
            *(asked, "ASK_PRICE"),
            says=told,
            brief=PIANO,
        )
    )


@every(
    ("said", "again"),
    [
        ("I'd need to come look. Fifty for that.", "Fifty."),
        ("Estimate's forty bucks.", "Forty for the estimate."),
        ("We charge eighty to come out, and that's applied.", "Eighty, yes."),
        ("First you pay the diagnostic, that's one twenty.", "One twenty, I can hold that."),
        ("Sixty.", "The sixty's for the estimate, mind."),
    ],
)
def test_a_fee_that_sounded_like_a_price_is_dropped(said, again):
    check(
        Talk(
            *(said, "PIN_DOWN.visit|COUNTER"),
            *(again, "(?!READ_BACK)"),
            *("Sure, like I said.", "(?!READ_BACK)"),
            first=None,
            agreed=None,
            brief=STUMPS,
        )
    )
