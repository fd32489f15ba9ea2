#ifndef WANYAN_REPORT_TERMINAL_H_
#define WANYAN_REPORT_TERMINAL_H_

#include <string>
#include <string_view>

#include "engine/checker.h"

namespace wanyan {

// A result for people, several lines, each with its line break:
//
//   reply.txt:1:4: error: 不要对客户说“没办法”，请说明您会尽力做什么。
//     抱歉，我没办法处理退款。
//             ~~~~~~
//     rule: zh-service-wording/helpless (wording.helpless)
//     say:  一定尽力处理退款
//   rewrite: 抱歉，我一定尽力处理退款。
//   reply.txt: BLOCK: 1 error (zh-Hans)
//
// Lines and columns count from 1, columns in code points. `name` says where the
// reply comes from; it may be empty. Of a long line only the part around the
// phrase is shown. Nothing in the reply can steer the terminal. `color` adds
// ANSI colours.
std::string FormatForTerminal(std::string_view name, std::string_view reply,
                              const CheckResult& result, bool color);

}  // namespace wanyan

#endif  // WANYAN_REPORT_TERMINAL_H_
