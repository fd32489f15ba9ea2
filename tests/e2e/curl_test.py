"""The HTTP door as curl sees it: what webhooks and people at a shell do."""

import base64
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import certificates
import program

CHECK = "/wanyan.v1.CheckService/CheckReply"
REPLY = "抱歉，这个我没办法。"
JSON_TYPE = ("-H", "Content-Type: application/json")


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers  # names in lower case
        self.body = body

    def json(self):
        return json.loads(self.body)


def curl(*arguments, stdin=b""):
    """Runs curl to its end; the last answer's parts."""
    with tempfile.TemporaryDirectory() as folder:
        headers = pathlib.Path(folder) / "headers"
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--noproxy", "*",
             "--max-time", "30", "--dump-header", headers, *arguments],
            input=stdin, capture_output=True, check=True,
            timeout=program.TIMEOUT_SECONDS)
        # A 100 Continue has a head of its own.
        head = headers.read_text().strip().split("\n\n")[-1].splitlines()
    fields = dict(line.split(": ", 1) for line in head[1:])
    return Answer(int(head[0].split()[1]),
                  {name.lower(): value for name, value in fields.items()},
                  done.stdout)


class CurlTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(program.Server())
        cls.url = f"http://{cls.server.http_address}"

    def check(self, body, *arguments):
        return curl(*JSON_TYPE, "-d", body, *arguments, self.url + CHECK)

    def test_a_call_is_one_line(self):
        answer = self.check(f'{{"reply": "{REPLY}"}}')
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["content-type"], "application/json")
        result = answer.json()
        self.assertEqual(result["verdict"], "VERDICT_BLOCK")
        self.assertEqual(result["rewrite"], "抱歉，这个我尽力而为。")
        [finding] = result["findings"]
        self.assertEqual(finding["matchedText"], "没办法")
        span = slice(finding["span"]["start"], finding["span"]["end"])
        self.assertEqual(REPLY.encode()[span].decode(), "没办法")

    def test_names_may_be_those_of_the_proto(self):
        answer = self.check(json.dumps({"reply": REPLY, "skip_rewrite": True}))
        self.assertEqual(answer.json()["verdict"], "VERDICT_BLOCK")
        self.assertNotIn("rewrite", answer.json())

    def test_every_service_has_its_methods(self):
        page = curl(self.url + "/").body.decode()
        paths = [line.removeprefix("POST ") for line in page.splitlines()
                 if line.startswith("POST ")]
        self.assertIn("/wanyan.v1.PhrasebookService/ListPhrasebooks", paths)
        for path in paths:
            answer = curl(*JSON_TYPE, "-d", "{}", self.url + path)
            self.assertNotIn(answer.status, (404, 405, 415, 501), path)
            answer.json()

    def test_protobuf_goes_as_it_is(self):
        request = subprocess.run(
            ["protoc", f"-I{program.SOURCE / 'proto'}",
             "--encode=wanyan.v1.CheckReplyRequest",
             "wanyan/v1/check_service.proto"],
            input=f'reply: "{REPLY}"'.encode(), capture_output=True, check=True)
        answer = curl("-H", "Content-Type: application/proto",
                      "--data-binary", "@-", self.url + CHECK,
                      stdin=request.stdout)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["content-type"], "application/proto")
        self.assertIn("抱歉，这个我尽力而为。".encode(), answer.body)

    def test_an_error_says_what_to_mend(self):
        answer = self.check('{"reply": ""}')
        self.assertEqual(answer.status, 400)
        error = answer.json()
        self.assertEqual(error["code"], "invalid_argument")
        self.assertRegex(error["message"], "^reply: ")
        details = {detail["type"]: detail for detail in error["details"]}
        self.assertEqual(
            details["google.rpc.BadRequest"]["debug"]["fieldViolations"][0]
            ["field"], "reply")
        info = details["google.rpc.ErrorInfo"]
        self.assertEqual(info["debug"]["reason"], "INVALID_REPLY")
        self.assertNotIn("=", info["value"])
        self.assertIn(b"INVALID_REPLY",
                      base64.b64decode(info["value"] + "=="))

    def test_a_misspelt_key_is_named(self):
        answer = self.check('{"reply": "a", "lables": ["vip"]}')
        self.assertEqual(answer.status, 400)
        self.assertIn("lables", answer.json()["message"])

    def test_an_unknown_profile_is_not_found(self):
        answer = self.check('{"reply": "a", "profile": "nope"}')
        self.assertEqual(answer.status, 404)
        self.assertEqual(answer.json()["code"], "not_found")

    def test_ill_formed_utf8_is_named(self):
        answer = curl(*JSON_TYPE, "--data-binary", "@-", self.url + CHECK,
                      stdin=b'{"reply": "\xff"}')
        self.assertEqual(answer.status, 400)
        self.assertIn("byte 11", answer.json()["message"])

    def test_without_a_type_curl_learns_what_is_spoken(self):
        answer = curl("-d", "{}", self.url + CHECK)
        self.assertEqual(answer.status, 415)
        self.assertIn("application/json", answer.headers["accept-post"])

    def test_a_get_learns_what_is_allowed(self):
        answer = curl(self.url + CHECK)
        self.assertEqual(answer.status, 405)
        self.assertEqual(answer.headers["allow"], "POST")

    def test_a_timeout_of_nothing_passes(self):
        answer = self.check('{"reply": "a"}', "-H", "Connect-Timeout-Ms: 0")
        self.assertEqual(answer.status, 504)
        self.assertEqual(answer.json()["code"], "deadline_exceeded")

    def test_a_timeout_that_is_none_is_refused(self):
        answer = self.check('{"reply": "a"}', "-H", "Connect-Timeout-Ms: soon")
        self.assertEqual(answer.status, 400)

    def test_a_large_body_is_asked_for_before_it_is_sent(self):
        # curl holds a body of this size back until it is asked for it.
        body = json.dumps({"reply": "好" * 900_000}, ensure_ascii=False)
        answer = curl(*JSON_TYPE, "--data-binary", "@-", "-H",
                      "Expect: 100-continue", self.url + CHECK,
                      stdin=body.encode())
        self.assertEqual(answer.status, 413)
        self.assertEqual(answer.json()["code"], "resource_exhausted")

    def test_a_message_beyond_the_limit_is_refused_once_it_is_read(self):
        body = json.dumps({"reply": "好" * 400_000})  # as \\u597d
        answer = curl(*JSON_TYPE, "--data-binary", "@-", self.url + CHECK,
                      stdin=body.encode())
        self.assertEqual(answer.status, 413)
        self.assertEqual(answer.json()["details"][0]["debug"]["reason"],
                         "RESOURCE_EXHAUSTED")

    def test_a_reply_beyond_the_engines_limit_is_the_callers_mistake(self):
        answer = self.check(json.dumps({"reply": "a" * 100_000}))
        self.assertEqual(answer.status, 400)
        self.assertEqual(answer.json()["code"], "invalid_argument")

    def test_compressed_bodies_are_refused(self):
        answer = self.check("x", "-H", "Content-Encoding: gzip")
        self.assertEqual(answer.status, 501)
        self.assertEqual(answer.headers["accept-encoding"], "identity")

    def test_health_and_metrics_are_pages(self):
        self.assertEqual(curl(self.url + "/healthz").body, b"SERVING\n")
        self.assertEqual(curl("--head", self.url + "/healthz").status, 200)
        metrics = curl(self.url + "/metrics")
        self.assertTrue(
            metrics.headers["content-type"].startswith("text/plain"))
        self.assertIn(b"grpc_server_handled_total", metrics.body)

    def test_pages_of_other_origins_are_refused(self):
        answer = self.check('{"reply": "a"}', "-H",
                            "Origin: https://evil.example")
        self.assertEqual(answer.status, 403)
        self.assertEqual(answer.json()["code"], "permission_denied")
        self.assertIn("--cors-origin", answer.json()["message"])


class OptionsTest(unittest.TestCase):

    def test_pages_of_listed_origins_may_call(self):
        origin = "https://desk.example.com"
        with program.Server(program.PHRASEBOOKS, "--cors-origin",
                            origin) as server:
            url = f"http://{server.http_address}{CHECK}"
            question = curl(
                "-X", "OPTIONS", "-H", f"Origin: {origin}", "-H",
                "Access-Control-Request-Method: POST", url)
            self.assertEqual(question.status, 204)
            self.assertEqual(
                question.headers["access-control-allow-origin"], origin)
            answer = curl(*JSON_TYPE, "-H", f"Origin: {origin}", "-d",
                          '{"reply": "a"}', url)
            self.assertEqual(answer.status, 200)
            self.assertEqual(
                answer.headers["access-control-allow-origin"], origin)

    def test_the_door_may_be_closed(self):
        with program.Server(program.PHRASEBOOKS, "--http-listen",
                            "off") as server:
            self.assertIsNone(server.http_address)

    def test_a_port_in_use_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = program.run(
                "serve", "--listen", "127.0.0.1:0", "--http-listen",
                f"127.0.0.1:{port}", "--phrasebooks", program.PHRASEBOOKS)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"choose another port with --http-listen", done.stderr)

    def test_a_bad_origin_is_named(self):
        done = program.run(
            "serve", "--listen", "127.0.0.1:0", "--http-listen", "127.0.0.1:0",
            "--cors-origin", "*", "--phrasebooks", program.PHRASEBOOKS)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"such as https://desk.example.com", done.stderr)


class TlsTest(unittest.TestCase):

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.authority = certificates.Authority(self.folder, "ours")
        self.certificate, self.key = self.authority.issue("server")

    def serve(self, *arguments):
        server = self.enterContext(program.Server(
            program.PHRASEBOOKS, "--tls-cert", self.certificate, "--tls-key",
            self.key, *arguments))
        return f"https://{server.http_address}/healthz"

    def ask(self, url, *arguments, authority=None):
        return curl("--cacert", (authority or self.authority).certificate,
                    *arguments, url)

    def test_the_door_speaks_tls(self):
        url = self.serve()
        self.assertEqual(self.ask(url).body, b"SERVING\n")
        self.assertEqual(self.ask(url, "--tlsv1.2", "--tls-max", "1.2").status,
                         200)
        with self.assertRaises(subprocess.CalledProcessError):
            curl(url.replace("https", "http"))
        other = certificates.Authority(self.folder, "other")
        with self.assertRaises(subprocess.CalledProcessError):
            self.ask(url, authority=other)

    def test_clients_show_a_certificate_where_they_are_asked_for_one(self):
        url = self.serve("--tls-ca", self.authority.certificate)
        certificate, key = self.authority.issue("client")
        self.assertEqual(
            self.ask(url, "--cert", certificate, "--key", key).status, 200)
        with self.assertRaises(subprocess.CalledProcessError):
            self.ask(url)
        other = certificates.Authority(self.folder, "other")
        certificate, key = other.issue("stranger")
        with self.assertRaises(subprocess.CalledProcessError):
            self.ask(url, "--cert", certificate, "--key", key)

    def test_new_certificates_are_shown_when_the_files_change(self):
        url = self.serve()
        renewed = certificates.Authority(self.folder, "renewed")
        certificate, key = renewed.issue("next")
        certificate.rename(self.certificate)
        # The files do not fit together: the old ones stay in use, longer than
        # it takes to see new ones.
        time.sleep(1.5)
        self.assertEqual(self.ask(url).status, 200)
        key.rename(self.key)
        deadline = time.monotonic() + 10
        while True:
            try:
                self.assertEqual(self.ask(url, authority=renewed).status, 200)
                break
            except subprocess.CalledProcessError:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.1)


if __name__ == "__main__":
    if shutil.which("curl") is None:
        print("curl is not installed; run: script/bootstrap", file=sys.stderr)
        sys.exit(program.SKIPPED)
    program.main()
