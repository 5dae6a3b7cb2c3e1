"""Names of people who do not exist."""

FIRST_NAMES: tuple[str, ...] = (
    "Adela", "Amir", "Bea", "Bryn", "Caleb", "Carmen", "Dana", "Davit", "Elena", "Elias", "Farah", "Finn",
    "Greta", "Hanh", "Hugo", "Imani", "Ines", "Jonas", "June", "Kai", "Keiko", "Lena", "Luis", "Mara",
    "Mateo", "Nadia", "Noel", "Odessa", "Omar", "Petra", "Quinn", "Rafael", "Rosa", "Saul", "Sinead", "Tessa",
    "Theo", "Uma", "Viktor", "Wendell", "Yara", "Zane",
)  # fmt: skip
LAST_NAMES: tuple[str, ...] = (
    "Abernethy", "Aldana", "Ashgrove", "Bellweather", "Birchall", "Castellane", "Corrigan", "Dunmore",
    "Eastlake", "Fairbourne", "Gallardo", "Hartsfield", "Holloway", "Ibarra", "Jessop", "Kovalenko",
    "Larkmoor", "Lindqvist", "Marchetti", "Nakashima", "Oakhurst", "Okonjo", "Pemberly", "Quintrell",
    "Ravensworth", "Saltmarsh", "Tamayo", "Thornbury", "Underhill", "Varga", "Whitfield", "Yarrow",
)  # fmt: skip
TITLES: tuple[str, ...] = (
    "Owner", "Office manager", "Controller", "Project manager", "Safety director", "Operations manager",
    "Bookkeeper", "General manager",
)  # fmt: skip
