"""A browser that stays open while the tests of a process show it pages."""

import json
import os
import select
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 180

needed = pytest.mark.skipif(PROGRAM is None, reason="chromium is not installed")


class Browser:
    """A browser with one page, told what to do over a pipe, by the protocol of its developers."""

    def __init__(self, folder: Path) -> None:
        heard, self._told = os.pipe()
        self._said, tells = os.pipe()
        # The browser listens at 3 and speaks at 4, whatever numbers the pipes have here.
        self._process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3</dev/fd/{heard} 4>/dev/fd/{tells}', "sh", str(PROGRAM),
             "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={folder}", "about:blank"],
            pass_fds=(heard, tells), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(heard)
        os.close(tells)
        self._rest, self._number, self._at = b"", 0, dict[str, str]()
        self._loaded = False
        page = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self._at = {"sessionId": session}
        self._ask("Page.enable")

    def show(self, page: Path, *, dark: bool = False) -> None:
        """Load the file and wait until it is laid out and its scripts ran."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme, still])
        self._loaded = False
        answer = self._ask("Page.navigate", url=page.as_uri())
        assert not answer.get("errorText"), answer
        while not self._loaded:
            self._next()

    def run(self, script: str) -> Any:
        """What the script comes to on the page that is shown."""
        answer = self._ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def close(self) -> None:
        """End it."""
        self._at = {}
        self._ask("Browser.close")
        os.close(self._told)
        os.close(self._said)
        self._process.wait(PATIENCE)

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        said = {"id": self._number, "method": method, "params": params, **self._at}
        left = json.dumps(said).encode() + b"\0"
        while left:
            left = left[os.write(self._told, left) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._said], [], [], PATIENCE)
            more = os.read(self._said, 1 << 16) if ready else b""
            if not more:
                self._process.kill()
                self._process.wait()
                raise EOFError("the browser says nothing")
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        said = dict(json.loads(message))
        self._loaded |= said.get("method") == "Page.loadEventFired"
        return said
