#ifndef WANYAN_TESTS_CASES_CASE_FILE_H_
#define WANYAN_TESTS_CASES_CASE_FILE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/checker.h"
#include "engine/library.h"

// Files of cases: what phrasebooks do to replies, as data. README.md beside
// this file describes the format.

namespace wanyan {

// One reply and what is expected of it.
struct Case {
  std::string about;
  int line = 0;  // in the file
  CheckRequest request;
  // The reply with its findings marked; see annotated_text.h.
  std::string annotated;
  std::optional<std::string> verdict;
  std::optional<std::string> rewrite;
  std::optional<std::string> rewrite_reason;
  std::optional<std::vector<std::string>> suggestions;
  std::optional<std::vector<std::string>> severities;
  std::optional<std::string> checked_as;  // the result's locale
};

struct CaseFile {
  std::string path;
  std::shared_ptr<const Library> library;
  // Several books: marks name the book as well.
  bool names_books = false;
  std::vector<Case> cases;
};

// The files below tests/cases/`folder`, sorted by name.
std::vector<std::string> CaseFilesIn(const std::string& folder);

// Reads a file. A mistake in it ends the test program: it is one of the test.
CaseFile LoadCaseFile(const std::string& path);

}  // namespace wanyan

#endif  // WANYAN_TESTS_CASES_CASE_FILE_H_
