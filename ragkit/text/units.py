"""Units and currencies as they are written in running text.

Factors are exact by definition of the unit. Units that are one thing here and
another there (ton, gallon) are dimensions of their own, so that they equal
only themselves: `docs/decisions/0007-quantities.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["PERCENT", "UNITLESS", "Unit", "currency", "find_unit", "unit_named"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; a value in base units of its dimension is `(value + offset) * factor`."""

    name: str
    dimension: str
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)

    def to_base(self, value: Fraction) -> Fraction:
        """The value in the base unit of the dimension."""
        return (value + self.offset) * self.factor


UNITLESS = Unit("", "count")
PERCENT = Unit("percent", "percent")

# dimension, factor, symbols (as they stand; the first is the name), words (any case).
_TABLE = """
length     | 1           | m                 | metre metres meter meters
length     | 1000        | km                | kilometre kilometres kilometer kilometers
length     | 1/100       | cm                | centimetre centimetres centimeter centimeters
length     | 1/1000      | mm                | millimetre millimetres millimeter millimeters
length     | 1/1000000   | µm μm             | micrometre micrometres micron microns
length     | 1/1000000000| nm                | nanometre nanometres nanometer nanometers
length     | 0.0254      | inch              | inch inches
length     | 0.3048      | ft                | foot feet
length     | 0.9144      | yd                | yard yards
length     | 1609.344    | mi                | mile miles
length     | 1852        | nmi               |
area       | 1           | m² m2 sqm         |
area       | 1000000     | km² km2 sqkm      |
area       | 10000       | ha                | hectare hectares
area       | 4046.8564224| acre              | acre acres
area       | 0.09290304  | ft² sqft          |
area       | 2589988.110336 | mi²            |
volume     | 1           | m³ m3             |
volume     | 1/1000      | l L               | litre litres liter liters
volume     | 1/1000000   | ml mL             | millilitre millilitres milliliter milliliters
gallon     | 1           | gal               | gallon gallons
mass       | 1           | kg                | kilogram kilograms kilogramme kilogrammes kilo kilos
mass       | 1/1000      | g                 | gram grams gramme grammes
mass       | 1/1000000   | mg                | milligram milligrams
mass       | 1/1000000000| µg μg mcg         | microgram micrograms
mass       | 1000        | t                 | tonne tonnes
mass       | 0.45359237  | lb lbs            | pound pounds
mass       | 0.028349523125 | oz             | ounce ounces
ton        | 1           | ton               | ton tons
duration   | 1           | s                 | second seconds sec secs
duration   | 1/1000      | ms                | millisecond milliseconds
duration   | 60          | min               | minute minutes mins
duration   | 3600        | h hr hrs          | hour hours
duration   | 86400       | day               | day days
duration   | 604800      | week              | week weeks
duration   | 1209600     | fortnight         | fortnight fortnights
months     | 1           | month             | month months
months     | 12          | year              | year years yr yrs
months     | 120         | decade            | decade decades
months     | 1200        | century           | century centuries
speed      | 1           | m/s               |
speed      | 5/18        | km/h kmh kph      |
speed      | 0.44704     | mph mi/h          |
speed      | 463/900     | kn                | knot knots
energy     | 1           | J                 | joule joules
energy     | 1000        | kJ                | kilojoule kilojoules
energy     | 1000000     | MJ                | megajoule megajoules
energy     | 1000000000  | GJ                | gigajoule gigajoules
energy     | 3600        | Wh                |
energy     | 3600000     | kWh               |
energy     | 3600000000  | MWh               |
energy     | 3600000000000 | GWh             |
energy     | 3600000000000000 | TWh          |
power      | 1           | W                 | watt watts
power      | 1/1000      | mW                | milliwatt milliwatts
power      | 1000        | kW                | kilowatt kilowatts
power      | 1000000     | MW                | megawatt megawatts
power      | 1000000000  | GW                | gigawatt gigawatts
horsepower | 1           | hp                | horsepower
voltage    | 1           | V                 | volt volts
voltage    | 1000        | kV                | kilovolt kilovolts
frequency  | 1           | Hz                | hertz
frequency  | 1000        | kHz               | kilohertz
frequency  | 1000000     | MHz               | megahertz
frequency  | 1000000000  | GHz               | gigahertz
pressure   | 1           | Pa                | pascal pascals
pressure   | 100         | hPa mbar          | millibar millibars
pressure   | 1000        | kPa               |
pressure   | 1000000     | MPa               |
pressure   | 100000      | bar               |
psi        | 1           | psi               |
data       | 1           | byte              | byte bytes
data       | 1000        | kB KB             | kilobyte kilobytes
data       | 1000000     | MB                | megabyte megabytes
data       | 1000000000  | GB                | gigabyte gigabytes
data       | 1000000000000 | TB              | terabyte terabytes
data       | 1000000000000000 | PB           | petabyte petabytes
decibel    | 1           | dB                | decibel decibels
ppm        | 1           | ppm               |
degree     | 1           | °                 | degree degrees
percent    | 1           | percent % pct ％   | percent percents
percent    | 1/10        | ‰                 |
points     | 1           | pp                |
points     | 1/100       | bp bps            |
"""
_TEMPERATURES = {
    "C": Unit("°C", "temperature", Fraction(1), Fraction("273.15")),
    "F": Unit("°F", "temperature", Fraction(5, 9), Fraction("459.67")),
    "K": Unit("K", "temperature"),
}
# Words that stand in one unit, longest first where one starts another.
_PHRASES = {
    ("per", "cent"): "percent",
    ("per", "-", "cent"): "percent",
    ("percentage", "points"): "pp",
    ("percentage", "point"): "pp",
    ("percent", "points"): "pp",
    ("basis", "points"): "bp",
    ("basis", "point"): "bp",
    ("nautical", "miles"): "nmi",
    ("nautical", "mile"): "nmi",
    ("metric", "tons"): "t",
    ("metric", "ton"): "t",
    ("metric", "tonnes"): "t",
    ("sq", "m"): "m²",
    ("sq", "km"): "km²",
    ("sq", "ft"): "ft²",
    ("kilometres", "per", "hour"): "km/h",
    ("kilometers", "per", "hour"): "km/h",
    ("miles", "per", "hour"): "mph",
    ("metres", "per", "second"): "m/s",
    ("meters", "per", "second"): "m/s",
    ("km", "/", "h"): "km/h",
    ("m", "/", "s"): "m/s",
    ("cubic", "metres"): "m³",
    ("cubic", "meters"): "m³",
    ("cubic", "metre"): "m³",
    ("cubic", "meter"): "m³",
    ("square", "metres"): "m²",
    ("square", "meters"): "m²",
    ("square", "metre"): "m²",
    ("square", "meter"): "m²",
    ("square", "kilometres"): "km²",
    ("square", "kilometers"): "km²",
    ("square", "kilometre"): "km²",
    ("square", "kilometer"): "km²",
    ("square", "feet"): "ft²",
    ("square", "foot"): "ft²",
    ("square", "miles"): "mi²",
    ("square", "mile"): "mi²",
    ("degrees", "celsius"): "°C",
    ("degrees", "centigrade"): "°C",
    ("degrees", "c"): "°C",
    ("degrees", "fahrenheit"): "°F",
    ("degrees", "f"): "°F",
}

_SIGNS = dict(
    pair.split(":")
    for pair in "$:USD US$:USD AU$:AUD A$:AUD CA$:CAD C$:CAD HK$:HKD NZ$:NZD S$:SGD NT$:TWD R$:BRL"
    " €:EUR £:GBP ¥:yen/yuan ₩:KRW ₹:INR ₽:RUB ₺:TRY ₴:UAH ₪:ILS ฿:THB ₫:VND ₱:PHP ₦:NGN".split()
)
_CODES = frozenset(
    """USD EUR GBP JPY CNY RMB KRW INR RUB TRY UAH ILS THB VND PHP NGN AUD CAD HKD NZD SGD TWD BRL
    CHF NOK SEK DKK ISK PLN CZK HUF RON BGN ZAR MXN ARS CLP COP PEN EGP KES SAR AED QAR KWD MYR
    IDR PKR BDT KZT GEL""".split()
)
# A currency's word, without which nation's it is where several have it.
_WORDS = dict(
    pair.split(":")
    for pair in """dollar:USD dollars:USD euro:EUR euros:EUR yen:JPY yuan:CNY renminbi:CNY
    rouble:RUB roubles:RUB ruble:RUB rubles:RUB rupee:rupee rupees:rupee franc:franc francs:franc
    krone:krone kroner:krone krona:krona kronor:krona peso:peso pesos:peso lira:TRY liras:TRY
    hryvnia:UAH hryvnias:UAH zloty:PLN zlotys:PLN shekel:ILS shekels:ILS dirham:dirham
    dirhams:dirham riyal:riyal riyals:riyal rand:ZAR baht:THB dong:VND naira:NGN reais:BRL
    ringgit:MYR rupiah:IDR forint:HUF forints:HUF""".split()
)
_NATIONAL = {
    tuple(key.split("_")): code
    for key, code in (
        pair.split(":")
        for pair in """us_dollar:USD u.s._dollar:USD american_dollar:USD australian_dollar:AUD
        canadian_dollar:CAD singapore_dollar:SGD taiwan_dollar:TWD indian_rupee:INR
        pakistani_rupee:PKR swiss_franc:CHF norwegian_krone:NOK norwegian_kroner:NOK
        danish_krone:DKK danish_kroner:DKK swedish_krona:SEK swedish_kronor:SEK mexican_peso:MXN
        philippine_peso:PHP argentine_peso:ARS chilean_peso:CLP colombian_peso:COP saudi_riyal:SAR
        emirati_dirham:AED japanese_yen:JPY chinese_yuan:CNY russian_rouble:RUB russian_ruble:RUB
        korean_won:KRW british_pound:GBP egyptian_pound:EGP turkish_lira:TRY""".split()
    )
}
_CENT = Fraction(1, 100)
_SMALL = {"cent": "USD", "cents": "USD", "pence": "GBP", "kopecks": "RUB"}


def _read_table() -> tuple[dict[str, Unit], dict[str, Unit]]:
    symbols: dict[str, Unit] = {}
    words: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        dimension, factor, signs, spelled = (cell.strip() for cell in line.split("|"))
        unit = Unit(signs.split()[0], dimension, Fraction(factor))
        symbols.update(dict.fromkeys(signs.split(), unit))
        words.update(dict.fromkeys(spelled.split(), unit))
    for letter, unit in _TEMPERATURES.items():
        symbols[unit.name] = symbols[f"° {letter}"] = unit
    return symbols, words


_SYMBOLS, _SPELLED = _read_table()
_LONGEST_PHRASE = 3


def unit_named(name: str) -> Unit:
    """The unit with this canonical name, or the currency; a unit of its own if unknown.

    Args:
        name: what `Quantity.unit` holds.
    """
    if not name:
        return UNITLESS
    return _SYMBOLS.get(name) or Unit(name, "money")


def find_unit(texts: tuple[str, ...], *, glued: bool) -> tuple[Unit, int] | None:
    """The unit that the words after a number start with.

    Args:
        texts: the next few words as they are written.
        glued: whether the first stands right behind the number, or behind a
            hyphen: a lone letter that is a word otherwise counts only so.

    Returns:
        The unit and how many of the words it takes, or None.
    """
    lowers = tuple(text.lower() for text in texts)
    for length in range(_LONGEST_PHRASE, 1, -1):
        name = _PHRASES.get(lowers[:length])
        if name:
            return _SYMBOLS[name], length
    first = texts[0]
    if first in _TEMPERATURES and (first != "K" or not glued):
        return _TEMPERATURES[first], 1
    if glued and first == "s":  # the 1990s, a pair of 20s
        return None
    unit = _SYMBOLS.get(first) or _SPELLED.get(lowers[0])
    return (unit, 1) if unit else None


def currency(texts: tuple[str, ...], *, scaled: bool = False) -> tuple[Unit, int] | None:
    """The currency that the words beside a number start with.

    Args:
        texts: the next few words as they are written, or a sign such as "US$".
        scaled: whether "million" or the like came before: then "won" is no
            verb and "pounds" are no weight.

    Returns:
        The currency as a unit and how many of the words it takes, or None.
    """
    first, lowers = texts[0], tuple(text.lower() for text in texts)
    code = _SIGNS.get(first) or (first if first in _CODES else None)
    if code:
        return Unit("CNY" if code == "RMB" else code, "money"), 1
    for skipped in range(3):  # "South Korean won", "New Taiwan dollars"
        nation = lowers[skipped : skipped + 2]
        name = nation and _NATIONAL.get((nation[0], nation[-1].removesuffix("s")))
        if name:
            return Unit(name, "money"), skipped + 2
        if skipped >= len(lowers) or lowers[skipped] not in {"south", "new"}:
            break
    if lowers[0] in {"pound", "pounds"} and (scaled or lowers[1:2] == ("sterling",)):
        return Unit("GBP", "money"), 1 + (lowers[1:2] == ("sterling",))
    if lowers[0] == "won" and scaled:
        return Unit("KRW", "money"), 1
    if lowers[0] in _SMALL:
        return Unit(_SMALL[lowers[0]], "money", _CENT), 1
    return (Unit(_WORDS[lowers[0]], "money"), 1) if lowers[0] in _WORDS else None
