"""Bad input of every kind: told, placed, and survived."""

import json
import pathlib
import socket
import tempfile
import unittest

import program

LIMIT = 64 * 1024
BOM = b"\xef\xbb\xbf"


def check(*arguments, stdin=b"", server=None):
    books = (("--server", server) if server
             else ("--phrasebooks", program.PHRASEBOOKS))
    return program.run("check", *books, *arguments, stdin=stdin)


def check_json(*arguments, stdin=b""):
    """The result of checking one reply, and the exit code."""
    done = check("--format", "json", *arguments, stdin=stdin)
    return json.loads(done.stdout), done.returncode


def check_lines(*lines, flags=()):
    """The answers to lines of JSONL, and the exit code."""
    stdin = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) +
        b"\n" for line in lines)
    done = check("--jsonl", *flags, stdin=stdin)
    return [json.loads(each) for each in done.stdout.splitlines()], \
        done.returncode


def request(reply="您好", **fields):
    return {"id": "a", "reply": reply, **fields}


class FileTest(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, content, name="reply.txt"):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def assert_unreadable(self, done, *words):
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stdout, b"")
        for word in words:
            self.assertIn(word, done.stderr.decode())

    def test_ill_formed_utf8(self):
        path = self.write("没办法".encode() + b"\xff")
        self.assert_unreadable(check(path), "reply.txt",
                               "not well-formed UTF-8 at byte 9")

    def test_ill_formed_utf8_in_text(self):
        self.assert_unreadable(check("--text", b"ab\xc3"), "at byte 2")

    def test_another_encoding(self):
        self.assert_unreadable(check(self.write("没办法".encode("gb18030"))),
                               "not well-formed UTF-8")

    def test_an_empty_file(self):
        self.assert_unreadable(check(self.write(b"")), "empty")

    def test_an_empty_text(self):
        self.assert_unreadable(check("--text", ""), "empty")

    def test_a_file_at_the_limit_and_one_past_it(self):
        done = check("--locale", "en", self.write(b"a" * LIMIT))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_unreadable(
            check("--locale", "en", self.write(b"a" * (LIMIT + 1))),
            "65536", "split it")
        self.assert_unreadable(
            check("--locale", "en", self.write(b"a" * (LIMIT + 100))),
            "65536 bytes", "--jsonl")

    def test_a_huge_file_is_not_read_whole(self):
        path = self.write(b"")
        with path.open("r+b") as sparse:
            sparse.truncate(1 << 40)
        self.assert_unreadable(check(path), "--jsonl")

    def test_a_file_that_is_not_there(self):
        self.assert_unreadable(check(self.folder / "nothing.txt"),
                               "nothing.txt")

    def test_a_folder(self):
        self.assert_unreadable(check(self.folder), str(self.folder))

    def test_one_bad_file_does_not_stop_the_others(self):
        bad = self.write(b"\xff", "bad.txt")
        good = self.write("没办法".encode(), "good.txt")
        done = check(bad, good)
        self.assertEqual(done.returncode, 3)
        self.assertIn("没办法", done.stdout.decode())
        self.assertIn("bad.txt", done.stderr.decode())

    def test_a_byte_order_mark_is_no_part_of_the_reply(self):
        answer, code = check_json(self.write(BOM + "没办法".encode()))
        self.assertEqual(code, 1)
        self.assertEqual(answer["findings"][0]["span"],
                         {"start": 0, "end": 9})
        self.assertEqual(answer["rewrite"], "尽力而为")

    def test_carriage_returns_stay(self):
        answer, _ = check_json(self.write("您好\r\n没办法\r\n".encode()))
        self.assertEqual(answer["findings"][0]["span"],
                         {"start": 8, "end": 17})
        self.assertEqual(answer["rewrite"], "您好\r\n尽力而为\r\n")

    def test_nul_stays(self):
        answer, _ = check_json(self.write("您好\0，没办法".encode()))
        self.assertEqual(answer["rewrite"], "您好\0，尽力而为")
        self.assertEqual(answer["findings"][0]["matched_text"], "没办法")


class TextAroundAMatchTest(unittest.TestCase):

    def assert_finds(self, reply, matched):
        answer, code = check_json("--text", reply)
        self.assertEqual(code, 1)
        [finding] = answer["findings"]
        self.assertEqual(finding["matched_text"], matched)
        span = finding["span"]
        self.assertEqual(
            reply.encode()[span["start"]:span["end"]].decode(), matched)
        return answer

    def test_emoji(self):
        answer = self.assert_finds("😀没办法👨‍👩‍👧🇪🇪", "没办法")
        self.assertEqual(answer["rewrite"], "😀尽力而为👨‍👩‍👧🇪🇪")

    def test_invisible_characters_belong_to_the_match(self):
        self.assert_finds("没\u200b办\u00ad法", "没\u200b办\u00ad法")

    def test_spans_grow_to_whole_graphemes(self):
        # A variation selector belongs to the character before it.
        self.assert_finds("没办法\ufe00。", "没办法\ufe00")

    def test_a_letter_with_a_combining_mark_is_another_letter(self):
        for reply in ("the cafe\u0301 is open", "the café is open"):
            with self.subTest(reply=reply):
                answer, code = check_json("--text", reply, "--locale", "en")
                self.assertEqual((answer["findings"], code), ([], 0))
        answer, _ = check_json("--text", "the cafe is open", "--locale", "en")
        self.assertEqual(answer["findings"][0]["matched_text"], "cafe")

    def test_every_offset_unit(self):
        cut = {"utf8": (4, 13), "utf16": (2, 5), "utf32": (1, 4)}
        for unit, (start, end) in cut.items():
            with self.subTest(unit=unit):
                answer, _ = check_json("--text", "😀没办法", "--offsets", unit)
                self.assertEqual(answer["findings"][0]["span"],
                                 {"start": start, "end": end})


class FlagTest(unittest.TestCase):

    def assert_usage_error(self, done, *words):
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, b"")
        for word in words:
            self.assertIn(word, done.stderr.decode())

    def test_no_input(self):
        self.assert_usage_error(check(), "no input")
        self.assert_usage_error(check("-"), "no input")
        self.assert_usage_error(check("--jsonl"), "no input")
        self.assert_usage_error(check("--jsonl", stdin=b"\r\n \n"), "no input")

    def test_an_unknown_profile(self):
        self.assert_usage_error(check("--text", "a", "--profile", "nope"),
                                "profile", "nope", "strict")

    def test_an_unknown_phrasebook(self):
        self.assert_usage_error(check("--text", "a", "--phrasebook", "nope"),
                                "phrasebook", "nope", "zh-e2e")

    def test_what_is_no_locale(self):
        self.assert_usage_error(check("--text", "a", "--locale", "not a tag"),
                                "locale", "not a tag")

    def test_a_locale_without_a_book_is_unchecked(self):
        answer, code = check_json("--text", "bonjour", "--locale", "fr-FR")
        self.assertEqual(code, 3)
        self.assertEqual(answer["verdict"], "UNCHECKED")
        self.assertIn("fr", answer["unchecked_reason"])

    def test_wrong_usage(self):
        for arguments in (("--nonsense",), ("--fail-on", "blood"),
                          ("--offsets", "utf7"), ("--text", "a", "--jsonl"),
                          ("--text", "a", "--slot", "novalue"),
                          ("--text", "a", "--profile", "p", "--phrasebook",
                           "b")):
            with self.subTest(arguments=arguments):
                self.assertEqual(check(*arguments).returncode, 2)

    def test_no_command(self):
        self.assertEqual(program.run().returncode, 2)

    def test_a_server_that_is_not_there(self):
        done = check("--text", "a", server="127.0.0.1:1")
        self.assertEqual(done.returncode, 3)
        self.assertIn("wanyan serve", done.stderr.decode())

    def test_a_broken_phrasebook(self):
        with tempfile.TemporaryDirectory() as folder:
            book = pathlib.Path(folder, "zh.yaml")
            book.write_text("phrasebook: zh\nlanguage: zh\ntitel: x\n")
            for command in (("check", "--text", "a"),
                            ("serve", "--listen", "127.0.0.1:0")):
                with self.subTest(command=command[0]):
                    done = program.run(*command, "--phrasebooks", folder)
                    self.assert_usage_error(done, "zh.yaml:3:1: error: ",
                                            "titel")

    def test_a_folder_without_phrasebooks(self):
        with tempfile.TemporaryDirectory() as folder:
            done = program.run("check", "--text", "a", "--phrasebooks", folder)
            self.assert_usage_error(done, folder)

    def test_a_port_in_use(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            address = f"127.0.0.1:{other.getsockname()[1]}"
            done = program.run("serve", "--listen", address, "--phrasebooks",
                               program.PHRASEBOOKS)
            self.assert_usage_error(done, address, "already in use")

    def test_a_second_server_on_one_port(self):
        with program.Server() as server:
            done = program.run("serve", "--listen", server.address,
                               "--phrasebooks", program.PHRASEBOOKS)
            self.assert_usage_error(done, "already in use")


class JsonlTest(unittest.TestCase):

    def assert_one_bad_line(self, bad, *words):
        """The bad line is told in its place; the lines around it are checked."""
        answers, code = check_lines(request("没办法", id="first"), bad,
                                    request("您好", id="last"))
        self.assertEqual(code, 3)
        self.assertEqual(len(answers), 3)
        self.assertEqual(answers[0]["id"], "first")
        self.assertEqual(set(answers[1]), {"line", "error"})
        self.assertEqual(answers[1]["line"], 2)
        for word in words:
            self.assertIn(word, answers[1]["error"])
        self.assertEqual(answers[2]["id"], "last")

    def test_what_is_not_json(self):
        self.assert_one_bad_line(b"{", "not JSON")

    def test_ill_formed_utf8(self):
        self.assert_one_bad_line(b'{"id": "\xff", "reply": "a"}',
                                 "not well-formed UTF-8 at byte 8")

    def test_half_a_surrogate_pair(self):
        self.assert_one_bad_line(rb'{"id": "a", "reply": "\ud800"}',
                                 "not JSON")

    def test_an_empty_reply(self):
        self.assert_one_bad_line(request(""), "reply: ", "empty")

    def test_a_reply_at_the_limit_and_one_past_it(self):
        answers, code = check_lines(request("a" * LIMIT, locale="en"))
        self.assertEqual((answers[0]["verdict"], code), ("ALLOW", 0))
        self.assert_one_bad_line(request("a" * (LIMIT + 1)), "reply: ", "65536")

    def test_an_unknown_profile(self):
        self.assert_one_bad_line(request(profile="nope"), "profile: ", "nope")

    def test_what_is_no_locale(self):
        self.assert_one_bad_line(request(locale="?"), "locale: ")

    def test_an_unknown_key(self):
        self.assert_one_bad_line(request(langauge="zh"), "langauge: ")

    def test_a_wrong_type(self):
        self.assert_one_bad_line(request(labels="vip"), "labels: ")

    def test_a_huge_line(self):
        self.assert_one_bad_line(b"x" * (100 << 20), "bytes")

    def test_raw_nul(self):
        self.assert_one_bad_line(b'{"id": "a", "reply": "a\0b"}', "not JSON")

    def test_a_line_without_a_book_for_its_language(self):
        answers, code = check_lines(request("bonjour", locale="fr"),
                                    request("没办法"))
        self.assertEqual([a["verdict"] for a in answers],
                         ["UNCHECKED", "BLOCK"])
        self.assertEqual(code, 3)

    def test_escaped_nul_is_text(self):
        [answer], _ = check_lines(request("没办法\0"))
        self.assertEqual(answer["rewrite"], "尽力而为\0")

    def test_byte_order_mark_crlf_empty_lines_and_no_last_line_break(self):
        line = json.dumps(request("没办法"), ensure_ascii=False).encode()
        done = check("--jsonl", stdin=BOM + line + b"\r\n\r\n" + line)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 2)

    def test_flags_say_what_lines_do_not(self):
        text = "I cannot help with that order."
        answers, code = check_lines(request(text),
                                    request(text, profile="default"),
                                    flags=("--profile", "strict"))
        self.assertEqual([a["verdict"] for a in answers], ["BLOCK", "WARN"])
        self.assertEqual(code, 1)

    def test_a_server_gives_the_same_bytes_for_bad_lines_too(self):
        stdin = b"\n".join((
            b"{", json.dumps(request("")).encode(),
            json.dumps(request("a" * (LIMIT + 1))).encode(),
            json.dumps(request(profile="nope")).encode(),
            json.dumps(request(locale="没" * 1000)).encode(),
            json.dumps(request("没办法\0😀e\u0301")).encode(),
            json.dumps(request("bonjour", locale="fr")).encode()))
        with program.Server() as server:
            here = check("--jsonl", stdin=stdin)
            there = check("--jsonl", stdin=stdin, server=server.address)
        self.assertEqual(here.stdout, there.stdout)
        self.assertEqual((here.returncode, there.returncode), (3, 3))


class ServerEndTest(unittest.TestCase):

    def test_signals_end_the_server_well(self):
        for signal in (program.signal.SIGTERM, program.signal.SIGINT):
            with self.subTest(signal=signal), program.Server() as server:
                self.assertEqual(server.stop(signal), 0)

    def test_the_server_prints_a_call_that_works(self):
        with program.Server() as server:
            hint = server.process.stdout.readline()
            self.assertRegex(hint, "^try: ")
            words = hint.removeprefix("try: ").split()
            self.assertEqual(words[0], program.BINARY)
            done = program.run(*words[1:])
            self.assertEqual(done.returncode, 1)
            self.assertIn("BLOCK", done.stdout.decode())


if __name__ == "__main__":
    program.main()
