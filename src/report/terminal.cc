#include "report/terminal.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "report/excerpt.h"
#include "report/terminal_cells.h"

namespace wanyan {
namespace {

enum class Color { kRed, kYellow, kCyan, kBlue, kGreen, kBold };

std::string_view EscapeOf(Color color) {
  switch (color) {
    case Color::kRed:
      return "\x1b[1;31m";
    case Color::kYellow:
      return "\x1b[1;33m";
    case Color::kCyan:
      return "\x1b[36m";
    case Color::kBlue:
      return "\x1b[34m";
    case Color::kGreen:
      return "\x1b[32m";
    case Color::kBold:
      return "\x1b[1m";
  }
  return "";
}

Color ColorOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Color::kRed;
    case Severity::kWarning:
      return Color::kYellow;
    case Severity::kInfo:
      return Color::kCyan;
    case Severity::kHint:
      return Color::kBlue;
  }
  return Color::kBold;
}

Color ColorOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return Color::kGreen;
    case Verdict::kWarn:
    case Verdict::kUnchecked:
      return Color::kYellow;
    case Verdict::kBlock:
      return Color::kRed;
  }
  return Color::kBold;
}

// Paints where colours are wanted, and leaves text alone elsewhere.
class Painter {
 public:
  explicit Painter(bool enabled) : enabled_(enabled) {}

  std::string Paint(Color color, std::string_view text) const {
    if (!enabled_) return std::string(text);
    return absl::StrFormat("%s%s\x1b[0m", EscapeOf(color), text);
  }

 private:
  const bool enabled_;
};

std::string LowerName(Severity severity) {
  return absl::AsciiStrToLower(std::string(SeverityName(severity)));
}

// A text of one or more lines, printable, later lines under the first one. A
// line break at its end is left out.
std::string PrintableBlock(std::string_view text, size_t indent) {
  std::string block;
  if (text.ends_with('\n')) text.remove_suffix(1);
  while (true) {
    const size_t line_break = text.find('\n');
    std::string_view line = text.substr(0, line_break);
    if (line.ends_with('\r')) line.remove_suffix(1);
    block += Printable(line);
    if (line_break == std::string_view::npos) return block;
    block += '\n';
    block.append(indent, ' ');
    text.remove_prefix(line_break + 1);
  }
}

std::string_view LabelOf(RewriteKind kind) {
  switch (kind) {
    case RewriteKind::kPhrase:
      return "say:";
    case RewriteKind::kClause:
      return "say for the clause:";
    case RewriteKind::kSentence:
      return "say for the sentence:";
    case RewriteKind::kReply:
      return "say for the reply:";
    case RewriteKind::kStart:
      return "put in front:";
    case RewriteKind::kEnd:
      return "put at the end:";
  }
  return "";
}

std::string FormatSuggestion(const Suggestion& suggestion) {
  const std::string label = absl::StrFormat("  %s ", LabelOf(suggestion.kind));
  std::string text = suggestion.replacement.empty()
                         ? "(nothing)"
                         : PrintableBlock(suggestion.replacement, label.size());
  if (suggestion.needs_input) text += "  (fill in what stands in braces)";
  return absl::StrFormat("%s%s\n", label, text);
}

std::string FormatPlace(std::string_view name, std::string_view reply,
                        uint32_t phrase_begin) {
  return absl::StrFormat("%s%s%s:", name, name.empty() ? "" : ":",
                         LineAndColumn(reply, phrase_begin));
}

std::string FormatFinding(std::string_view name, std::string_view reply,
                          const Finding& finding, const Painter& painter) {
  const Excerpt excerpt = MakeExcerpt(reply, finding.span);
  const Color color = ColorOf(finding.severity);
  std::string text = absl::StrFormat(
      "%s %s %s\n",
      painter.Paint(Color::kBold, FormatPlace(name, reply, finding.span.begin)),
      painter.Paint(color, absl::StrFormat("%s:", LowerName(finding.severity))),
      PrintableBlock(finding.message, 2));
  absl::StrAppendFormat(&text, "  %s\n  %s\n", excerpt.text,
                        painter.Paint(color, excerpt.marks));
  absl::StrAppendFormat(&text, "  rule: %s (%s)\n", finding.rule, finding.norm);
  for (const Suggestion& suggestion : finding.suggestions) {
    text += FormatSuggestion(suggestion);
  }
  return text;
}

std::string_view Explain(RewriteReason reason) {
  switch (reason) {
    case RewriteReason::kNone:
      return "";
    case RewriteReason::kNotWanted:
      return "none was asked for";
    case RewriteReason::kNoSuggestion:
      return "a finding has no suggestion";
    case RewriteReason::kNeedsInput:
      return "a finding needs what only the agent knows";
    case RewriteReason::kLosesFact:
      return "a number, date, link or other fact would be lost";
    case RewriteReason::kNotSafe:
      return "a suggestion is too uncertain to apply unasked";
    case RewriteReason::kNotClean:
      return "no combination of suggestions passes a second check";
  }
  return "";
}

std::string FormatRewrite(const CheckResult& result, const Painter& painter) {
  constexpr std::string_view kLabel = "rewrite: ";
  if (result.rewrite.has_value()) {
    return absl::StrFormat(
        "%s%s\n", kLabel,
        painter.Paint(Color::kGreen,
                      PrintableBlock(*result.rewrite, kLabel.size())));
  }
  if (result.rewrite_reason == RewriteReason::kNone) return "";
  return absl::StrFormat("no rewrite: %s\n", Explain(result.rewrite_reason));
}

// "2 errors, 1 hint"; "nothing found".
std::string CountFindings(const std::vector<Finding>& findings) {
  constexpr std::array kGravestFirst = {Severity::kError, Severity::kWarning,
                                        Severity::kInfo, Severity::kHint};
  std::vector<std::string> counts;
  for (const Severity severity : kGravestFirst) {
    const auto count =
        std::ranges::count(findings, severity, &Finding::severity);
    if (count == 0) continue;
    const std::string_view plural =
        count == 1 || severity == Severity::kInfo ? "" : "s";
    counts.push_back(
        absl::StrFormat("%d %s%s", count, LowerName(severity), plural));
  }
  return counts.empty() ? "nothing found" : absl::StrJoin(counts, ", ");
}

std::string FormatVerdict(std::string_view name, const CheckResult& result,
                          const Painter& painter) {
  std::string text = absl::StrFormat(
      "%s%s%s %s%s (%s)\n", name, name.empty() ? "" : ": ",
      painter.Paint(ColorOf(result.verdict),
                    absl::StrFormat("%s:", VerdictName(result.verdict))),
      CountFindings(result.findings), result.truncated ? " and more" : "",
      result.locale);
  if (!result.unchecked_reason.empty()) {
    absl::StrAppendFormat(&text, "not all was checked: %s\n",
                          Printable(result.unchecked_reason));
  }
  return text;
}

}  // namespace

std::string FormatForTerminal(std::string_view name, std::string_view reply,
                              const CheckResult& result, bool color) {
  const Painter painter(color);
  const std::string printable_name = Printable(name);
  std::string text;
  for (const Finding& finding : result.findings) {
    text += FormatFinding(printable_name, reply, finding, painter);
  }
  text += FormatRewrite(result, painter);
  text += FormatVerdict(printable_name, result, painter);
  return text;
}

}  // namespace wanyan
