"""Ports for servers that tests start on this machine."""

import socket

HOST = "127.0.0.1"


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
