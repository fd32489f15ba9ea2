#include "cli/test_labels.h"

#include <map>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/string_view.h"
#include "cli/input_lines.h"
#include "cli/label_line.h"
#include "cli/output.h"
#include "engine/checker.h"
#include "report/label_report.h"
#include "tester/labels.h"

namespace wanyan {
namespace {

// A reply in JSON's longest spelling, and as much again for the other keys.
constexpr size_t kMaxLineBytes = 12 * kMaxReplyBytes;

// The labelled replies of several files, each id once.
class LabelFiles {
 public:
  // Reads a file; what is wrong is printed.
  void Read(const std::string& path);

  const std::vector<LabelledReply>& replies() const { return replies_; }
  bool all_read() const { return all_read_; }

 private:
  void ReadLine(const std::string& path, const LineReader& line);
  void Complain(std::string_view place, std::string_view message);

  LabelLineReader reader_;
  std::vector<LabelledReply> replies_;
  std::map<std::string, std::string> places_;  // by id
  bool all_read_ = true;
};

void LabelFiles::Complain(std::string_view place, std::string_view message) {
  PrintError(absl::StrFormat("%s: %s", place, message));
  all_read_ = false;
}

void LabelFiles::Read(const std::string& path) {
  const absl::Status status =
      ForEachLine(path, kMaxLineBytes,
                  [&](const LineReader& line) { ReadLine(path, line); });
  if (!status.ok()) Complain(path, ToStd(status.message()));
}

void LabelFiles::ReadLine(const std::string& path, const LineReader& line) {
  const std::string place = absl::StrFormat("%s:%d", path, line.number());
  if (line.too_long()) {
    Complain(place, absl::StrFormat("the line has more than %d bytes; no "
                                    "labelled reply needs as many",
                                    kMaxLineBytes));
    return;
  }
  absl::StatusOr<LabelledReply> reply = reader_.Read(line.line());
  if (!reply.ok()) {
    Complain(place, ToStd(reply.status().message()));
    return;
  }
  const auto [known, is_new] = places_.emplace(reply->id, place);
  if (!is_new) {
    Complain(place, absl::StrFormat("id: %s stands at %s already", reply->id,
                                    known->second));
    return;
  }
  replies_.push_back(*std::move(reply));
}

void Print(const LabelReport& report, const TestLabelsOptions& options) {
  if (options.json) {
    WriteOutput(absl::StrFormat("%s\n", FormatLabelJson(report)));
    return;
  }
  if (!options.quiet) {
    const std::string details = FormatLabelDetails(report);
    if (!details.empty()) WriteOutput(absl::StrFormat("%s\n", details));
  }
  WriteOutput(FormatLabelTable(report));
}

}  // namespace

ExitCode TestLabels(const Library& library, const TestLabelsOptions& options) {
  LabelFiles files;
  for (const std::string& path : options.paths) files.Read(path);
  if (files.replies().empty()) {
    PrintError("no input: there is no labelled reply");
    return ExitCode::kUsage;
  }
  const LabelReport report =
      CompareWithLabels(library, files.replies(), options.norms);
  Print(report, options);
  for (const std::string& norm : report.norms_without_rule) {
    PrintError(absl::StrFormat("no rule enforces the norm %s", norm));
  }
  if (!report.unchecked.empty()) {
    PrintError(absl::StrFormat("%d of %d replies were not checked",
                               report.unchecked.size(), report.replies));
  }
  const bool all_checked = files.all_read() && report.unchecked.empty();
  return all_checked ? ExitCode::kOk : ExitCode::kUnchecked;
}

}  // namespace wanyan
