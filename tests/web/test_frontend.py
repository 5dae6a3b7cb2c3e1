import base64
import hashlib
from pathlib import Path

import pytest
from reflex.utils import frontend_skeleton
from reflex_base.config import get_config

from coi_app.web import frontend

REFLEX_ENVIRONMENT = (
    """var e={PING:`http://localhost:8000/ping`,EVENT:"ws://localhost:8000/_event"};export{e as t};"""
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "coi_app" / "web").mkdir(parents=True)
    (tmp_path / "assets" / "external").mkdir(parents=True)
    (tmp_path / "reflex.lock").mkdir()
    for name in ("coi_app/web/page.py", "rxconfig.py", "requirements.lock", "reflex.lock/bun.lock"):
        (tmp_path / name).write_text("first")
    return tmp_path


@pytest.mark.parametrize(
    "name", ["coi_app/web/page.py", "assets/logo.svg", "rxconfig.py", "requirements.lock"]
)
def test_a_changed_source_asks_for_a_new_build(house: Path, name: str) -> None:
    before = frontend.fingerprint(house)
    (house / name).write_text("second")
    assert frontend.fingerprint(house) != before


@pytest.mark.parametrize("name", ["assets/external/link.js", "reflex.lock/package.json", "README.md"])
def test_what_the_build_writes_or_never_reads_does_not(house: Path, name: str) -> None:
    before = frontend.fingerprint(house)
    (house / name).write_text("second")
    assert frontend.fingerprint(house) == before


def test_a_renamed_source_asks_for_a_new_build(house: Path) -> None:
    before = frontend.fingerprint(house)
    (house / "coi_app/web/page.py").rename(house / "coi_app/web/panel.py")
    assert frontend.fingerprint(house) != before


def test_the_browser_talks_to_the_server_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    built = tmp_path / "assets" / "reflex-env-BVGF6eGS.js"
    built.write_text(REFLEX_ENVIRONMENT)
    frontend.SameOrigin().post_build(static_dir=tmp_path)
    assert "localhost" not in built.read_text()
    assert "EVENT:(globalThis.location?.origin+`/_event`)" in built.read_text()


def test_a_new_form_of_the_environment_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "reflex-env-BVGF6eGS.js").write_text("export {}")
    with pytest.raises(RuntimeError, match="changed its form"):
        frontend.SameOrigin().post_build(static_dir=tmp_path)


def test_the_libraries_come_in_one_file() -> None:
    written = frontend_skeleton._compile_vite_config(get_config())
    assert 'name: "libraries"' in frontend.in_few_files(written)


def test_a_new_form_of_the_bundlers_configuration_is_noticed() -> None:
    with pytest.raises(RuntimeError, match="changed its form"):
        frontend.in_few_files("export default {}")


def test_inline_scripts_of_all_pages_are_allowed_by_their_hash(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "index.html").write_text(
        '<script src="/a.js"></script><script type="module">run(\n1)</script>'
    )
    (tmp_path / "v" / "index.html").write_text("<script>run(\n1)</script><script></script>")
    digest = base64.b64encode(hashlib.sha256(b"run(\n1)").digest()).decode()
    assert frontend.script_hashes(tmp_path) == [f"sha256-{digest}"]
