"""Words that tell whether a capital begins a name: titles, roles, organisations, eponyms, small words of surnames."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Small words inside surnames: Van den Berghe, El Amrani, De la Cruz.
PARTICLES = _set(
    "van de der den het ter ten te 't 's el al ait aït ben bin ibn ibnu bint ould oulad abu abou von zu du la le les da dos das del di d' op in ould vander vanden ver"
)
# Small words that begin a surname by themselves when written with a capital.
OPENERS = _set(
    "van de den der vander vanden ter ten el al ait aït ben bin ibn abu abou du le la del di da von oulad ould bou"
)
# What comes before a name and nothing else: the next capital is a person.
TITLES = _set(
    "mevrouw mevr mevr. mw mw. meneer mijnheer menheer dhr dhr. heer dokter dr dr. drs drs. prof prof. professor juf juffrouw tante nonkel familie gezin madame monsieur mr mr. "
    "mvr mvr. zuster pater oom bomma bompa meter peter opa oma ome"
)
# Who somebody is: the next capital is a person when it is no word.
ROLES = _set(
    "mama papa mami papi moeder vader ouder broer zus zusje broertje zusje zoon dochter neef nicht nichtje neefje stiefvader stiefmoeder plusmama pluspapa plusvader plusmoeder pleegmoeder pleegvader "
    "pleegmama pleegpapa grootmoeder grootvader oma opa vriend vriendin vriendje vriendinnetje jongen meisje meiske jongere kind kleuter baby tweeling peuter cliënt client leerling jongeman "
    "opvoeder opvoedster begeleider begeleidster contextbegeleider contextbegeleidster thuisbegeleider thuisbegeleidster leefgroepbegeleider leefgroepbegeleidster individueel consulent consulente psycholoog psychologe psychiater "
    "kinderpsychiater therapeut therapeute orthopedagoog orthopedagoge directeur directrice coördinator trajectcoördinator trajectbegeleider trajectbegeleidster teamcoach teamverantwoordelijke "
    "leerkracht leraar lerares meester zorgcoördinator leerlingbegeleider leerlingbegeleidster werker werkster advocaat advocate rechter jeugdrechter huisarts arts verpleegster verpleger "
    "collega buur buurvrouw buurman voogd steunfiguur mentor stagiair stagiaire verslaggever verslag voorzitter aanwezig aanwezigen deelnemer deelneemster ervaringsdeskundige regisseur jeugdhulpregisseur "
    "partner man vrouw ex-man ex-vrouw ex-partner echtgenoot echtgenote vertrouwenspersoon kapper trainer coach pastoor imam iman poetsvrouw werkgever baas"
)
# Words after which a name in capitals is that of an organisation, a place, a method or a work.
ORGANISATION = _set(
    "vzw cvba nv bv bvba ngo oooc clb caw ckg mfc ocmw vaph cgg cig cbaw cano hca otc ova ota ggz cggz obc mpi buso bubao az uz pvt chw gbjj osd vk kp kjp fedasil cab opgroeien "
    "centrum dienst leefgroep groep huis tehuis voorziening afdeling team project projecten organisatie stichting internaat ziekenhuis kliniek kinderdagverblijf jeugdhuis netwerk werkgroep methode methodiek programma "
    "boek film serie lied wet decreet campus site regio provincie stad gemeente dorp deelgemeente wijk school basisschool kleuterschool onthaalcentrum crèche crisisopvang opvang dagcentrum begeleidingstehuis "
    "gemeenschapsinstelling instelling jeugdinstelling dagopvang boerderij zorgboerderij residentie rusthuis woonzorgcentrum voetbalclub club scouts chiro speelplein partij uitgeverij firma bedrijf winkel café "
    "feest festival krant tijdschrift website platform app merk ploeg fonds rapport onderzoek cursus vorming opleiding training model instrument vragenlijst test schaal straat bus trein lijn station"
)
# Diagnoses, tests and theories called after people.
EPONYMS = _set(
    "asperger down alzheimer parkinson tourette maslow bowlby erikson piaget vygotsky vygotski vineland cattell rorschach wechsler gordon dabrowski freud korsakov montessori steiner freinet decroly jenaplan "
    "likert cohen spearman pearson salamanca bronfenbrenner lewin kolb prochaska diclemente hawthorne pygmalion munchausen münchhausen stockholm oedipus rett turner klinefelter noonan wilson crohn lyme nash skinner pavlov "
    "delfos baartman hellinckx ainsworth winnicott korczak rogers banning patterson thomas harvard miller heidelberg jung"
)
EPONYM_HEADS = _set(
    "syndroom ziekte theorie piramide schaal wet stoornis model test methode stadia fasen principe hechtingstheorie leercirkel cirkel effect complex index onderwijs pedagogiek"
)
# Written with a capital and no name of a person.
CAPITALS = _set(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december kerst kerstmis pasen pinksteren sinterklaas sint ramadan allerheiligen "
    "nederlands frans engels duits turks marokkaans arabisch belg belgisch vlaams vlaming waals waal brussels antwerps gents brugs limburgs islam moslim christen katholiek joods roma god jezus allah europa afrika azië amerika "
    "vlaanderen belgië nederland frankrijk duitsland marokko turkije congo rwanda burundi syrië afghanistan somalië oekraïne polen roemenië bulgarije wallonië kempen westhoek meetjesland hageland haspengouw waasland pajottenland "
    "whatsapp facebook instagram tiktok snapchat teams zoom google netflix youtube playstation fortnite minecraft signal messenger excel word mail smartschool lego covid corona delijn nmbs colruyt delhaize lidl aldi action ikea "
    "mama papa oma opa bomma bompa mami papi moeder vader juf meester meneer mevrouw signs safety triple jeugdhulp jeugdzorg opgroeien kind gezin agentschap welzijn samen vertrouwen netwerk team context school zorg thuis werk "
    "wisc wais cbcl ado adhd ass ptss emdr tf-cbt wisc-v mdt ipo"
)
# Somebody did or is something: what stands before these is a person when it is a name at all.
VERBS = _set(
    "is was had heeft hebt heb zegt zei wil wou wilde kan kon moet moest mag mocht zal zou komt kwam gaat ging woont woonde zit zat belt belde vraagt vroeg vindt vond krijgt kreeg loopt liep denkt dacht weet wist werd wordt bleef blijft "
    "slaapt sliep voelt voelde praat praatte vertelt vertelde huilt huilde lacht stuurt stuurde doet deed geeft gaf neemt nam haar zijn z'n d'r blijft begint begon speelt speelde werkt werkte leert leerde helpt hielp kent mist miste "
    "wacht wachtte verhuist verhuisde belde ziet zag hoort hoorde noemt noemde durft durfde probeert probeerde hoeft stopt stopte verblijft verbleef kampt schreef schrijft antwoordt antwoordde reageert reageerde vertrok vertrekt"
)
# What stands before a name in a sentence.
BEFORE = _set(
    "met van aan voor door bij tegen over zonder naast tussen en of dat als toen omdat want heeft is was had zegt zei heet noemde noemt ook zoals behalve volgens waar wanneer zolang nadat voordat terwijl sinds "
    "ons onze mijn zijn haar hun jullie dag hallo hoi beste liefste lieve onder om naar ik we wij zij ze hij je ge gij kent ken ziet zie mis mist bel belde vraag vroeg nam neem zag riep help hielp stuur stuurde laat liet ja nee hebben hadden belt komt kwam gaat ging werd wordt dan nu al toch niet maar vroegen zagen zien belden gaven geven moeten willen kunnen zullen mogen laten werden worden zijn waren heet heette dankzij samen"
)
# After these a lower-case word that is a first name and nothing else is taken for one.
ARTICLES = _set("de het een den nen ne 'n 't dit dat deze die dees elke ieder iedere geen onze ons")
