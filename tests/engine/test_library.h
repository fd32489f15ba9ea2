#ifndef WANYAN_TESTS_ENGINE_TEST_LIBRARY_H_
#define WANYAN_TESTS_ENGINE_TEST_LIBRARY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/checker.h"
#include "engine/library.h"

// Libraries made of phrasebooks that stand in the test itself.

namespace wanyan {

// The documents of a text in which lines of `---` stand between them.
std::vector<std::string> SplitDocuments(std::string_view text);

// Compiles books and profiles (documents that hold a line `profile: …`). A
// mistake in one of them is a mistake of the test: it ends the program with its
// diagnostics.
std::shared_ptr<const Library> MakeLibrary(
    const std::vector<std::string>& documents,
    const std::string& default_locale = "zh-Hans");

// A book of the given rules. The language is the part of `id` before its first
// dash: "zh-a" is a Chinese book.
std::string BookText(std::string_view id, const std::vector<std::string>& rules,
                     std::string_view more_keys = "");

// A rule of a book in one line. `keys` are those that matter to the test, in
// flow style: R"(forbid: ["没办法"], rewrite: ["尽力"])". The norm is
// "test.<id>", the message the id.
std::string RuleText(std::string_view id, std::string_view keys);

// Checks a reply that is well formed and short enough.
CheckResult Check(const Library& library, const CheckRequest& request);
CheckResult Check(const Library& library, std::string_view reply);

}  // namespace wanyan

#endif  // WANYAN_TESTS_ENGINE_TEST_LIBRARY_H_
