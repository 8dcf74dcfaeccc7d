"""The table of `opposites.py`: words that say the opposite of each other."""

from __future__ import annotations

__all__ = ["AXES", "SETS"]

#: Each row is an axis: the words of one side, a slash, those of the other. Of "approve*" the
#: regular forms of a verb are meant too, of "buyer+" the plural; every other form is written out.
AXES = """
approve* approval accept* acceptance adopt* adoption ratify* ratification pass* grant* uphold
upholds upheld endorse* endorsement / reject* rejection refuse* refusal veto vetoes vetoed
overturn* dismiss* fail* failure deny* denial

win wins won winning victory victories winner+ / lose loses lost losing loser+ defeat+ defeated

open* reopen* / close* closure+ shut shuts shutting

buy buys bought buying purchase* acquire* acquisition+ buyer+ purchaser+
/ sell sells sold selling seller+ vendor+

lend lends lent lending lender+ / borrow* borrower+

hire* recruit* appoint* employ* / fire* sack* dismiss* lay-off lays-off laid-off

guilty convict* conviction+ / acquit acquits acquitted acquittal+ innocent exonerate*

allow* permit permits permitted legalise* legalize* authorise* authorize*
/ ban bans banned banning forbid forbids forbidden forbade prohibit* outlaw*

start* begin begins began begun beginning launch* commence*
/ stop stops stopped stopping end* halt* finish* cease*

continue* resume* carry-on persist* remain* stay*
/ stop stops stopped stopping end* halt* cease* vanish* disappear* leave leaves left

import* importer+ / export* exporter+

profit+ earned profitable / loss losses lost unprofitable

surplus surpluses / deficit+ shortfall+

in-favour in-favor voted-for votes-for vote-for / against opposed

support* supporter+ second* favour* favor* backed / oppose* opponent+ object-to objected-to

arrest* detain* jailed imprison* / release* freed free

survive* survivor+ / die dies died kill* dead

arrive* arrival+ / depart* departure+ leave leaves left

legal lawful / illegal unlawful

majority / minority

build builds built construct* erect* / demolish* destroy* demolition

confirm* / deny* denies refute*

agree* agreement / disagree* disagreement

safe / unsafe dangerous hazardous

increase* rise rises rose risen grow grows grew grown growth climb* expand* expansion gain+ gained
raise* double* triple* quadruple* jump* soar* surge* swell* strengthen* improve*
/ decrease* fall falls fell fallen decline* drop drops dropped dropping shrink shrinks shrank
shrunk slip slips slipped dip dips dipped sink sinks sank sunk halve* reduce* reduction+ cut cuts
cutting plunge* slump* lower* weaken* diminish* dwindle* wane* fade*

speed-up sped-up accelerate* / slow-down slowed-down slowed

widen* broaden* / narrow*

lengthen* extend* extension prolong* renew* / shorten* terminate* termination curtail* cancel*
cancellation

promote* stimulate* boost* encourage* foster* accelerate* enhance*
/ inhibit* suppress* hinder* discourage* impede* block* curb*

cause* trigger* provoke* induce* produce* / relieve* cure* prevent* alleviate* ease*

impose* introduce* enact* / lift* abolish* repeal* scrap scraps scrapped remove* revoke*
withdraw withdraws withdrew withdrawn

add* / subtract* deduct* remove*

include* / exclude* omit omits omitted

join* enter* / leave leaves left quit quits exit*

appear* emerge* / disappear* vanish*

attack* / defend*

accuse* blame* / clear* exonerate* absolve*

praise* welcome* applaud* / criticise* criticize* condemn* denounce*

love* / hate*

trust* / distrust* mistrust* doubt*

hide hides hid hidden conceal* / reveal* disclose* expose* show* shows shown

lock* / unlock*

load* / unload*

charge* / discharge*

connect* attach* / disconnect* detach*

fill* full / empty empties emptied drain*

freeze freezes froze frozen / thaw* melt*

heat* warm* / cool* chill*

inflate* / deflate*

enable* activate* / disable* deactivate*

install* / uninstall*

encrypt* / decrypt*

upgrade* / downgrade*

merge* merger+ unite* unification combine* / split splits separate* separation divide*

marry marries married / divorce*

remember* / forget forgets forgot forgotten

succeed success successful / fail* failure+ unsuccessful

advance* / retreat*

ascend* / descend*

deposit* / withdraw withdraws withdrew withdrawn withdrawal+

credit* / debit*

tighten* / loosen* relax*

speak-up / silent

urban / rural

public / private

internal inner interior inside indoors indoor / external outer exterior outside outdoors outdoor

domestic / foreign

national / international

local / global

civilian+ / military

maximum highest most peak top / minimum lowest least bottom

high higher / low lower

large larger big bigger / small smaller

long longer / short shorter

tall taller / short shorter

wide wider broad broader / narrow narrower

thick thicker / thin thinner

deep deeper / shallow shallower

heavy heavier / light lighter

hot hotter warm warmer / cold colder cool cooler

dry drier / wet wetter

fast faster quick quicker rapid rapidly quickly / slow slower slowly

strong stronger / weak weaker

hard harder difficult / easy easier simple

rich richer wealthy / poor poorer

old older elderly / young younger

old older ancient / new newer modern

early earlier / late later

former previous / current future

temporary interim provisional acting / permanent final

partial partially partly / complete completely total totally full fully

slight slightly minor mild mildly / severe severely serious seriously major heavy heavily

rare rarely seldom / common commonly frequent frequently often

cheap cheaper inexpensive / dear dearer expensive costly

good better best / bad worse worst

positive positively / negative negatively

true / false untrue

correct accurate / incorrect inaccurate wrong

possible / impossible

likely / unlikely

necessary mandatory compulsory obligatory / unnecessary optional voluntary

visible / invisible

active / inactive passive

alive living / dead

awake / asleep

present / absent

absent absence missing / present presence

healthy / sick ill

fertile / sterile

sharp / blunt

rough / smooth

clean / dirty polluted contaminated

fresh / stale salt

sweet / bitter sour

loud / quiet

bright / dim dark

front / rear

upper / lower

top / bottom

left / right

above over / below under beneath

left-hand / right-hand

horizontal / vertical

clockwise / anticlockwise counterclockwise

upstream / downstream

inbound incoming / outbound outgoing

uphill / downhill

ally allies friend+ / enemy enemies foe+

parent+ / child children

teacher+ / pupil+ student+

employer+ / employee+ worker+

landlord+ lessor+ / tenant+ lessee+

plaintiff+ claimant+ / defendant+ respondent+

prosecution prosecutor+ / defence defense

licensor+ / licensee+

creditor+ / debtor+

supplier+ / customer+

adult+ / infant+ child children

ancestor+ / descendant+

victim+ / perpetrator+ attacker+

man men male+ / woman women female+

boy+ / girl+

husband+ / wife wives

father+ / mother+

brother+ / sister+

son+ / daughter+

uncle+ / aunt+

king+ / queen+

income revenue+ / expenditure spending costs expense+

asset+ / liability liabilities

supply supplies supplied / demand+

inflow+ / outflow+

immigration / emigration

dawn sunrise / dusk sunset

day daytime / night nighttime

everywhere / nowhere

always / never

sooner / later
"""

#: Words of one line rule each other out.
SETS = """
north / south / east / west
northern / southern / eastern / western
northwards northward / southwards southward / eastwards eastward / westwards westward
northeast northeastern north-east / northwest northwestern north-west / southeast southeastern
 south-east / southwest southwestern south-west
spring / summer / autumn / winter
hourly / daily / weekly / fortnightly / monthly / quarterly / annual annually yearly
morning / afternoon / evening / night
primary / secondary / tertiary
draft / interim / final
gold / silver / bronze
oral orally verbal / written
solid / liquid / gaseous
breakfast / lunch / dinner
red / green / blue / yellow / black / white
army / navy
singular / plural
"""
