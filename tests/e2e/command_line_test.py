"""What the command line prints, and what it ends with."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import program

REPLY = "抱歉，这个我没办法。"


def check(*arguments, environment=None):
    done = program.run("check", "--phrasebooks", program.PHRASEBOOKS,
                       *arguments, environment=environment)
    return done.stdout.decode(), done.returncode


class CheckTest(unittest.TestCase):

    def test_people_see_the_phrase_marked(self):
        output, code = check("--text", REPLY)
        self.assertEqual(output, (
            "1:7: error: 不要说“没办法”。\n"
            "  抱歉，这个我没办法。\n"
            "              ~~~~~~\n"
            "  rule: zh-e2e/helpless (wording.helpless)\n"
            "  say: 尽力而为\n"
            "rewrite: 抱歉，这个我尽力而为。\n"
            "BLOCK: 1 error (zh-Hans)\n"))
        self.assertEqual(code, 1)

    def test_colours_come_when_asked_for(self):
        self.assertIn("\x1b[", check("--text", REPLY, "--color=always")[0])
        self.assertNotIn("\x1b[", check("--text", REPLY)[0])  # no terminal
        self.assertNotIn("\x1b[", check("--text", REPLY, "--color=never")[0])

    def test_json_has_the_fields_of_jsonl(self):
        output, code = check("--text", REPLY, "--format", "json")
        self.assertEqual(list(json.loads(output)), [
            "id", "verdict", "findings", "rewrite", "verified",
            "rewrite_reason", "locale", "revision", "truncated",
            "unchecked_reason"])
        self.assertEqual(code, 1)

    def test_fail_on_decides_the_exit_code(self):
        warns = ("--text", "I cannot help with that order.")
        self.assertEqual(check(*warns)[1], 0)
        self.assertEqual(check(*warns, "--fail-on", "warning")[1], 1)
        self.assertEqual(check("--text", REPLY, "--fail-on", "never")[1], 0)

    def test_slots_and_labels_may_be_repeated(self):
        output, _ = check("--text", "我们过几天再说。", "--slot", "时间=明天",
                          "--slot", "a=b=c", "--label", "vip", "--label", "x",
                          "--channel", "phone", "--format", "json")
        self.assertEqual(json.loads(output)["rewrite"], "我们明天前再说。")

    def test_text_may_look_like_a_list_or_a_flag(self):
        output, _ = check("--text", "[没办法]", "--format", "json")
        self.assertEqual(json.loads(output)["verdict"], "ALLOW")  # a placeholder
        output, _ = check("--text=-没办法", "--format", "json")
        self.assertEqual(json.loads(output)["verdict"], "BLOCK")

    def test_the_folder_may_come_from_the_environment(self):
        done = program.run(
            "check", "--text", "the cafe", "--format", "json",
            environment={"WANYAN_PHRASEBOOKS": str(program.PHRASEBOOKS)})
        self.assertEqual(json.loads(done.stdout)["findings"][0]["rule"],
                         "en-e2e/cafe")


class HelpTest(unittest.TestCase):

    def test_help_and_version_are_no_errors(self):
        for arguments, word in ((("--help",), "check"),
                                (("--version",), "wanyan "),
                                (("check", "--help"), "Exit codes"),
                                (("serve", "--help"), "--listen"),
                                (("test", "--help"), "Exit codes"),
                                (("lint", "--help"), "--fail-on"),
                                (("explain", "--help"), "Exit codes"),
                                (("try", "--help"), "--sample")):
            with self.subTest(arguments=arguments):
                done = program.run(*arguments)
                self.assertEqual(done.returncode, 0)
                self.assertIn(word, done.stdout.decode())


class BookTest(unittest.TestCase):
    """`test` and `lint`."""

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))

    def write_book(self, forbid, flags, allows):
        self.folder.joinpath("en.yaml").write_text(
            "phrasebook: en\nlanguage: en\ntitle: t\nrules:\n"
            "  - id: no\n    norm: n\n    message: m\n"
            f"    forbid: {json.dumps(forbid)}\n"
            f"    examples: {{flags: {json.dumps(flags)}, "
            f"allows: {json.dumps(allows)}}}\n")

    def test_examples_that_hold_pass(self):
        self.write_book(["no way"], ["no way"], ["fine"])
        done = program.run("test", self.folder)
        self.assertEqual(done.returncode, 0)
        self.assertTrue(
            done.stdout.decode().startswith("2 examples: no failures"))

    def test_an_example_that_does_not_hold_is_shown(self):
        self.write_book(["no way"], ["no way"], ["no way out"])
        done = program.run("test", self.folder)
        self.assertEqual(done.returncode, 1)
        output = done.stdout.decode()
        self.assertRegex(output, r"en\.yaml:\d+:\d+: error: ")
        self.assertIn("2 examples: 1 failure", output)

    def test_advice_fails_only_when_asked_to(self):
        self.write_book(["no way", "NO WAY"], ["no way"], ["fine"])
        self.assertEqual(program.run("lint", self.folder).returncode, 0)
        strict = program.run("lint", self.folder, "--fail-on", "warning")
        self.assertEqual(strict.returncode, 1)
        self.assertRegex(strict.stdout.decode(), r"en\.yaml:\d+:\d+: warning: ")

    def test_broken_books_are_errors_of_both(self):
        self.folder.joinpath("en.yaml").write_text("phrasebook: en\n")
        for command in ("test", "lint"):
            done = program.run(command, self.folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn("en.yaml:", done.stderr.decode())


class LabelsTest(unittest.TestCase):
    """`test --labels`."""

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))

    def compare(self, lines, *arguments):
        path = self.folder / "labels.jsonl"
        path.write_text("".join(
            f"{line if isinstance(line, str) else json.dumps(line)}\n"
            for line in lines))
        done = program.run("test", program.PHRASEBOOKS, "--labels", path,
                           *arguments)
        return done.stdout.decode(), done.stderr.decode(), done.returncode

    @staticmethod
    def label(name, text, *norms, locale="zh-Hans"):
        return {"id": name, "locale": locale, "text": text,
                "norms": list(norms)}

    def test_misses_and_false_findings_stand_above_the_figures(self):
        output, errors, code = self.compare([
            self.label("right", REPLY, "wording.helpless"),
            self.label("missed", "这个弄不了。", "wording.helpless"),
            self.label("false", "過幾天就到。", locale="zh-Hant")])
        self.assertEqual((errors, code), ("", 0))
        self.assertTrue(output.startswith(
            "missed wording.helpless: missed (zh-Hans)\n  这个弄不了。\n"
            "false wording.vague: false (zh-Hant)\n  過幾天就到。\n"
            '  zh-e2e/later found "過幾天"\n\n'))
        self.assertRegex(output, r"\nwording\.helpless +2 +1 +1 +0 +1\.000 "
                                 r"+0\.500 +0\.667\n")
        self.assertRegex(output, r"\nzh-Hant +0 +0 +0 +1 +0\.000 ")
        self.assertRegex(output, r"\nall +2 +1 +1 +1 +0\.500 ")

    def test_quiet_norms_and_json(self):
        lines = [self.label("missed", "这个弄不了。", "wording.helpless"),
                 self.label("false", "过几天。")]
        quiet, _, _ = self.compare(lines, "--quiet", "--norm", "wording.h*")
        self.assertTrue(quiet.startswith("norm "))
        self.assertNotIn("wording.vague", quiet)
        figures = json.loads(self.compare(lines, "--format", "json")[0])
        self.assertEqual(figures["all"]["missed"], 1)
        self.assertEqual(figures["misses"][0]["id"], "missed")
        self.assertEqual(figures["false_findings"][0]["rule"], "zh-e2e/later")

    def test_a_wrong_line_is_told_and_the_rest_goes_on(self):
        output, errors, code = self.compare([
            "{", self.label("a", REPLY, "wording.helpless"),
            self.label("a", "again")], "--quiet")
        self.assertEqual(code, 3)
        self.assertRegex(errors, r"labels\.jsonl:1: the line is not JSON")
        self.assertRegex(errors, r"labels\.jsonl:3: id: a stands at .*:2 ")
        self.assertRegex(output, r"\nall +1 +1 ")

    def test_no_labelled_reply_is_wrong_usage(self):
        self.assertEqual(self.compare([])[2], 2)
        self.assertEqual(program.run("test", "--quiet").returncode, 2)


class ExplainTest(unittest.TestCase):

    @staticmethod
    def explain(text, *arguments):
        done = program.run("explain", "--phrasebooks", program.PHRASEBOOKS,
                           "--text", text, *arguments)
        return done.stdout.decode(), done.stderr.decode(), done.returncode

    def test_what_matches_and_what_becomes_of_it(self):
        self.assertEqual(self.explain(REPLY), (
            "locale: zh-Hans\n"
            "\n"
            "zh-e2e/helpless (wording.helpless)\n"
            "  compared as: 抱歉,这个我没办法。\n"
            '  "没办法" at 1:7, by 没[有]办法: found\n', "", 0))

    def test_without_a_match_the_part_that_failed(self):
        output, _, code = self.explain(
            "我没有方法。", "--rule", "zh-e2e/helpless", "--rule", "en-e2e/cafe")
        self.assertIn('没[有] matches "没有" at 1:2, but 办法 does not follow it',
                      output)
        self.assertTrue(output.endswith(
            "\nen-e2e/cafe\n  does not run: its book is for another language\n"))
        self.assertEqual(code, 0)

    def test_all_rules_of_a_norm(self):
        output, _, _ = self.explain("好的。", "--norm", "wording.*")
        self.assertIn("zh-e2e/helpless", output)
        self.assertIn("zh-e2e/later", output)
        self.assertNotIn("en-e2e", output)

    def test_names_that_are_not_there(self):
        _, errors, code = self.explain(REPLY, "--rule", "zh-e2e/helples")
        self.assertIn("did you mean zh-e2e/helpless?", errors)
        self.assertEqual(code, 2)
        self.assertEqual(self.explain(REPLY, "--norm", "nope")[2], 2)
        self.assertEqual(program.run("explain").returncode, 2)

    def test_a_text_that_cannot_be_checked(self):
        self.assertEqual(self.explain("")[2], 3)


class TryTest(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, name, *lines):
        path = self.folder / name
        path.write_text("".join(
            f"{line if isinstance(line, str) else json.dumps(line)}\n"
            for line in lines))
        return path

    @staticmethod
    def try_phrase(*arguments, **options):
        done = program.run("try", "--phrasebooks", program.PHRASEBOOKS,
                           *arguments, **options)
        return done.stdout.decode(), done.stderr.decode(), done.returncode

    def test_hits_in_lines_of_text(self):
        path = self.write("replies.txt", "您好", REPLY, "", "没法。")
        self.assertEqual(self.try_phrase("没(办)法", path), (
            f"{path}:2, bytes 18-27: known to zh-e2e/helpless "
            "(wording.helpless)\n"
            "  抱歉，这个我没办法。\n"
            "              ~~~~~~\n"
            "1 hit in 1 of 3 replies: 0 new, 1 known to rules already\n",
            "", 0))
        output, _, _ = self.try_phrase("没[办]法", "-", "--new",
                                       stdin=path.read_bytes())
        self.assertTrue(output.startswith("-:4, bytes 0-6: new\n"))
        self.assertTrue(output.endswith(
            "2 hits in 2 of 3 replies: 1 new, 1 known to rules already; "
            "1 is shown\n"))

    def test_hits_in_replies_and_conversations(self):
        turns = [{"role": "customer", "text": "no way"},
                 {"role": "agent", "text": "No way, sir."}]
        path = self.write("calls.jsonl", {"id": "c-1", "turns": turns},
                          {"text": "no way"})
        output, _, code = self.try_phrase("no way", path)
        self.assertIn(f"{path}:1 c-1 turn 1, bytes 0-6: new\n", output)
        self.assertIn(f"{path}:2, bytes 0-6: new\n", output)
        self.assertIn("2 hits in 2 of 2 replies", output)
        self.assertEqual(code, 0)

    def test_limits_and_samples(self):
        path = self.write("replies.txt", *(f"no {i}" for i in range(200)))
        shown = lambda output: output.count("bytes 0-2: new")
        self.assertEqual(shown(self.try_phrase("no", path)[0]), 50)
        self.assertEqual(shown(self.try_phrase("no", path, "--limit=7")[0]), 7)
        sample = self.try_phrase("no", path, "--sample", "9", "--seed", "3")[0]
        self.assertEqual(shown(sample), 9)
        self.assertEqual(
            self.try_phrase("no", path, "--sample=9", "--seed=3")[0], sample)
        self.assertNotEqual(
            self.try_phrase("no", path, "--sample=9", "--seed=4")[0], sample)

    def test_progress_is_for_terminals(self):
        path = self.write("replies.txt", *["no"] * 1500)
        self.assertEqual(self.try_phrase("yes", path)[1], "")
        reader, terminal = os.openpty()
        with open(reader, "rb", buffering=0) as screen:
            subprocess.run(
                [program.BINARY, "try", "yes", path, "--phrasebooks",
                 program.PHRASEBOOKS], stdout=subprocess.DEVNULL,
                stderr=terminal, timeout=program.TIMEOUT_SECONDS, check=True)
            os.close(terminal)
            shown = screen.read(4096)
        self.assertIn(b"1000 replies, 0 hits", shown)
        self.assertTrue(shown.endswith(b"\r\x1b[K"))

    def test_what_cannot_be_read_is_told_and_the_rest_goes_on(self):
        path = self.write("replies.jsonl", "{", {"id": "1"}, {"reply": "no"})
        output, errors, code = self.try_phrase("no", path, self.folder / "x")
        self.assertIn("1 hit in 1 of 1 reply", output)
        self.assertIn(f"{path}:1: the line is not JSON", errors)
        self.assertIn(f"{path}:2: the line has none of", errors)
        self.assertIn("x: cannot open", errors)
        self.assertEqual(code, 3)
        bad = self.folder / "bad.txt"
        bad.write_bytes(b"no\nn\xff\n")
        self.assertIn("bad.txt:2: not well-formed UTF-8 at byte 1",
                      self.try_phrase("no", bad)[1])

    def test_a_wrong_phrase_is_shown_with_the_way_out(self):
        path = self.write("replies.txt", "no")
        _, errors, code = self.try_phrase("no <agent>", path)
        self.assertIn("PHRASE:1:4: error: the set <agent>", errors)
        self.assertEqual(code, 2)
        self.assertEqual(self.try_phrase("no", "--sample", "0", path)[2], 2)
        self.assertEqual(self.try_phrase("no", "-")[2], 2)  # no reply


if __name__ == "__main__":
    program.main()
