"""The vehicle identification number: 17 signs of which one proves the others."""

CHECKED_FROM_YEAR = 1981  # before, makers numbered as they liked
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_VALUES |= {digit: int(digit) for digit in "0123456789"}


def check_sign(vin: str) -> str:
    """What the ninth of 17 signs has to be. Raises KeyError for a sign that no VIN has (I, O, Q)."""
    rest = sum(_VALUES[sign] * weight for sign, weight in zip(vin, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def vin_problem(vin: str, year: int | None) -> str:
    """A sentence about what is wrong with it, "" for nothing. Letters are capitals."""
    if not vin.isascii() or not vin.isalnum():
        return "Enter the VIN in letters and digits only, as on the registration."
    if year is not None and year < CHECKED_FROM_YEAR:
        return "" if 5 <= len(vin) <= 17 else "Enter the serial number of the vehicle, 5 to 17 signs."
    if len(vin) != 17:
        return f"Enter all 17 signs of the VIN; there are {len(vin)}."
    if not set(vin) <= _VALUES.keys():
        return "Check the VIN: it has no letter I, O or Q."
    if check_sign(vin) != vin[8]:
        return "Check the VIN: one of its signs is mistyped; its check digit does not fit."
    return ""
