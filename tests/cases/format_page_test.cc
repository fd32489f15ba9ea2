#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/files.h"
#include "engine/test_library.h"
#include "support/data_dir.h"
#include "tester/tester.h"
#include "yaml/diagnostic.h"

// The format's page, phrasebooks/README.md, says what is so: its YAML blocks
// load, and their examples pass.

namespace wanyan {
namespace {

constexpr size_t kMaxPageBytes = 1 << 20;

// The fenced YAML blocks that begin with `phrasebook:` or `profile:`.
std::vector<std::string> BlocksOf(std::string_view page) {
  constexpr std::string_view kOpen = "\n```yaml\n";
  constexpr std::string_view kClose = "\n```\n";
  std::vector<std::string> blocks;
  for (size_t open = page.find(kOpen); open != std::string_view::npos;
       open = page.find(kOpen)) {
    page.remove_prefix(open + kOpen.size());
    const std::string_view block = page.substr(0, page.find(kClose) + 1);
    if (block.starts_with("phrasebook:") || block.starts_with("profile:")) {
      blocks.emplace_back(block);
    }
    page.remove_prefix(block.size());
  }
  return blocks;
}

std::vector<std::string> PageBlocks() {
  const auto page =
      ReadFile(SourceDir() + "/phrasebooks/README.md", kMaxPageBytes);
  if (!page.ok()) GTEST_LOG_(FATAL) << page.status();
  return BlocksOf(*page);
}

bool IsProfile(const std::string& block) {
  return block.starts_with("profile:");
}

TEST(FormatPageTest, HasBooksAndProfiles) {
  const std::vector<std::string> blocks = PageBlocks();
  EXPECT_GT(blocks.size(), 5u);
  EXPECT_TRUE(std::any_of(blocks.begin(), blocks.end(), IsProfile));
}

TEST(FormatPageTest, ExamplesPass) {
  for (const std::string& block : PageBlocks()) {
    if (IsProfile(block)) continue;
    SCOPED_TRACE(block.substr(0, block.find('\n')));
    const TestReport report = RunExamples(*MakeLibrary({block}));
    EXPECT_GT(report.examples, 0);
    for (const Diagnostic& diagnostic : report.diagnostics) {
      ADD_FAILURE() << FormatDiagnostic(diagnostic);
    }
  }
}

// Its profiles speak of its books.
TEST(FormatPageTest, LoadsAsOneFolder) {
  const std::vector<std::string> blocks = PageBlocks();
  const auto library = MakeLibrary(blocks);
  const size_t implied_default = 1;
  EXPECT_EQ(library->phrasebooks().size() + library->profiles().size(),
            blocks.size() + implied_default);
}

}  // namespace
}  // namespace wanyan
