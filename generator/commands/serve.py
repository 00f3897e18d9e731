"""``wirecopy serve``: the desk in the browser."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from generator.commands.console import Console
from generator.config import find_desk, load_settings, load_user
from generator.editing.copydesk import Editor
from generator.errors import InputError
from generator.serve.room import Room, Tools
from generator.serve.server import Server
from generator.serve.watch import Watch
from generator.store.sqlite import Store


def serve(console: Console, desk: Path | None, *, host: str, port: int, remote: bool, by: str | None) -> None:
    """Serve the desk until the process is told to stop.

    Args:
        console: Says where; the requests are not logged.
        desk: The desk's folder, if one was named.
        host: The address to listen on; only this machine's unless ``remote``.
        port: The port.
        remote: Whether other machines may see and decide; nobody asks them for a name.
        by: Who decides in the browser; whom the system knows if not given.

    Raises:
        InputError: There is no desk or no data, or the address cannot be listened on.
    """
    settings = load_settings(find_desk(desk))
    if not settings.store.is_file():
        raise InputError(f"{settings.store}: no data yet; run `wirecopy import FILE…` or `wirecopy run --sample`")

    def write_anew(as_of: datetime, asset: str, editions: Sequence[str]) -> None:
        from generator.commands.write import written  # noqa: PLC0415 - pandas alone takes half a second

        # Read anew: the settings are one of the files that may have changed.
        now = load_settings(settings.desk)
        with Store.open(now.store) as store:
            for _ in written(now, store, as_of=as_of, asset=asset, editions=editions, at=console.clock()):
                pass

    # Not the console's chance, which is a time of day: nobody may guess this. It goes into no article.
    token = os.urandom(24).hex()
    editor = Editor(by=by or load_user(), at=console.clock())
    room = Room(
        settings=settings, clock=console.clock, by=editor.by, token=token, write_anew=write_anew,
        tools=Tools.open(settings),
    )  # fmt: skip
    # One command clears up after itself by ending; this one goes on for days.
    gc.enable()
    with Server(room, host=host, port=port, remote=remote, complain=console.warn) as server:
        _until_stopped(console, server, Watch(room))


def _until_stopped(console: Console, server: Server, watch: Watch) -> None:
    if server.guard.remote:
        console.warn("whoever reaches this address can approve articles, in your name")
    console.say(f"{server.address}  as {server.room.by}; stop with Ctrl-C")
    console.flush()
    watch.start()
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        console.say("stopped")
    finally:
        watch.stop()
        server.room.bell.close()
