"""The HTTP door over TLS and what its connections must not lose or hold up."""

import pathlib
import socket
import ssl
import tempfile
import time
import unittest

import certificates
import program

TIMEOUT = 10
CHECK = "/wanyan.v1.CheckService/CheckReply"
# More than the buffers of both ends take.
LARGE = 32 << 20


class HttpTlsTest(unittest.TestCase):

    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.authority = certificates.Authority(folder, "authority")
        certificate, key = self.authority.issue("server")
        self.server = self.enterContext(program.Server(
            program.PHRASEBOOKS, "--tls-cert", certificate, "--tls-key", key))

    def connect(self):
        host, port = self.server.http_address.rsplit(":", 1)
        return self.enterContext(
            socket.create_connection((host, int(port)), timeout=TIMEOUT))

    def test_a_refusal_reaches_a_client_that_is_still_sending(self):
        context = ssl.create_default_context(
            cadata=self.authority.trusted().decode())
        connection = context.wrap_socket(self.connect(),
                                         server_hostname="localhost")
        connection.sendall(
            f"POST {CHECK} HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Length: {LARGE}\r\n\r\n".encode())
        for _ in range(8):
            connection.sendall(b"x" * (64 << 10))
            time.sleep(0.02)
        self.assertRegex(connection.recv(1 << 16), rb"^HTTP/1.1 413 ")

    def test_the_end_does_not_wait_for_greetings_and_requests(self):
        silent, started = self.connect(), self.connect()
        started.sendall(b"\x16\x03\x01\x02\x00")
        time.sleep(0.2)
        begin = time.monotonic()
        self.assertEqual(self.server.stop(), 0)
        self.assertLess(time.monotonic() - begin, 4)
        self.assertEqual(silent.recv(1), b"")


if __name__ == "__main__":
    program.main()
