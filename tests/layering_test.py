#!/usr/bin/env python3
"""Breaks each rule of layering.py in a tree made for it, and expects to hear."""

import pathlib
import tempfile
import unittest

import layering

CMAKE = """
wanyan_component(base
  LIBS absl::strings)
wanyan_component(text DEPS base)
wanyan_component(match
  DEPS text
  PRIVATE_LIBS re2)
wanyan_component(phrasebook DEPS base)
set(api_deps base)
list(APPEND api_deps text)
wanyan_component(api DEPS ${api_deps} PRIVATE_LIBS wanyan::proto)
"""


class LayeringTest(unittest.TestCase):
    def breaches(self, files):
        """The breaches in a tree with these files, {path: content}."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder).resolve()
            (root / "tests").mkdir()
            for path, content in {"src/CMakeLists.txt": CMAKE, **files}.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(content, encoding="utf-8")
            return layering.Checker(root).run()

    def assert_one_breach(self, files, start):
        breaches = self.breaches(files)
        self.assertEqual(len(breaches), 1, breaches)
        self.assertTrue(breaches[0].startswith(start), breaches[0])

    def test_a_tree_in_order_has_none(self):
        self.assertEqual(self.breaches({
            "src/base/a.h": "#include <string>\n",
            "src/text/a.h": '#include "base/a.h"\n#include "text/internal/b.h"\n',
            "src/match/a.cc": '#include "base/a.h"\n#include "text/a.h"\n',
            "src/phrasebook/a.cc": "#include <yaml-cpp/yaml.h>\n" * 2,
            "src/api/a.cc": '#include "text/a.h"\n#include "wanyan/v1/a.pb.h"\n',
            "tests/text/a_test.cc": '#include "text/internal/b.h"\n',
        }), [])

    def test_an_include_of_a_component_below(self):
        self.assert_one_breach(
            {"src/text/a.h": '\n#include "match/a.h"\n'},
            "src/text/a.h:2: text includes match, which stands below it; ")

    def test_an_include_of_a_component_that_is_not_linked(self):
        self.assert_one_breach(
            {"src/phrasebook/a.h": '#include "text/a.h"\n'},
            "src/phrasebook/a.h:1: phrasebook includes text and does not link it; ")

    def test_an_include_of_another_components_private_header(self):
        self.assert_one_breach(
            {"src/match/a.cc": '#include "text/internal/a.h"\n'},
            'src/match/a.cc:1: "text/internal/a.h" is private to text; ')

    def test_an_include_of_a_private_header_in_another_components_test(self):
        self.assert_one_breach(
            {"tests/match/a_test.cc": '#include "text/internal/a.h"\n'},
            'tests/match/a_test.cc:1: "text/internal/a.h" is private to text; ')

    def test_protobuf_and_grpc_outside_api_and_service(self):
        for header in ("google/protobuf/message.h", "grpcpp/grpcpp.h",
                       "wanyan/v1/check_service.grpc.pb.h"):
            self.assert_one_breach(
                {"src/match/a.cc": f"#  include <{header}>\n"},
                f"src/match/a.cc:1: match includes <{header}>; ")

    def test_a_second_file_that_knows_yaml_cpp(self):
        self.assert_one_breach(
            {"src/phrasebook/a.cc": "#include <yaml-cpp/yaml.h>\n",
             "src/phrasebook/b.cc": '#include "yaml-cpp/eventhandler.h"\n'},
            "src/phrasebook/b.cc:1: yaml-cpp is also included in "
            "src/phrasebook/a.cc; ")

    def test_a_folder_that_is_no_component(self):
        self.assert_one_breach({"src/util/a.h": ""}, "src/util/a.h:1: src/util is no component")

    def test_a_component_that_is_not_built(self):
        self.assert_one_breach({"src/engine/a.h": ""},
                               "src/engine/a.h:1: src/CMakeLists.txt has no component engine; ")

    def test_a_build_list_in_another_order(self):
        breaches = self.breaches({"src/CMakeLists.txt":
                                  "wanyan_component(text)\nwanyan_component(base)\n"})
        self.assertEqual(len(breaches), 1, breaches)
        self.assertIn("src/CMakeLists.txt:2: base stands below a component", breaches[0])

    def test_a_build_list_that_depends_downwards(self):
        self.assert_one_breach(
            {"src/CMakeLists.txt": "wanyan_component(base DEPS text)\nwanyan_component(text)\n"},
            "src/CMakeLists.txt:1: base depends on text, which does not stand above it; ")

    def test_a_build_list_with_an_unknown_component(self):
        self.assert_one_breach({"src/CMakeLists.txt": "wanyan_component(util)\n"},
                               "src/CMakeLists.txt:1: the component util has no place")


if __name__ == "__main__":
    unittest.main()
