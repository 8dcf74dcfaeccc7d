"""Claims about sentences: honest ones in other words, and distorted ones of every kind.

Each row is a source (one or more sentences that a claim points at), claims that it bears, and
claims that it does not, with what is wrong in them. Written by hand; none was changed to suit
the checks.
"""

from __future__ import annotations

__all__ = ["DISTORTED", "HONEST", "ROWS"]

#: A source, honest claims, distorted ones with their kinds.
Row = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]

ROWS: tuple[Row, ...] = (
    (
        "Most of North Korea's arms plants run at 30 percent of capacity for want of raw materials"
        " and electricity.",
        (
            "Most North Korean arms plants are running at 30 percent of capacity.",
            "Most of the North's arms plants use only 30% of their capacity because raw materials"
            " and electricity are short.",
            "A lack of raw materials and electricity keeps most North Korean arms plants at 30"
            " percent of capacity.",
            "Thirty percent of capacity, for most arms plants in North Korea.",
        ),
        (
            ("number", "Most of North Korea's arms plants run at 13 percent of capacity."),
            (
                "number",
                "Most of North Korea's arms plants run at 30 percentage points of capacity.",
            ),
            ("name", "Most of South Korea's arms plants run at 30 percent of capacity."),
            ("name", "Most Zarechensk plants run at 30 percent of capacity."),
            ("number", "30 percent of North Korea's arms plants run at full capacity."),
            ("negation", "Most of North Korea's arms plants do not run at 30 percent of capacity."),
            ("extent", "All of North Korea's arms plants run at 30 percent of capacity."),
            ("invented", "The defence minister resigned over the scandal."),
        ),
    ),
    (
        "The works ran at 70 percent of capacity in June as a result, down from 92.5 percent in"
        " February.",
        (
            "The works ran at 70 percent of capacity in June.",
            "In February the works ran at 92.5 percent of capacity, in June at 70 percent.",
            "Capacity use at the works fell from 92.5 percent in February to 70 percent in June.",
        ),
        (
            ("swap", "The works ran at 92.5 percent of capacity in June."),
            ("swap", "The works ran at 92.5 percent in June, down from 70 percent in February."),
            ("direction", "The works ran at 70 percent of capacity in June, up from 92.5 percent."),
            ("date", "The works ran at 70 percent of capacity in May."),
            ("swap", "Use of capacity fell from 70 percent in February to 92.5 percent in June."),
        ),
    ),
    (
        "Karsholm handled 10,300 containers in May 2024, while Velmora handled 4,200.",
        (
            "Karsholm handled 10,300 containers in May 2024.",
            "Velmora handled 4,200 containers.",
            "In May 2024, 10,300 containers went through Karsholm and 4,200 through Velmora.",
        ),
        (
            ("swap", "Velmora handled 10,300 containers in May 2024."),
            ("swap", "Karsholm handled 4,200 containers."),
            ("name", "Tarnvik handled 10,300 containers in May 2024."),
            ("number", "Karsholm handled 10,030 containers in May 2024."),
            ("date", "Karsholm handled 10,300 containers in May 2023."),
            ("number", "Karsholm handled 10,300 ships in May 2024."),
        ),
    ),
    (
        "The flow of containers from Russia to North Korea looked 30 percent larger than the flow"
        " out, Shin said.",
        (
            "According to Shin, the container flow from Russia to North Korea looked 30 percent"
            " larger than the outward one.",
            "The return flow looked 30 percent larger, Shin said.",
        ),
        (
            (
                "direction",
                "The flow of containers from Russia looked 30 percent smaller, Shin said.",
            ),
            ("number", "The flow of containers looked 3.0 times larger than the flow out."),
            ("name", "The flow looked 30 percent larger than the flow out, Solheim said."),
        ),
    ),
    (
        "Hwasan Ordnance said its 2023 sales rose 30 percent, to ₩412.6 billion.",
        (
            "Hwasan Ordnance's sales grew by 30 percent in 2023.",
            "Sales at Hwasan Ordnance reached ₩412.6 billion in 2023.",
            "In 2023 Hwasan's sales were up 30 percent at 412.6 billion won.",
        ),
        (
            ("direction", "Hwasan Ordnance said its 2023 sales fell 30 percent."),
            ("date", "Hwasan Ordnance's sales rose 30 percent in 2022."),
            ("number", "Hwasan Ordnance's 2023 sales rose 30 percent, to $412.6 billion."),
            ("number", "Hwasan Ordnance's 2023 sales rose 30 percent, to ₩412.6 million."),
            ("name", "Brandal's 2023 sales rose 30 percent."),
            ("swap", "Hwasan's sales rose by ₩412.6 billion."),
        ),
    ),
    (
        "Pyongyang denies the trade. Moscow does not comment on it.",
        (
            "Pyongyang denies the trade.",
            "Moscow does not comment on the trade.",
            "Moscow won't comment on the trade, and Pyongyang denies it.",
        ),
        (
            ("negation", "Moscow comments on the trade."),
            ("direction", "Pyongyang confirms the trade."),
            ("name", "Beijing denies the trade."),
        ),
    ),
    (
        "A fire at the Zarechensk Mechanical Works, in Russia, killed two workers and hurt 24 last"
        " month and stopped its shell line for 12 days.",
        (
            "The fire killed two workers and injured 24.",
            "Two people died and 24 were hurt in the fire at the Zarechensk Mechanical Works.",
            "The shell line stood still for 12 days after the fire.",
        ),
        (
            ("swap", "The fire killed 24 workers and hurt two."),
            ("number", "The fire stopped the shell line for 21 days."),
            ("number", "The fire stopped the shell line for 12 weeks."),
            ("negation", "The fire did not stop the shell line."),
            ("negation", "Nobody was killed in the fire at the Zarechensk Mechanical Works."),
        ),
    ),
    (
        "Its cost has risen from $38.5 million to $41.2 million.",
        (
            "The cost rose from $38.5 million to $41.2 million.",
            "It now costs $41.2 million, up from $38.5 million.",
        ),
        (
            ("swap", "Its cost has risen from $41.2 million to $38.5 million."),
            ("direction", "Its cost has fallen from $38.5 million to $41.2 million."),
            ("number", "Its cost has risen to $41.2 billion."),
        ),
    ),
    (
        "Malligyong-1 went up on 21 November 2023 from the Sohae launch site, on a Chollima-1"
        " rocket. Two attempts had failed before it, in May and in August of the same year.",
        (
            "Malligyong-1 was launched from Sohae on 21 November 2023.",
            "A Chollima-1 rocket carried Malligyong-1.",
            "Two earlier attempts, in May and August 2023, had failed.",
        ),
        (
            ("date", "Malligyong-1 went up on 12 November 2023."),
            ("number", "Three attempts had failed before it."),
            ("name", "Malligyong-1 went up from the Vandenberg launch site."),
            ("negation", "Two attempts had not failed before it."),
            ("name", "Halden-2 went up on 21 November 2023."),
        ),
    ),
    (
        "The spy satellite that North Korea launched in November 2023 shows no sign of working.",
        (
            "North Korea's spy satellite shows no sign of working.",
            "There is no sign that the spy satellite launched in November 2023 works.",
        ),
        (
            ("negation", "North Korea's spy satellite shows signs of working."),
            (
                "date",
                "The spy satellite that North Korea launched in October 2023 shows no sign of"
                " working.",
            ),
        ),
    ),
    (
        "South Korea now estimates that North Korea has sent Russia about 10,000 containers of"
        " munitions. Defence Minister Shin Won-sik gave the new figure in an interview published on"
        " 14 June 2024, and he gave it as a minimum. In April he had put the total at about 6,700.",
        (
            "South Korea estimates that North Korea has sent Russia about 10,000 containers of"
            " munitions.",
            "Shin Won-sik put the total at about 6,700 in April.",
            "The estimate rose from about 6,700 containers in April to about 10,000.",
            "The figure of 10,000 was given as a minimum in an interview of 14 June 2024.",
        ),
        (
            ("swap", "In April Shin had put the total at about 10,000."),
            (
                "swap",
                "South Korea now estimates that North Korea has sent Russia about 6,700"
                " containers.",
            ),
            ("number", "North Korea has sent Russia about 100,000 containers of munitions."),
            ("direction", "The estimate fell from about 10,000 containers to about 6,700."),
            ("name", "Defence Minister Andrei Belousov gave the new figure."),
        ),
    ),
    (
        "Andrei Belousov took over from Sergei Shoigu in May 2024.",
        (
            "Andrei Belousov replaced Sergei Shoigu in May 2024.",
            "In May 2024 Andrei Belousov took over from Sergei Shoigu.",
        ),
        (
            ("date", "Andrei Belousov took over from Sergei Shoigu in March 2024."),
            ("name", "Shin Won-sik took over from Sergei Shoigu in May 2024."),
            ("swap", "Sergei Shoigu took over from Andrei Belousov in May 2024."),
        ),
    ),
    (
        "At Tarnvik, empties made up 12.5 percent of all boxes in March, a share 2.5 percentage"
        " points higher than in February.",
        (
            "Empties were 12.5 percent of all boxes at Tarnvik in March.",
            "The share of empties at Tarnvik was 2.5 percentage points higher than in February.",
        ),
        (
            ("swap", "Empties made up 2.5 percent of all boxes at Tarnvik in March."),
            ("number", "The share was 2.5 percent higher than in February."),
            ("direction", "The share was 2.5 percentage points lower than in February."),
            ("date", "Empties made up 12.5 percent of all boxes at Tarnvik in February."),
        ),
    ),
    (
        "The plants that make shells for Russia are running at full capacity.",
        (
            "Plants making shells for Russia run at full capacity.",
            "At the plants that make shells for Russia, capacity is fully used.",
        ),
        (
            ("number", "The plants that make shells for Russia are running at half capacity."),
            ("name", "The plants that make shells for Ukraine are running at full capacity."),
            (
                "negation",
                "The plants that make shells for Russia are not running at full capacity.",
            ),
        ),
    ),
    (
        "“We are not short of orders. We are short of chemists,” Sandmo told reporters in Oslo.",
        (
            "Sandmo said the company is short of chemists.",
            "Sandmo told reporters in Oslo that they are not short of orders.",
        ),
        (
            ("negation", "Sandmo said the company is short of orders."),
            ("negation", "Sandmo said they are not short of chemists."),
            ("name", "Yoon told reporters that they are short of chemists."),
        ),
    ),
    (
        "The board rejected the merger by nine votes to four on Tuesday.",
        (
            "The board turned the merger down on Tuesday, by nine votes to four.",
            "On Tuesday the merger was rejected by nine votes to four.",
        ),
        (
            ("direction", "The board approved the merger by nine votes to four on Tuesday."),
            ("swap", "The board rejected the merger by four votes to nine."),
            ("date", "The board rejected the merger by nine votes to four on Thursday."),
        ),
    ),
    (
        "At least 340 people were hired in the second quarter, more than in any quarter of 2022.",
        (
            "At least 340 people were hired in the second quarter.",
            "Hiring reached 340 or more in the second quarter.",
        ),
        (
            ("number", "At least 430 people were hired in the second quarter."),
            ("number", "At most 340 people were hired in the second quarter."),
            ("date", "At least 340 people were hired in the third quarter."),
            ("direction", "At least 340 people were fired in the second quarter."),
        ),
    ),
    (
        "Without a permit, no vessel may enter the basin between 22:00 and 06:00.",
        (
            "No vessel may enter the basin without a permit between 22:00 and 06:00.",
            "Vessels without a permit may not enter the basin between 22:00 and 06:00.",
        ),
        (
            ("number", "Without a permit, no vessel may enter the basin between 20:00 and 06:00."),
            ("negation", "Any vessel may enter the basin between 22:00 and 06:00."),
        ),
    ),
    (
        "Emissions fell by 4 percent in 2021 and rose by 6 percent in 2022.",
        (
            "Emissions fell 4 percent in 2021.",
            "In 2022 emissions rose by 6 percent, after falling 4 percent in 2021.",
        ),
        (
            ("swap", "Emissions rose by 4 percent in 2021."),
            ("swap", "Emissions fell by 6 percent in 2021."),
            ("swap", "Emissions rose by 6 percent in 2021."),
            ("direction", "Emissions fell by 6 percent in 2022."),
        ),
    ),
    (
        "The museum was founded in 1907 by Clara Holm and reopened in 1987 after a fire.",
        (
            "Clara Holm founded the museum in 1907.",
            "After a fire, the museum reopened in 1987.",
        ),
        (
            ("swap", "The museum was founded in 1987."),
            ("swap", "The museum reopened in 1907 after a fire."),
            ("name", "Ilse Holm founded the museum in 1907."),
            ("direction", "The museum closed in 1987 after a fire."),
        ),
    ),
)

#: A claim with its source.
HONEST = [(claim, source) for source, honest, _ in ROWS for claim in honest]
#: A claim with its source and what is wrong in it.
DISTORTED = [(claim, source, kind) for source, _, bad in ROWS for kind, claim in bad]
