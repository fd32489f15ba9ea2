#ifndef WANYAN_PHRASEBOOK_PHRASEBOOK_H_
#define WANYAN_PHRASEBOOK_PHRASEBOOK_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/pattern.h"
#include "text/folded_text.h"
#include "yaml/diagnostic.h"

// A phrasebook as data, as phrasebooks/README.md describes it. ParsePhrasebook
// (phrasebook/parser.h) makes one; everything behind only reads it.

namespace wanyan {

// Ordered from the least grave, so that they compare.
enum class Severity { kHint, kInfo, kWarning, kError };

// A template: what was written, and what it says.
struct Template {
  std::string source;
  SourcePosition position;
  Pattern pattern;
  // The slots that a match may capture, in the order of their first place.
  std::vector<std::string> slots;
};

// What a suggestion puts its text in the place of.
enum class RewriteKind { kPhrase, kClause, kSentence, kReply, kStart, kEnd };

// One alternative of a `rewrite`.
struct RewriteTemplate {
  // Either `text`, or a slot with an optional default and map.
  struct Piece {
    std::string text;
    std::string slot;
    std::optional<std::string> default_text;
    std::string map;
    // Where it stands in `source`: code points, from 0.
    int column = 0;
  };
  RewriteKind kind = RewriteKind::kPhrase;
  std::vector<Piece> pieces;
  std::string source;
  SourcePosition position;
};

struct ForbidEntry {
  std::string id;  // empty: none
  Template match;
  // The entry's own, or else the rule's.
  std::vector<RewriteTemplate> rewrites;
};

enum class TextScope { kClause, kSentence, kReply };

// A condition on where a match stands; all parts that are there must hold.
struct Context {
  struct Nearest {
    std::vector<Template> of;
    Template is;
    TextScope in = TextScope::kClause;
  };
  struct Has {
    TextScope in = TextScope::kReply;
    std::vector<Template> any, all, none;
  };

  std::string name;
  SourcePosition position;
  std::vector<Template> before;
  std::vector<Template> after;
  std::optional<Nearest> nearest_before;
  std::optional<Nearest> nearest_after;
  std::vector<Has> has;
  // Names of contexts of the book or built in; free of cycles.
  std::vector<std::string> any_of;
  std::optional<std::string> negation;  // `not`
};

// Names of the contexts that every book has.
inline constexpr std::string_view kQuotedContext = "quoted";
inline constexpr std::string_view kQuestionContext = "question";

struct Example {
  SourcePosition position;
  std::string text;
  std::optional<std::string> rewrite;  // the whole reply, mended
  std::optional<std::string> match;    // the matched text
  std::optional<std::string> locale;
};

struct Rule {
  std::string id;
  SourcePosition position;
  std::string norm;
  Severity severity = Severity::kWarning;
  std::string message;
  std::vector<std::string> locales;  // normal forms; empty: the book's language
  FoldMode match = FoldMode::kFolded;
  std::vector<ForbidEntry> forbid;
  std::vector<Template> except;
  std::vector<std::string> unless;   // contexts
  std::vector<std::string> only_if;  // contexts
  std::vector<std::string> when_labels;
  std::vector<std::string> when_channels;
  std::vector<std::string> over;  // ids of rules of this book
  std::vector<Example> flags;
  std::vector<Example> allows;
};

struct ScenePhrase {
  RewriteTemplate text;
  SourcePosition position;
};

struct Phrasebook {
  std::string id;
  SourcePosition position;  // of the id
  std::string file;
  // The file's bytes, which the revision is a hash of.
  std::string content;
  // The language subtag, as LanguageOf gives it.
  std::string language;
  std::string title;
  std::vector<std::string> inputs;
  std::vector<std::string> particles;
  // Folded word → replacement, by map name.
  std::map<std::string, std::map<std::string, std::string>> maps;
  std::map<std::string, std::vector<Template>> sets;
  std::map<std::string, Context> contexts;
  std::vector<Rule> rules;
  std::map<std::string, std::vector<ScenePhrase>> scenes;
};

// Which books apply together, and what is changed about them.
struct Profile {
  std::string id = "default";
  std::string file;  // empty: the implied default
  std::string content;
  std::string title;
  bool all_phrasebooks = true;
  std::vector<std::string> phrasebooks;
  // By norm, `book/rule` or `book/rule#entry`; nullopt is `off`.
  std::map<std::string, std::optional<Severity>> severity;
  std::map<std::string, std::string> slots;
  std::map<std::string, double> weights;
  std::optional<double> pass_mark;
  std::vector<std::string> fatal;

  // All that it names in books, with the place: what CheckFolder looks up.
  struct Reference {
    enum Kind { kPhrasebook, kNormOrRule, kInput };
    Kind kind;
    std::string name;
    SourcePosition position;
  };
  SourcePosition position;  // of the id
  std::vector<Reference> references;
};

}  // namespace wanyan

#endif  // WANYAN_PHRASEBOOK_PHRASEBOOK_H_
