"""Addresses that are put together, so that nothing of a setting or an answer leads elsewhere."""

from __future__ import annotations

import httpx

from generator.errors import InputError


def base_address(service: str, option: str, address: str) -> str:
    """Return a base address, if a key may be sent to it.

    Raises:
        InputError: It is neither https, nor http on this machine.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if not url.userinfo and not url.query and not url.fragment and url.host:
        here = url.host in {"127.0.0.1", "::1", "localhost"}
        if url.scheme == "https" or (url.scheme == "http" and here):
            return address.rstrip("/")
    raise InputError(
        f"wirecopy.toml: [newsletter.{service}] {option} must be https://…, since a key is sent there; mend it"
    )


def segment(text: str) -> str:
    """Return text as one segment of a path, whatever is in it."""
    kept = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=")
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in text.encode())
