"""What only voicemail greetings and phone menus say; plain text, English and Spanish."""

import re

MACHINE = re.compile(
    r"\b(?:you(?:'ve| have) reached|leave (?:a|your|us a|me a) (?:message|name|detailed)|"
    r"leave your name|leave me your|after the (?:tone|beep)|at the (?:tone|beep)|press (?:one|two|"
    r"three|four|five|six|seven|eight|nine|zero|star|pound|\d|#|\*)|para espanol|oprima|"
    r"marque (?:el|uno|dos|\d)|our (?:menu|menus|options) ha(?:s|ve)|mailbox|voicemail|voice mail|"
    r"can't (?:come|get) to the phone|unable to (?:take|answer|come)|not available (?:right now|"
    r"to take)|can't take your call|away from (?:the|my) (?:phone|desk)|office hours are|"
    r"our (?:regular )?hours are|please listen|listen carefully|your call is (?:very )?important|"
    r"please (?:stay|remain) on the line|all (?:of )?our (?:agents|representatives|technicians|"
    r"operators) are|for (?:sales|service|billing|emergenc\w+|scheduling|"
    r"appointments)[^.?!]{0,30},? (?:press|say)|we(?:'ll| will) (?:return|get back to) your call|"
    r"estimated wait|deje (?:su|un) mensaje|despues del tono|usted ha llamado|no podemos atender|"
    r"buzon|the (?:person|number|customer) you(?:'ve| have|'re| are)? (?:dialed|called|calling|"
    r"trying)|has been forwarded|automated (?:voice )?messag|record your message|\[?beep\]?$|"
    r"is not (?:available|in service)|currently closed|while you(?:'re| are)? (?:wait|hold)|"
    r"(?:thanks|thank you) for holding|say or press|say (?:book|agent|representative|operator|"
    r"sales|service)|next available (?:agent|representative)|"
    r"we are closed|press the)\b"
)
