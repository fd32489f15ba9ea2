#include "report/trial_report.h"

#include "absl/strings/str_format.h"
#include "report/excerpt.h"
#include "report/terminal_cells.h"

namespace wanyan {
namespace {

std::string Counted(int64_t count, std::string_view noun,
                    std::string_view plural) {
  return absl::StrFormat("%d %s", count, count == 1 ? noun : plural);
}

}  // namespace

std::string FormatTrialHit(std::string_view place, std::string_view reply,
                           const TrialHit& hit) {
  const Excerpt excerpt = MakeExcerpt(reply, hit.span);
  const std::string news =
      hit.known_rule.empty()
          ? "new"
          : absl::StrFormat("known to %s (%s)", hit.known_rule, hit.known_norm);
  return absl::StrFormat("%s, bytes %d-%d: %s\n  %s\n  %s\n", Printable(place),
                         hit.span.begin, hit.span.end, news, excerpt.text,
                         excerpt.marks);
}

std::string FormatTrialCounts(const TrialCounts& counts) {
  std::string text =
      absl::StrFormat("%s in %d of %s: %d new, %d known to rules already",
                      Counted(counts.hits, "hit", "hits"), counts.replies_hit,
                      Counted(counts.replies, "reply", "replies"),
                      counts.hits - counts.known, counts.known);
  if (counts.shown < counts.hits) {
    absl::StrAppendFormat(
        &text, "; %s shown",
        counts.shown == 1 ? "1 is" : absl::StrFormat("%d are", counts.shown));
  }
  return text + "\n";
}

}  // namespace wanyan
