"""The entry: the application, its pages, its HTTP routes, the job engine and the bell. Nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx

from coi_app import settings
from coi_app.adapters import logs
from coi_app.jobs import engine
from coi_app.web import gate, http, mishaps, pages, readers
from coi_app.web.agency.bell import ringing
from coi_app.web.shared import theme


@asynccontextmanager
async def jobs() -> AsyncIterator[None]:
    """The only web process runs the jobs itself; with Redis there are several, and `coi worker` runs them."""
    logs.configure()  # under `make dev`, and where processes are not forked, no command has done it before
    if settings.current().redis_url:
        yield
        return
    await asyncio.to_thread(engine.start, "web")
    yield
    await asyncio.to_thread(engine.stop)


app = rx.App(
    stylesheets=theme.STYLESHEETS,
    head_components=theme.head_components(),
    html_lang="en",
    toaster=None,
    app_wraps={},
    api_transformer=http.application(),
    backend_exception_handler=mishaps.on_backend_error,
)
app.add_middleware(gate.Gate())
app.register_lifespan_task(jobs)
app.register_lifespan_task(readers.serve)
app.register_lifespan_task(ringing.ring)
pages.add_to(app)
