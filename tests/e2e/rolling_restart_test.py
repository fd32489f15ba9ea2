"""Two servers behind one client: restarts and a sudden death lose no call."""

import json
import os
import signal
import threading
import time
import unittest

import grpc

import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "google/rpc/status.proto")

# pylint: disable=wrong-import-position
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc

CLIENTS = program.SOURCE / "clients"
SERVICE_CONFIG = json.loads((CLIENTS / "service_config.json").read_text())
CHANNEL_ARGUMENTS = json.loads((CLIENTS / "channel_arguments.json").read_text())

# Long enough for a client's health checks to see NOT_SERVING.
DRAIN = "500ms"
CALLERS = 8
CALL_TIMEOUT = 20
# The whole of a test; a busy machine needs a part of it.
MAX_SECONDS = 400
# WANYAN_ROLLING_CALLS=50000 is what is promised; each restart is under load in
# any case.
CALLS = int(os.environ.get("WANYAN_ROLLING_CALLS", "50000"))
RESTARTS = 10
REPLIES = ["您好，请问有什么可以帮您？", "抱歉，这个我没办法。",
           "好的，我马上帮您查询一下订单的进度，请您稍等。"]


class Replica:
    """A server that comes back at the same ports."""

    def __init__(self):
        self._ports = {}
        self._start()

    def _start(self):
        self._server = program.Server(
            program.PHRASEBOOKS, "--drain", DRAIN, *self._ports)
        self._server.__enter__()
        self.address = self._server.address
        self._ports = ["--listen", self._server.address,
                       "--http-listen", self._server.http_address]

    def restart(self, with_signal=signal.SIGTERM):
        """Returns what the old process ended with."""
        code = self.stop(with_signal)
        self._start()
        return code

    def stop(self, with_signal=signal.SIGTERM):
        return self._server.stop(with_signal)


class Load:
    """Callers in threads, each with its next call as soon as it has an answer."""

    def __init__(self, channel):
        self._check = check_service_pb2_grpc.CheckServiceStub(channel).CheckReply
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.calls = 0
        self.failures = []
        self._threads = [
            threading.Thread(target=self._run) for _ in range(CALLERS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *unused):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self):
        request_number = 0
        while not self._stop.is_set():
            reply = REPLIES[request_number % len(REPLIES)]
            request_number += 1
            failure = None
            try:
                self._check(v1.CheckReplyRequest(reply=reply),
                            timeout=CALL_TIMEOUT, wait_for_ready=False)
            except grpc.RpcError as error:
                failure = f"{error.code()}: {error.details()}"
            with self._lock:
                self.calls += 1
                if failure:
                    self.failures.append(failure)

    def wait_for(self, calls, until):
        while self.calls < calls and time.monotonic() < until:
            time.sleep(0.05)


def open_channel(replicas, with_retries):
    config = json.loads(json.dumps(SERVICE_CONFIG))
    arguments = dict(CHANNEL_ARGUMENTS)
    if not with_retries:
        for method in config["methodConfig"]:
            method.pop("retryPolicy")
        arguments["grpc.enable_retries"] = 0
    arguments["grpc.service_config"] = json.dumps(config)
    addresses = ",".join(replica.address for replica in replicas)
    return grpc.insecure_channel(f"ipv4:{addresses}", options=arguments.items())


class RollingRestartTest(unittest.TestCase):

    def setUp(self):
        self.until = time.monotonic() + MAX_SECONDS
        self.replicas = [Replica(), Replica()]
        for replica in self.replicas:
            self.addCleanup(replica.stop)

    def test_restarts_lose_no_call(self):
        with open_channel(self.replicas, with_retries=False) as channel:
            grpc.channel_ready_future(channel).result(timeout=CALL_TIMEOUT)
            with Load(channel) as load:
                for restart in range(RESTARTS):
                    load.wait_for(load.calls + CALLS // (2 * RESTARTS),
                                  self.until)
                    code = self.replicas[restart % 2].restart()
                    self.assertEqual(code, 0)
                    # The client needs a moment to connect to it again.
                    time.sleep(1)
                load.wait_for(CALLS, self.until)
        print(f"{RESTARTS} restarts, {load.calls} calls, "
              f"{len(load.failures)} failed", flush=True)
        self.assertEqual(load.failures, [])
        self.assertGreaterEqual(load.calls, CALLS)

    def test_a_sudden_death_loses_no_call_that_may_be_retried(self):
        with open_channel(self.replicas, with_retries=True) as channel:
            grpc.channel_ready_future(channel).result(timeout=CALL_TIMEOUT)
            with Load(channel) as load:
                for death in range(4):
                    load.wait_for(load.calls + 500, self.until)
                    code = self.replicas[death % 2].restart(signal.SIGKILL)
                    self.assertEqual(code, -signal.SIGKILL)
                    time.sleep(1)
                load.wait_for(load.calls + 500, self.until)
        print(f"4 deaths, {load.calls} calls, {len(load.failures)} failed",
              flush=True)
        self.assertEqual(load.failures, [])


class DrainTest(unittest.TestCase):

    def test_a_server_that_drains_still_answers_and_ends_with_0(self):
        with program.Server(program.PHRASEBOOKS, "--drain", "30s") as server, \
                grpc.insecure_channel(server.address) as channel:
            check = check_service_pb2_grpc.CheckServiceStub(channel).CheckReply
            request = v1.CheckReplyRequest(reply="您好。")
            check(request, timeout=CALL_TIMEOUT)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.2)
            check(request, timeout=CALL_TIMEOUT)
            # A second signal does not wait for the balancers.
            self.assertEqual(server.stop(), 0)

    def test_an_interrupt_does_not_wait(self):
        began = time.monotonic()
        with program.Server(program.PHRASEBOOKS, "--drain", "60s") as server:
            self.assertEqual(server.stop(signal.SIGINT), 0)
        self.assertLess(time.monotonic() - began, 50)


if __name__ == "__main__":
    program.main()
