"""The page's own files: sent packed, and kept by the browser for as long as they are the same.

Their address carries a mark of what is in all of them. So a page that is opened again asks for one file instead of
fifty, and never mixes an old module with a new one. Nothing that people see or do in the room is among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
INDEX = "index.html"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
KEPT = "private, max-age=31536000, immutable"
"""What a browser may do with a file whose address has the mark of its contents."""
MARK_LENGTH = 16


@dataclass(frozen=True)
class _Edition:
    """All files as they are at one moment."""

    mark: str
    bodies: dict[str, bytes]


class PageFiles:
    """The files of one folder. Whoever changes one sees it when the page is loaded again."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder
        self._edition = self._read()

    def index(self) -> web.Response:
        """The page itself, which says under which mark its parts are. It is never kept."""
        self._edition = self._read()
        body = self._edition.bodies.get(INDEX)
        if body is None:
            raise web.HTTPNotFound
        return _answer(INDEX, body.replace(b'"static/', f'"static/{self._edition.mark}/'.encode()))

    def part(self, mark: str, name: str) -> web.Response:
        """One of the page's parts.

        Args:
            mark: of the edition that the page was loaded with.
            name: of the file.

        Raises:
            HTTPNotFound: there is no such file, or it is of another edition.
        """
        # Names are only looked up among those there are, so none can lead out of the folder.
        body = self._edition.bodies.get(name)
        if body is None or mark != self._edition.mark:
            raise web.HTTPNotFound
        response = _answer(name, body)
        response.headers["Cache-Control"] = KEPT
        return response

    def _read(self) -> _Edition:
        bodies = {
            path.name: path.read_bytes()
            for path in sorted(self._folder.iterdir())
            if path.suffix in TYPES and not path.name.startswith(".") and path.is_file()
        }
        of_all = sha256()
        for name, body in bodies.items():
            of_all.update(f"{name} {len(body)}\n".encode() + body)
        return _Edition(of_all.hexdigest()[:MARK_LENGTH], bodies)


def _answer(name: str, body: bytes) -> web.Response:
    kind = TYPES[Path(name).suffix]
    charset = "utf-8" if kind.startswith("text/") else None
    response = web.Response(body=body, content_type=kind, charset=charset)
    response.headers["Vary"] = "Accept-Encoding"
    response.enable_compression()
    return response
