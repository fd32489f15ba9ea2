#include "cli/try_phrase.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/string_view.h"
#include "cli/input_lines.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/reply_line.h"
#include "cli/sample.h"
#include "engine/checker.h"
#include "report/trial_report.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

// A conversation of all the turns that a request may have, in JSON's longest
// spelling (\u0061).
constexpr size_t kMaxLineBytes = 8 * kMaxRequestBytes;

bool HoldsJsonLines(std::string_view path) {
  return path.ends_with(".jsonl") || path.ends_with(".ndjson");
}

class PhraseTrier {
 public:
  PhraseTrier(PhraseTrial* trial, const TryOptions& options)
      : trial_(*trial),
        options_(options),
        sample_(static_cast<size_t>(options.sample.value_or(0)), options.seed) {
  }

  void TryFile(const std::string& path);
  // Prints what is left to print.
  ExitCode Finish();

 private:
  void TryLine(const std::string& path, const LineReader& line);
  void TryJsonLine(std::string_view place, std::string_view json);
  void TryReply(std::string_view place, std::string_view reply,
                std::string_view locale);
  void Show(std::string hit);
  void Complain(std::string_view place, std::string_view message);

  PhraseTrial& trial_;
  const TryOptions& options_;
  ReplyLineReader reader_;
  Sample<std::string> sample_;
  TrialCounts counts_;
  Progress progress_;
  bool all_read_ = true;
};

void PhraseTrier::Complain(std::string_view place, std::string_view message) {
  progress_.Clear();
  PrintError(absl::StrFormat("%s: %s", place, message));
  all_read_ = false;
}

void PhraseTrier::TryFile(const std::string& path) {
  const absl::Status status =
      ForEachLine(path, kMaxLineBytes,
                  [&](const LineReader& line) { TryLine(path, line); });
  if (!status.ok()) Complain(path, ToStd(status.message()));
}

void PhraseTrier::TryLine(const std::string& path, const LineReader& line) {
  const std::string place = absl::StrFormat("%s:%d", path, line.number());
  if (line.too_long()) {
    Complain(place,
             absl::StrFormat("the line has more than %d bytes", kMaxLineBytes));
  } else if (options_.jsonl || HoldsJsonLines(path)) {
    TryJsonLine(place, line.line());
  } else {
    TryReply(place, line.line(), "");
  }
}

void PhraseTrier::TryJsonLine(std::string_view place, std::string_view json) {
  const absl::StatusOr<ReplyLine> line = reader_.Read(json);
  if (!line.ok()) {
    Complain(place, ToStd(line.status().message()));
    return;
  }
  for (const ReplyLine::Reply& reply : line->replies) {
    std::string where(place);
    if (!line->id.empty()) where += " " + line->id;
    if (reply.turn.has_value()) {
      absl::StrAppendFormat(&where, " turn %d", *reply.turn);
    }
    TryReply(where, reply.text, line->locale);
  }
}

void PhraseTrier::TryReply(std::string_view place, std::string_view reply,
                           std::string_view locale) {
  if (const auto bad_byte = FirstIllFormedByte(reply)) {
    Complain(place,
             absl::StrFormat("not well-formed UTF-8 at byte %d", *bad_byte));
    return;
  }
  const std::vector<TrialHit> hits = trial_.Try(reply, locale);
  ++counts_.replies;
  counts_.replies_hit += !hits.empty();
  for (const TrialHit& hit : hits) {
    const bool is_known = !hit.known_rule.empty();
    ++counts_.hits;
    counts_.known += is_known;
    if (is_known && options_.only_new) continue;
    Show(FormatTrialHit(place, reply, hit));
  }
  if (progress_.IsDue(counts_.replies)) {
    progress_.Show(
        absl::StrFormat("%d replies, %d hits", counts_.replies, counts_.hits));
  }
}

void PhraseTrier::Show(std::string hit) {
  if (options_.sample.has_value()) {
    sample_.Add(std::move(hit));
  } else if (counts_.shown < options_.limit) {
    ++counts_.shown;
    progress_.Clear();
    WriteOutput(hit);
  }
}

ExitCode PhraseTrier::Finish() {
  progress_.Clear();
  if (counts_.replies == 0) {
    PrintError("no input: there is no reply");
    return ExitCode::kUsage;
  }
  for (const std::string& hit : std::move(sample_).Take()) {
    ++counts_.shown;
    WriteOutput(hit);
  }
  WriteOutput(FormatTrialCounts(counts_));
  return all_read_ ? ExitCode::kOk : ExitCode::kUnchecked;
}

}  // namespace

ExitCode TryPhrase(PhraseTrial* trial, const TryOptions& options) {
  PhraseTrier trier(trial, options);
  for (const std::string& path : options.paths) trier.TryFile(path);
  return trier.Finish();
}

}  // namespace wanyan
