#!/usr/bin/env python3
"""A real Prometheus scrapes the server, and finds what was counted."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

import program

PROMETHEUS = shutil.which("prometheus")
PROMTOOL = shutil.which("promtool")
MISSING = "needs Debian's package prometheus: script/bootstrap installs it"

# How long a scrape, and its way to the query API, may take on a busy machine.
PATIENCE_SECONDS = 60

CONFIGURATION = """
global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: wanyan
    static_configs: [{{targets: ["{address}"]}}]
"""

BLOCKED = "这个我没办法。"
UNCHECKED = "Bonjour, nous ne pouvons pas vous aider avec cela aujourd'hui."


def get(url):
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.headers["Content-Type"], response.read().decode()


def check(address, reply, locale):
    """Checks `reply` through the HTTP door; returns the verdict."""
    request = urllib.request.Request(
        f"http://{address}/wanyan.v1.CheckService/CheckReply",
        data=json.dumps({"reply": reply, "locale": locale}).encode(),
        headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)["verdict"]


class Prometheus:
    """A Prometheus that scrapes `address` each second."""

    def __init__(self, address):
        self._target = address

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self._folder.name)
        config = folder / "prometheus.yml"
        config.write_text(CONFIGURATION.format(address=self._target))
        self._log = open(folder / "log", "w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [PROMETHEUS, f"--config.file={config}",
             "--web.listen-address=127.0.0.1:0",
             f"--storage.tsdb.path={folder / 'data'}"],
            stdout=self._log, stderr=subprocess.STDOUT)
        try:
            self._address = self._wait_for_address()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *unused):
        self._process.terminate()
        self._process.wait(timeout=program.TIMEOUT_SECONDS)
        self._log.close()
        self._folder.cleanup()

    def _wait_for_address(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            self._log.seek(0)
            if found := re.search(
                    r'msg="Listening on" address=(\S+)', self._log.read()):
                return found[1]
            time.sleep(0.1)
        self._log.seek(0)
        raise AssertionError("Prometheus did not start:\n" + self._log.read())

    def query(self, expression):
        """The values of the series, by their labels' values in order."""
        arguments = urllib.parse.urlencode({"query": expression})
        _, answer = get(
            f"http://{self._address}/api/v1/query?{arguments}")
        return {
            tuple(value for label, value in sorted(series["metric"].items())
                  if label not in ("__name__", "instance", "job")):
            float(series["value"][1])
            for series in json.loads(answer)["data"]["result"]}

    def wait_for(self, expression):
        """What `expression` gives as soon as it gives something."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                if found := self.query(expression):
                    return found
            except OSError:
                pass  # it is starting
            time.sleep(0.2)
        raise AssertionError(f"Prometheus has nothing for {expression}")


class MetricsTest(unittest.TestCase):

    @unittest.skipUnless(PROMETHEUS, MISSING)
    def test_prometheus_finds_what_was_counted(self):
        with program.Server() as server:
            for _ in range(3):
                self.assertEqual(
                    check(server.http_address, BLOCKED, "zh"), "VERDICT_BLOCK")
            self.assertEqual(
                check(server.http_address, UNCHECKED, "fr"),
                "VERDICT_UNCHECKED")
            with Prometheus(server.http_address) as prometheus:
                found = prometheus.wait_for(
                    'grpc_server_handled_total{grpc_method="CheckReply"} > 0')
                self.assertEqual(found, {
                    ("OK", "CheckReply", "wanyan.v1.CheckService", "unary"):
                    4})
                query = prometheus.query
                self.assertEqual(
                    query("wanyan_findings_total"),
                    {("zh-e2e/helpless", "ERROR"): 3})
                self.assertEqual(
                    query("wanyan_verdicts_total"),
                    {("ALLOW",): 0, ("WARN",): 0, ("UNCHECKED",): 1,
                     ("BLOCK",): 3})
                self.assertEqual(
                    query('wanyan_unchecked_total > 0'),
                    {("NO_PHRASEBOOK",): 1})
                self.assertEqual(
                    query("wanyan_phrasebooks_up_to_date"), {(): 1})
                self.assertEqual(
                    list(query("wanyan_phrasebooks_revision_info").values()),
                    [1])
                self.assertEqual(query("wanyan_waiting_calls"), {(): 0})
                slowest = query(
                    "histogram_quantile(1, sum by (le) "
                    "(grpc_server_handling_seconds_bucket))")
                self.assertLess(slowest[()], 1)
                self.assertGreater(
                    query("process_resident_memory_bytes")[()], 1 << 20)

    def test_a_broken_edit_and_its_repair_can_be_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            books = pathlib.Path(folder) / "books"
            shutil.copytree(program.PHRASEBOOKS, books)
            book = books / "zh.yaml"
            good = book.read_text(encoding="utf-8")
            with program.Server(books) as server:
                self.assertEqual(self.up_to_date(server), "1")
                book.write_text("phrasebook: [", encoding="utf-8")
                self.wait_until(lambda: self.up_to_date(server) == "0")
                self.assertNotEqual(
                    self.value(server, "wanyan_reload_failures_total"), "0")
                # The old books go on.
                self.assertEqual(
                    check(server.http_address, BLOCKED, "zh"), "VERDICT_BLOCK")
                book.write_text(
                    good.replace("id: helpless", "id: powerless"),
                    encoding="utf-8")
                self.wait_until(lambda: self.up_to_date(server) == "1")
                # A rule that is gone takes its series along.
                self.assertEqual(
                    check(server.http_address, BLOCKED, "zh"), "VERDICT_BLOCK")
                _, text = get(f"http://{server.http_address}/metrics")
                self.assertIn('rule="zh-e2e/powerless"', text)
                self.assertNotIn('rule="zh-e2e/helpless"', text)

    @unittest.skipUnless(PROMTOOL, MISSING)
    def test_promtool_finds_nothing_to_mend(self):
        with program.Server() as server:
            check(server.http_address, BLOCKED, "zh")
            content_type, text = get(f"http://{server.http_address}/metrics")
        self.assertEqual(
            content_type, "text/plain; version=0.0.4; charset=utf-8")
        result = subprocess.run(
            [PROMTOOL, "check", "metrics"], input=text, text=True,
            capture_output=True, timeout=program.TIMEOUT_SECONDS, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def value(self, server, name):
        _, text = get(f"http://{server.http_address}/metrics")
        return re.search(rf"^{name} (\S+)$", text, re.MULTILINE)[1]

    def up_to_date(self, server):
        return self.value(server, "wanyan_phrasebooks_up_to_date")

    def wait_until(self, is_true):
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_true():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)


if __name__ == "__main__":
    program.main()
