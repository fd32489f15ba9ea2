#include "store/numbered_book.h"

#include <gtest/gtest.h>

#include "absl/strings/str_format.h"

namespace wanyan {

std::string NumberedBook(int number, std::string_view id) {
  return absl::StrFormat(
      "phrasebook: %s\n"
      "language: zh\n"
      "title: 书\n"
      "rules:\n"
      "  - id: one\n"
      "    norm: wording.one\n"
      "    severity: error\n"
      "    message: \"第%06d版\"\n"
      "    forbid: [\"甲\"]\n"
      "    rewrite: [\"乙%06d\"]\n"
      "    examples: {flags: [甲], allows: [丙]}\n",
      id, number, number);
}

std::string HalfOf(std::string_view book) {
  return std::string(book.substr(0, book.find("版")));
}

std::shared_ptr<const Library> MustLoad(const std::string& directory) {
  const absl::StatusOr<LoadedFolder> folder = LoadPhrasebookFolder(directory);
  if (!folder.ok()) ADD_FAILURE() << folder.status().ToString();
  if (!folder.ok()) return nullptr;
  for (const Diagnostic& one : folder->diagnostics) {
    ADD_FAILURE() << FormatDiagnostic(one);
  }
  return folder->library;
}

}  // namespace wanyan
