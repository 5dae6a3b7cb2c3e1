"""What Reflex asks of the application. Settings of our own are in coi_app/settings.py."""

import reflex as rx
from reflex.constants import StateManagerMode

from coi_app import settings
from coi_app.web import frontend, http_headers
from coi_app.web.shared import theme

_settings = settings.current()

config = rx.Config(
    app_name="coi_app",
    cors_allowed_origins=http_headers.allowed_origins(_settings),
    state_manager_mode=StateManagerMode.REDIS if _settings.redis_url else StateManagerMode.MEMORY,
    redis_url=_settings.redis_url or None,
    telemetry_enabled=False,
    frontend_compression_formats=["brotli", "gzip"],
    show_built_with_reflex=False,
    plugins=[theme.OwnColors(theme=theme.radix_theme()), frontend.SameOrigin(), frontend.FewFiles()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
