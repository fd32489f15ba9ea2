#include "match/regex.h"

#include <array>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace wanyan {
namespace {

re2::RE2::Options RegexOptions(FoldMode mode) {
  re2::RE2::Options options;
  options.set_max_mem(kRegexMaxMemory);
  options.set_longest_match(true);
  options.set_log_errors(false);
  options.set_case_sensitive(mode == FoldMode::kExact);
  return options;
}

struct NamedExpression {
  std::string_view name;
  std::string_view expression;
};

#define WANYAN_MONTH                                                 \
  R"((?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?)" \
  R"(|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?)" \
  R"(|dec(?:ember)?)\.?)"

// Over folded text: lower case, half width, Simplified.
constexpr std::string_view kNumber =
    R"((?:[+-]?\d+(?:[,.]\d+)*%?|[零〇一二两三四五六七八九十百千万亿半]+))";
constexpr std::array kBuiltInSlots = {
    NamedExpression{"number", kNumber},
    NamedExpression{
        "date",
        R"((?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
        R"(|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?)"
        R"(|\d{1,2}\. ?(?:jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august)"
        R"(|september|oktoober|november|detsember)[a-z]*(?: \d{4})?)"
        // A month needs a day or a year beside it, or its whole name: "may"
        // and "march" alone are verbs.
        R"(|\d{1,2}(?:st|nd|rd|th)? (?:of )?)" WANYAN_MONTH R"((?:,? \d{4})?)"
        R"(|)" WANYAN_MONTH R"( \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)"
        R"(|)" WANYAN_MONTH R"( \d{4})"
        R"(|january|february|april|june|july|august|september|october)"
        R"(|november|december)"
        R"(|(?:星期|周|礼拜)[一二三四五六日天]|今天|明天|后天)"
        R"(|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow)"
        R"(|esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev)"
        R"(|täna|homme|ülehomme))"},
    NamedExpression{
        "time",
        R"((?:\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)"
        R"(|(?:kell )?\d{1,2}\.\d{2})"
        R"(|(?:上午|下午|晚上|早上|中午|凌晨)?\d{1,2}[点时](?:\d{1,2}分?|半|整)?)"
        R"(|(?:\d+|[一二两三四五六七八九十半几]+)个?)"
        R"((?:小时|分钟|秒|天|日|工作日|星期|周|月|年)(?:之?内)?)"
        R"(|(?:\d+|one|two|three|a few) ?(?:business |working )?)"
        R"((?:hours?|minutes?|mins?|days?|weeks?|months?))"
        R"(|\d+ ?(?:tunni|tundi?|minuti?t?|päeva?|tööpäeva|nädala?t?|kuud?)))"},
    NamedExpression{
        "money",
        R"((?:(?:[$€£¥]|rmb|usd|eur|cny|us\$|nt\$|hk\$) ?\d+(?:[,.]\d+)*)"
        R"(|(?:\d+(?:[,.]\d+)*|[零一二两三四五六七八九十百千万]+) ?)"
        R"((?:[$€£¥]|元|块钱?|圆|美元|欧元|人民币|rmb|usd|eur|cny)"
        R"(|euros?|eurot|dollars?|pounds?|yuan|cents?|senti)))"},
    NamedExpression{"url", R"((?:https?://|www\.)[!-~]*[0-9a-z/#=&_-])"},
};

#undef WANYAN_MONTH

}  // namespace

absl::StatusOr<std::shared_ptr<const re2::RE2>> CompileRegex(
    std::string_view expression, FoldMode mode) {
  auto regex = std::make_shared<const re2::RE2>(expression, RegexOptions(mode));
  if (!regex->ok()) {
    return absl::InvalidArgumentError(regex->error());
  }
  if (re2::RE2::FullMatch("", *regex)) {
    return absl::InvalidArgumentError("the expression fits the empty text");
  }
  return regex;
}

std::shared_ptr<const re2::RE2> BuiltInSlot(std::string_view name) {
  static const auto& compiled = *[] {
    auto* slots =
        new std::array<std::shared_ptr<const re2::RE2>, kBuiltInSlots.size()>;
    for (size_t i = 0; i < kBuiltInSlots.size(); ++i) {
      (*slots)[i] = *CompileRegex(kBuiltInSlots[i].expression);
    }
    return slots;
  }();
  for (size_t i = 0; i < kBuiltInSlots.size(); ++i) {
    if (kBuiltInSlots[i].name == name) return compiled[i];
  }
  return nullptr;
}

}  // namespace wanyan
