"""Who can reach the processes that `make run` starts."""

import socket

import pytest

from dev.environment import PORTS
from dev.stack import Stack


@pytest.mark.parametrize("process", PORTS)
def test_a_process_is_reached_at_the_address_of_bind_alone(stack: Stack, process: str) -> None:
    port = int(stack.environment[PORTS[process]])

    with socket.create_connection((stack.environment["BIND"], port), timeout=5):
        pass

    # Of this machine, too, and another address: who listens on all of them would answer.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)
