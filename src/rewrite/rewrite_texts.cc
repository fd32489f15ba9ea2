#include <array>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "rewrite/suggest.h"

namespace wanyan {

using PieceList = std::vector<RewriteTemplate::Piece>;

// The rewrites of a rule set in one writing.
struct RewriteTexts::Converted {
  std::once_flag once;
  absl::flat_hash_map<const RewriteTemplate*, PieceList> pieces;
  std::map<std::tuple<const Phrasebook*, std::string, std::string>, std::string>
      map_entries;
};

struct RewriteTexts::Impl {
  explicit Impl(const RuleSet& rule_set) : rules(rule_set) {}

  const RuleSet& rules;
  // For kTaiwan and kHongKong; Simplified is how books are written.
  std::array<Converted, 2> converted;
};

namespace {

PieceList Convert(PieceList pieces, HanVariant variant) {
  for (RewriteTemplate::Piece& piece : pieces) {
    piece.text = ToHanVariant(piece.text, variant);
    if (piece.default_text.has_value()) {
      piece.default_text = ToHanVariant(*piece.default_text, variant);
    }
  }
  return pieces;
}

}  // namespace

RewriteTexts::RewriteTexts(const RuleSet& rules)
    : impl_(std::make_unique<Impl>(rules)) {}
RewriteTexts::~RewriteTexts() = default;

const RewriteTexts::Converted& RewriteTexts::ForVariant(
    HanVariant variant) const {
  Converted& converted =
      impl_->converted[variant == HanVariant::kTaiwan ? 0 : 1];
  std::call_once(converted.once, [&] {
    for (const CompiledForbid& rule : impl_->rules.forbids) {
      if (rule.book->language != "zh") continue;
      for (const CompiledEntry& entry : rule.entries) {
        for (const RewriteTemplate& rewrite : entry.source->rewrites) {
          converted.pieces.emplace(&rewrite, Convert(rewrite.pieces, variant));
        }
      }
      for (const auto& [name, entries] : rule.book->maps) {
        for (const auto& [word, value] : entries) {
          std::string& text = converted.map_entries[{rule.book, name, word}];
          if (text.empty()) text = ToHanVariant(value, variant);
        }
      }
    }
  });
  return converted;
}

const PieceList& RewriteTexts::Pieces(const RewriteTemplate& rewrite,
                                      HanVariant variant) const {
  if (variant == HanVariant::kSimplified) return rewrite.pieces;
  const Converted& converted = ForVariant(variant);
  const auto found = converted.pieces.find(&rewrite);
  return found == converted.pieces.end() ? rewrite.pieces : found->second;
}

const std::string* RewriteTexts::MapEntry(const Phrasebook& book,
                                          const std::string& map,
                                          const std::string& word,
                                          HanVariant variant) const {
  if (variant != HanVariant::kSimplified && book.language == "zh") {
    const Converted& converted = ForVariant(variant);
    const auto found = converted.map_entries.find({&book, map, word});
    return found == converted.map_entries.end() ? nullptr : &found->second;
  }
  const auto entries = book.maps.find(map);
  if (entries == book.maps.end()) return nullptr;
  const auto found = entries->second.find(word);
  return found == entries->second.end() ? nullptr : &found->second;
}

}  // namespace wanyan
