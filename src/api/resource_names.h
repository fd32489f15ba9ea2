#ifndef WANYAN_API_RESOURCE_NAMES_H_
#define WANYAN_API_RESOURCE_NAMES_H_

#include <string>
#include <string_view>

// The API's names of things against the engine's ids (AIP-122).

namespace wanyan {

// "zh-wording" → "phrasebooks/zh-wording".
std::string PhrasebookName(std::string_view phrasebook_id);

// "zh-wording/helpless" → "phrasebooks/zh-wording/rules/helpless".
std::string RuleName(std::string_view rule_id);

// The reverse; what is no rule's name comes back unchanged.
std::string RuleIdOf(std::string_view name);

// "profiles/strict" → "strict". An id is its own answer, so that callers may
// give either.
std::string_view ProfileIdOf(std::string_view name);

// "phrasebooks/zh-wording" → "zh-wording", likewise.
std::string_view PhrasebookIdOf(std::string_view name);

}  // namespace wanyan

#endif  // WANYAN_API_RESOURCE_NAMES_H_
