"""Nothing leaves the machine: with the network taken away, a run does the same."""

from __future__ import annotations

import pytest

from pipeline import shipped

BLOCK = """
import socket

class Blocked(socket.socket):
    def _refuse(self, *_):
        if self.family != getattr(socket, "AF_UNIX", None):
            raise SystemExit("NETWORK: a connection was tried")
        return None

    connect = connect_ex = sendto = sendmsg = _refuse  # bind stays: libraries try ::1 to learn whether there is IPv6

def refuse(*_, **__):
    raise SystemExit("NETWORK: a name was looked up")

socket.socket = socket.SocketType = Blocked
for name in ("create_connection", "getaddrinfo", "gethostbyname", "gethostbyaddr", "gethostbyname_ex"):
    setattr(socket, name, refuse)
"""


@pytest.fixture
def offline(tmp_path):
    """An environment in which every Python process refuses to speak to a network."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    return site


@pytest.mark.slow
def test_a_run_without_network_gives_the_same(tmp_path, offline, rodedraad, demo_run, delivered, path_before):
    out = tmp_path / "out"
    done = rodedraad("run", shipped.demo(), "--out", out, "--quiet", environment=path_before(offline))
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    assert delivered(out) == delivered(demo_run.out)


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    ],
)
def test_the_block_would_notice(offline, python, path_before, code):
    done = python("-c", f"try:\n    {code}\nexcept OSError:\n    pass", environment=path_before(offline))
    assert done.returncode == 1
    assert "NETWORK" in done.stderr
