"""The texts and the table that `test_locate.py` runs over, all invented."""

from __future__ import annotations

MILL = """Larkmoor Weavers, half-year report

Sales for fiscal 2031 came to $8.6 million, up 14% from 2030. The directors did not accept the
bid of 9 June 2031. Energy bills fell (chiefly in winter) by 6% to €1.3 million; the work-
force was “steady” at 415, and the ﬂoor area grew by 30 percentage points.

At least 25 looms were scrapped; more than 7,200 bales left the yard, and 17,200 were stored.
The plant draws 3 mW in standby and 40 MW at full load, at 10² times the cost of 1987.
If the council agrees, a second hall opens in May. Margins slid by -5 points, not 4.25.

Weavers that spin for export, and a few others, worked through the winter. “We can't stop,”
said Ada Quill, the mill’s long-
term manager. A café by the gate — the only one — sold 1½ tonnes of soup and 5 kg of salt
from a counter 6' wide, 10⁻² at its edge.
"""
PORT = """Tidewell port log

Nobody was hurt when the crane fell on 2 April. Fares rose 30 percent, then 15 percent.
The ferry may sail on Sunday. The ferry sails daily. The pilot reportedly left before noon.
港口去年的收入增长了18%。渡轮没有停运。
The harbour master, who came in 2029 and has not retired, likes the new quay.
"""
HONEST = [
    # quote, verdict, the source's characters (None: the quote itself)
    ("Sales for fiscal 2031 came to $8.6 million, up 14% from 2030", "exact", None),
    ("(chiefly in winter) by 6% to €1.3 million", "exact", None),
    ("7,200 bales left the yard", "exact", None),
    ("港口去年的收入增长了18%", "exact", None),
    ("收入增长了18%", "exact", None),
    ("40 MW", "exact", None),
    ("at 10² times the cost", "exact", None),
    ("sold 1½ tonnes of soup", "exact", None),
    (
        "SALES FOR FISCAL 2031 CAME TO $8.6 MILLION",
        "normalized",
        "Sales for fiscal 2031 came to $8.6 million",
    ),
    ("the workforce was “steady” at 415", "normalized", "the work-\nforce was “steady” at 415"),
    ("the work-force was 'steady' at 415", "normalized", "the work-\nforce was “steady” at 415"),
    ("the mill's long-term manager", "normalized", "the mill’s long-\nterm manager"),
    ("the mill's longterm manager", "normalized", "the mill’s long-\nterm manager"),
    (
        "did not accept the bid of 9 June 2031",
        "normalized",
        "did not accept the\nbid of 9 June 2031",
    ),
    (
        "the floor area grew by 30 percentage points",
        "normalized",
        "the ﬂoor area grew by 30 percentage points",
    ),
    ("A cafe\u0301 by the gate", "normalized", "A café by the gate"),
    (
        "A café by the gate – the only one – sold",
        "normalized",
        "A café by the gate — the only one — sold",
    ),
    (
        "A café by the gate—the only one—sold",
        "normalized",
        "A café by the gate — the only one — sold",
    ),
    (
        "“Nobody was hurt when the crane fell on 2 April,”",
        "normalized",
        "Nobody was hurt when the crane fell on 2 April",
    ),
    ("Nobody was hurt when the crane fell.", "normalized", "Nobody was hurt when the crane fell"),
    (
        "[E]nergy bills fell (chiefly in winter)",
        "normalized",
        "Energy bills fell (chiefly in winter)",
    ),
    ("[t]he ferry sails daily", "normalized", "The ferry sails daily"),
    ("The directors did [not] accept", "normalized", "The directors did not accept"),
    ('work\u00adforce was "steady"', "normalized", "work-\nforce was “steady”"),
    ("Fares\u00a0rose\t30 percent", "normalized", "Fares rose 30 percent"),
    ("Ｆａｒｅｓ rose", "normalized", "Fares rose"),
    ('"We can’t stop,"', "normalized", "“We can't stop,”"),
    ("Margins slid by −5 points", "normalized", "Margins slid by -5 points"),
    (
        "Weavers that spin for export [...] worked through the winter",
        "elided",
        "Weavers that spin for export, and a few others, worked through the winter",
    ),
    (
        "Weavers ... worked through the winter",
        "elided",
        "Weavers that spin for export, and a few others, worked through the winter",
    ),
    ("… the crane fell on 2 April …", "normalized", "the crane fell on 2 April"),
]

CORRUPTED = {
    "feet and inches": ['from a counter 6"', '6" wide', "6″ wide", '“from a counter 6"”'],
    "exponent": ["wide, 10", "102 at its edge", "10² at its edge", "10-2 at its edge"],
    "digit changed": [
        "Sales for fiscal 2031 came to $8.7 million",
        "up 15% from 2030",
        "18,200 were stored",
    ],
    "digits swapped": [
        "Sales for fiscal 2031 came to $6.8 million",
        "up 41% from 2030",
        "at 451",
        "收入增长了81%",
    ],
    "year or date changed": [
        "Sales for fiscal 2032",
        "bid of 9 July 2031",
        "bid of 8 June 2031",
        "bid of 9 June 2013",
    ],
    "unit changed": [
        "$8.6 billion",
        "€8.6 million",
        "8.6 million",
        "40 kW",
        "$1.3 million",
        "5 mg of salt",
    ],
    "unit case": ["3 MW in standby", "40 mW at full load", "40 mw", "5 KG of salt", "5 Kg of salt"],
    "percent and points": [
        "grew by 30 percent",
        "Fares rose 30 percentage points",
        "30 percentages",
    ],
    "negation dropped": [
        "The directors did accept the bid",
        "We can stop",
        "渡轮停运",
        "who came in 2029 and has retired",
    ],
    "negation added": [
        "The ferry may not sail on Sunday",
        "Energy bills did not fall",
        "Sales never came to $8.6 million",
    ],
    "bound changed": [
        "At most 25 looms were scrapped",
        "less than 7,200 bales",
        "25 looms at least were scrapped",
    ],
    "bound dropped": [
        "looms were scrapped; 7,200 bales left the yard",
        "25 looms were scrapped; 7,200 bales",
    ],
    "direction": [
        "Energy bills rose (chiefly in winter)",
        "down 14% from 2030",
        "Fares fell 30 percent",
        "left after noon",
    ],
    "name": ["Ada Quell", "said Eda Quill", "Tidewater port log", "Larkmoor Spinners"],
    "word": [
        "The directors did not reject the bid",
        "Nobody was killed when the crane fell",
        "a second hall closes in May",
    ],
    "plural": [
        "The director did not accept",
        "Nobody was hurt when the cranes fell",
        "The ferries may sail",
    ],
    "hedge dropped": [
        "The ferry will sail on Sunday",
        "The ferry sail on Sunday",
        "The pilot left before noon",
    ],
    "condition dropped": [
        "the council agrees, a second hall closes",
        "If the council agrees, a hall opens in May",
    ],
    "splice": [
        "Sales for fiscal 2031 fell (chiefly in winter)",
        "The directors did not accept 17,200",
        "The ferry may sail daily",
        "Nobody was hurt when the ferry sails daily",
        "Fares rose 30 percent, then left before noon",
    ],
    "elision hides a negation": [
        "The directors did ... accept the bid",
        "渡轮…停运",
        "Margins slid … 4.25",
        "The harbour master … retired",
        "The harbour master … likes the new quay",
    ],
    "elision hides a number": [
        "Sales for fiscal … up 14%",
        "Fares rose … 15 percent",
        "Energy bills fell … €1.3 million",
    ],
    "elision hides a direction": ["Nobody was hurt … on 2 April", "the ﬂoor area … by"],
    "elision hides a bound": ["looms were scrapped … 7,200 bales left the yard"],
    "elision over paragraphs": [
        "Larkmoor Weavers … Sales for fiscal",
        "opens in May … Weavers that spin",
    ],
    "elision out of order": [
        "up 14% … Sales for fiscal 2031",
        "worked through the winter … Weavers that spin",
    ],
    "elision joins clauses": [
        "Weavers that spin for export, and a few … by the gate",
        "The harbour master, who … likes",
    ],
    "fabricated": [
        "The union welcomed the offer",
        "Profits doubled overnight",
        "Revenue",
        "zebra",
        "工会表示欢迎",
        "Shares rallied on hopes of a deal",
    ],
    "truncated number": [
        "200 bales left the yard",
        "7,2",
        "200",
        "8",
        "6 million",
        "4.2",
        "031",
        "1",
        "25 from",
        "00 bales",
    ],
    "longer number": ["17,2001", "117,200", "115%", "4.255", "14.25", "7,200,000", "$48.6 million"],
    "sign": ["Margins slid by 5 points", "by +5 points", "-6%", "at -415"],
    "grouping": ["72,00 bales", "7200 bales", "7.200 bales", "720,0"],
    "superscript and fraction": [
        "at 102 times the cost",
        "at 10 times the cost",
        "sold 11/2 tonnes",
        "sold 1 tonnes",
        "sold 1.5 tonnes",
        "10",
    ],
    "percent sign": ["14", "up 14 from 2030", "18"],
    "part of a word": [
        "ales for fiscal",
        "Sales for fisc",
        "The direct",
        "can",
        "force was",
        "the work",
    ],
    "bracketed word": [
        "The directors did not [even] accept",
        "[Most] Sales for fiscal",
        "Nobody was [badly] hurt",
    ],
    "joined or parted words": [
        "Salesfor fiscal",
        "the wo rkforce",
        "long term manager",
        "Ti-dewell port",
    ],
    "accent": ["A cafe by the gate", "A cafè by the gate"],
    "marks": [
        "(chiefly in winter by 6%",
        "was steady at 415",
        "in May? Margins",
        "Fares rose 30 percent; then",
    ],
    "bidirectional override": ["up \u202e41%\u202c from", "\u202eup 14%"],
    "invisible characters": ["7,2\u200b00 bales", "4\u00ad15", "1\u200b4%", "20\u00ad31"],
}
