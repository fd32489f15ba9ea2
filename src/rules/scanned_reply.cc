#include "rules/scanned_reply.h"

#include <algorithm>

namespace wanyan {

ScannedReply::ScannedReply(std::string_view reply, const PatternSet& patterns)
    : reply_(reply) {
  for (FoldMode mode :
       {FoldMode::kFolded, FoldMode::kExact, FoldMode::kTolerant}) {
    if (mode != FoldMode::kFolded && !patterns.Uses(mode)) continue;
    texts_[Index(mode)] = FoldedText::Fold(reply, mode);
    scans_[Index(mode)].emplace(patterns, *texts_[Index(mode)], mode);
  }
}

bool ScannedReply::truncated() const {
  return std::any_of(scans_.begin(), scans_.end(),
                     [](const std::optional<TextScan>& scan) {
                       return scan.has_value() && scan->truncated();
                     });
}

TextRange ScannedReply::ToFolded(TextRange chars, FoldMode mode) const {
  if (mode == FoldMode::kFolded) return chars;
  const TextRange bytes = ToBytes(chars, mode);
  const auto all = folded().chars();
  const auto begin = std::partition_point(
      all.begin(), all.end(),
      [&](const FoldedChar& c) { return c.original.end <= bytes.begin; });
  const auto end = std::partition_point(
      begin, all.end(),
      [&](const FoldedChar& c) { return c.original.begin < bytes.end; });
  return {static_cast<uint32_t>(begin - all.begin()),
          static_cast<uint32_t>(end - all.begin())};
}

}  // namespace wanyan
