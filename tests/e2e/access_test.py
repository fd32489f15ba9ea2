"""Who may call: TLS, mutual TLS, certificates that change, bearer tokens."""

import os
import pathlib
import re
import shutil
import socket
import ssl
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

import grpc

import certificates
import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "google/rpc/error_details.proto",
    "google/rpc/status.proto", "health.proto")

# pylint: disable=wrong-import-position
import health_pb2
import health_pb2_grpc
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc

TIMEOUT = 20
# How soon a change of a file must be seen.
RELOAD_SECONDS = 10
REPLY = "这个我没办法。"


def check(channel, metadata=()):
    """The code of one call."""
    stub = check_service_pb2_grpc.CheckServiceStub(channel)
    try:
        stub.CheckReply(v1.CheckReplyRequest(reply=REPLY), timeout=TIMEOUT,
                        metadata=metadata)
    except grpc.RpcError as error:
        return error.code()
    return grpc.StatusCode.OK


def dial(address, authority, client=(None, None)):
    """A connection of its own: nothing is shared with others."""
    certificate, key = client
    credentials = grpc.ssl_channel_credentials(
        authority, key and key.read_bytes(),
        certificate and certificate.read_bytes())
    return grpc.secure_channel(
        address, credentials, options=[("grpc.use_local_subchannel_pool", 1)])


def call(address, *arguments):
    with dial(address, *arguments) as channel:
        return check(channel)


def fetch(url, authority=None, client=None, headers=None, body=None):
    """The HTTP status of one request; None where there is no connection."""
    context = None
    if authority:
        context = ssl.create_default_context(cadata=authority.decode())
        if client:
            context.load_cert_chain(*client)
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT,
                                    context=context) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, OSError):
        return None


class TemporaryTest(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))


class TlsTest(TemporaryTest):

    def setUp(self):
        super().setUp()
        self.authority = certificates.Authority(self.folder, "authority")
        self.stranger = certificates.Authority(self.folder, "stranger")
        self.certificate, self.key = self.authority.issue("server")

    def flags(self):
        return "--tls-cert", self.certificate, "--tls-key", self.key

    def test_who_trusts_the_authority_may_call(self):
        with program.Server(program.PHRASEBOOKS, *self.flags()) as server:
            self.assertEqual(call(server.address, self.authority.trusted()),
                             grpc.StatusCode.OK)
            self.assertEqual(call(server.address, self.stranger.trusted()),
                             grpc.StatusCode.UNAVAILABLE)
            with grpc.insecure_channel(server.address) as channel:
                self.assertEqual(check(channel), grpc.StatusCode.UNAVAILABLE)
            health = f"https://{server.http_address}/healthz"
            self.assertEqual(fetch(health, self.authority.trusted()), 200)
            self.assertIsNone(fetch(health, self.stranger.trusted()))

    def test_mutual_tls_refuses_who_shows_no_certificate(self):
        client = self.authority.issue("client")
        unknown = self.stranger.issue("unknown")
        with program.Server(program.PHRASEBOOKS, *self.flags(), "--tls-ca",
                            self.authority.certificate) as server:
            trusted = self.authority.trusted()
            self.assertEqual(call(server.address, trusted, client),
                             grpc.StatusCode.OK)
            self.assertEqual(call(server.address, trusted),
                             grpc.StatusCode.UNAVAILABLE)
            self.assertEqual(call(server.address, trusted, unknown),
                             grpc.StatusCode.UNAVAILABLE)
            health = f"https://{server.http_address}/healthz"
            self.assertEqual(fetch(health, trusted, client), 200)
            self.assertIsNone(fetch(health, trusted))

    def test_the_command_line_may_call_too(self):
        client, key = self.authority.issue("client")
        made, line = program.new_token("desk")
        token = self.folder / "token"
        token.write_text(made + "\n")
        tokens = self.folder / "tokens"
        tokens.write_text(line)
        with program.Server(
                program.PHRASEBOOKS, *self.flags(), "--tls-ca",
                self.authority.certificate, "--tokens", tokens) as server:
            def check_with(*flags):
                ran = program.run("check", "--server", server.address,
                                  "--text", REPLY, *flags)
                errors.append(ran.stderr.decode())
                return ran.returncode
            errors = []
            tls = ("--tls-ca", self.authority.certificate, "--tls-cert", client,
                   "--tls-key", key)
            self.assertEqual(check_with(*tls, "--token-file", token), 1)
            # A token is missing: usage. It does not speak to strangers at all:
            # not checked.
            self.assertEqual(check_with(*tls), 2)
            self.assertIn("give --token-file", errors[-1])
            self.assertEqual(check_with(), 3)
            self.assertIn("does it speak TLS? give --tls-ca", errors[-1])
            self.assertNotIn("start one with", errors[-1])
            wrong = self.folder / "wrong"
            wrong.write_text("0" * 64)
            self.assertEqual(check_with(*tls, "--token-file", wrong), 2)
            self.assertIn(f"the token is that of {wrong}", errors[-1])

    def test_the_command_line_says_where_it_looked_for_a_server(self):
        for address, advice in (
                ("127.0.0.1:1",
                 "start one with: wanyan serve --listen 127.0.0.1:1\n"),
                ("dns:///127.0.0.1:1", "that the server runs\n"),
                ("no-host.invalid:1", "check the name of its host\n")):
            ran = program.run("check", "--server", address, "--text", REPLY)
            self.assertEqual(ran.returncode, 3)
            self.assertTrue(ran.stderr.decode().endswith(advice), ran.stderr)
        for address in ("foo", "50051", "http://127.0.0.1:1", "a:b", ":1"):
            ran = program.run("check", "--server", address, "--text", REPLY)
            self.assertEqual(ran.returncode, 2)
            self.assertIn(f'"{address}" is no address of a server; write '
                          "host:port", ran.stderr.decode())

    def test_certificates_are_renewed_while_calls_go_on(self):
        renewed = certificates.Authority(self.folder, "renewed")
        both = self.authority.trusted() + renewed.trusted()
        codes = []
        with program.Server(program.PHRASEBOOKS, *self.flags()) as server:
            done = threading.Event()

            def keep_calling(new_connections):
                with dial(server.address, both) as channel:
                    while not done.is_set():
                        codes.append(call(server.address, both)
                                     if new_connections else check(channel))

            callers = [threading.Thread(target=keep_calling, args=(new,))
                       for new in (True, False)]
            for caller in callers:
                caller.start()
            time.sleep(0.5)
            # One file after the other: for a while they do not fit together.
            certificate, key = renewed.issue("server2")
            shutil.copy(certificate, self.certificate)
            time.sleep(1.5)
            shutil.copy(key, self.key)
            start = time.monotonic()
            health = f"https://{server.http_address}/healthz"
            seen_by_grpc = seen_by_http = False
            while (not (seen_by_grpc and seen_by_http) and
                   time.monotonic() < start + TIMEOUT):
                seen_by_grpc = call(
                    server.address, renewed.trusted()) == grpc.StatusCode.OK
                seen_by_http = fetch(health, renewed.trusted()) == 200
            took = time.monotonic() - start
            done.set()
            for caller in callers:
                caller.join()
        self.assertTrue(seen_by_grpc and seen_by_http)
        self.assertLess(took, RELOAD_SECONDS)
        self.assertEqual(set(codes), {grpc.StatusCode.OK})
        self.assertGreater(len(codes), 100)
        print(f"seen after {took:.1f} s, {len(codes)} calls, 0 failed")

    def scan(self, server, connections=3000):
        """Speaks no TLS; gRPC has a line to say about each connection."""
        host, port = server.address.rsplit(":", 1)
        for _ in range(connections):
            with socket.create_connection((host, int(port)),
                                          timeout=TIMEOUT) as scanner:
                scanner.sendall(b"GET / HTTP/1.1\r\n\r\n")

    def test_strangers_do_not_stop_a_server_whose_log_nobody_reads(self):
        read_end, write_end = os.pipe()
        self.addCleanup(os.close, read_end)
        with program.Server(program.PHRASEBOOKS, *self.flags(),
                            stderr=write_end) as server:
            os.close(write_end)
            self.scan(server)
            self.assertEqual(call(server.address, self.authority.trusted()),
                             grpc.StatusCode.OK)
            self.assertEqual(server.stop(), 0)

    def test_strangers_do_not_fill_the_log(self):
        log = self.folder / "log"
        with open(log, "w", encoding="utf-8") as stderr:
            with program.Server(program.PHRASEBOOKS, *self.flags(),
                                stderr=stderr) as server:
                begin = time.monotonic()
                self.scan(server)
                whiles = (time.monotonic() - begin) // 10 + 2
                self.assertEqual(call(server.address, self.authority.trusted()),
                                 grpc.StatusCode.OK)
        lines = log.read_text(encoding="utf-8").splitlines()
        told = [line for line in lines if '"event":"grpc"' in line]
        self.assertGreater(len(told), 0)
        self.assertLessEqual(len(told), 10 * whiles)
        # Every line is ours.
        self.assertTrue(all(line.startswith("{") for line in lines))

    def test_files_that_cannot_work_are_refused_at_the_start(self):
        other_key = self.authority.issue("other")[1]
        cases = (
            (self.key, self.certificate, "swapped"),
            (self.certificate, other_key, "does not belong to"),
            (self.folder / "none.pem", self.key, "none.pem: no such file"),
        )
        for certificate, key, message in cases:
            done = program.run(
                "serve", "--listen", "127.0.0.1:0", "--http-listen", "off",
                "--phrasebooks", program.PHRASEBOOKS, "--tls-cert",
                certificate, "--tls-key", key)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(message, done.stderr.decode())

    def test_an_expired_certificate_is_refused_at_the_start(self):
        expired, key = self.authority.issue("expired", days=-1)
        done = program.run(
            "serve", "--listen", "127.0.0.1:0", "--http-listen", "off",
            "--phrasebooks", program.PHRASEBOOKS, "--tls-cert", expired,
            "--tls-key", key)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("expired.pem expired on", done.stderr.decode())


class TokenTest(TemporaryTest):

    def test_calls_need_a_token_and_health_checks_do_not(self):
        token, line = program.new_token("desk")
        file = self.folder / "tokens.txt"
        file.write_text(f"# callers\n{line}\n", encoding="ascii")
        with program.Server(program.PHRASEBOOKS, "--tokens", file) as server:
            with grpc.insecure_channel(server.address) as channel:
                good = (("authorization", f"Bearer {token}"),)
                bad = (("authorization", "Bearer 123"),)
                self.assertEqual(check(channel, good), grpc.StatusCode.OK)
                for metadata in ((), bad):
                    self.assertEqual(check(channel, metadata),
                                     grpc.StatusCode.UNAUTHENTICATED)
                health_pb2_grpc.HealthStub(channel).Check(
                    health_pb2.HealthCheckRequest(), timeout=TIMEOUT)
            self.check_http(server, token)

    def check_http(self, server, token):
        root = f"http://{server.http_address}"
        method = f"{root}/wanyan.v1.CheckService/CheckReply"
        headers = {"Content-Type": "application/json"}
        body = b'{"reply": "hello"}'
        self.assertEqual(fetch(method, headers=headers, body=body), 401)
        headers["Authorization"] = f"Bearer {token}"
        self.assertEqual(fetch(method, headers=headers, body=body), 200)
        self.assertEqual(fetch(f"{root}/healthz"), 200)
        self.assertEqual(fetch(f"{root}/metrics"), 200)

    def test_tokens_come_and_go_with_the_file(self):
        old, old_line = program.new_token("old")
        new, new_line = program.new_token("new")
        file = self.folder / "tokens.txt"
        file.write_text(old_line + "\n", encoding="ascii")

        def code_of(token, channel):
            return check(channel, (("authorization", f"Bearer {token}"),))

        with program.Server(program.PHRASEBOOKS, "--tokens", file) as server, \
                grpc.insecure_channel(server.address) as channel:
            # A broken file changes nothing.
            file.write_text("what is this\n", encoding="ascii")
            time.sleep(2)
            self.assertEqual(code_of(old, channel), grpc.StatusCode.OK)
            replacement = self.folder / "tokens.new"
            replacement.write_text(new_line + "\n", encoding="ascii")
            os.replace(replacement, file)
            end = time.monotonic() + RELOAD_SECONDS
            while (code_of(new, channel) != grpc.StatusCode.OK and
                   time.monotonic() < end):
                time.sleep(0.05)
            self.assertEqual(code_of(new, channel), grpc.StatusCode.OK)
            self.assertEqual(code_of(old, channel),
                             grpc.StatusCode.UNAUTHENTICATED)

    def test_an_emptied_file_revokes_all_and_a_refused_one_is_told(self):
        token, line = program.new_token("desk")
        file = self.folder / "tokens.txt"
        file.write_text(line + "\n", encoding="ascii")

        def up_to_date(server):
            with urllib.request.urlopen(
                    f"http://{server.http_address}/metrics",
                    timeout=TIMEOUT) as answer:
                return re.search(
                    r'^wanyan_file_up_to_date{what="tokens"} (.)$',
                    answer.read().decode(), re.MULTILINE)[1]

        def wait_until(is_true):
            end = time.monotonic() + RELOAD_SECONDS
            while not is_true() and time.monotonic() < end:
                time.sleep(0.05)
            self.assertTrue(is_true())

        with program.Server(program.PHRASEBOOKS, "--tokens", file) as server, \
                grpc.insecure_channel(server.address) as channel:
            metadata = (("authorization", f"Bearer {token}"),)
            self.assertEqual(check(channel, metadata), grpc.StatusCode.OK)
            self.assertEqual(up_to_date(server), "1")
            file.unlink()
            wait_until(lambda: up_to_date(server) == "0")
            self.assertEqual(check(channel, metadata), grpc.StatusCode.OK)
            file.write_text("# nobody\n", encoding="ascii")
            wait_until(lambda: check(channel, metadata) ==
                       grpc.StatusCode.UNAUTHENTICATED)
            self.assertEqual(up_to_date(server), "1")

    def test_a_file_of_something_else_is_refused_at_the_start(self):
        file = self.folder / "tokens.txt"
        file.write_text("my secret\n", encoding="ascii")
        done = program.run(
            "serve", "--listen", "127.0.0.1:0", "--http-listen", "off",
            "--phrasebooks", program.PHRASEBOOKS, "--tokens", file)
        self.assertEqual(done.returncode, 2)
        self.assertIn("tokens.txt:1: expected the SHA-256",
                      done.stderr.decode())
        self.assertNotIn("secret", done.stderr.decode())


if __name__ == "__main__":
    program.main()
