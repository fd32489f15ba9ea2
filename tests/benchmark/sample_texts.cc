#include "benchmark/sample_texts.h"

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string_view>

#include "engine/checker.h"
#include "engine/test_library.h"
#include "store/phrasebook_folder.h"
#include "support/data_dir.h"
#include "support/data_lines.h"

namespace wanyan {
namespace {

constexpr char kDialogues[] = "corpora/crosswoz.dev.jsonl.gz";
// Enough for 10,000 phrases and 10,000 characters of clean text.
constexpr size_t kMaxReplies = 3000;
constexpr uint32_t kSeed = 20261124;

void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(EXIT_FAILURE);
}

std::vector<std::string> BuiltInReplies() {
  return {
      "您好，请问有什么可以帮您？",
      "请您提供一下订单号，我马上为您查询。",
      "您的包裹已经从上海仓库发出，预计后天送达，请您留意短信通知。",
      "这款商品支持七天无理由退货，您可以在订单页面申请售后服务。",
      "发票会随商品一起寄出，也可以在电子邮箱里下载。",
      "会员积分每年年底清理一次，请您及时兑换礼品。",
      "门店的营业时间是早上九点到晚上十点，周末照常营业。",
      "感谢您的来电，祝您生活愉快，再见。",
  };
}

void AppendAgentReplies(simdjson::dom::element conversation,
                        std::vector<std::string>* replies) {
  simdjson::dom::array turns;
  if (conversation["turns"].get(turns) != simdjson::SUCCESS) return;
  for (const simdjson::dom::element turn : turns) {
    std::string_view role;
    std::string_view text;
    if (turn["role"].get(role) == simdjson::SUCCESS && role == "agent" &&
        turn["text"].get(text) == simdjson::SUCCESS && !text.empty()) {
      replies->emplace_back(text);
    }
  }
}

std::vector<std::string> ReadReplies() {
  if (!HasData(kDialogues)) {
    std::fprintf(stderr,
                 "no %s in %s: a few built-in replies take their place, and "
                 "the figures are not those of README.md\n",
                 kDialogues, DataDir().c_str());
    return BuiltInReplies();
  }
  std::vector<std::string> replies;
  simdjson::dom::parser parser;
  for (const std::string& line : ReadDataLines(kDialogues)) {
    simdjson::dom::element conversation;
    if (parser.parse(line).get(conversation) != simdjson::SUCCESS) continue;
    AppendAgentReplies(conversation, &replies);
    if (replies.size() >= kMaxReplies) break;
  }
  return replies;
}

// Well-formed text, cut into its code points.
std::vector<std::string_view> CodePoints(std::string_view text) {
  std::vector<std::string_view> points;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin + 1;
    while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
    points.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return points;
}

std::string FirstCodePoints(std::string_view text, size_t count) {
  std::string first;
  for (const std::string_view point : CodePoints(text)) {
    if (count-- == 0) break;
    first += point;
  }
  return first;
}

bool IsClean(const Library& library, const std::string& reply) {
  CheckRequest request;
  request.reply = reply;
  const auto result = CheckReply(library, request);
  return result.ok() && result->findings.empty();
}

// The common ideographs, U+4E00 to U+9FFF: three bytes each.
bool IsHan(std::string_view point) {
  return point.size() == 3 && point >= "\u4E00" && point <= "\u9FFF";
}

std::string Join(const std::vector<std::string_view>& points) {
  std::string text;
  for (const std::string_view point : points) text += point;
  return text;
}

// The book's rule has no example that means anything: nothing reads it.
std::string BookOf(const std::vector<std::string>& phrases) {
  std::string list;
  for (const std::string& phrase : phrases) {
    list += (list.empty() ? "\"" : ", \"") + phrase + "\"";
  }
  return BookText("zh-generated",
                  {RuleText("generated", "forbid: [" + list + "]")});
}

}  // namespace

const std::vector<std::string>& AgentReplies() {
  static const auto* const replies =
      new std::vector<std::string>(ReadReplies());
  return *replies;
}

std::string CleanReply(const Library& library, size_t length) {
  const std::vector<std::string>& replies = AgentReplies();
  // Another start where the text or its cut end happens to break a rule.
  for (size_t start = 0; start < replies.size(); ++start) {
    std::string text;
    for (size_t i = start; text.size() < length * 4; ++i) {
      const std::string& next = replies[i % replies.size()];
      if (IsClean(library, next)) text += next;
    }
    const std::string reply = FirstCodePoints(text, length);
    if (IsClean(library, reply)) return reply;
  }
  Require(false, "no clean reply among the dialogues");
  return "";
}

std::vector<std::string> NearMissPhrases(size_t count) {
  std::vector<std::string_view> han;
  for (const std::string& reply : AgentReplies()) {
    for (const std::string_view point : CodePoints(reply)) {
      if (IsHan(point)) han.push_back(point);
    }
  }
  std::mt19937 random(kSeed);
  const auto below = [&random](size_t bound) { return random() % bound; };
  std::set<std::string> seen;
  std::vector<std::string> phrases;
  while (phrases.size() < count) {
    const size_t length = 4 + below(5);
    const size_t begin = below(han.size() - length);
    const auto first = han.begin() + static_cast<std::ptrdiff_t>(begin);
    std::vector<std::string_view> piece(
        first, first + static_cast<std::ptrdiff_t>(length));
    piece[below(length)] = han[below(han.size())];
    const std::string phrase = Join(piece);
    if (seen.insert(phrase).second) phrases.push_back(phrase);
  }
  return phrases;
}

const Library& ShippedLibrary() {
  static const auto* const library = [] {
    const auto folder = LoadPhrasebookFolder(SourceDir() + "/phrasebooks");
    Require(folder.ok(), folder.status().ToString());
    Require(folder->library != nullptr, "the shipped phrasebooks have errors");
    return new std::shared_ptr<const Library>(folder->library);
  }();
  return **library;
}

const Library& GeneratedLibrary(size_t phrases) {
  static auto* const libraries =
      new std::map<size_t, std::shared_ptr<const Library>>;
  std::shared_ptr<const Library>& library = (*libraries)[phrases];
  if (library == nullptr) {
    library = MakeLibrary({BookOf(NearMissPhrases(phrases))});
  }
  return *library;
}

}  // namespace wanyan
