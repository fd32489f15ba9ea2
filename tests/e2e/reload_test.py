"""Phrasebooks are replaced while the server serves them."""

import json
import os
import pathlib
import re
import shutil
import signal
import tempfile
import threading
import time
import unittest
import urllib.request

import grpc

import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "wanyan/v1/phrasebook_service.proto",
    "google/rpc/status.proto")

# pylint: disable=wrong-import-position
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc
from wanyan.v1 import phrasebook_service_pb2 as books
from wanyan.v1 import phrasebook_service_pb2_grpc

TIMEOUT = 20
# How soon a change is promised to be seen.
SEEN_WITHIN = 2
REPLACEMENTS = 200

BOOK = """phrasebook: en-reload
language: en
title: Version {number}
rules:
  - id: never
    norm: wording.helpless
    severity: error
    message: message of version {number}
    forbid: ["never"]
    rewrite: ["soon"]
    examples: {{flags: ["never"], allows: ["soon"]}}
"""


class Folder:
    """A folder of phrasebooks laid out as Kubernetes mounts a ConfigMap."""

    def __init__(self):
        self._temporary = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self._temporary.name) / "books"
        self.path.mkdir()
        self.book = self.path / "en.yaml"
        self.book.write_text(BOOK.format(number=0))

    def close(self):
        self._temporary.cleanup()

    def rename_over(self, text):
        new = self.path / ".en.yaml.new"
        new.write_text(text)
        new.rename(self.book)

    def write_in_place(self, text):
        with open(self.book, "r+", encoding="utf-8") as file:
            file.truncate(0)
            half = len(text) // 2
            file.write(text[:half])
            file.flush()
            time.sleep(0.01)
            file.write(text[half:])

    def delete_and_create(self, text):
        self.book.unlink()
        time.sleep(0.01)
        self.book.write_text(text)

    def swap_links(self, text):
        """As the kubelet does: a new folder, and ..data moved to it."""
        version = self.path / f"..{time.monotonic_ns()}"
        version.mkdir()
        (version / "en.yaml").write_text(text)
        new = self.path / "..data_tmp"
        new.symlink_to(version.name)
        new.rename(self.path / "..data")
        link = self.path / ".en.yaml.link"
        link.symlink_to("..data/en.yaml")
        link.rename(self.book)

    def recreate(self, text):
        """The whole folder goes, and comes back."""
        shutil.rmtree(self.path)
        self.path.mkdir()
        self.book.write_text(text)


class ReloadTest(unittest.TestCase):

    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.close)
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")
        self.addCleanup(self.errors.close)
        self.server = self.enterContext(
            program.Server(self.folder.path, "--log-format", "json",
                           stderr=self.errors))
        channel = self.enterContext(grpc.insecure_channel(self.server.address))
        self.checks = check_service_pb2_grpc.CheckServiceStub(channel)
        self.books = phrasebook_service_pb2_grpc.PhrasebookServiceStub(channel)

    def check(self):
        return self.checks.CheckReply(
            v1.CheckReplyRequest(reply="we never do", locale="en"),
            timeout=TIMEOUT)

    def status(self):
        return self.books.GetStatus(books.GetStatusRequest(), timeout=TIMEOUT)

    def wait_until(self, condition):
        began = time.monotonic()
        while not condition():
            self.assertLess(time.monotonic() - began, TIMEOUT)
            time.sleep(0.01)
        return time.monotonic() - began

    def metric(self, name):
        with urllib.request.urlopen(
                f"http://{self.server.http_address}/metrics",
                timeout=TIMEOUT) as response:
            text = response.read().decode()
        return float(re.search(rf"^{name} (\S+)$", text, re.MULTILINE)[1])

    def events(self):
        self.errors.seek(0)
        return [json.loads(line) for line in self.errors]

    def test_every_replacement_is_served_whole_and_soon(self):
        # Which version each revision is, as the answers have it: one only.
        versions = {}
        stop = threading.Event()
        problems = []

        def call():
            while not stop.is_set():
                answer = self.check()
                version = answer.findings[0].message
                if versions.setdefault(answer.revision, version) != version:
                    problems.append((answer.revision, version))

        callers = [threading.Thread(target=call) for _ in range(2)]
        for caller in callers:
            caller.start()
        kinds = [self.folder.rename_over, self.folder.write_in_place,
                 self.folder.delete_and_create, self.folder.swap_links,
                 self.folder.recreate]
        slowest = 0
        try:
            for number in range(1, REPLACEMENTS + 1):
                replace = kinds[number % len(kinds)]
                replace(BOOK.format(number=number))
                wanted = f"message of version {number}"
                slowest = max(slowest, self.wait_until(
                    lambda: self.check().findings[0].message == wanted))
        finally:
            stop.set()
            for caller in callers:
                caller.join()
        print(f"{REPLACEMENTS} replacements, the slowest seen after "
              f"{slowest:.2f} s", flush=True)
        self.assertEqual(problems, [])
        self.assertLess(slowest, SEEN_WITHIN)

    def test_a_broken_edit_leaves_the_old_book_serving_and_is_told(self):
        before = self.check()
        broken = BOOK.format(number=1).replace("severity: error",
                                               "severity: eror")
        self.folder.rename_over(broken)
        self.wait_until(lambda: self.status().HasField("last_error"))
        after = self.check()
        self.assertEqual(after.revision, before.revision)
        self.assertEqual(after.findings[0].message, "message of version 0")

        error = self.status().last_error
        self.assertIn("en.yaml:7:15", error.message)
        self.assertIn("eror", error.message)
        [diagnostic] = error.diagnostics
        self.assertEqual((diagnostic.line, diagnostic.column), (7, 15))
        self.assertEqual(self.metric("wanyan_reload_failures_total"), 1)
        self.assertEqual(self.metric("wanyan_phrasebooks_up_to_date"), 0)
        refused = [event for event in self.events()
                   if event["event"] == "phrasebooks_refused"]
        self.assertEqual(len(refused), 1)
        self.assertIn("en.yaml:7:15", refused[0]["error"])

        self.folder.rename_over(BOOK.format(number=2))
        self.wait_until(lambda: not self.status().HasField("last_error"))
        self.assertEqual(self.check().findings[0].message,
                         "message of version 2")
        self.assertEqual(self.metric("wanyan_phrasebooks_up_to_date"), 1)

    def test_sighup_reloads(self):
        before, loaded_at = self.status().reloads, self.status().loaded_at
        os.kill(self.server.process.pid, signal.SIGHUP)
        self.wait_until(lambda: self.status().reloads == before + 1)
        # The same files are the same revision, served since the same time.
        self.assertEqual(self.status().loaded_at, loaded_at)
        self.wait_until(lambda: "phrasebooks_unchanged" in [
            event["event"] for event in self.events()])


if __name__ == "__main__":
    program.main()
