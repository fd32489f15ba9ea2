#ifndef WANYAN_PHRASEBOOK_INTERNAL_RULE_READER_H_
#define WANYAN_PHRASEBOOK_INTERNAL_RULE_READER_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/rewrite_reader.h"
#include "phrasebook/internal/template_reader.h"
#include "phrasebook/phrasebook.h"

namespace wanyan::internal {

// Reads the `defaults` and `rules` of a book of which everything else that
// rules name is read before: language, inputs, maps, sets and contexts.
class RuleReader {
 public:
  RuleReader(const Phrasebook& book, TemplateReader* templates,
             RewriteReader* rewrites, Reader* reader)
      : book_(book),
        templates_(*templates),
        rewrites_(*rewrites),
        reader_(*reader) {}

  // Before the rules.
  void ReadDefaults(const yaml::Node& node);

  std::vector<Rule> ReadRules(const yaml::Node& node);

 private:
  void CollectIds(const std::vector<const yaml::Node*>& rules);
  Rule ReadRule(const yaml::Node& node);
  // Keys that `defaults` may have as well.
  void ReadSharedKeys(yaml::MappingReader* mapping, Rule* rule);
  void ReadForbid(const yaml::Node& node,
                  const std::vector<ReadRewrite>& rewrites, Rule* rule);
  ForbidEntry ReadEntry(const yaml::Node& node, const Rule& rule,
                        std::vector<ReadRewrite>* own_rewrites);
  ForbidEntry ReadEntryMapping(const yaml::Node& node, const Rule& rule,
                               std::vector<ReadRewrite>* own_rewrites);
  void ReadWhen(const yaml::Node& node, Rule* rule);
  void ReadOver(const yaml::Node& node, Rule* rule);
  void CheckOver(const std::vector<Rule>& rules);

  void ReadExamples(const yaml::Node& node, Rule* rule);
  std::vector<Example> ReadExampleList(const yaml::Node& node,
                                       std::string_view what, bool is_flagged);
  std::optional<Example> ReadExample(const yaml::Node& node,
                                     std::string_view what, bool is_flagged);

  const Phrasebook& book_;
  TemplateReader& templates_;
  RewriteReader& rewrites_;
  Reader& reader_;
  Rule defaults_;
  // All ids with their places, since `over` may name a later rule.
  std::map<std::string, const yaml::Node*> ids_;
  // Where each `over` names another rule.
  struct OverReference {
    std::string from, to;
    SourcePosition position;
  };
  std::vector<OverReference> over_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_RULE_READER_H_
