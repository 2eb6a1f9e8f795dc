"""Stop words of Dutch and of spoken Flemish, and the words of a text that are none."""

from __future__ import annotations

import re
from functools import cache

from pipeline.nlp.stems import reduced

# What people say without meaning anything by it, and Flemish forms of words that are stop words already.
_FILLERS = """
    euh eh euhm uhm hm hmm ah aha oh och ach amai allez allee alé bon ja jaja nee neen ok oké okay tja zeg voila voilà
    dus wel eigenlijk gewoon echt heel erg best soms allemaal alvast beetje bepaalde daarvoor daarvan ervan ervoor
    ermee eraan erin erop eruit daarbij daarmee daaraan daarna daarna daarover hierbij hiervan hiermee hiervoor
    waarbij waardoor waarin waarmee waarop waarvan waarvoor enzo enzovoort enzovoorts zogezegd zogenaamd sowieso
    natuurlijk absoluut inderdaad blijkbaar misschien wellicht waarschijnlijk trouwens uiteindelijk ofzo ofzoiets
    gij ge u uw gulder gullie nen ne den da wa nie ni is't 't 'k 'n 's d'r m'n z'n zo'n zoiets dit dat ding dingen iemand
    zaken manier keer weer terug binnen buiten via per qua rond tussen vanuit naartoe mee samen soort stuk kant
    gaan gaat ging gingen gegaan komen komt kwam kwamen gekomen maken maakt maakte gemaakt krijgen krijgt kreeg kregen
    gekregen zeggen zegt zei zeiden gezegd vinden vindt vond vonden gevonden weten weet wist wisten geweten zien ziet zag
    zagen gezien laten laat liet lieten gelaten blijven blijft bleef bleven gebleven staan staat stond stonden zitten zit
    zat zaten nemen neemt nam namen genomen doen doe doet deed deden gedaan willen wil wilt wou wilde wilden mogen
    mocht moeten moest hoeft hoeven zouden zou zullen kunnen hebben hebt had zijn ben bent was waren worden wordt werd
    werden geworden denken denkt dacht dachten proberen probeert probeerde
    zetten zet zette gezet leggen legt vallen valt viel word lopen loopt liep brengen brengt bracht houden houdt hield
    geven geeft gaf vragen vraagt vroeg praten praat hoor hoort horen gehoord voelen voelt uur uren opeens ineens telkens
    niemand iedereen nergens ergens overal elkaar elkaars mekaar niks hetzelfde dezelfde vorige volgende naast noch ofwel
    meteen plots plotseling opnieuw intussen ondertussen morgen gisteren vandaag straks daardoor daarop zodat alsof tegelijk
    helemaal volledig nodig erbij apart achteraf vroeger zolang zomaar haast genoeg zodra hoelang zover ene andere zijt moogt
    aub alstublieft alsjeblieft meneer mevrouw madam sorry enkel alleen zelf bijvoorbeeld halve half vol bijna nochtans
    gebeuren gebeurt gebeurde gebeurd kijken kijkt keek gekeken bestaan bestaat bestond beginnen begint begon begonnen
    roepen roept riep noemen noemt noemde heten heet sturen stuurt stuurde hangen hangt hing liggen ligt lag leg legde
    spreken spreekt sprak vertellen vertelt vertelde gevraagd beloofd kwijt klopt raakt geraakt snapt snappen
    één eén eentje twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien twintig dertig veertig vijftig honderd eerste tweede derde veel vele weinig enkele aantal alle elke ander
    """
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])")


@cache
def stop_words() -> frozenset[str]:
    """Dutch stop words in lower case: spaCy's list, its forms with a plain apostrophe, and fillers."""
    from spacy.lang.nl.stop_words import STOP_WORDS

    listed = {word.lower() for word in STOP_WORDS}
    return frozenset(listed | {word.replace("’", "'").replace("‘", "'") for word in listed} | set(_FILLERS.split()))


def content_words(text: str) -> list[str]:
    """The words of a text that mean something, without their inflection: quick, and the same with every pipeline.

    For counting and comparing texts (`embed.fit`), never shown.
    """
    stops = stop_words()
    forms = (match.group().lower().replace("’", "'") for match in _WORD.finditer(text))
    return [reduced(form) for form in forms if form not in stops]
