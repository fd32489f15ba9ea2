#ifndef WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_READER_H_
#define WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_READER_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/pattern.h"
#include "phrasebook/internal/expansion.h"
#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/reference_graph.h"
#include "phrasebook/phrasebook.h"
#include "phrasebook/template_parser.h"

namespace wanyan::internal {

// Reads the templates of one book, and before them its `slots` and `sets`.
// Texts are folded as the rule that uses them is compared, and so are the sets:
// each is parsed once for every mode that a rule asks for.
class TemplateReader {
 public:
  explicit TemplateReader(Reader* reader) : reader_(reader), limits_(*reader) {}
  TemplateReader(const TemplateReader&) = delete;
  TemplateReader& operator=(const TemplateReader&) = delete;

  // Both before the first template.
  void ReadSlots(const yaml::Node& slots);
  void ReadSets(const yaml::Node& sets);

  // The sets in FoldMode::kFolded.
  std::map<std::string, std::vector<Template>> TakeSets() &&;

  // A template, written as a text or as {regex: …}; what is wrong with it is
  // reported.
  std::optional<Template> Read(const yaml::Node& node, std::string_view what,
                               FoldMode mode = FoldMode::kFolded);
  std::vector<Template> ReadList(const yaml::Node& node, std::string_view what,
                                 FoldMode mode = FoldMode::kFolded);
  // A template, or a list of them that becomes one, of which any may match.
  std::optional<Template> ReadOneOrList(const yaml::Node& node,
                                        std::string_view what);

  // Parses a template that stands in no node, held to the same; null, and
  // mistakes appended to `errors`, where it is none.
  Pattern ParseSource(std::string_view source, FoldMode mode,
                      std::vector<TemplateError>* errors);

  // Reports mistakes inside a text at the places where they stand.
  void ReportAll(const yaml::Node& node,
                 const std::vector<TemplateError>& errors,
                 Diagnostic::Severity severity = Diagnostic::Severity::kError);

 private:
  struct Set {
    const yaml::Node* templates = nullptr;
    SourcePosition position;  // of its name
    // On a cycle or too deep, so that it stands for a placeholder.
    bool is_broken = false;
  };
  // The sets as one mode compares them.
  struct SetsOfMode {
    bool is_read = false;
    TemplateNames names;
    std::map<std::string, Pattern, std::less<>> patterns;
    std::map<std::string, std::vector<Template>> templates;
  };

  void OrderSets();
  ReferenceGraph ReferencesBetweenSets() const;
  SetsOfMode& SetsFor(FoldMode mode);
  void ParseSets(FoldMode mode, SetsOfMode* sets);
  void ParseSet(size_t index, FoldMode mode, SetsOfMode* sets);
  void CheckNothingLost(size_t index, size_t templates);

  std::optional<Template> ReadText(const yaml::Node& node,
                                   std::string_view what, FoldMode mode);
  std::optional<Template> ReadRegex(const yaml::Node& node,
                                    std::string_view what, FoldMode mode);
  std::shared_ptr<const re2::RE2> Regex(const yaml::Node& node,
                                        std::string_view what, FoldMode mode);
  // Whether a pattern is small enough to be matched.
  bool CheckSize(const yaml::Node& node, const Pattern& pattern);
  bool CheckLiteral(const yaml::Node& node, const Pattern& pattern);

  // A silent one while the sets are parsed for another mode than kFolded: their
  // mistakes are told once.
  Reader* reader_;
  // Limits are told whatever the mode.
  Reader& limits_;
  std::map<std::string, std::shared_ptr<const re2::RE2>, std::less<>> slots_;
  std::vector<std::string> set_names_;
  std::map<std::string, size_t, std::less<>> set_indexes_;
  std::vector<Set> sets_;
  // Indexes of sets, each behind those that its templates name.
  std::vector<size_t> set_order_;
  std::array<SetsOfMode, 3> modes_;
  Expansion expansion_;
  int64_t total_expansion_ = 0;
  int regex_instructions_ = 0;
};

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_READER_H_
