"""A server that ran out of file descriptors: served again, or ended for its
supervisor to start it anew. It never hangs."""

import resource
import socket
import time
import unittest

import grpc

import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "google/rpc/error_details.proto",
    "google/rpc/status.proto")

# pylint: disable=wrong-import-position
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc

# What a server needs for itself, and some connections.
FILE_LIMIT = 64
CONNECTIONS = 300
FLOOD_SECONDS = 3
# sysexits' EX_SOFTWARE; a supervisor starts the server anew.
DEAD = 70
# Three probes in a row must miss: at most ten seconds each, and some to spare
# for a busy machine.
DEADLINE_SECONDS = 60


def limit_files():
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILE_LIMIT, FILE_LIMIT))


def flood(address):
    """Holds more connections than the server can have."""
    host, port = address.rsplit(":", 1)
    held = []
    end = time.monotonic() + FLOOD_SECONDS
    while time.monotonic() < end:
        while len(held) < CONNECTIONS:
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex((host, int(port)))
            held.append(one)
        time.sleep(0.1)
    for one in held:
        one.close()


def is_served(address):
    options = [("grpc.use_local_subchannel_pool", 1)]
    with grpc.insecure_channel(address, options=options) as channel:
        stub = check_service_pb2_grpc.CheckServiceStub(channel)
        try:
            stub.CheckReply(v1.CheckReplyRequest(reply="hello"), timeout=1)
        except grpc.RpcError:
            return False
    return True


class OutOfDescriptorsTest(unittest.TestCase):

    def test_the_process_serves_again_or_ends(self):
        with program.Server(preexec_fn=limit_files) as server:
            self.assertTrue(is_served(server.address))
            flood(server.address)
            flooded = time.monotonic()
            served = False
            while time.monotonic() < flooded + DEADLINE_SECONDS:
                if server.process.poll() is not None:
                    break
                served = is_served(server.address)
                if served:
                    break
                time.sleep(0.2)
            took = time.monotonic() - flooded
            code = server.process.poll()
        self.assertTrue(served or code == DEAD, f"exit code {code}")
        print(f"{'served again' if served else f'ended with {code}'} "
              f"{took:.1f} s after the flood")

    def test_a_server_that_is_well_stays(self):
        with program.Server() as server:
            time.sleep(12)  # two probes
            self.assertIsNone(server.process.poll())
            self.assertTrue(is_served(server.address))


if __name__ == "__main__":
    program.main()
