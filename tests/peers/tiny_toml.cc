#include "peers/tiny_toml.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "text/utf8.h"

namespace wanyan {
namespace {

class TomlReader {
 public:
  explicit TomlReader(std::string_view toml) : toml_(toml) {}

  std::vector<nlohmann::json> Read() {
    std::vector<nlohmann::json> tests;
    for (SkipSpace(); !AtEnd(); SkipSpace()) {
      if (Take("[[test]]")) {
        tests.emplace_back();
      } else {
        ReadPair(&tests.back());
      }
    }
    return tests;
  }

 private:
  bool AtEnd() const { return at_ == toml_.size(); }
  char Peek() const { return AtEnd() ? '\0' : toml_[at_]; }

  bool Take(std::string_view expected) {
    if (toml_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  void Need(std::string_view expected) {
    if (!Take(expected)) Fail();
  }

  [[noreturn]] void Fail() const {
    std::fprintf(stderr, "not in our part of TOML: %.40s\n",
                 std::string(toml_.substr(at_)).c_str());
    std::abort();
  }

  void SkipSpace() {
    while (!AtEnd()) {
      if (Peek() == '#') {
        at_ = std::min(toml_.find('\n', at_), toml_.size());
      } else if (std::string_view(" \t\r\n").find(Peek()) !=
                 std::string_view::npos) {
        ++at_;
      } else {
        return;
      }
    }
  }

  std::string TakeWord() {
    const size_t begin = at_;
    while (std::isalnum(static_cast<unsigned char>(Peek())) || Peek() == '-') {
      ++at_;
    }
    if (at_ == begin) Fail();
    return std::string(toml_.substr(begin, at_ - begin));
  }

  void ReadPair(nlohmann::json* table) {
    const std::string key = TakeWord();
    SkipSpace();
    Need("=");
    SkipSpace();
    (*table)[key] = ReadValue();
  }

  nlohmann::json ReadValue() {
    if (Take("'''")) return ReadUntil("'''");
    if (Take("'")) return ReadUntil("'");
    if (Take("\"")) return ReadEscaped();
    if (Take("[")) return ReadList();
    if (Take("{")) return ReadTable();
    const std::string word = TakeWord();
    if (word == "true" || word == "false") return word == "true";
    return std::atoi(word.c_str());
  }

  std::string ReadUntil(std::string_view end) {
    const size_t close = toml_.find(end, at_);
    if (close == std::string_view::npos) Fail();
    const std::string text(toml_.substr(at_, close - at_));
    at_ = close + end.size();
    return text;
  }

  std::string ReadEscaped() {
    std::string text;
    while (!Take("\"")) {
      if (AtEnd()) Fail();
      if (Take("\\")) {
        AppendEscape(&text);
      } else {
        text += toml_[at_++];
      }
    }
    return text;
  }

  void AppendEscape(std::string* text) {
    if (Take("n")) {
      *text += '\n';
    } else if (Take("t")) {
      *text += '\t';
    } else if (Take("r")) {
      *text += '\r';
    } else if (Take("\\")) {
      *text += '\\';
    } else if (Take("\"")) {
      *text += '"';
    } else if (Take("u")) {
      AppendCodePoint(4, text);
    } else if (Take("U")) {
      AppendCodePoint(8, text);
    } else {
      Fail();
    }
  }

  void AppendCodePoint(size_t digits, std::string* text) {
    const std::string hex(toml_.substr(at_, digits));
    at_ += digits;
    AppendUtf8(static_cast<char32_t>(std::stoul(hex, nullptr, 16)), text);
  }

  nlohmann::json ReadList() {
    nlohmann::json list = nlohmann::json::array();
    for (SkipSpace(); !Take("]"); SkipSpace()) {
      list.push_back(ReadValue());
      SkipSpace();
      Take(",");
    }
    return list;
  }

  nlohmann::json ReadTable() {
    nlohmann::json table;
    for (SkipSpace(); !Take("}"); SkipSpace()) {
      ReadPair(&table);
      SkipSpace();
      Take(",");
    }
    return table;
  }

  std::string_view toml_;
  size_t at_ = 0;
};

}  // namespace

std::vector<nlohmann::json> ReadTomlTests(std::string_view toml) {
  return TomlReader(toml).Read();
}

}  // namespace wanyan
