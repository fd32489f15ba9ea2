"""A server for tests of the client kits: it answers as each reply tells it to.

A reply is a JSON object, all of it optional:

    {"id": "a",             names the reply; attempts are counted for it
     "statuses": [14, 0],   the gRPC code of each attempt; the last one stands
                            for all that follow; default: [0]
     "verdict": 99,         the verdict's number where the code is 0; default: 1
     "severity": 99,        adds a finding of this severity
     "delay_ms": 50,        how long an attempt takes
     "pushback_ms": 30,     sent with errors; null: none
     "only_alone": true,    in a batch with others, RESOURCE_EXHAUSTED
     "no_batch": true}      in any batch, RESOURCE_EXHAUSTED

An answer tells what came: `decision_id`, or an error's message, is
"attempt 2 of a", and `revision` the value of the metadata `authorization`. Its
locale is the number of the batch's items, "3 items"; outside a batch "alone".

usage: fake_server.py [--listen HOST:PORT] [--health STATUS] [--tls DIR]

STATUS is SERVING (the default), NOT_SERVING or NONE, which leaves the health
service out. --tls makes certificates in DIR: ca.pem, client.pem and
client-key.pem; clients have to show theirs. It prints "listening on HOST:PORT
(gRPC)" and ends at SIGTERM, or by itself after ten minutes.
"""

import argparse
import collections
import json
import pathlib
import signal
import subprocess
import sys
import threading
import time
from concurrent import futures

try:
    import grpc
except ImportError as error:
    print(f"{error}; install python3-grpcio", file=sys.stderr)
    sys.exit(77)  # what ctest takes for "skipped"

import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "google/rpc/status.proto", "health.proto")

# pylint: disable=wrong-import-position
import health_pb2
import health_pb2_grpc
from google.rpc import status_pb2
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc

LIFETIME_SECONDS = 600
# Each channel's watch of the health takes one for as long as it lives.
THREADS = 64
CODES = {code.value[0]: code for code in grpc.StatusCode}


class Attempts:
    """Counts the calls for each reply."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counts = collections.Counter()

    def next(self, reply_id):
        with self._lock:
            self._counts[reply_id] += 1
            return self._counts[reply_id]


class FakeCheckService(check_service_pb2_grpc.CheckServiceServicer):

    def __init__(self):
        self._attempts = Attempts()

    def CheckReply(self, request, context):
        script = json.loads(request.reply)
        code, message = self._attempt(script)
        wait(script, context)
        if code:
            fail(script, code, message, context)
        return answer(script, message, context)

    def BatchCheckReplies(self, request, context):
        scripts = [json.loads(each.reply) for each in request.requests]
        results = [self._result(script, len(scripts), context)
                   for script in scripts]
        for script in scripts:
            wait(script, context)
        return v1.BatchCheckRepliesResponse(results=results)

    def _attempt(self, script):
        """The code of this attempt, and how it calls itself."""
        reply_id = script.get("id", "")
        attempt = self._attempts.next(reply_id)
        statuses = script.get("statuses", [0])
        code = statuses[min(attempt, len(statuses)) - 1]
        return code, f"attempt {attempt} of {reply_id}"

    def _result(self, script, batch_size, context):
        code, message = self._attempt(script)
        if script.get("no_batch") or (
                script.get("only_alone") and batch_size > 1):
            code = grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]
        if code:
            error = status_pb2.Status(code=code, message=message)
            return v1.BatchCheckReplyResult(error=error)
        response = answer(script, message, context)
        response.locale = f"{batch_size} items"
        return v1.BatchCheckReplyResult(response=response)


def wait(script, context):
    """Takes the script's time, or as long as the caller waits."""
    end = time.monotonic() + script.get("delay_ms", 0) / 1000
    while context.is_active() and time.monotonic() < end:
        time.sleep(0.005)


def fail(script, code, message, context):
    pushback = script.get("pushback_ms")
    if pushback is not None:
        context.set_trailing_metadata(
            [("grpc-retry-pushback-ms", str(pushback))])
    context.abort(CODES[code], message)


def answer(script, message, context):
    metadata = dict(context.invocation_metadata())
    response = v1.CheckReplyResponse(
        verdict=script.get("verdict", v1.VERDICT_ALLOW), decision_id=message,
        locale="alone", unchecked_reason=script.get("unchecked_reason", ""),
        revision=metadata.get("authorization", ""))
    if "severity" in script:
        response.findings.add(severity=script["severity"])
    return response


class FakeHealth(health_pb2_grpc.HealthServicer):

    def __init__(self, status):
        self._answer = health_pb2.HealthCheckResponse(status=status)

    def Check(self, request, context):
        return self._answer

    def Watch(self, request, context):
        yield self._answer
        ended = threading.Event()
        context.add_callback(ended.set)
        ended.wait(LIFETIME_SECONDS)


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True,
                   capture_output=True, timeout=60)


def make_certificates(folder):
    """ca.pem, and server.pem and client.pem signed by it, with their keys."""
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
               "-nodes")
    openssl(folder, "req", "-x509", *new_key, "-days", "2", "-subj", "/CN=ca",
            "-keyout", "ca-key.pem", "-out", "ca.pem")
    (folder / "extensions").write_text(
        "subjectAltName = DNS:localhost, IP:127.0.0.1\n", encoding="utf-8")
    for name in ("server", "client"):
        openssl(folder, "req", *new_key, "-subj", f"/CN={name}",
                "-keyout", f"{name}-key.pem", "-out", f"{name}.csr")
        openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-days", "2",
                "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial",
                "-extfile", "extensions", "-out", f"{name}.pem")


def server_credentials(folder):
    make_certificates(folder)
    return grpc.ssl_server_credentials(
        [((folder / "server-key.pem").read_bytes(),
          (folder / "server.pem").read_bytes())],
        root_certificates=(folder / "ca.pem").read_bytes(),
        require_client_auth=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description="A server for tests")
    parser.add_argument("--listen", default="127.0.0.1:0")
    parser.add_argument("--health", default="SERVING",
                        choices=["SERVING", "NOT_SERVING", "NONE"])
    parser.add_argument("--tls", type=pathlib.Path, metavar="DIR")
    return parser.parse_args()


def main():
    options = parse_arguments()
    server = grpc.server(futures.ThreadPoolExecutor(THREADS),
                         options=[("grpc.so_reuseport", 0)])
    check_service_pb2_grpc.add_CheckServiceServicer_to_server(
        FakeCheckService(), server)
    if options.health != "NONE":
        health_pb2_grpc.add_HealthServicer_to_server(
            FakeHealth(health_pb2.HealthCheckResponse.ServingStatus.Value(
                options.health)), server)
    if options.tls:
        port = server.add_secure_port(options.listen,
                                      server_credentials(options.tls))
    else:
        port = server.add_insecure_port(options.listen)
    # Leaves by the way that takes the stubs' folder away.
    signal.signal(signal.SIGTERM, lambda *unused: sys.exit())
    server.start()
    host = options.listen.rpartition(":")[0]
    print(f"listening on {host}:{port} (gRPC)", flush=True)
    try:
        server.wait_for_termination(timeout=LIFETIME_SECONDS)
    finally:
        server.stop(grace=None).wait()


if __name__ == "__main__":
    main()
