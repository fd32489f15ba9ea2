#ifndef WANYAN_REPORT_EXPLANATION_H_
#define WANYAN_REPORT_EXPLANATION_H_

#include <string>
#include <string_view>

#include "engine/explain.h"

namespace wanyan {

// An explanation for people:
//
//   locale: zh-Hans
//   compared as: 抱歉,这个我没办法。
//
//   zh-service-wording/helpless (wording.helpless)
//     "没办法" at 1:7, by 没[有]办法: found
//
// Places are line:column of the reply, columns in code points. What it is
// compared as is told again where a rule compares in another mode. Nothing in
// the reply can steer the terminal. Where `only_candidates`, rules without a
// candidate are left out.
std::string FormatExplanation(std::string_view reply,
                              const ReplyExplanation& explanation,
                              bool only_candidates);

}  // namespace wanyan

#endif  // WANYAN_REPORT_EXPLANATION_H_
