#ifndef WANYAN_TESTS_CASES_ANNOTATED_TEXT_H_
#define WANYAN_TESTS_CASES_ANNOTATED_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/finding.h"

// Replies with their findings marked in the text: 这个[[我没办法|helpless]]。

namespace wanyan {

// The text without its marks.
std::string WithoutMarks(std::string_view annotated);

// `reply` with a mark for each finding, which carries the rule's id, its book
// where `with_book`, and its entry's id: [[没办法|zh-a/helpless#plain]].
// Findings in one grapheme have one span and share a mark:
// [[👨‍👩|man,woman]].
std::string WithMarks(std::string_view reply,
                      const std::vector<Finding>& findings, bool with_book);

// What a reply's findings suggest, one line each:
//   phrase: 没办法 -> 尽力
//   clause: 少废话 -> 请{时间}再来 (needs input)
std::vector<std::string> DescribeSuggestions(
    std::string_view reply, const std::vector<Finding>& findings);

}  // namespace wanyan

#endif  // WANYAN_TESTS_CASES_ANNOTATED_TEXT_H_
