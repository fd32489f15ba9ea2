#include "api/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Filled {
  std::vector<size_t> items;
  std::string next;
};

// The page of the numbers below `count`, of those that `divisor` divides; each
// takes `bytes`.
Filled Fill(const Page& page, size_t count, size_t divisor = 1,
            size_t bytes = 1) {
  Filled filled;
  filled.next = page.Fill(
      count, [&](size_t i) { return i % divisor == 0; },
      [&](size_t i, size_t room) -> std::optional<size_t> {
        if (bytes > room) return std::nullopt;
        filled.items.push_back(i);
        return bytes;
      });
  return filled;
}

TEST(PageTest, AListInPagesGivesEachItemOnce) {
  std::vector<size_t> seen;
  std::string token;
  int pages = 0;
  do {
    const auto page = Page::Open(7, token, "list");
    ASSERT_THAT(page, IsOk());
    const Filled filled = Fill(*page, 45, 2);
    EXPECT_THAT(filled.items, Not(IsEmpty()));
    seen.insert(seen.end(), filled.items.begin(), filled.items.end());
    token = filled.next;
    ++pages;
  } while (!token.empty());
  EXPECT_EQ(pages, 4);
  ASSERT_EQ(seen.size(), 23u);
  for (size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], 2 * i);
}

TEST(PageTest, AFullPageEndsTheSearch) {
  const Page page = *Page::Open(1, "", "list");
  std::vector<size_t> looked_at;
  const std::string next = page.Fill(
      6,
      [&](size_t i) {
        looked_at.push_back(i);
        return i == 1;
      },
      [](size_t, size_t) { return 1; });
  EXPECT_THAT(looked_at, ElementsAre(0, 1));
  // The next page is empty, and the last one.
  EXPECT_THAT(Fill(*Page::Open(1, next, "list"), 6, 9).items, IsEmpty());
  EXPECT_EQ(Fill(*Page::Open(1, next, "list"), 6, 9).next, "");
}

TEST(PageTest, APageAtTheEndOfTheListIsTheLast) {
  EXPECT_EQ(Fill(*Page::Open(3, "", "list"), 3).next, "");
  EXPECT_NE(Fill(*Page::Open(2, "", "list"), 3).next, "");
}

TEST(PageTest, WhatIsLookedAtForOnePageIsBounded) {
  const auto fill = [](std::string_view token, std::vector<size_t>* items) {
    return Page::Open(10, token, "list")
        ->Fill(
            5, [](size_t i) { return i == 4; },
            [items](size_t i, size_t) {
              items->push_back(i);
              return 1;
            },
            /*max_looked_at=*/3);
  };
  std::vector<size_t> items;
  const std::string next = fill("", &items);
  EXPECT_THAT(items, IsEmpty());
  EXPECT_EQ(fill(next, &items), "");
  EXPECT_THAT(items, ElementsAre(4));
}

TEST(PageTest, SizesHaveADefaultAndAMaximum) {
  EXPECT_EQ(Fill(*Page::Open(0, "", "list"), 2000).items.size(), 50u);
  EXPECT_EQ(Fill(*Page::Open(1000, "", "list"), 2000).items.size(), 1000u);
  EXPECT_EQ(Fill(*Page::Open(1001, "", "list"), 2000).items.size(), 1000u);
  EXPECT_EQ(Fill(*Page::Open(2'147'483'647, "", "list"), 2000).items.size(),
            1000u);
  EXPECT_THAT(Page::Open(-1, "", "list"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("page_size: it is negative")));
}

TEST(PageTest, ThePageSizeMayChangeOnTheWay) {
  const std::string token = Fill(*Page::Open(2, "", "list"), 9).next;
  EXPECT_THAT(Fill(*Page::Open(3, token, "list"), 9).items,
              ElementsAre(2, 3, 4));
}

TEST(PageTest, APageTakesNoItemBeyondItsBytes) {
  const Filled filled = Fill(*Page::Open(10, "", "list"), 10, 1, 1 << 20);
  EXPECT_THAT(filled.items, ElementsAre(0, 1, 2));
  EXPECT_THAT(
      Fill(*Page::Open(10, filled.next, "list"), 10, 1, (1 << 20) + 1).items,
      ElementsAre(3, 4));
  // The first one fits, whatever it takes: otherwise no page would come.
  EXPECT_THAT(Fill(*Page::Open(10, filled.next, "list"), 10, 1, 4 << 20).items,
              ElementsAre(3));
}

std::string Base64(const std::string& text) {
  return absl::WebSafeBase64Escape(text);
}

TEST(PageTest, TokensOfOtherListsAreRefused) {
  const std::string token = Fill(*Page::Open(2, "", "list"), 9).next;
  EXPECT_THAT(Page::Open(2, token, "list"), IsOk());
  for (const std::string& other :
       {std::string("x"), std::string("\xff\0", 2), token + "!", token + "00",
        token.substr(1), Base64("list"), Base64("list "), Base64("list -1"),
        Base64("list 1 2"), Base64("list 99999999999999999999"),
        Base64("tsil 2"), std::string(100'000, 'a')}) {
    EXPECT_THAT(Page::Open(2, other, "list"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("page_token: it is not of this request and "
                                   "the phrasebooks as they are now; start "
                                   "again")))
        << other.substr(0, 100);
  }
  EXPECT_THAT(Page::Open(2, token, "tsil"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PageTest, ATokenBehindTheEndGivesAnEmptyPage) {
  const auto page = Page::Open(2, Base64("list 1000"), "list");
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(Fill(*page, 9).items, IsEmpty());
  EXPECT_EQ(Fill(*page, 9).next, "");
}

}  // namespace
}  // namespace wanyan
