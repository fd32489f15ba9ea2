#ifndef WANYAN_REPORT_LABEL_REPORT_H_
#define WANYAN_REPORT_LABEL_REPORT_H_

#include <string>

#include "tester/labels.h"

namespace wanyan {

// The figures for people: a row for each norm, each locale, each norm in each
// locale, and all.
//
//   norm              labelled  found  missed  false  precision  recall     F1
//   wording.cannot          40     36       4      1      0.973   0.900  0.935
//   …
//
// A dash stands where there is nothing to divide by.
std::string FormatLabelTable(const LabelReport& report);

// Each miss and each false finding with its reply, and what was not checked:
//
//   missed wording.cannot: zh-0012 (zh-Hans, faulty)
//     这个我们处理不了。
//   false wording.cannot: zh-0101 (zh-Hans, look-alike)
//     您那边没办法登录是吗？
//     zh-service-wording/cannot found "没办法"
//
// Nothing in a reply can steer the terminal.
std::string FormatLabelDetails(const LabelReport& report);

// All of it as one JSON object over several lines. Ratios have four digits
// behind the point; null where there is nothing to divide by.
std::string FormatLabelJson(const LabelReport& report);

}  // namespace wanyan

#endif  // WANYAN_REPORT_LABEL_REPORT_H_
