#include "phrasebook/internal/rewrite_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/template_parser.h"

namespace wanyan::internal {
namespace {

const yaml::NamedValues<RewriteKind>& LargerKinds() {
  static const auto* kinds = new yaml::NamedValues<RewriteKind>{
      {"clause", RewriteKind::kClause}, {"sentence", RewriteKind::kSentence},
      {"reply", RewriteKind::kReply},   {"start", RewriteKind::kStart},
      {"end", RewriteKind::kEnd},
  };
  return *kinds;
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<ReadRewrite> RewriteReader::ReadList(const yaml::Node& node) {
  std::vector<ReadRewrite> rewrites;
  for (const yaml::Node* item : reader_.Items(node, "rewrite")) {
    auto rewrite = Read(*item);
    if (rewrite.has_value()) rewrites.push_back(*std::move(rewrite));
  }
  return rewrites;
}

std::vector<ScenePhrase> RewriteReader::ReadScene(const yaml::Node& node,
                                                  std::string_view scene) {
  std::vector<ScenePhrase> phrases;
  const std::string what = absl::StrFormat("the scene %s", scene);
  for (const yaml::Node* item : reader_.Items(node, what)) {
    if (!reader_.Text(*item, absl::StrFormat("a phrase of %s", what))) continue;
    auto phrase = ReadText(*item, RewriteKind::kPhrase);
    if (!phrase.has_value()) continue;
    CheckSlots(*phrase, {}, "a scene");
    const SourcePosition position = phrase->rewrite.position;
    phrases.push_back({std::move(phrase->rewrite), position});
  }
  return phrases;
}

std::optional<ReadRewrite> RewriteReader::Read(const yaml::Node& node) {
  if (!node.IsMapping()) {
    if (node.IsList()) {
      reader_.Text(node, "a rewrite");  // says what was expected
      return std::nullopt;
    }
    return ReadText(node, RewriteKind::kPhrase);
  }
  yaml::MappingReader mapping(node, "a rewrite", &reader_);
  std::optional<ReadRewrite> rewrite;
  int found = 0;
  for (const auto& [key, kind] : LargerKinds()) {
    const yaml::Node* text = mapping.Find(key);
    if (text == nullptr || ++found > 1) continue;
    if (reader_.Text(*text, key).has_value()) rewrite = ReadText(*text, kind);
  }
  mapping.RefuseOtherKeys();
  if (found == 1) return rewrite;
  if (found > 1) {
    reader_.Error(node, code::kUnknownKey, "a rewrite stands for one thing",
                  "write two rewrites, {clause: …} and {end: …}");
  } else if (node.entry_count() == 0) {
    reader_.Error(node, code::kMissingKey, "a rewrite is an empty mapping",
                  "write a text, or {clause: …}; quote a text with { }");
  }
  return std::nullopt;
}

std::optional<ReadRewrite> RewriteReader::ReadText(const yaml::Node& node,
                                                   RewriteKind kind) {
  std::vector<TemplateError> errors;
  auto pieces = ParseRewrite(node.text, &errors);
  templates_.ReportAll(node, errors);
  if (!pieces.has_value()) return std::nullopt;
  ReadRewrite rewrite{{.kind = kind,
                       .pieces = *std::move(pieces),
                       .source = std::string(node.text),
                       .position = reader_.yaml().PositionInText(node, 0)},
                      &node};
  CheckMaps(rewrite);
  return rewrite;
}

void RewriteReader::Error(const ReadRewrite& rewrite,
                          const RewriteTemplate::Piece& piece,
                          std::string_view code, std::string message,
                          std::string hint) {
  reader_.report().Error(
      reader_.yaml().PositionInText(*rewrite.text, piece.column), code,
      std::move(message), std::move(hint));
}

void RewriteReader::CheckMaps(const ReadRewrite& rewrite) {
  for (const RewriteTemplate::Piece& piece : rewrite.rewrite.pieces) {
    if (piece.map.empty() || book_.maps.contains(piece.map)) continue;
    if (reader_.report().IsFull()) return;
    Error(rewrite, piece, code::kUndefinedMap,
          absl::StrFormat("the map %s is not defined", piece.map),
          yaml::DidYouMean(piece.map, yaml::SomeKeysOf(book_.maps),
                           "define it under `maps`", "@"));
  }
}

bool RewriteReader::CheckSlots(const ReadRewrite& rewrite,
                               const std::vector<std::string>& captured,
                               std::string_view of) {
  bool is_right = true;
  for (const RewriteTemplate::Piece& piece : rewrite.rewrite.pieces) {
    if (reader_.report().IsFull()) return false;
    if (piece.slot.empty() || Contains(captured, piece.slot)) continue;
    if (!piece.map.empty()) {
      is_right = false;
      Error(rewrite, piece, code::kMapNeedsCapture,
            absl::StrFormat("{%s@%s}: %s has no slot {%s} whose word could be "
                            "looked up",
                            piece.slot, piece.map, of, piece.slot),
            "use a slot of the template, or write the word itself");
    } else if (!piece.default_text.has_value() &&
               !inputs_.contains(piece.slot)) {
      is_right = false;
      std::vector<std::string> known = captured;
      yaml::AddSomeOf(inputs_, &known);
      Error(rewrite, piece, code::kUndefinedSlot,
            absl::StrFormat("{%s} is neither a slot of %s nor an input",
                            piece.slot, of),
            yaml::DidYouMean(
                piece.slot, known,
                "add it to `inputs` if only the profile, the caller or "
                "the agent knows it",
                "{", "}"));
    }
  }
  return is_right;
}

}  // namespace wanyan::internal
