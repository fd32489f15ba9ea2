#ifndef WANYAN_REPORT_JSON_WRITER_H_
#define WANYAN_REPORT_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace wanyan {

// Writes one JSON value (RFC 8259), so that the bytes are ours alone to decide:
// keys stand in the order of the calls, and text stays UTF-8; only quotation
// marks, backslashes and control characters are escaped.
//
//   JsonWriter json(JsonWriter::Layout::kLine);
//   json.BeginObject();
//   json.Key("line");
//   json.Integer(3);
//   json.EndObject();
//   std::move(json).Take();                      // {"line":3}
//
// The caller sees to the grammar: a Key before each value of an object, and an
// End for each Begin. Strings must be well-formed UTF-8.
class JsonWriter {
 public:
  enum class Layout {
    kLine,    // no white space at all
    kPretty,  // one member a line, two spaces a level
  };

  explicit JsonWriter(Layout layout) : layout_(layout) {}

  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void EndArray() { End(']'); }

  void Key(std::string_view key);
  void String(std::string_view utf8);
  void Integer(int64_t value);
  void Boolean(bool value);
  void Null();
  // `json` is a value already, and stands as it is.
  void Raw(std::string_view json);

  std::string Take() && { return std::move(json_); }

 private:
  void Begin(char bracket);
  void End(char bracket);
  // What stands between the value before and the next one.
  void Separate();
  void BreakLine();
  void AppendQuoted(std::string_view utf8);

  const Layout layout_;
  std::string json_;
  int depth_ = 0;
  // Nothing stands yet in the innermost object or array.
  bool is_first_ = true;
  bool follows_key_ = false;
};

}  // namespace wanyan

#endif  // WANYAN_REPORT_JSON_WRITER_H_
