#ifndef WANYAN_TESTER_LABELS_H_
#define WANYAN_TESTER_LABELS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/library.h"

// How well phrasebooks do on replies that people have labelled: what they miss,
// what they find in vain, and the figures that follow from it.

namespace wanyan {

// A reply, and the norms that it breaks in the eyes of who labelled it.
struct LabelledReply {
  std::string id;
  std::string locale;  // a BCP 47 tag
  std::string text;
  std::set<std::string> norms;  // none: an innocent reply
  // What the labeller noted beside: "look-alike", "banking". May be empty.
  std::string kind;
  std::string domain;
};

// Counts of pairs of a reply and a norm. However many findings of one norm a
// reply has, they count once.
struct LabelCounts {
  int found = 0;
  int missed = 0;
  int falsely_found = 0;

  int labelled() const { return found + missed; }
  // Of what was found, the part that was right; of what is labelled, the part
  // that was found; and their harmonic mean. nullopt where there was nothing.
  std::optional<double> Precision() const;
  std::optional<double> Recall() const;
  std::optional<double> F1() const;

  friend bool operator==(const LabelCounts&, const LabelCounts&) = default;
};

struct LabelMiss {
  LabelledReply reply;
  std::string norm;
  // Rules that did find something in the reply.
  std::vector<std::string> found_rules;
};

struct FalseFinding {
  LabelledReply reply;
  std::string norm;
  // The first finding of that norm.
  std::string rule;
  std::string matched_text;
};

struct UncheckedReply {
  LabelledReply reply;
  std::string reason;
};

struct LabelReport {
  int replies = 0;
  LabelCounts all;
  // A norm of the books or labels has a row, whether anything counts or not.
  std::map<std::string, LabelCounts> by_norm;
  std::map<std::string, LabelCounts> by_locale;
  // By norm and locale; only where something counts.
  std::map<std::pair<std::string, std::string>, LabelCounts> by_norm_and_locale;
  // In the order of the replies.
  std::vector<LabelMiss> misses;
  std::vector<FalseFinding> false_findings;
  // Those are in no count.
  std::vector<UncheckedReply> unchecked;
  // Norms of the labels that no rule of the books enforces: a norm without
  // rules yet, or a slip of the pen.
  std::set<std::string> norms_without_rule;
};

// Whether `norm` is one of `patterns`, of which each is a norm, or the
// beginning of norms with a star behind it: "wording.*".
bool IsOneOfNorms(std::string_view norm,
                  const std::vector<std::string>& patterns);

// Checks each reply with the default profile, in the locale of its label, and
// compares the norms of its findings, of any severity, with those of the label.
// Other norms than `norms` (as IsOneOfNorms has it; empty: all) are left out.
LabelReport CompareWithLabels(const Library& library,
                              const std::vector<LabelledReply>& replies,
                              const std::vector<std::string>& norms);

}  // namespace wanyan

#endif  // WANYAN_TESTER_LABELS_H_
