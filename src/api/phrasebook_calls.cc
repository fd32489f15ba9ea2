#include "api/phrasebook_calls.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "api/error_details.h"
#include "api/page.h"
#include "api/phrasebook_messages.h"
#include "api/resource_names.h"
#include "base/status_macros.h"
#include "engine/request_error.h"
#include "engine/revision.h"

namespace wanyan {
namespace {

// Stands for every phrasebook in a parent's name (AIP-159).
constexpr std::string_view kAnyPhrasebook = "-";

absl::Status RequireName(std::string_view field, std::string_view name,
                         std::string_view form) {
  if (!name.empty()) return absl::OkStatus();
  return FieldError(absl::StatusCode::kInvalidArgument, field,
                    absl::StrFormat("it is empty; send %s", form));
}

// `field` holds the name or id of a phrasebook.
absl::StatusOr<const Phrasebook*> FindPhrasebook(const Library& library,
                                                 std::string_view field,
                                                 std::string_view name) {
  WANYAN_RETURN_IF_ERROR(RequireName(field, name, "phrasebooks/{phrasebook}"));
  const std::vector<Phrasebook>& books = library.phrasebooks();
  const auto book =
      std::find_if(books.begin(), books.end(),
                   [&](const auto& b) { return b.id == PhrasebookIdOf(name); });
  if (book != books.end()) return &*book;
  return WithResource(
      FieldError(absl::StatusCode::kNotFound, field,
                 absl::StrFormat("there is no phrasebook \"%s\"; "
                                 "ListPhrasebooks names those there are",
                                 name)),
      ResourceType::kPhrasebook, name);
}

// The books that a list of rules is asked of: one, or all.
absl::StatusOr<std::vector<const Phrasebook*>> BooksIn(
    const Library& library, std::string_view parent) {
  std::vector<const Phrasebook*> books;
  if (PhrasebookIdOf(parent) == kAnyPhrasebook) {
    for (const Phrasebook& book : library.phrasebooks()) books.push_back(&book);
    return books;
  }
  WANYAN_ASSIGN_OR_RETURN(books.emplace_back(),
                          FindPhrasebook(library, "parent", parent));
  return books;
}

struct RuleInBook {
  const Phrasebook* book;
  const Rule* rule;
};

std::vector<RuleInBook> RulesOf(const std::vector<const Phrasebook*>& books) {
  std::vector<RuleInBook> rules;
  for (const Phrasebook* book : books) {
    for (const Rule& rule : book->rules) rules.push_back({book, &rule});
  }
  return rules;
}

// `name` is "phrasebooks/{phrasebook}/rules/{rule}", or "{phrasebook}/{rule}"
// as findings have it elsewhere.
absl::StatusOr<RuleInBook> FindRule(const Library& library,
                                    std::string_view name) {
  const std::string id = RuleIdOf(name);
  for (const Phrasebook& book : library.phrasebooks()) {
    if (!id.starts_with(book.id + "/")) continue;
    for (const Rule& rule : book.rules) {
      if (id.substr(book.id.size() + 1) == rule.id) {
        return RuleInBook{&book, &rule};
      }
    }
  }
  return WithResource(
      FieldError(absl::StatusCode::kNotFound, "name",
                 absl::StrFormat("there is no rule \"%s\"; names are like "
                                 "phrasebooks/{phrasebook}/rules/{rule}, "
                                 "ListRules names those there are",
                                 name)),
      ResourceType::kRule, name);
}

}  // namespace

absl::StatusOr<v1::ListPhrasebooksResponse> ListPhrasebooks(
    const Library& library, const v1::ListPhrasebooksRequest& request) {
  const std::vector<Phrasebook>& books = library.phrasebooks();
  WANYAN_ASSIGN_OR_RETURN(
      const Page page,
      Page::Open(request.page_size(), request.page_token(),
                 ContentHash({"ListPhrasebooks", library.revision()})));
  v1::ListPhrasebooksResponse response;
  response.set_next_page_token(page.Fill(
      books.size(), [](size_t) { return true; },
      [&](size_t i, size_t room) {
        return AddToPage(PhrasebookToMessage(library, books[i]), room,
                         response.mutable_phrasebooks());
      }));
  response.set_revision(library.revision());
  return response;
}

absl::StatusOr<v1::Phrasebook> GetPhrasebook(
    const Library& library, const v1::GetPhrasebookRequest& request) {
  WANYAN_ASSIGN_OR_RETURN(const Phrasebook* book,
                          FindPhrasebook(library, "name", request.name()));
  return PhrasebookToMessage(library, *book);
}

absl::StatusOr<v1::ListRulesResponse> ListRules(
    const Library& library, const v1::ListRulesRequest& request) {
  WANYAN_ASSIGN_OR_RETURN(const auto books, BooksIn(library, request.parent()));
  WANYAN_ASSIGN_OR_RETURN(
      const Page page, Page::Open(request.page_size(), request.page_token(),
                                  ContentHash({"ListRules", library.revision(),
                                               PhrasebookIdOf(request.parent()),
                                               request.norm()})));
  const std::vector<RuleInBook> rules = RulesOf(books);
  RuleMessages messages(library);
  v1::ListRulesResponse response;
  response.set_next_page_token(page.Fill(
      rules.size(),
      [&](size_t i) {
        return request.norm().empty() || rules[i].rule->norm == request.norm();
      },
      [&](size_t i, size_t room) {
        return AddToPage(messages.ToMessage(*rules[i].book, *rules[i].rule),
                         room, response.mutable_rules());
      }));
  response.set_revision(library.revision());
  return response;
}

absl::StatusOr<v1::Rule> GetRule(const Library& library,
                                 const v1::GetRuleRequest& request) {
  WANYAN_RETURN_IF_ERROR(RequireName("name", request.name(),
                                     "phrasebooks/{phrasebook}/rules/{rule}"));
  WANYAN_ASSIGN_OR_RETURN(const RuleInBook found,
                          FindRule(library, request.name()));
  return RuleMessages(library).ToMessage(*found.book, *found.rule);
}

}  // namespace wanyan
