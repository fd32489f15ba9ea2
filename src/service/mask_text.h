#ifndef WANYAN_SERVICE_MASK_TEXT_H_
#define WANYAN_SERVICE_MASK_TEXT_H_

#include <string>
#include <string_view>

namespace wanyan {

// `utf8` (well formed) for a record that is kept: what identifies people or
// their affairs is overwritten, the wording stays.
//
//   请拨打１３８0013 或写信到 li.hua@example.com  →
//   请拨打＃＃＃#### 或写信到 xx.xxx@xxxxxxx.xxx
//
// Every digit becomes '#'; every letter becomes 'x' in URLs, e-mail addresses,
// code, placeholders, and in words that hold a digit, '@' or '_' (passports,
// order numbers, account names). A URL ends with white space or the punctuation
// of Han; what stands beside an '@' without either is part of the address, even
// where Han's wording is: a name in it cannot be told. Han numerals become '#'
// where they are part of six or more numerals, with signs and spaces between
// them or not, as people spell out telephone numbers.
//
// Each character is replaced by one of as many bytes, so that all offsets, in
// bytes and in code points, point at the same places as before.
//
// Names of people and streets look like any other words: they are not masked.
std::string MaskText(std::string_view utf8);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_MASK_TEXT_H_
