#ifndef WANYAN_RULES_SCANNED_REPLY_H_
#define WANYAN_RULES_SCANNED_REPLY_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "match/pattern_set.h"
#include "match/text_scan.h"
#include "text/folded_text.h"
#include "text/text_range.h"

namespace wanyan {

// A reply, folded and scanned once: all that rules and contexts ask about it.
// Immutable but for what it remembers of earlier questions; for one thread.
class ScannedReply {
 public:
  // `reply` is well-formed UTF-8; it and `patterns` must outlive this.
  ScannedReply(std::string_view reply, const PatternSet& patterns);

  ScannedReply(const ScannedReply&) = delete;
  ScannedReply& operator=(const ScannedReply&) = delete;

  std::string_view reply() const { return reply_; }
  // The reply as it is compared in `mode`, which some pattern must use;
  // kFolded is always there.
  const FoldedText& Text(FoldMode mode) const { return *texts_[Index(mode)]; }
  const FoldedText& folded() const { return Text(FoldMode::kFolded); }

  // The scan for the patterns that were added for `mode`.
  TextScan& Scan(FoldMode mode) { return *scans_[Index(mode)]; }
  // Whether a bound cut the scan short.
  bool truncated() const;

  // A range of characters of `mode`'s text in bytes of the reply, and as the
  // characters of folded() that these bytes touch: none (an empty range at
  // their place) where folding drops them all.
  TextRange ToBytes(TextRange chars, FoldMode mode) const {
    return Text(mode).OriginalRange(chars);
  }
  TextRange ToFolded(TextRange chars, FoldMode mode) const;

 private:
  static size_t Index(FoldMode mode) { return static_cast<size_t>(mode); }

  std::string_view reply_;
  std::array<std::optional<FoldedText>, 3> texts_;
  std::array<std::optional<TextScan>, 3> scans_;
};

}  // namespace wanyan

#endif  // WANYAN_RULES_SCANNED_REPLY_H_
