"""Windows of people who signed in, and what stands in anybody's way on their pages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

AXE = Axe()
# Best practices too. The result has the violations only, not every node that passed.
EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"]}
COLORS = ("color-contrast", "link-in-text-block")
BUT_COLORS = EVERY_RULE | {"rules": {rule: {"enabled": False} for rule in COLORS}}
OF_COLORS = EVERY_RULE | {"runOnly": {"type": "rule", "values": list(COLORS)}}
# What stands before a page while that cannot be used. Its colors are judged, those of the page when it stands alone.
IN_FRONT = "[role=dialog], [role=alertdialog], [role=menu]"
# A theme changes colors and nothing else: in light every rule judges, in dark those of colors.
VIEWS = (("light", 1280), ("light", 390), ("dark", 390), ("dark", 1280))
AT_HOME = "Needs you"
# Without transitions a page is at once where it would end, and that is judged. A message stays as long as it stays.
STILL = """() => {
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important; animation-duration: 0s !important }');
    document.adoptedStyleSheets.push(still);
}"""
AS_IT_WAS = "() => { document.adoptedStyleSheets.pop(); }"
DRAWN = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
)
# Judges with the rows taken out that are drawn as one before them is: the same elements with the same classes and
# states. What is judged takes as long as the page has elements. A row with the focus stays, or would lose it.
JUDGED_APART = """async (where, rules) => {
    const told = /^(id|href|title|name|value|for|src|alt|datetime|aria-label|aria-labelledby|aria-describedby)$/;
    const drawn = node => node.tagName + [...node.attributes].filter(one => !told.test(one.name))
        .map(one => `${one.name}=${one.value}`).join();
    const seen = new Set();
    const isAlike = row => {
        const look = [row, ...row.querySelectorAll('*')].map(drawn).join('/');
        return seen.has(look) || !seen.add(look);
    };
    const backs = [...document.querySelectorAll('tbody tr, li')].filter(isAlike)
        .filter(row => !row.contains(document.activeElement)).map(row => {
            const place = document.createComment('');
            row.replaceWith(place);
            return () => place.replaceWith(row);
        });
    try { return await axe.run(where, rules); } finally { backs.forEach(back => back()); }
}"""
JUDGED = "(where, rules) => axe.run(where, rules)"
WINDOW = {"width": 1280, "height": 900}
Enter = Callable[..., Page]


@dataclass
class Doorkeeper:
    """A browser's profile for each person, where they sign in once; every test gets new windows in it."""

    browser: Browser
    address: str
    credentials: Callable[[str], tuple[str, str]]
    _profiles: dict[str, BrowserContext] = field(default_factory=dict)

    @contextmanager
    def windows(self) -> Iterator[Enter]:
        """`enter("agent")` opens an empty window of that person, who has signed in; the test says where it goes. With
        further arguments, which go to the browser's context, it is a profile and a session of its own. Fails when the
        browser complained."""
        pages: list[Page] = []
        complaints: list[str] = []

        def enter(role: str, **options: Any) -> Page:
            page = self._profile(role, options).new_page()
            pages.append(page)
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(error.message))
            return page

        yield enter
        for page in pages:
            page.close()
        assert complaints == []

    def _profile(self, role: str, options: dict[str, Any]) -> BrowserContext:
        if options or role not in self._profiles:
            given = {"viewport": WINDOW, "reduced_motion": "reduce", **options}
            made = self.browser.new_context(base_url=self.address, **given)
            made.new_page().goto("/ping")  # keeps the one process that all windows of this profile share
            open_session(made, *self.credentials(role))
            return made if options else self._profiles.setdefault(role, made)
        return self._profiles[role]


def open_session(context: BrowserContext, email: str, password: str) -> None:
    """What the page of `sign_in` sends, without two pages being loaded."""
    form = {"email": email, "password": password, "next": "/"}
    assert context.request.post("/auth/sign-in", form=form, max_redirects=0).status == 303


def sign_in(page: Page, email: str, password: str) -> None:
    """Fill the form that the page shows."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def barriers(page: Page, views: Sequence[tuple[str, int]] = VIEWS) -> list[str]:
    """What stands in somebody's way on the page as it is now, by every rule axe has: in light and dark, on a desk and
    on a phone, or in other `views`. The window is then as it was."""
    size, found = page.viewport_size or WINDOW, []
    page.evaluate(STILL)
    for scheme, width in views:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        expect(page.locator(f"html.{scheme} .radix-themes.{scheme}").first).to_be_attached()
        expect(page.locator(f".radix-themes.{'dark' if scheme == 'light' else 'light'}")).to_have_count(0)
        page.evaluate(DRAWN)
        found += [f"{scheme} {width}: {one}" for one in _barriers_here(page, scheme, width)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
    page.evaluate(AS_IT_WAS)
    return found


def _barriers_here(page: Page, scheme: str, width: int) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    in_front, whole = page.locator(IN_FRONT), page.locator("html")
    # Colors are the dearest to judge: rows that are drawn alike have the same.
    found = _violations(in_front.last if in_front.count() else whole, OF_COLORS, JUDGED_APART)
    if scheme == "light":
        found += _violations(whole, _but_colors(page), JUDGED)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{wide} pixels wide"] if wide > width else [])


def _but_colors(page: Page) -> dict[str, Any]:
    # An open menu floats over the page and is in none of its landmarks: so ARIA's pattern has it.
    floats = {"region": {"enabled": False}} if page.get_by_role("menu").count() else {}
    return BUT_COLORS | {"rules": BUT_COLORS["rules"] | floats}


def _violations(where: Locator, rules: dict[str, Any], judge: str) -> list[str]:
    found = where.evaluate(judge, rules)["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
