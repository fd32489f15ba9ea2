"""What README.md shows is what happens.

Each fenced block marked `console` is run: a line `$ COMMAND` in a shell at the
root of the checkout, with `wanyan` on the PATH, and the lines up to the next
command are the output it must have, on standard output and error together. A
line of output that is only `…` stands for any lines, and `…` inside a line for
any text. The server that README.md has started by then, `script/server` on its
usual addresses, is one of the test's own on free ports. Blocks marked `sh` are
shown, not run.
"""

import os
import pathlib
import re
import subprocess
import unittest

import program

README = program.SOURCE / "README.md"
USUAL_ADDRESS = "127.0.0.1:50051"
USUAL_HTTP_ADDRESS = "127.0.0.1:8080"
ANY = "…"


def console_blocks(text):
    return re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S)


def commands_of(block):
    """(command, expected output) of each command in a block."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
    assert parts[0] == "", "a console block begins with a command: $ …"
    return list(zip(parts[1::2], parts[2::2]))


def pattern_of(expected):
    """A regular expression for output in which `…` stands for anything."""
    pattern = ""
    for line in expected.splitlines():
        if line == ANY:
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(map(re.escape, line.split(ANY))) + r"\n"
    return pattern


def run(command):
    """Runs a command as a reader would."""
    binaries = pathlib.Path(program.BINARY).resolve().parent
    environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}",
                   "WANYAN_PHRASEBOOKS": str(program.SOURCE / "phrasebooks")}
    done = subprocess.run(
        ["bash", "-c", command], cwd=program.SOURCE, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        timeout=program.TIMEOUT_SECONDS)
    return done.stdout


class ReadmeTest(unittest.TestCase):

    def test_commands_do_what_is_shown(self):
        blocks = console_blocks(README.read_text(encoding="utf-8"))
        self.assertTrue(blocks, "README.md shows no command")
        with program.Server(program.SOURCE / "phrasebooks") as server:
            for command, expected in (
                    each for block in blocks for each in commands_of(block)):
                with self.subTest(command=command):
                    output = run(
                        command.replace(USUAL_ADDRESS, server.address).replace(
                            USUAL_HTTP_ADDRESS, server.http_address))
                    self.assertRegex(output.rstrip("\n") + "\n",
                                     rf"\A{pattern_of(expected)}\Z")


class ConventionTest(unittest.TestCase):

    def test_blocks_are_split_into_commands_and_output(self):
        text = "x\n```console\n$ a b\n1\n2\n$ c\n```\n```sh\n$ d\n```\n"
        self.assertEqual(console_blocks(text), ["$ a b\n1\n2\n$ c\n"])
        self.assertEqual(commands_of("$ a b\n1\n2\n$ c\n"),
                         [("a b", "1\n2\n"), ("c", "")])

    def test_an_ellipsis_stands_for_anything(self):
        pattern = pattern_of("a … b\n…\nend\n")
        self.assertRegex("a 12 b\nx\ny\nend\n", rf"\A{pattern}\Z")
        self.assertRegex("a 12 b\nend\n", rf"\A{pattern}\Z")
        self.assertNotRegex("a 12 c\nend\n", rf"\A{pattern}\Z")


if __name__ == "__main__":
    program.main()
