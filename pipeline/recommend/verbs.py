"""Dutch verbs that a need or action is often worded with: their imperative, third person and infinitive with *te*."""

from __future__ import annotations

from dataclasses import dataclass

# infinitive, imperative, separable particle; `*` when the verb can stand without an object.
_TABLE = """
aanbieden bied aan | aanduiden duid aan | aangaan ga aan | aankaarten kaart aan | aanleren leer aan | aanmoedigen moedig aan
aanpakken pak aan | aanpassen pas aan | aanreiken reik aan | aanschuiven schuif aan * | aansluiten sluit aan *
aanspreken spreek aan | aanstellen stel aan | aantrekken trek aan | aanvragen vraag aan | aanvullen vul aan
aanwerven werf aan | aanwijzen wijs aan | achterlaten laat achter | afbakenen baken af | afbouwen bouw af
afronden rond af | afschaffen schaf af | afspreken spreek af * | afstappen stap af * | afstemmen stem af *
aftoetsen toets af | begeleiden begeleid | beginnen begin * | behandelen behandel | behouden behoud | bekijken bekijk
bekendmaken maak bekend | bellen bel | belonen beloon | benadrukken benadruk | benoemen benoem | benutten benut
beperken beperk | beschermen bescherm | beslissen beslis * | bespreken bespreek | betalen betaal | betrekken betrek
bevragen bevraag | bevorderen bevorder | bewaken bewaak | bewaren bewaar | bezoeken bezoek | bieden bied
bijhouden houd bij | bijschakelen schakel bij * | bijscholen school bij | bijstellen stel bij | bijsturen stuur bij
blijven blijf * | bouwen bouw * | brengen breng | bundelen bundel | checken check | coachen coach | communiceren communiceer *
creëren creëer | delen deel | denken denk * | doen doe | doorbreken doorbreek | doorgeven geef door | doorstrepen streep door
doorsturen stuur door | doorverwijzen verwijs door | durven durf * | evalueren evalueer | erkennen erken | faciliteren faciliteer
financieren financier | gaan ga * | garanderen garandeer | gebruiken gebruik | geven geef | herbekijken herbekijk
herdenken herdenk | herhalen herhaal | herstellen herstel | herwerken herwerk | herzien herzie | hebben heb | helpen help
hertekenen herteken | herschrijven herschrijf | hervormen hervorm | houden houd | informeren informeer | ingrijpen grijp in *
inbouwen bouw in | inbrengen breng in | inhalen haal in | inkorten kort in | inlassen las in | inlichten licht in
inplannen plan in | inrichten richt in | inroepen roep in | inschakelen schakel in | inspelen speel in * | installeren installeer
invoeren voer in | invullen vul in | inzetten zet in | inzoomen zoom in * | investeren investeer * | kiezen kies * | kijken kijk *
komen kom * | koppelen koppel | krijgen krijg | laten laat | leggen leg | leren leer | linken link | loskoppelen koppel los
loslaten laat los | luisteren luister * | maken maak | meebeslissen beslis mee * | meedenken denk mee * | meegaan ga mee *
meegeven geef mee | meekijken kijk mee * | meenemen neem mee | melden meld | naleven leef na | nadenken denk na *
nemen neem | noemen noem | noteren noteer | omkaderen omkader | onderhouden onderhoud | onderzoeken onderzoek | ondersteunen ondersteun
ontwikkelen ontwikkel | ontmoeten ontmoet | ontschotten ontschot | opbouwen bouw op | opbellen bel op | openstellen stel open
openen open | opleiden leid op | oplijsten lijst op | oplossen los op | opmaken maak op | opnemen neem op | oprichten richt op
opstarten start op | opstellen stel op | opvangen vang op | opvolgen volg op | opwaarderen waardeer op | opzetten zet op
organiseren organiseer | overdragen draag over | overleggen overleg * | overlopen overloop | plaatsen plaats | plannen plan
praten praat * | proberen probeer | reflecteren reflecteer * | regelen regel | reserveren reserveer | respecteren respecteer
samenbrengen breng samen | samenkomen kom samen * | samenleggen leg samen | samenroepen roep samen | samenwerken werk samen *
samenzitten zit samen * | scheiden scheid | schorsen schors | schrappen schrap | schrijven schrijf | sensibiliseren sensibiliseer
signaleren signaleer * | spreken spreek * | starten start * | stellen stel | stilstaan sta stil * | stimuleren stimuleer
stoppen stop * | stroomlijnen stroomlijn | sturen stuur | subsidiëren subsidieer | toekennen ken toe | toelaten laat toe
toelichten licht toe | tonen toon | trainen train | uitbouwen bouw uit | uitbreiden breid uit | uitdenken denk uit | uitleggen leg uit
uitnodigen nodig uit | uitproberen probeer uit | uitrollen rol uit | uitschrijven schrijf uit | uitwerken werk uit | uitwisselen wissel uit
vastleggen leg vast | vasthouden houd vast | verankeren veranker | verbeteren verbeter | verbieden verbied | verbinden verbind
verduidelijken verduidelijk | vereenvoudigen vereenvoudig | verdelen verdeel | vergeten vergeet | vergoeden vergoed | verhogen verhoog
verkennen verken | verkleinen verklein | verkorten verkort | verlagen verlaag | verlengen verleng | vermijden vermijd | verminderen verminder
verplichten verplicht | verruimen verruim | versoepelen versoepel | versterken versterk | verspreiden verspreid | vertragen vertraag *
vertrekken vertrek * | vertrouwen vertrouw | vervangen vervang | verwachten verwacht | verwelkomen verwelkom | verwijzen verwijs
verzamelen verzamel | volgen volg | voorbereiden bereid voor | voorkomen voorkom | voorleggen leg voor | voorstellen stel voor
voortzetten zet voort | voorzien voorzie | vormen vorm | vragen vraag | vrijhouden houd vrij | vrijmaken maak vrij | waarborgen waarborg
wachten wacht * | waarderen waardeer | wegwerken werk weg | wegnemen neem weg | werken werk * | zetten zet | zien zie | zitten zit *
zoeken zoek * | zorgen zorg * | staan sta * | zijn wees * | worden word * | kunnen kan * | mogen mag * | lopen loop * | spelen speel *
aanbellen bel aan * | aanhouden houd aan | aanmelden meld aan | aannemen neem aan | aantonen toon aan | aanvaarden aanvaard
aanvatten vat aan | achterhalen achterhaal | afleveren lever af | afnemen neem af | afschermen scherm af | afwachten wacht af
antwoorden antwoord * | bedenken bedenk | bekostigen bekostig | bepalen bepaal | bestellen bestel | betonen betoon
bevestigen bevestig | bezorgen bezorg | bijeenbrengen breng bijeen | bijwonen woon bij | dichten dicht | dragen draag
doorlopen doorloop | doorprikken prik door | engageren engageer | filmen film | halen haal | herinneren herinner | herleiden herleid
huren huur | inkopen koop in | inrekenen reken in | indienen dien in | inleveren lever in | inleiden leid in | inzien zie in
kennen ken | kopen koop | koesteren koester | leiden leid | lenen leen | lezen lees | leveren lever | meebrengen breng mee
meegroeien groei mee * | meelopen loop mee * | meerijden rijd mee * | mobiliseren mobiliseer | nagaan ga na | nakijken kijk na
nalezen lees na | navragen vraag na | normaliseren normaliseer | ombouwen bouw om | omzetten zet om | ontlasten ontlast
ontvangen ontvang | opdrijven drijf op | openhouden houd open | openzetten zet open | ophalen haal op | ophangen hang op
opschrijven schrijf op | opsturen stuur op | optrekken trek op | opvragen vraag op | overbruggen overbrug | overhandigen overhandig
overnemen neem over | passen pas | publiceren publiceer | registreren registreer | rekenen reken | richten richt | rijden rijd *
ruilen ruil | samenstellen stel samen | tekenen teken | tellen tel | terugbellen bel terug * | terugbetalen betaal terug
terugkoppelen koppel terug | terugkomen kom terug * | testen test | toepassen pas toe | toevoegen voeg toe | toewijzen wijs toe
uitklaren klaar uit | uitlenen leen uit | uitruilen ruil uit | uitschakelen schakel uit | uitstippelen stippel uit
uittekenen teken uit | uittesten test uit | uittrekken trek uit | uitzoeken zoek uit | verhelpen verhelp | vermelden vermeld
vermenigvuldigen vermenigvuldig | vertellen vertel | vertalen vertaal | verwijderen verwijder | verwittigen verwittig
verzekeren verzeker | vieren vier | voorlezen lees voor | voorzitten zit voor | wegdoen doe weg | weghalen haal weg | weglaten laat weg
wisselen wissel | zeggen zeg | herwaarderen herwaardeer | inperken perk in | uitdoven doof uit | opschalen schaal op *
afschalen schaal af * | uitsluiten sluit uit | vaststellen stel vast | klaarzetten zet klaar | klaarstaan sta klaar *
thuiskomen kom thuis * | meetellen tel mee | nastreven streef na | neerzetten zet neer | neerleggen leg neer | rondkijken kijk rond *
stilleggen leg stil | vrijgeven geef vrij | voeren voer | doorgaan ga door * | langsgaan ga langs * | langskomen kom langs *
opzoeken zoek op | horen hoor | vergaderen vergader * | bijwerken werk bij | afgeven geef af | meedraaien draai mee *
aansturen stuur aan | doortrekken trek door | gelijkschakelen schakel gelijk | ondertekenen onderteken | vernieuwen vernieuw
opfrissen fris op | bijspringen spring bij * | invallen val in *
instappen stap in * | uitstappen stap uit * | opstappen stap op * | afstaan sta af | voorbehouden behoud voor | doordenken denk door *
inroosteren rooster in | inbellen bel in * | meetekenen teken mee * | meeschrijven schrijf mee * | meewerken werk mee *
koken kook * | slapen slaap * | groeien groei * | oefenen oefen * | bereiken bereik | beschikken beschik * | liggen lig *
gebeuren gebeur * | terugvallen val terug * | afbreken breek af | verlopen verloop * | bestaan besta * | veranderen verander
"""
# Third persons that are not the imperative with a t.
_THIRD = {
    "zijn": "is",
    "hebben": "heeft",
    "kunnen": "kan",
    "mogen": "mag",
    "komen": "komt",
    "zien": "ziet",
    "herzien": "herziet",
}
# Infinitives that are also a common noun in the plural: a verb only at the end of its clause.
NOUNS = frozenset(["delen", "plannen", "vragen", "vormen", "plaatsen", "regelen", "antwoorden"])


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb's forms; `alone` says whether it can stand without an object."""

    infinitive: str
    imperative: str
    particle: str
    alone: bool

    @property
    def third(self) -> str:
        """The third person singular as a subordinate clause has it ("inzet", "wordt")."""
        if self.infinitive in _THIRD:
            return _THIRD[self.infinitive]
        stem = self.imperative
        ending = "" if stem.endswith("t") else "at" if stem.endswith("a") else "t"
        return f"{self.particle}{stem}{ending}"

    @property
    def with_te(self) -> str:
        """The infinitive with *te* ("in te zetten", "te werken")."""
        base = self.infinitive[len(self.particle) :]
        return " ".join(part for part in (self.particle, "te", base) if part)


def _read(table: str) -> dict[str, Verb]:
    verbs: dict[str, Verb] = {}
    for entry in table.replace("\n", "|").split("|"):
        parts = entry.split()
        if parts:
            alone = parts[-1] == "*"
            words = parts[:-1] if alone else parts
            verbs[words[0]] = Verb(words[0], words[1], words[2] if len(words) > 2 else "", alone)
    return verbs


VERBS = _read(_TABLE)
