"""Each method of PhrasebookService, through both doors of one server."""

import json
import pathlib
import shutil
import tempfile
import unittest
import urllib.request

import grpc
from google.protobuf import json_format

import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "wanyan/v1/phrasebook_service.proto",
    "google/rpc/status.proto", "google/rpc/error_details.proto")

# pylint: disable=wrong-import-position
from wanyan.v1 import phrasebook_service_pb2 as v1
from wanyan.v1 import phrasebook_service_pb2_grpc

TIMEOUT = 10
SCENES = """\
phrasebook: zh-scenes
language: zh
title: 常用语
inputs: [时间]
scenes:
  opening: ["您好，请问有什么可以帮到您？"]
  refund: ["退款会在{时间}处理。", "退款都可以办理。"]
"""


class PhrasebookServiceTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(
            cls.enterClassContext(tempfile.TemporaryDirectory()))
        shutil.copytree(program.PHRASEBOOKS, folder, dirs_exist_ok=True)
        (folder / "scenes.yaml").write_text(SCENES, encoding="utf-8")
        cls.server = cls.enterClassContext(program.Server(folder))
        channel = cls.enterClassContext(
            grpc.insecure_channel(cls.server.address))
        cls.stub = phrasebook_service_pb2_grpc.PhrasebookServiceStub(channel)

    def call(self, method, **fields):
        """The response through gRPC, once HTTP's has been compared with it."""
        request = getattr(v1, f"{method}Request")(**fields)
        response = getattr(self.stub, method)(request, timeout=TIMEOUT)
        http = urllib.request.Request(
            f"http://{self.server.http_address}"
            f"/wanyan.v1.PhrasebookService/{method}",
            data=json_format.MessageToJson(request).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(http, timeout=TIMEOUT) as answer:
            self.assertEqual(json.load(answer),
                             json_format.MessageToDict(response))
        return response

    def test_list_phrasebooks(self):
        response = self.call("ListPhrasebooks")
        self.assertEqual(
            [book.name for book in response.phrasebooks],
            ["phrasebooks/en-e2e", "phrasebooks/zh-scenes",
             "phrasebooks/zh-e2e"])
        self.assertRegex(response.revision, "^[0-9a-f]{16}$")

    def test_get_phrasebook(self):
        book = self.call("GetPhrasebook", name="phrasebooks/zh-scenes")
        self.assertEqual(book.title, "常用语")
        self.assertEqual(list(book.scenes), ["opening", "refund"])
        self.assertEqual(book.file, "scenes.yaml")

    def test_list_rules(self):
        first = self.call("ListRules", parent="phrasebooks/zh-e2e", page_size=1)
        self.assertEqual([rule.name for rule in first.rules],
                         ["phrasebooks/zh-e2e/rules/helpless"])
        second = self.call("ListRules", parent="phrasebooks/zh-e2e",
                           page_token=first.next_page_token)
        self.assertEqual(second.rules[0].name,
                         "phrasebooks/zh-e2e/rules/later")

    def test_get_rule(self):
        rule = self.call("GetRule", name="phrasebooks/zh-e2e/rules/helpless")
        self.assertEqual(rule.norm, "wording.helpless")
        self.assertEqual(rule.forbid.entries[0].pattern.text, "没[有]办法")
        self.assertEqual(rule.flag_count, 2)

    def test_search_phrases(self):
        response = self.call("SearchPhrases", query="退款", locale="zh-TW")
        self.assertEqual([phrase.text for phrase in response.phrases],
                         ["退款會在{时间}處理。", "退款都可以辦理。"])
        self.assertEqual(list(response.phrases[0].placeholders), ["时间"])

    def test_get_status(self):
        status = self.call("GetStatus")
        self.assertEqual(status.revision,
                         self.call("ListPhrasebooks").revision)
        self.assertEqual(status.phrasebook_count, 3)
        self.assertFalse(status.HasField("last_error"))


if __name__ == "__main__":
    program.main()
