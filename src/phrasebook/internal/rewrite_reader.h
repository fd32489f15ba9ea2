#ifndef WANYAN_PHRASEBOOK_INTERNAL_REWRITE_READER_H_
#define WANYAN_PHRASEBOOK_INTERNAL_REWRITE_READER_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/template_reader.h"
#include "phrasebook/phrasebook.h"

namespace wanyan::internal {

// A rewrite with the node that it was read from, for the places of its slots.
struct ReadRewrite {
  RewriteTemplate rewrite;
  const yaml::Node* text;
};

// Reads `rewrite` lists and scene phrases of a book, whose inputs and maps are
// read before.
class RewriteReader {
 public:
  RewriteReader(const Phrasebook& book, TemplateReader* templates,
                Reader* reader)
      : book_(book),
        inputs_(book.inputs.begin(), book.inputs.end()),
        templates_(*templates),
        reader_(*reader) {}

  std::vector<ReadRewrite> ReadList(const yaml::Node& node);
  std::vector<ScenePhrase> ReadScene(const yaml::Node& node,
                                     std::string_view scene);

  // Whether each slot of the rewrite can be filled: captured by the template,
  // an input, or with a default. `captured` are the slots of `of`, which names
  // it in messages.
  bool CheckSlots(const ReadRewrite& rewrite,
                  const std::vector<std::string>& captured,
                  std::string_view of);

 private:
  std::optional<ReadRewrite> Read(const yaml::Node& node);
  std::optional<ReadRewrite> ReadText(const yaml::Node& node, RewriteKind kind);
  void CheckMaps(const ReadRewrite& rewrite);
  void Error(const ReadRewrite& rewrite, const RewriteTemplate::Piece& piece,
             std::string_view code, std::string message, std::string hint);

  const Phrasebook& book_;
  const std::set<std::string> inputs_;
  TemplateReader& templates_;
  Reader& reader_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_REWRITE_READER_H_
