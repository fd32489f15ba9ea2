"""What operators are told in deploy/ is true of the program."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

import program

DEPLOY = program.SOURCE / "deploy"
TIMEOUT = 60


def metric_names():
    """Of a server with a decision log and tokens, without histogram's parts."""
    with tempfile.TemporaryDirectory() as folder:
        return metric_names_with(pathlib.Path(folder))


def metric_names_with(folder):
    for name, text in zip(("token", "tokens.txt"), program.new_token("desk")):
        (folder / name).write_text(text, encoding="ascii")
    with program.Server(program.PHRASEBOOKS, "--decision-log", "/dev/null",
                        "--tokens", folder / "tokens.txt") as server:
        # A family shows when it has something to show.
        program.run("check", "--server", server.address, "--token-file",
                    folder / "token", "--text", "我没办法。")
        with urllib.request.urlopen(
                f"http://{server.http_address}/metrics",
                timeout=TIMEOUT) as response:
            text = response.read().decode()
    return set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))


class DeployTest(unittest.TestCase):

    def test_the_example_configuration_is_one(self):
        done = program.run("doctor", "--config", DEPLOY / "serve.yaml",
                           "--phrasebooks", program.PHRASEBOOKS)
        first = done.stdout.decode().splitlines()[0]
        self.assertRegex(first, "^ok +configuration: ")

    def test_its_commented_keys_are_keys(self):
        text = (DEPLOY / "serve.yaml").read_text(encoding="utf-8")
        # A key, with what is indented below it; or a key of http's.
        blocks = re.findall(
            r"^ *# [a-z_]+:.*\n(?:#   .*\n)*", text, re.MULTILINE)
        self.assertGreaterEqual(len(blocks), 6)
        for block in blocks:
            config = re.sub(r"^( *)# ", r"\1", block, flags=re.MULTILINE)
            if config.startswith(" "):
                config = "http:\n" + config
            with self.subTest(config=config):
                done = program.run(
                    "doctor", "--config", "/dev/stdin", "--phrasebooks",
                    program.PHRASEBOOKS, stdin=config.encode())
                self.assertRegex(done.stdout.decode().splitlines()[0],
                                 "^ok +configuration: ")

    def test_the_metrics_are_those_of_the_page(self):
        page = (DEPLOY / "README.md").read_text(encoding="utf-8")
        table = page[page.index("## Metrics"):page.index("## Logs")]
        told = set()
        for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE):
            names = re.findall(r"`([a-z_*]+)", row)
            for name in names:
                # `_written_total` stands for its family's name.
                if name.startswith("_"):
                    name = "wanyan_decisions" + name
                told.add(name)
        families = {name for name in metric_names()}
        for name in told:
            self.assertTrue(
                name in families or any(
                    family.startswith(name.rstrip("*")) for family in families
                    if name.endswith("*")),
                f"{name} is told, and no metric")
        for family in families:
            self.assertTrue(
                family in told or family.startswith("process_"),
                f"{family} is a metric, and not told")

    @unittest.skipUnless(shutil.which("promtool"), "there is no promtool")
    def test_the_alerts_are_rules(self):
        done = subprocess.run(
            ["promtool", "check", "rules", DEPLOY / "alerts.yaml"],
            capture_output=True, text=True, timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_alerts_name_metrics_that_are(self):
        families = metric_names()
        text = (DEPLOY / "alerts.yaml").read_text(encoding="utf-8")
        for name in re.findall(r"\b(?:wanyan|grpc_server)_[a-z_]+\b", text):
            self.assertIn(name.removesuffix("_bucket"), families)


if __name__ == "__main__":
    program.main()
