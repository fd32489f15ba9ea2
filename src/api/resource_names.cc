#include "api/resource_names.h"

#include "absl/strings/str_format.h"

namespace wanyan {
namespace {

constexpr std::string_view kProfiles = "profiles/";
constexpr std::string_view kPhrasebooks = "phrasebooks/";
constexpr std::string_view kRules = "/rules/";

std::string_view WithoutPrefix(std::string_view name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  return name;
}

}  // namespace

std::string PhrasebookName(std::string_view phrasebook_id) {
  return absl::StrFormat("%s%s", kPhrasebooks, phrasebook_id);
}

std::string RuleName(std::string_view rule_id) {
  const size_t slash = rule_id.find('/');
  if (slash == std::string_view::npos) return std::string(rule_id);
  return absl::StrFormat("%s%s%s%s", kPhrasebooks, rule_id.substr(0, slash),
                         kRules, rule_id.substr(slash + 1));
}

std::string RuleIdOf(std::string_view name) {
  const size_t rules = name.find(kRules);
  if (!name.starts_with(kPhrasebooks) || rules == std::string_view::npos) {
    return std::string(name);
  }
  return absl::StrFormat("%s/%s", PhrasebookIdOf(name.substr(0, rules)),
                         name.substr(rules + kRules.size()));
}

std::string_view ProfileIdOf(std::string_view name) {
  return WithoutPrefix(name, kProfiles);
}

std::string_view PhrasebookIdOf(std::string_view name) {
  return WithoutPrefix(name, kPhrasebooks);
}

}  // namespace wanyan
