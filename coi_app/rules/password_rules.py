"""Which passwords are good enough: long, and not one that everybody tries first. No composition rules."""

from collections.abc import Iterable, Iterator

from coi_app.rules.errors import InvalidInput
from coi_app.rules.names import folded

MIN_LENGTH = 12
MAX_LENGTH = 128
FEWEST_DIFFERENT = 5  # characters
SHORTEST_NAME = 3  # letters; shorter names are in too many good passwords
GUESSED_WORDS = 2  # so many common words in a row are tried; four are a good sentence
UNGUESSABLE = 99

# Words that people put together and lengthen with digits and signs when twelve characters are asked for.
_LIST = """
    123 abc access account admin administrator agency agent alpha amanda america andrea andrew angel
    anthony april arsenal ashley august austin autumn baby bailey banana barcelona baseball basketball
    batman battery bear beautiful bigdaddy blue boston broker bronco business buster butterfly california
    captain carrier cat certificate certs chance changeme charlie cheese chelsea chicken chocolate claim
    claims coffee coi company computer contractor cookie correct correcthorsebatterystaple corvette cowboy
    cowboys daniel david december default demo diamond dog dragon eagle eagles email enter extreme falcon
    february ferrari flower football forever freedom friday friend gateway george ginger golden google
    guest guitar hammer hannah happy harley heather hello hockey holder home horse hunter iceman iloveyou
    insurance insured internet jackson january jasmine jennifer jessica jesus jordan joseph joshua july
    june justin killer king klaster lakers letmein liability liverpool login london love lovely lucky
    maggie manager march marina marlboro martin master matrix matthew maverick may mercedes merlin michael
    michelle mickey midnight miller mobile monday money monkey monster morgan mother mustang my mypass
    nascar nathan new nicholas nicole november october office oliver orange pass passphrase passw0rd
    password passwort patrick peanut pepper phoenix please policy portal prince princess purple qazwsx
    qwerty rabbit rachel raiders rainbow ranger rangers red robert root samantha samsung saturday scooter
    secret secure security september service shadow silver smokey snoopy soccer spider spring staff staple
    starwars steelers steven summer sunday sunshine super superman support sweet system taylor temp
    temporary tennis test tester testing the thomas thunder thursday tigger trustno trustnoone tuesday
    underwriter user victoria viking wednesday welcome whatever william winner winter wizard work xxx
    yankees yellow your zxcvbn
"""
COMMON_WORDS = frozenset(_LIST.split())
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "01234567890123456789",
)
RUNS = (*_ROWS, *(row[::-1] for row in _ROWS))
RUN = 4  # characters in a row of a run are one piece
_LOOKALIKES = str.maketrans("@4031!$57", "aaoeiisst")


def problem_with(password: str, *, email: str = "", names: Iterable[str] = ()) -> str:
    """What to do about this password; "" when it is fine. `names`: the person's and the agency's."""
    if len(password) < MIN_LENGTH:
        return f"Choose a password of at least {MIN_LENGTH} characters. A short sentence is easy to keep."
    if len(password) > MAX_LENGTH:
        return f"Choose a password of at most {MAX_LENGTH} characters."
    if len(set(password.casefold())) < FEWEST_DIFFERENT or _repeats(password.casefold()):
        return "Choose a password with less repetition."
    if (
        folded(password).replace(" ", "") in COMMON_WORDS
        or _fewest_words(password, frozenset()) <= GUESSED_WORDS
    ):
        return "This password is easy to guess. Choose another, such as a short sentence."
    if _fewest_words(password, _own_words([email.partition("@")[0], *names])) <= GUESSED_WORDS:
        return "Choose a password without your name, your e-mail address or your agency's name."
    return ""


def require_good(
    password: str, *, email: str = "", names: Iterable[str] = (), field: str = "password"
) -> None:
    """Raise InvalidInput for that field unless the password is good."""
    if problem := problem_with(password, email=email, names=names):
        raise InvalidInput({field: problem})


def _repeats(password: str) -> bool:
    """A short piece said again and again: "abc1abc1abc1"."""
    return any(
        password == (password[:length] * len(password))[: len(password)]
        for length in range(1, len(password) // 3 + 1)
    )


def _own_words(names: Iterable[str]) -> frozenset[str]:
    """Each name as one word, and each word of it."""
    words = {word for name in names for word in (folded(name).replace(" ", ""), *folded(name).split())}
    return frozenset(word for word in words if len(word) >= SHORTEST_NAME and not word.isdigit())


def _fewest_words(password: str, own: frozenset[str]) -> int:
    """Into how few guessable words the password falls; digits, signs and own words cost nothing.

    A letter that belongs to no word or keyboard run makes it more than anybody would guess.
    """
    typed = password.casefold()
    meant = typed.translate(_LOOKALIKES)
    cost = [0] + [UNGUESSABLE] * len(typed)
    for at in range(len(typed)):
        for length, price in _pieces(typed, meant, at, own):
            cost[at + length] = min(cost[at + length], cost[at] + price)
    return cost[-1]


def _pieces(typed: str, meant: str, at: int, own: frozenset[str]) -> Iterator[tuple[int, int]]:
    """(length, price) of what can be read at a place."""
    if not typed[at].isalpha():
        yield 1, 0
    for word in own:
        if typed.startswith(word, at) or meant.startswith(word, at):
            yield len(word), 0
    for word in COMMON_WORDS:
        if typed.startswith(word, at) or meant.startswith(word, at):
            yield len(word), 1
    for length in range(RUN, len(typed) - at + 1):
        if not any(typed[at : at + length] in run for run in RUNS):
            break
        yield length, 1
