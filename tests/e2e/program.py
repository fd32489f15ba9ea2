"""The program under test: runs it, serves with it, talks to it."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
# Small books whose findings the tests know by heart.
PHRASEBOOKS = SOURCE / "tests" / "e2e" / "phrasebooks"
BINARY = os.environ.get(
    "WANYAN_BINARY", str(SOURCE / "build" / "release" / "bin" / "wanyan"))
DATA = pathlib.Path(
    os.environ.get("WANYAN_DATA_DIR", SOURCE.parent / "shared" / "data"))

TIMEOUT_SECONDS = 120
# What ctest takes for "skipped".
SKIPPED = 77


def run(*arguments, stdin=b"", environment=None):
    """Runs `wanyan arguments…` to its end; output as bytes."""
    return subprocess.run(
        [BINARY, *map(os.fspath, arguments)], input=stdin, capture_output=True,
        env={**os.environ, **(environment or {})}, timeout=TIMEOUT_SECONDS,
        check=False)


def new_token(name):
    """(token, line for the file) of `wanyan token`."""
    made = run("token", name)
    return made.stderr.decode().split()[-1], made.stdout.decode()


# Free ports, and no waiting for balancers that are not there.
SERVE_DEFAULTS = {
    "--listen": "127.0.0.1:0", "--http-listen": "127.0.0.1:0", "--drain": "0s"}


class Server:
    """`wanyan serve` on free ports, ended by SIGTERM.

    with Server() as server:
        talk_to(server.address)        # gRPC
        talk_to(server.http_address)   # HTTP; None with --http-listen off

    `arguments` go before SERVE_DEFAULTS, `options` to subprocess.Popen;
    `phrasebooks` may be None, where a configuration names them.
    """

    def __init__(self, phrasebooks=PHRASEBOOKS, *arguments, **options):
        arguments = list(map(str, arguments))
        for flag, value in SERVE_DEFAULTS.items():
            if flag not in arguments:
                arguments += [flag, value]
        self._has_http = "off" not in arguments
        if phrasebooks:
            arguments += ["--phrasebooks", str(phrasebooks)]
        self._command = [BINARY, "serve", *arguments]
        self._options = options
        self.address = self.http_address = None

    def __enter__(self):
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            **self._options)
        self._wait_for_addresses()
        return self

    def _wait_for_addresses(self):
        for line in self.process.stdout:
            match = re.fullmatch(r"listening on (\S+) \((gRPC|HTTP)\)\n", line)
            if match and match[2] == "gRPC":
                self.address = match[1]
            if match and match[2] == "HTTP":
                self.http_address = match[1]
            if self.address and (self.http_address or not self._has_http):
                return
        raise AssertionError(f"the server ended with {self.stop()} at its start")

    def stop(self, with_signal=signal.SIGTERM):
        """Ends the server and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        code = self.process.wait(timeout=TIMEOUT_SECONDS)
        self.process.stdout.close()
        return code

    def __exit__(self, *unused):
        self.stop()


def generate_stubs(*protos):
    """Python for `protos`, below proto/ or tests/e2e/protos/, made importable.

    The folder goes with the returned object.
    """
    folder = tempfile.TemporaryDirectory()
    subprocess.run(
        ["protoc", f"-I{SOURCE / 'proto'}", f"-I{SOURCE / 'tests/e2e/protos'}",
         f"--python_out={folder.name}", f"--grpc_python_out={folder.name}",
         "--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin",
         *protos],
        check=True, timeout=TIMEOUT_SECONDS)
    sys.path.insert(0, folder.name)
    return folder


def main():
    """Runs the calling file's tests; tells ctest where all were skipped."""
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    result = program.result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.skipped and
             len(result.skipped) == result.testsRun else 0)
