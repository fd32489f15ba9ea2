#include "report/json_writer.h"

#include "gtest/gtest.h"

namespace wanyan {
namespace {

std::string Quoted(std::string_view text) {
  JsonWriter json(JsonWriter::Layout::kLine);
  json.String(text);
  return std::move(json).Take();
}

std::string Nested(JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.BeginObject();
  json.Key("list");
  json.BeginArray();
  json.Integer(-1);
  json.Boolean(true);
  json.Null();
  json.BeginArray();
  json.EndArray();
  json.EndArray();
  json.Key("object");
  json.BeginObject();
  json.EndObject();
  json.EndObject();
  return std::move(json).Take();
}

TEST(JsonWriterTest, ALineHasNoWhiteSpace) {
  EXPECT_EQ(Nested(JsonWriter::Layout::kLine),
            R"({"list":[-1,true,null,[]],"object":{}})");
}

TEST(JsonWriterTest, PrettyHasOneMemberALine) {
  EXPECT_EQ(Nested(JsonWriter::Layout::kPretty),
            "{\n"
            "  \"list\": [\n"
            "    -1,\n"
            "    true,\n"
            "    null,\n"
            "    []\n"
            "  ],\n"
            "  \"object\": {}\n"
            "}");
}

TEST(JsonWriterTest, EscapesWhatJsonForbids) {
  EXPECT_EQ(Quoted("\"\\/"), R"("\"\\/")");
  EXPECT_EQ(Quoted("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(Quoted(std::string_view("\0\x1f", 2)), R"("\u0000\u001f")");
}

TEST(JsonWriterTest, LeavesOtherTextAsItIs) {
  for (const std::string_view text :
       {"好", "😀", "õ", "e\u0301", "\u2028\u2029", "\x7f", "a b"}) {
    std::string expected = "\"";
    expected += text;
    expected += '"';
    EXPECT_EQ(Quoted(text), expected);
  }
}

TEST(JsonWriterTest, KeysAreEscapedToo) {
  JsonWriter json(JsonWriter::Layout::kLine);
  json.BeginObject();
  json.Key("a\"b");
  json.Integer(1);
  json.EndObject();
  EXPECT_EQ(std::move(json).Take(), R"({"a\"b":1})");
}

}  // namespace
}  // namespace wanyan
