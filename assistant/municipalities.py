"""Danish municipalities and neighbouring countries, so that an answer about one place is not given for another."""

import re

# The 98 municipalities of Denmark, the island that Dragør lies on, and neighbouring countries.
_MUNICIPALITIES = """
albertslund allerød assens ballerup billund bornholm brøndby brønderslev dragør egedal esbjerg fanø favrskov
faxe fredensborg fredericia frederiksberg frederikshavn frederikssund furesø faaborg-midtfyn gentofte gladsaxe
glostrup greve gribskov guldborgsund haderslev halsnæs hedensted helsingør herlev herning hillerød hjørring
holbæk holstebro horsens hvidovre høje-taastrup hørsholm ikast-brande ishøj jammerbugt kalundborg kerteminde
kolding køge københavn langeland lejre lemvig lolland lyngby-taarbæk læsø mariagerfjord middelfart morsø
norddjurs nordfyn nyborg næstved odder odense odsherred randers rebild ringkøbing-skjern ringsted roskilde
rudersdal rødovre samsø silkeborg skanderborg skive slagelse solrød sorø stevns struer svendborg syddjurs
sønderborg thisted tønder tårnby vallensbæk varde vejen vejle vesthimmerland viborg vordingborg ærø aabenraa
aalborg aarhus amager sverige norge tyskland finland
""".split()
_PLACE = re.compile(rf"\b({'|'.join(map(re.escape, _MUNICIPALITIES))})s?\b", re.IGNORECASE)


_EVERYDAY_WORDS = frozenset("vejen greve skive struer odder lejre varde faxe".split())
"""Municipalities whose names are everyday words as well; they count only when capitalised inside a sentence."""


def places_in(text: str) -> tuple[str, ...]:
    """Returns the municipalities and neighbouring countries that ``text`` names, without genitive s, in order."""
    found: list[str] = []
    for match in _PLACE.finditer(text):
        word = match[1]
        inside = match.start() > 0 and text[: match.start()].rstrip()[-1:] not in (".", "?", "!")
        if word.lower() not in _EVERYDAY_WORDS or (word[0].isupper() and inside):
            found.append(word)
    return tuple(dict.fromkeys(found))
