"""The C++ client kit from outside: its example, and a project that uses it."""

import pathlib
import subprocess
import tempfile
import unittest

import program

KIT = program.SOURCE / "clients" / "cpp"
# The build makes it beside the program.
EXAMPLE = pathlib.Path(program.BINARY).with_name("reply_gate_example")


class ExampleTest(unittest.TestCase):

    @unittest.skipUnless(EXAMPLE.exists(), f"no {EXAMPLE}")
    def test_it_runs_against_the_server(self):
        with program.Server() as server:
            ran = subprocess.run(
                [EXAMPLE, server.address, "您好。", "这个我没办法。"],
                # A proxy for the web, which is not on the way.
                env={"grpc_proxy": "http://127.0.0.1:1"}, check=True,
                capture_output=True, timeout=program.TIMEOUT_SECONDS)
        self.assertEqual(ran.stdout.decode(),
                         "send ALLOW \nhold BLOCK \nsay: 这个我尽力而为。\n")

    @unittest.skipUnless(EXAMPLE.exists(), f"no {EXAMPLE}")
    def test_without_replies_it_says_how_it_is_used(self):
        for arguments in ((), ("127.0.0.1:1",)):
            ran = subprocess.run([EXAMPLE, *arguments], capture_output=True,
                                 check=False, timeout=program.TIMEOUT_SECONDS)
            self.assertEqual(ran.returncode, 2)
            self.assertRegex(ran.stderr.decode(), r"\Ausage: [^\n]*\n\Z")

    def test_the_readme_has_it(self):
        self.assertIn(
            (KIT / "example" / "main.cc").read_text(encoding="utf-8"),
            (KIT / "README.md").read_text(encoding="utf-8"))

    def test_a_project_of_its_own_finds_the_kit(self):
        with tempfile.TemporaryDirectory() as build:
            ran = subprocess.run(
                ["cmake", "-S", KIT / "example", "-B", build, "-G", "Ninja"],
                capture_output=True, check=False,
                timeout=program.TIMEOUT_SECONDS)
        self.assertEqual(ran.returncode, 0, ran.stderr.decode())


if __name__ == "__main__":
    program.main()
