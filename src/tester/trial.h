#ifndef WANYAN_TESTER_TRIAL_H_
#define WANYAN_TESTER_TRIAL_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library.h"
#include "rules/rule_set.h"
#include "yaml/diagnostic.h"

// What a new phrase would find, before it is published.
//
//   std::vector<Diagnostic> diagnostics;
//   auto trial = PhraseTrial::Prepare(*library, {.phrase = "<agent>没法"},
//                                     &diagnostics);
//   if (trial != nullptr) for (const TrialHit& hit : trial->Try(reply)) …

namespace wanyan {

struct TrialOptions {
  // A template.
  std::string phrase;
  // The id of the book whose sets, slots and contexts it uses; may be empty.
  std::string phrasebook = {};
  // Contexts that cancel a match, as a rule's `unless` does.
  std::vector<std::string> unless = {};
  FoldMode match = FoldMode::kFolded;
};

// A place where the phrase would be found.
struct TrialHit {
  TextRange span;  // bytes of the reply, grown to whole graphemes
  // The rule of the default profile that finds something there already, and its
  // norm; empty: it is new.
  std::string known_rule;
  std::string known_norm;
};

class PhraseTrial {
 public:
  // Compiles the phrase as if it were the only one of a rule. Null where it, or
  // a name that it uses, is wrong: what is appended to `diagnostics` then says
  // so. The library must outlive the trial.
  static std::unique_ptr<PhraseTrial> Prepare(
      const Library& library, const TrialOptions& options,
      std::vector<Diagnostic>* diagnostics);

  // The hits in a reply, well-formed UTF-8, in order. `locale` (a BCP 47 tag;
  // empty: detected) is for the other rules alone: the phrase is tried on
  // replies of any language.
  std::vector<TrialHit> Try(std::string_view reply, std::string_view locale);

 private:
  PhraseTrial(const Library& library, std::unique_ptr<const Phrasebook> book,
              RuleSet rules)
      : library_(library), book_(std::move(book)), rules_(std::move(rules)) {}

  // Fills in what the other rules find.
  void CompareWithRules(std::string_view reply, std::string_view locale,
                        std::vector<TrialHit>* hits) const;

  const Library& library_;
  const std::unique_ptr<const Phrasebook> book_;
  const RuleSet rules_;
};

}  // namespace wanyan

#endif  // WANYAN_TESTER_TRIAL_H_
