#ifndef WANYAN_API_PHRASEBOOK_MESSAGES_H_
#define WANYAN_API_PHRASEBOOK_MESSAGES_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "engine/library.h"
#include "phrasebook/phrasebook.h"
#include "rewrite/han_variant.h"
#include "rules/rule_set.h"
#include "wanyan/v1/phrasebook_service.pb.h"

// Phrasebooks and what is in them as wanyan.v1 messages.

namespace wanyan {

// What a message holds of each list in a rule or phrasebook. A list of words
// may have 100,000, and gRPC's clients take messages of 4 MB.
inline constexpr size_t kMaxItemsShown = 1000;
// What it holds of all of them together, where they are long.
inline constexpr size_t kMaxBytesShown = 2 << 20;
// Bytes of a title or a rule's message.
inline constexpr size_t kMaxTextShown = 64 << 10;

// `book` is one of library.phrasebooks().
v1::Phrasebook PhrasebookToMessage(const Library& library,
                                   const Phrasebook& book);

// Writes rules as the library's default profile has them. For one thread; the
// library must outlive it.
class RuleMessages {
 public:
  explicit RuleMessages(const Library& library) : library_(library) {}

  // `book` is one of library.phrasebooks(), `rule` one of its rules.
  v1::Rule ToMessage(const Phrasebook& book, const Rule& rule);

 private:
  // The book's first rule in the default profile; the others follow it, in the
  // book's order. Null where the profile does not have the book.
  const CompiledForbid* FirstOf(const Phrasebook& book);

  const Library& library_;
  std::map<const Phrasebook*, const CompiledForbid*> first_rules_;
};

// The text of an approved phrase: defaults in their places, other slots as
// placeholders. `variant` is kSimplified where the book is not Chinese.
std::string PhraseText(const ScenePhrase& phrase, HanVariant variant);

// `phrase` stands in `scene` of `book`. Text and locale are left empty.
v1::Phrase PhraseToMessage(const Phrasebook& book, std::string_view scene,
                           const ScenePhrase& phrase);

}  // namespace wanyan

#endif  // WANYAN_API_PHRASEBOOK_MESSAGES_H_
