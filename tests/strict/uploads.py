"""Files that people give to commands. They lie beside Discord's API, at addresses that are signed and expire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .shapes import Json

VALID = timedelta(days=1)
"""How long an address can be used. Discord says that it expires, and in the address when; not after how long."""
PATH = "/attachments/{rest:.*}"


class Uploads:
    """What was given, by its path."""

    def __init__(self) -> None:
        self.origin = ""
        self.fetched: list[str] = []
        """The names of those that were asked for."""
        self.faults: list[int] = []
        """With which statuses the next requests are answered; 0 cuts the line."""
        self._files: dict[str, bytes] = {}

    def keep(self, xid: int, name: str, data: bytes, now: datetime) -> Json:
        """Keep a file. Returns what Discord tells of it.

        Source: Discord's docs, Message > Attachment Object; Reference > Signed Attachment CDN URLs: `ex` is when the
        address expires and `is` when it was made, both in hexadecimal, `hm` the signature.
        """
        path = f"/attachments/1/{xid}/{name}"
        self._files[path] = data
        made, ends = int(now.timestamp()), int((now + VALID).timestamp())
        url = f"http://{self.origin}{path}?ex={ends:x}&is={made:x}&hm={xid:064x}&"
        told = {"id": str(xid), "filename": name, "size": len(data), "url": url, "proxy_url": url}
        return {**told, "content_type": "text/plain; charset=utf-8", "ephemeral": True}

    def fetch(self, path: str, query: dict[str, str], now: datetime) -> tuple[int, bytes]:
        """What is answered at that address: 404 for what is not there, is not signed, or has expired."""
        self.fetched.append(path.rpartition("/")[2])
        if self.faults:
            return self.faults.pop(0), b""
        ends = datetime.fromtimestamp(int(query.get("ex", "0"), 16), UTC)
        xid = path.split("/")[3]
        if path not in self._files or query.get("hm") != f"{int(xid):064x}" or ends <= now:
            return 404, b"This content is no longer available."
        return 200, self._files[path]
