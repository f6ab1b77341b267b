"""Annotated French clinical text, generated: templates filled from the gazetteers, then damaged as real pages are.

Everything is seeded. A document is (text, entities), entities as (start, end, label) with the labels PER, CITY, HOSP and
ADDR. Names are drawn half by frequency, half flat over the list, so that rare and foreign names count as much as Martin.
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import random
import re
import string
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from models.detector import layouts, templates, wards
from models.detector.gazetteers import Gazetteers

Entity = tuple[int, int, str]
NAMING = (*templates.NAMING, *layouts.NAMING, *wards.NAMING)
PROSE = (*templates.PROSE, *layouts.PROSE, *wards.PROSE)
NOBODY = (*templates.NOBODY, *layouts.NOBODY, *wards.NOBODY)
_SLOT = re.compile(r"\{(\w+)\}")
_ENTITY = {
    "P": "PER",
    "PF": "PER",
    "D": "PER",
    "F": "PER",
    "G": "PER",
    "I": "PER",
    "S": "PER",
    "V": "CITY",
    "H": "HOSP",
    "HB": "HOSP",
    "HC": "HOSP",
    "HL": "HOSP",
    "HN": "HOSP",
    "UN": "HOSP",
    "GR": "HOSP",
    "LD": "ADDR",
    "PL": "PER",
    "FL": "PER",
    "GL": "PER",
    "A": "ADDR",
}


class Weighted:
    """Draws half by count, half flat."""

    def __init__(self, pairs: Sequence[tuple[str, int]], flat: float = 0.5) -> None:
        self._names = [name for name, _ in pairs]
        self._sums = list(accumulate(count for _, count in pairs))
        self._flat = flat

    def draw(self, rng: random.Random) -> str:
        if rng.random() < self._flat:
            return rng.choice(self._names)
        return self._names[bisect(self._sums, rng.random() * self._sums[-1])]


def title(name: str) -> str:
    return re.sub(r"[^\W_]+", lambda m: m.group().capitalize(), name.lower())


def unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


class Generator:
    def __init__(self, gazetteers: Gazetteers, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - text for training, not a secret
        self.surnames = Weighted(gazetteers.surnames)
        self.given = Weighted(gazetteers.given, flat=0.25)
        self.given_counts = gazetteers.given
        self.towns = gazetteers.towns
        self.streets = gazetteers.streets
        self.words = gazetteers.words
        self.drugs = gazetteers.drugs
        self.diagnoses = gazetteers.diagnoses
        self.medical: list[str] = sorted(
            {word.lower() for text in gazetteers.diagnoses for word in re.findall(r"[^\W\d_]{4,}", text)}
        )
        self._scanned = False
        self._fill: dict[str, Callable[[], str]] = {
            "P": self.person,
            "PF": self.full,
            "D": self.doctor,
            "F": self.family,
            "G": self.first,
            "I": self.initialed,
            "S": self.signature,
            "V": self.town,
            "H": self.hospital,
            "HB": lambda: self.rng.choice(templates.FAMOUS) if self.rng.random() < 0.6 else self.hospital_name(),
            "HC": self.company,
            "HL": self.practice,
            "HN": self.own_name,
            "UN": self.unit,
            "GR": self.partners,
            "LD": self.spot,
            "PL": lambda: self.full().lower(),
            "FL": lambda: self.family().lower(),
            "GL": lambda: self.first().lower(),
            "A": self.address,
            "Z": self.zip,
            "T": self.phone,
            "E": self.mail,
            "N": self.number,
            "NIR": self.nir,
            "DATE": self.date,
            "BD": self.date,
            "AN": lambda: str(self.rng.randint(1960, 2026)),
            "HEURE": lambda: f"{self.rng.randint(0, 23)}h{self.rng.choice(['', '30', '15', '45'])}",
            "MED": self.drug,
            "MEDU": lambda: self.drug().upper(),
            "TRADE": self.trade,
            "MED2": lambda: self.drug().lower(),
            "DOSE": lambda: (
                f"{self.rng.choice([1, 2, 5, 10, 20, 25, 40, 50, 75, 80, 100, 150, 250, 500, 1000, '2,5', '7,5'])} {self.rng.choice(['mg', 'mg', 'mg', 'µg', 'g', 'UI', 'mg/j'])}"
            ),
            "DIS": lambda: self.diagnosis().lower(),
            "DISC": lambda: self.diagnosis().capitalize(),
            "DISU": lambda: self.diagnosis().upper(),
            "EPO": self.eponym,
            "W": self.word,
            "WC": lambda: self.word().capitalize(),
            "WU": lambda: self.word().upper(),
            "W2U": lambda: f"{self.rng.choice(['DE', 'DU', 'ET', 'DES', 'A'])} {self.word().upper()}",
            "LW": lambda: self.rng.choice(string.ascii_lowercase),
            "LWORD": lambda: unaccented(self.word()),
            "NUM": lambda: str(
                self.rng.choice(
                    [
                        self.rng.randint(0, 9),
                        self.rng.randint(10, 99),
                        self.rng.randint(100, 999),
                        f"{self.rng.randint(0, 99)},{self.rng.randint(0, 9)}",
                    ]
                )
            ),
            "UNIT": lambda: self.rng.choice(templates.UNITS),
            "SVC": lambda: (
                f"{self.rng.choice(['service de', 'unité de', 'Service de', 'Pôle'])} {self.rng.choice(templates.SPECIALTIES)}"
            ),
            "SPEC": lambda: self._cased(self.rng.choice(templates.SPECIALTIES), upper=0.1, lower=0.6),
            "SPEC2": lambda: self.rng.choice(templates.SPECIALTIES).capitalize(),
            "SPECU": lambda: self.rng.choice(templates.SPECIALTIES).upper(),
            "SPE": lambda: self.rng.choice(templates.DOCTORS),
            "ROLE": lambda: self.rng.choice(templates.ROLES),
            "KINB": lambda: self.rng.choice(templates.KIN),
            "ACR": lambda: (
                self.rng.choice(templates.ACRONYMS)
                if self.rng.random() < 0.7
                else "".join(self.rng.choices(string.ascii_uppercase, k=self.rng.randint(2, 5)))
            ),
            "JOUR": lambda: self.rng.choice("lun mar mer jeu ven sam dim Lundi Mardi jeudi".split()),
            "LET": lambda: self.rng.choice(string.ascii_uppercase),
            "INIT": lambda: self.rng.choice(string.ascii_uppercase) + self.rng.choice([".", ".", ""]),
            "SX": lambda: self.rng.choice("FMH"),
            "CIV": self.civility,
        }

    # --- people -----------------------------------------------------------------------------------------------

    def _cased(self, name: str, upper: float, lower: float) -> str:
        draw = self.rng.random()
        return name.upper() if draw < upper else name.lower() if draw < upper + lower else name

    def family(self) -> str:
        draw = self.rng.random()
        if draw < 0.05:
            # A name that is also a French word.
            name = unaccented(self.rng.choice(self.words)).upper()
            name = name if len(name) > 3 else self.surnames.draw(self.rng)
        elif draw < 0.09:
            name = self.invented()
        else:
            name = self.surnames.draw(self.rng)
        if self.rng.random() < 0.06:
            name = f"{name}-{self.surnames.draw(self.rng)}"
        if self.rng.random() < 0.03:
            name = f"{self.rng.choice(['DE', 'LE', 'DU', 'VAN', 'BEN', 'EL', 'DA', 'DI', 'DE LA', 'VON', 'AL'])} {name}"
        return name if self.rng.random() < 0.55 else title(name)

    def invented(self) -> str:
        """A name no list has: syllables, so that the shape and the place decide."""
        vowels = "aeiouy"
        return "".join(
            self.rng.choice("bcdfghjklmnprstvzbrcrdrfltrch") + self.rng.choice(vowels)
            for _ in range(self.rng.randint(2, 4))
        ).upper() + self.rng.choice(["", "N", "R", "SKI", "IAN", "OU", "EZ", "SSON", "X"])

    def first(self) -> str:
        name = self.given.draw(self.rng)
        if self.rng.random() < 0.08:
            name = f"{name}-{self.given.draw(self.rng)}"
        if self.rng.random() < 0.3:
            name = unaccented(name)
        return title(name) if self.rng.random() < 0.75 else name

    def _firsts(self) -> str:
        count = self.rng.choices([1, 2, 3, 4], weights=[70, 18, 9, 3])[0]
        names = [self.first() for _ in range(count)]
        if self.rng.random() < 0.5:
            names = [name.upper() for name in names] if self.rng.random() < 0.3 else [title(name) for name in names]
        return self.rng.choice([" ", " ", " ", ", "]).join(names) if count > 1 else names[0]

    def initials(self) -> str:
        a, b = self.rng.choice(string.ascii_uppercase), self.rng.choice(string.ascii_uppercase)
        return self.rng.choice(
            [
                f"{a}.",
                f"{a}.",
                f"{a}.",
                a,
                f"{a}.{b}.",
                f"{a}-{b}",
                f"{a}.-{b}.",
                f"{a}-{b}.",
                f"{a}.{b}",
                f"{a}{b}.",
                f"{a}{b.lower()}.",
                f"{a}. {b}.",
            ]
        )

    def initialed(self) -> str:
        gap = self.rng.choice([" ", " ", " ", ""])
        initials = self.initials()
        if gap == "" and not initials.endswith("."):
            gap = " "
        return f"{initials}{gap}{self.family()}" if self.rng.random() < 0.85 else f"{self.family()} {initials}"

    def full(self) -> str:
        family, firsts = self.family(), self._firsts()
        draw = self.rng.random()
        if draw < 0.44:
            return f"{firsts} {family}"
        if draw < 0.84:
            return f"{family} {firsts}"
        if draw < 0.88:
            return f"{family}, {firsts}"
        if draw < 0.91:
            return f"{family} {family} {firsts}"
        if draw < 0.93:
            return f"{family} {firsts}".lower()
        return self.initialed()

    def doctor(self) -> str:
        draw = self.rng.random()
        return self.full() if draw < 0.45 else self.initialed() if draw < 0.7 else self.family()

    def person(self) -> str:
        draw = self.rng.random()
        return self.full() if draw < 0.65 else self.initialed() if draw < 0.8 else self.family()

    def signature(self) -> str:
        return self.rng.choice([self.initialed, self.full, self.first])()

    def civility(self) -> str:
        return self.rng.choice(
            ["M.", "Mme", "M", "Mr", "Mr.", "Mme.", "Monsieur", "Madame", "Mlle", "MME", "M.", "Mme"]
        )

    # --- places -----------------------------------------------------------------------------------------------

    def town(self) -> str:
        big = "Paris Lyon Marseille Toulouse Nice Nantes Montpellier Strasbourg Bordeaux Lille Rennes Reims Toulon Grenoble Dijon Angers Nîmes Créteil Bobigny Clermont-Ferrand Le Mans Aix-en-Provence Brest Tours Amiens Limoges Metz Besançon Perpignan Orléans Rouen Caen Nancy Saint-Denis".replace(
            "Le Mans", "Mans"
        ).split()
        name = self.rng.choice(big) if self.rng.random() < 0.25 else self.rng.choice(self.towns)
        if self.rng.random() < 0.25:
            name = name.replace("-", " ")
        if self.rng.random() < 0.12:
            name = re.sub(r"\bSaint(e?)\b", r"St\1", name)
        if self.rng.random() < 0.06:
            name = re.sub(r"[- ]sur[- ]", self.rng.choice([" s/ ", " s/", "/", " sur ", " s/s "]), name)
        if self.rng.random() < 0.3:
            name = unaccented(name).upper()
        if self.rng.random() < 0.05:
            name += self.rng.choice(
                [" Cedex", " CEDEX", f" CEDEX {self.rng.randint(1, 20)}", f" {self.rng.randint(1, 20)}"]
            )
        return name

    def hospital_name(self) -> str:
        draw = self.rng.random()
        if draw < 0.3:
            return (
                self.rng.choice(["Saint", "Sainte", "St", "Ste"])
                + self.rng.choice([" ", "-"])
                + title(self.given.draw(self.rng))
            )
        if draw < 0.5:
            return title(f"{self.given.draw(self.rng)} {self.surnames.draw(self.rng)}")
        if draw < 0.75:
            return f"{self.rng.choice(['de', 'de', 'du', 'des', 'de la', 'les', 'Les', 'Le', 'La'])} {self.word().capitalize()}"
        return self.rng.choice(templates.FAMOUS)

    def hospital(self) -> str:
        if self.rng.random() < 0.15:
            head, word = self.rng.choice(templates.HOSPITAL_HEADS), self.word()
            name = (
                f"{head} {self.rng.choice(['de la', 'des', 'du', 'de', 'les', 'Les', 'La', 'Le'])} {word.capitalize()}"
                if self.rng.random() < 0.6
                else f"{head} {title(self.surnames.draw(self.rng))}"
            )
            if self.rng.random() < 0.3:
                name += self.rng.choice([" ", "-"]) + self.rng.choice([self.word().capitalize(), self.town()])
            return name.upper() if self.rng.random() < 0.4 else name
        opening = self.rng.choice(
            [
                "Hôpital",
                "Hôpital",
                "Hôpital",
                "hôpital",
                "Hopital",
                "HOPITAL",
                "CHU",
                "CHU",
                "CH",
                "CH de",
                "CHU de",
                "CHRU",
                "CHI",
                "Centre Hospitalier",
                "Centre hospitalier",
                "CENTRE HOSPITALIER DE",
                "Centre Hospitalier Universitaire de",
                "Clinique",
                "clinique",
                "Clinique du",
                "Polyclinique",
                "EHPAD",
                "EHPAD",
                "SSR",
                "Institut",
                "Groupe Hospitalier",
                "GH",
                "Maison de santé",
                "Maison de retraite",
                "Centre de santé",
                "Centre médical",
                "Pharmacie",
                "Laboratoire",
                "Cabinet médical",
                "Résidence",
                "Fondation",
                "HOP",
                "Hôpital privé",
                "Centre de rééducation",
                "Association Hospitalière",
                "Ambulances",
                "Mutuelle",
                "Imagerie",
                "HIA",
                "Centre de dialyse",
            ]
        )
        name = self.town() if opening.endswith((" de", " DE")) or self.rng.random() < 0.25 else self.hospital_name()
        if self.rng.random() < 0.2:
            name = name.upper()
        return f"{opening} {name}" if self.rng.random() < 0.92 else name

    def company(self) -> str:
        """A name that says nothing of what it is: "OXYVAL 77", "Biogolfe", "ARMOR-SOUFFLE"."""
        pick = self.rng.choice
        draw = self.rng.random()
        if draw < 0.5:
            name = pick(layouts.STEMS) + pick(layouts.ENDINGS)
        elif draw < 0.75:
            name = pick(layouts.STEMS) + pick(["-", "-", " ", ""]) + pick([self.word, self.town])().capitalize()
        else:
            name = pick([self.word().capitalize(), title(self.surnames.draw(self.rng)), pick(layouts.STEMS)])
            name += pick(["-", " "]) + pick([pick(layouts.ENDINGS), self.word()]).capitalize()
        name = name.upper() if self.rng.random() < 0.5 else name
        draw = self.rng.random()
        if draw < 0.15:
            kind = pick(
                ["Laboratoires", "LABORATOIRES", "Biologie", "Santé", "Médical", "Imagerie", "Assistance", "Group"]
            )
            return f"{name} {kind.upper() if name.isupper() else kind}"
        return f"{name} {self.rng.randint(1, 95)}" if draw < 0.25 else name

    def practice(self) -> str:
        """What it is and where: "Cabinet d'allergologie du Port-Lutin", "IMAGERIE DU PASSEUR"."""
        pick = self.rng.choice
        place = pick(layouts.PLACES)
        if self.rng.random() < 0.3:
            place += pick(["-", " "]) + pick([self.word().capitalize(), title(self.surnames.draw(self.rng))])
        draw = self.rng.random()
        if draw < 0.55:
            name = f"{pick(['du', 'du', 'de la', 'des', 'de', 'Le', 'Les', 'La', 'les'])} {place}"
        elif draw < 0.75:
            name = f"{pick(['de', '-', '', 'du'])} {self.town()}".replace("  ", " ").strip()
        elif draw < 0.88:
            name = title(f"{self.given.draw(self.rng)} {self.surnames.draw(self.rng)}")
        else:
            name = f'"{pick(["Les", "Le", "La"])} {place}"'
        text = f"{pick(layouts.PRACTICES)} {name}"
        return text.upper() if self.rng.random() < 0.35 else text

    def own_name(self) -> str:
        """What letters call an establishment once it is known: "Kervoal", "Les Tilleuls", "Sainte-Odile"."""
        pick = self.rng.choice
        draw = self.rng.random()
        if draw < 0.3:
            name = title(self.surnames.draw(self.rng))
        elif draw < 0.5:
            name = self.hospital_name()
        elif draw < 0.65:
            name = self.invented().capitalize()
        elif draw < 0.85:
            name = f"{pick(['Les', 'Le', 'La', 'Bel', 'Beau', 'Mon', 'Val', 'Clos', 'Haut'])} {pick(layouts.PLACES)}"
        else:
            name = self.company()
        return name.upper() if self.rng.random() < 0.15 else name

    def unit(self) -> str:
        """A ward, a building, a team: "unité Goéland", "Bâtiment Aulne", "CMPR LA HAUTE-FUTAIE"."""
        pick = self.rng.choice
        names: list[Callable[[], str]] = [
            lambda: self.word().capitalize(),
            lambda: title(self.surnames.draw(self.rng)),
            lambda: title(f"{self.given.draw(self.rng)} {self.surnames.draw(self.rng)}"),
            lambda: pick(layouts.PLACES),
            lambda: pick(wards.SPOTS),
            lambda: "Les " + self.word().capitalize() + "s",
            self.own_name,
        ]
        text = f"{pick(wards.UNITS)} {pick(names)()}"
        return text.upper() if self.rng.random() < 0.12 else text

    def partners(self) -> str:
        """ "DUMONTEIL - SIRIEIX & ASSOCIÉS"."""
        pick = self.rng.choice
        names = pick([" - ", " & ", ", ", " et ", "-"]).join(self.family() for _ in range(self.rng.randint(1, 3)))
        text = names + pick(["", " & Associés", " et associés", " & Cie", " ET ASSOCIÉS", " Associés", " & Fils"])
        return text.upper() if self.rng.random() < 0.4 else text

    def spot(self) -> str:
        """A place to live without a street: "lieu-dit Kergroas", "D923 au lieu-dit La Croix-Blanche"."""
        pick = self.rng.choice
        names: list[Callable[[], str]] = [
            lambda: pick(wards.SPOTS),
            lambda: f"{pick(['Ker', 'Tré', 'Puy', 'Mas ', 'La ', 'Le ', 'Les ', 'Pech'])}{self.invented().lower()}",
            lambda: f"{pick(wards.SPOTS)} de {self.town()}",
            self.town,
            lambda: title(self.surnames.draw(self.rng)),
        ]
        name = pick(names)()
        text = f"{pick(wards.SPOT_KINDS)} {name[0].upper()}{name[1:]}" if self.rng.random() < 0.75 else name
        if self.rng.random() < 0.08:
            text = f"{pick(['D', 'RD', 'N', 'RN'])}{self.rng.randint(1, 990)} {text}"
        if self.rng.random() < 0.15:
            text += (
                f"{pick([', ', ' '])}{pick(['bât', 'Bât.', 'bâtiment', 'appt', 'esc.', 'entrée'])} {pick('ABCD1234')}"
            )
        return text

    def address(self) -> str:
        number = str(self.rng.randint(1, 300)) + self.rng.choice(
            [""] * 8 + [" bis", "bis", " ter", ", ", "-" + str(self.rng.randint(3, 99))]
        )
        if self.rng.random() < 0.03:
            number = self.rng.choice(["un", "deux", "trois", "cinq", "sept", "dix", "douze", "vingt"])
        street = self.rng.choice(self.streets).replace("_", " ")
        if self.rng.random() < 0.35 or len(street) < 8:
            kind = self.rng.choice(
                [
                    "rue",
                    "rue",
                    "rue",
                    "avenue",
                    "av.",
                    "boulevard",
                    "bd",
                    "Bd",
                    "place",
                    "chemin",
                    "impasse",
                    "allée",
                    "route",
                    "quai",
                    "cours",
                    "Rue",
                    "AVENUE",
                    "RUE",
                    "square",
                ]
            )
            kinds: list[Callable[[], str]] = [
                lambda: f"de {self.town()}",
                lambda: f"du {self.word().capitalize()}",
                lambda: f"des {self.word().capitalize()}s",
                lambda: title(f"{self.given.draw(self.rng)} {self.surnames.draw(self.rng)}"),
                lambda: f"du Général {title(self.surnames.draw(self.rng))}",
                lambda: f"de la {self.word()}",
            ]
            what = self.rng.choice(kinds)()
            street = f"{kind} {what}"
        if self.rng.random() < 0.2:
            street = street.upper()
        text = f"{number.rstrip()} {street}" if self.rng.random() < 0.93 else street
        return text + (f", APPT {self.rng.randint(1, 400)}" if self.rng.random() < 0.03 else "")

    # --- figures ----------------------------------------------------------------------------------------------

    def _digits(self, count: int) -> str:
        return "".join(self.rng.choices(string.digits, k=count))

    def zip(self) -> str:
        code = f"{self.rng.randint(1, 97):02d}{self._digits(3)}"
        return code if self.rng.random() < 0.85 else f"{code[:2]} {code[2:]}"

    def phone(self) -> str:
        digits = "0" + self._digits(9)
        separator = self.rng.choice([" ", " ", ".", "-", ""])
        pairs = separator.join(digits[i : i + 2] for i in range(0, 10, 2))
        return self.rng.choice([pairs, pairs, pairs, "+33" + digits[1:], " ".join(digits)])

    def mail(self) -> str:
        return f"{unaccented(self.first()).lower().replace(' ', '')}{self.rng.choice(['.', '_', ''])}{unaccented(self.surnames.draw(self.rng)).lower().replace(' ', '')}@{unaccented(self.word())}.{self.rng.choice(['fr', 'com', 'org'])}"

    def number(self) -> str:
        return self._digits(self.rng.randint(7, 12))

    def nir(self) -> str:
        digits = self.rng.choice("12") + self._digits(12)
        return self.rng.choice(
            [
                digits,
                " ".join(digits),
                f"{digits[0]} {digits[1:3]} {digits[3:5]} {digits[5:7]} {digits[7:10]} {digits[10:]}",
            ]
        )

    def date(self) -> str:
        d, m, y = self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(1925, 2026)
        months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
        compact = f"{d:02d}{m:02d}{y}"
        return self.rng.choice(
            [
                f"{d:02d}/{m:02d}/{y}",
                f"{d:02d}/{m:02d}/{y}",
                f"{d:02d}/{m:02d}/{y % 100:02d}",
                f"{d} {months[m - 1]} {y}",
                f"{d:02d}-{m:02d}-{y}",
                f"{d:02d}.{m:02d}.{y}",
                " ".join(compact),
                f"{d:02d}/{m:02d}",
                f"{months[m - 1]} {y}",
                f"{d} {months[m - 1].upper()} {y}",
            ]
        )

    # --- nobody -----------------------------------------------------------------------------------------------

    def word(self) -> str:
        """Half from the diagnoses, whose words are those of the ward; half from the whole language."""
        return self.rng.choice(self.medical if self.rng.random() < 0.5 else self.words)

    def drug(self) -> str:
        draw = self.rng.random()
        if draw < 0.75:
            return self._cased(title(self.rng.choice(self.drugs)), upper=0.5, lower=0.2)
        stem = "".join(
            self.rng.choice("bcdfglmnprstvxz") + self.rng.choice("aeiouy") for _ in range(self.rng.randint(1, 3))
        )
        name = stem + self.rng.choice(
            [
                "mab",
                "ine",
                "ol",
                "xan",
                "pril",
                "sartan",
                "statine",
                "azole",
                "cilline",
                "tinib",
                "gliptine",
                "lukast",
                "dronate",
                "cycline",
                "parine",
                "vir",
                "pam",
                "zine",
                "fène",
                "trex",
                "dex",
                "lyx",
            ]
        )
        return self._cased(name.capitalize(), upper=0.4, lower=0.3)

    def trade(self) -> str:
        """A device or a suture, known or invented, so that the words around decide."""
        if self.rng.random() < 0.5:
            return self._cased(self.rng.choice(layouts.TRADES), upper=0.2, lower=0.0)
        return self._cased(self.rng.choice(layouts.STEMS) + self.rng.choice(layouts.ENDINGS), upper=0.3, lower=0.0)

    def eponym(self) -> str:
        """Any surname can name a sign or a drain: the words before it decide, not the list."""
        name = title(self.surnames.draw(self.rng)) if self.rng.random() < 0.4 else self.rng.choice(templates.EPONYMS)
        return self._cased(name, upper=0.1, lower=0.02)

    def diagnosis(self) -> str:
        return self.rng.choice(self.diagnoses)

    # --- lines and documents ----------------------------------------------------------------------------------

    def line(self, template: str) -> tuple[str, list[Entity]]:
        text, entities, position = "", [], 0
        for slot in _SLOT.finditer(template):
            text += template[position : slot.start()]
            filled = self._fill[slot[1]]()
            if slot[1] in _ENTITY and filled:
                entities.append((len(text), len(text) + len(filled), _ENTITY[slot[1]]))
            text += filled
            position = slot.end()
        text += template[position:]
        return self.damaged(text, entities, scanned=self._scanned)

    def damaged(self, text: str, entities: list[Entity], *, scanned: bool) -> tuple[str, list[Entity]]:
        """Sometimes in one case or without accents; when scanned, with the confusions of OCR."""
        draw = self.rng.random()
        if draw < 0.06:
            text = text.upper() if len(text.upper()) == len(text) else text
        elif draw < 0.10:
            folded = unaccented(text)
            text = folded if len(folded) == len(text) else text
        elif draw < 0.12:
            text = text.lower() if len(text.lower()) == len(text) else text
        if scanned:
            text, entities = self._read_as_rn(self._ocr(text), entities)
        return text, entities

    def _ocr(self, text: str) -> str:
        confusions = {
            "l": "1",
            "O": "0",
            "o": "0",
            "I": "l",
            "S": "5",
            "é": "e",
            "è": "e",
            "i": "l",
            "B": "8",
            "0": "O",
            "1": "l",
            "ê": "é",
            "E": "F",
        }
        return "".join(confusions.get(c, c) if self.rng.random() < 0.12 else c for c in text)

    def _read_as_rn(self, text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
        """Some m become rn: the offsets after move by one."""
        pieces, moved = [], list(entities)
        shift = 0
        for i, c in enumerate(text):
            if c == "m" and self.rng.random() < 0.25:
                pieces.append("rn")
                moved = [(a + (a > i + shift), b + (b > i + shift), label) for a, b, label in moved]
                shift += 1
            else:
                pieces.append(c)
        return "".join(pieces), moved

    def _prose(self) -> str:
        """A sentence of French words, so that no capital at a start and no rare word is a name by itself."""
        words = [
            self.word()
            if self.rng.random() < 0.6
            else self.rng.choice(
                [
                    "de",
                    "la",
                    "le",
                    "et",
                    "une",
                    "un",
                    "du",
                    "est",
                    "dans",
                    "avec",
                    "sans",
                    "pas",
                    "par",
                    "les",
                    "des",
                    "à",
                    "sur",
                    "au",
                    "en",
                    "pour",
                ]
            )
            for _ in range(self.rng.randint(3, 14))
        ]
        words[0] = words[0].capitalize()
        return " ".join(words) + self.rng.choice([".", ".", ".", " :", ";", ""])

    def document(self) -> tuple[str, list[Entity]]:
        self._scanned = self.rng.random() < 0.1
        style = self.rng.random()
        if style < 0.22:
            # A line alone, as extracts and fields give them.
            count, mix, joins = self.rng.randint(1, 3), (0.75, 0.15, 0.1), ["\n", " ", "\n"]
        elif style < 0.42:
            count, mix, joins = (
                self.rng.randint(4, 14),
                (0.6, 0.1, 0.3),
                ["\n", "\n", "\n", "   ", "     ", " | ", " - "],
            )
        elif style < 0.75:
            count, mix, joins = self.rng.randint(4, 14), (0.1, 0.35, 0.55), [" ", " ", "\n"]
        else:
            count, mix, joins = self.rng.randint(6, 18), (0.04, 0.06, 0.9), ["\n", "\n", " "]
        text, entities = "", []
        for _ in range(count):
            draw = self.rng.random()
            if draw < mix[0]:
                template = self.rng.choice(NAMING)
            elif draw < mix[0] + mix[1]:
                template = self.rng.choice(PROSE)
            else:
                template = self.rng.choice(NOBODY) if self.rng.random() < 0.75 else self._prose()
            line, found = self.line(template)
            if text:
                text += self.rng.choice(joins)
            entities += [(start + len(text), end + len(text), label) for start, end, label in found]
            text += line
        return text, entities

    def documents(self, count: int) -> Iterator[tuple[str, list[Entity]]]:
        for _ in range(count):
            yield self.document()
