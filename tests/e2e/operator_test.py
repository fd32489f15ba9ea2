"""What operators type: init, doctor, token, serve --config; and what they
mistype."""

import pathlib
import socket
import subprocess
import tempfile
import unittest

import certificates
import program


def run(*arguments, **options):
    done = program.run(*arguments, **options)
    return done.stdout.decode(), done.stderr.decode(), done.returncode


class TemporaryTest(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


class InitTest(TemporaryTest):

    def test_the_first_book_passes_its_own_test_and_lint(self):
        for language in ("zh", "en", "et"):
            with self.subTest(language=language):
                books = self.folder / language
                output, _, code = run("init", books, "--language", language)
                self.assertEqual(code, 0)
                self.assertIn(f"wrote {books}/our-wording.yaml\n", output)
                output, _, code = run("test", books)
                self.assertEqual(code, 0)
                self.assertIn("no failures, no warnings", output)
                self.assertEqual(run("lint", books, "--fail-on", "warning")[2],
                                 0)

    def test_the_reply_of_the_next_steps_is_found(self):
        for language in ("zh", "en", "et"):
            with self.subTest(language=language):
                books = self.folder / language
                output, _, _ = run("init", books, "--language", language)
                reply = output.split('--text "')[1].split('"')[0]
                output, _, code = run("check", "--phrasebooks", books, "--text",
                                      reply)
                self.assertEqual(code, 1)
                self.assertIn("\nrewrite: ", output)

    def test_nothing_is_overwritten(self):
        mine = self.write("our-wording.yaml", "mine")
        _, error, code = run("init", self.folder)
        self.assertEqual(code, 2)
        self.assertIn("our-wording.yaml is there already", error)
        self.assertEqual(mine.read_text(encoding="utf-8"), "mine")
        self.assertEqual(list(self.folder.iterdir()), [mine])

    def test_a_folder_that_loads_is_not_made_one_that_does_not(self):
        books = self.folder / "books"
        run("init", books)
        (books / "our-wording.yaml").rename(books / "mine.yaml")
        (books / "profiles" / "default.yaml").rename(
            books / "profiles" / "main.yaml")
        _, error, code = run("init", books)
        self.assertEqual(code, 2)
        self.assertIn("has phrasebooks or profiles already", error)
        self.assertEqual(run("lint", books)[2], 0)

    def test_a_path_may_have_any_characters(self):
        books = self.folder / 'a"b\\c'
        config = self.folder / "wanyan.yaml"
        self.assertEqual(run("init", books, "--config", config)[2], 0)
        output, _, _ = run("doctor", "--config", config)
        self.assertIn(f"phrasebooks: 1 phrasebook of {books}", output)

    def test_the_first_configuration_serves_the_first_books(self):
        books = self.folder / "books"
        config = self.folder / "etc" / "wanyan.yaml"
        self.assertEqual(run("init", books, "--config", config)[2], 0)
        output, _, _ = run("doctor", "--config", config)
        self.assertIn(f"phrasebooks: 1 phrasebook of {config.parent}/../books",
                      output)
        with program.Server(None, "--config", config) as server:
            _, _, code = run("check", "--server", server.address, "--text",
                             "抱歉，这不归我管。")
            self.assertEqual(code, 1)

    def test_a_line_that_is_switched_on_in_it_is_good(self):
        config = self.folder / "wanyan.yaml"
        run("init", self.folder / "books", "--config", config)
        text = config.read_text(encoding="utf-8")
        for key in ("cors_origins", "tls", "tokens", "admission", "drain",
                    "decision_log", "log"):
            self.assertIn(f"# {key}:", text)
            text = text.replace(f"# {key}:", f"{key}:")
        config.write_text(text, encoding="utf-8")
        output, _, _ = run("doctor", "--config", config)
        self.assertIn(f"ok       configuration: {config} can be used", output)


class DoctorTest(TemporaryTest):

    def doctor(self, *arguments):
        """{subject: [(result, text)]} and the exit code."""
        arguments = list(arguments)
        for flag, value in (("--listen", "127.0.0.1:0"),
                            ("--http-listen", "off"),
                            ("--phrasebooks", program.PHRASEBOOKS)):
            if flag not in arguments:
                arguments += [flag, value]
        output, _, code = run("doctor", *arguments)
        found = {}
        for line in output.splitlines()[:-1]:
            result, rest = line.split(maxsplit=1)
            subject, text = rest.split(": ", 1)
            found.setdefault(subject, []).append((result, text))
        return found, code

    def assert_one(self, found, subject, result, part):
        self.assertTrue(
            any(one[0] == result and part in one[1]
                for one in found.get(subject, [])),
            f"no {result} with {part!r} of {subject} in {found}")

    def test_a_server_that_would_work_is_well(self):
        found, code = self.doctor()
        self.assertEqual(code, 0)
        results = {one[0] for several in found.values() for one in several}
        self.assertNotIn("error", results)

    def test_a_broken_configuration_is_shown_with_its_lines(self):
        config = self.write("wanyan.yaml", "lisen: 127.0.0.1:1\ndrain: 5\n")
        output, error, code = run("doctor", "--config", config)
        self.assertEqual(code, 2)
        self.assertIn("wanyan.yaml:1:1: error: the configuration has no key "
                      "`lisen`", error)
        self.assertIn("hint: did you mean `listen`?", error)
        self.assertIn("wanyan.yaml:2:8: error: ", error)
        self.assertIn("error    configuration: ", output)

    def test_broken_phrasebooks_are_named(self):
        book = self.write("a.yaml", "phrasebook: a\nlanguage: en\n")
        found, code = self.doctor("--phrasebooks", self.folder)
        self.assertEqual(code, 2)
        self.assert_one(found, "phrasebooks", "error", f"{book}:1:1: a book")
        found, code = self.doctor("--phrasebooks", self.folder / "none")
        self.assertEqual(code, 2)
        self.assert_one(found, "phrasebooks", "error", "wanyan init")

    def test_a_default_locale_without_a_book_is_a_warning(self):
        found, code = self.doctor("--default-locale", "fr")
        self.assertEqual(code, 0)
        self.assert_one(found, "phrasebooks", "warning", "default locale, fr")

    def test_certificates_are_examined(self):
        authority = certificates.Authority(self.folder, "authority")
        good, key = authority.issue("good")
        old, old_key = authority.issue("old", days=-1)
        soon, soon_key = authority.issue("soon", days=13)
        found, code = self.doctor("--tls-cert", good, "--tls-key", key)
        self.assertEqual(code, 0)
        self.assert_one(found, "certificate", "ok", "fits its key")
        found, code = self.doctor("--tls-cert", good, "--tls-key", old_key)
        self.assertEqual(code, 2)
        self.assert_one(found, "certificate", "error", "does not belong")
        found, code = self.doctor("--tls-cert", old, "--tls-key", old_key)
        self.assertEqual(code, 2)
        self.assert_one(found, "certificate", "error", "expired on")
        found, code = self.doctor("--tls-cert", soon, "--tls-key", soon_key)
        self.assertEqual(code, 0)
        self.assert_one(found, "certificate", "warning", "expires on")

    def test_tokens_are_examined(self):
        file = self.write("tokens.txt", "a b c\n")
        found, code = self.doctor("--tokens", file)
        self.assertEqual(code, 2)
        self.assert_one(found, "tokens", "error", "tokens.txt:1: ")

    def test_a_port_in_use_is_an_error(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            found, code = self.doctor("--listen", address)
            self.assertEqual(code, 2)
            self.assert_one(found, "gRPC port", "error", "in use")

    def test_the_ports_of_the_server_that_runs_are_a_warning(self):
        with program.Server() as server:
            found, code = self.doctor("--listen", server.address,
                                      "--http-listen", server.http_address)
        self.assertEqual(code, 0)
        self.assert_one(found, "gRPC port", "warning", "answers at")
        self.assert_one(found, "HTTP port", "warning", "answers at")

    def test_strangers_are_a_warning(self):
        found, code = self.doctor("--listen", "0.0.0.0:0")
        self.assertEqual(code, 0)
        self.assert_one(found, "exposure", "warning", "unencrypted")
        self.assert_one(found, "exposure", "warning", "may use it")
        self.assert_one(found, "exposure", "warning", "nginx")
        self.assert_one(self.doctor()[0], "exposure", "ok", "alone")

    def test_the_folder_of_the_decision_log_must_take_files(self):
        found, code = self.doctor("--decision-log",
                                  self.folder / "none" / "a.jsonl")
        self.assertEqual(code, 2)
        self.assert_one(found, "decision log", "error", "mkdir -p")
        found, code = self.doctor("--decision-log", self.folder / "a.jsonl")
        self.assertEqual(code, 0)

    def test_a_log_that_serve_refuses_is_an_error(self):
        letter = self.write("letter.txt", "Dear Li,\nyours\n")
        for file, part in ((self.folder, "Is a directory"),
                           (letter, "does not begin with a decision")):
            found, code = self.doctor("--decision-log", file)
            self.assertEqual(code, 2)
            self.assert_one(found, "decision log", "error", part)
        for file in (self.write("nul.jsonl", "\0" * 100), "/dev/null"):
            found, code = self.doctor("--decision-log", file)
            self.assertEqual(code, 0)
            self.assert_one(found, "decision log", "ok", str(file))

    def test_the_log_of_a_server_that_runs(self):
        file = self.folder / "a.jsonl"
        with program.Server(
                program.PHRASEBOOKS, "--decision-log", file) as server:
            found, code = self.doctor("--decision-log", file, "--listen",
                                      server.address)
            self.assertEqual(code, 0)
            self.assert_one(found, "decision log", "warning",
                            "a server writes")
            found, code = self.doctor("--decision-log", file)
            self.assertEqual(code, 2)
            self.assert_one(found, "decision log", "error", "another process")

    def test_both_doors_on_one_port_are_an_error(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        found, code = self.doctor("--listen", address, "--http-listen", address)
        self.assertEqual(code, 2)
        self.assert_one(found, "gRPC port", "ok", "is free")
        self.assert_one(found, "HTTP port", "error",
                        "choose another port with --http-listen")

    def test_a_name_that_looks_like_loopback_is_none(self):
        found, _ = self.doctor("--listen", "127.0.0.1.evil.example:1")
        self.assert_one(found, "exposure", "warning", "may use it")

    def test_a_log_that_does_not_fit_on_the_disk_is_a_warning(self):
        config = self.write(
            "wanyan.yaml",
            "decision_log: {file: a.jsonl, max_file_size: 1024GB, "
            "max_files: 1000}\n")
        found, code = self.doctor("--config", config)
        self.assertEqual(code, 0)
        self.assert_one(found, "decision log", "warning", "make room")

    def test_few_descriptors_are_a_warning(self):
        command = f"ulimit -n 256 && exec {program.BINARY} doctor"
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, timeout=60, check=False)
        self.assertIn(b"warning  open files: 256 at most", done.stdout)


class UsageTest(unittest.TestCase):

    def test_an_empty_value_is_not_taken_for_none(self):
        """--tokens "$UNSET" must not start a server that asks for none."""
        flags = ("--config", "--listen", "--http-listen", "--cors-origin",
                 "--phrasebooks", "--default-locale", "--tls-cert", "--tls-key",
                 "--tls-ca", "--tokens", "--decision-log", "--drain")
        for command in ("serve", "doctor"):
            for flag in flags:
                # Even of a value that some other flag gave.
                self.assert_usage([command, "--tls-cert", "a", "--tls-key", "b",
                                   "--listen", "127.0.0.1:0", flag, ""], flag)
        for flag in ("--server", "--tls-ca", "--tls-cert", "--tls-key",
                     "--token-file"):
            self.assert_usage(["check", "--text", "a", flag, ""], flag)

    def test_values_are_held_to_what_the_configuration_takes(self):
        self.assert_usage(["serve", "--drain", "99999h"], "write 1h or less")
        for origin in ("https://x/", "https://Desk.example.com"):
            for command in ("serve", "doctor"):
                self.assert_usage([command, "--cors-origin", origin],
                                  "is no origin of web pages")

    def assert_usage(self, arguments, part):
        output, error, code = run(*arguments)
        self.assertEqual((output, code), ("", 2), arguments)
        self.assertTrue(error.startswith("wanyan: "), error)
        self.assertIn(part, error)

    def test_an_error_names_what_was_probably_meant(self):
        self.assert_usage(["chek"], "chek is no command; did you mean check?")
        self.assert_usage(["frobnicate"], "there are serve, check, ")
        self.assert_usage(["check", "--txt=a"],
                          "check has no flag --txt; did you mean --text?")
        self.assert_usage(["serve", "--lsten", "a"],
                          "did you mean --listen?")
        self.assert_usage(["lint", "--frobnicate"],
                          'lint has no flag --frobnicate; "wanyan lint --help"')
        self.assert_usage([], '"wanyan --help"')
        self.assert_usage(["serve", "--log-level", "x"], '"wanyan serve --help"')

    def test_lint_and_test_take_the_folder_as_others_do(self):
        for command in ("lint", "test"):
            self.assertEqual(
                run(command, "--phrasebooks", program.PHRASEBOOKS),
                run(command, program.PHRASEBOOKS))
            self.assert_usage([command, "a", "--phrasebooks", "b"], "excludes")

    def test_a_token_needs_a_name(self):
        self.assert_usage(["token"], "NAME")
        self.assert_usage(["token", "-x"], "-x")
        _, error, code = run("token", "two words")
        self.assertEqual(code, 2)
        self.assertIn("a name begins with", error)


if __name__ == "__main__":
    program.main()
