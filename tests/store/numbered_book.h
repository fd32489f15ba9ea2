#ifndef WANYAN_TESTS_STORE_NUMBERED_BOOK_H_
#define WANYAN_TESTS_STORE_NUMBERED_BOOK_H_

#include <memory>
#include <string>
#include <string_view>

#include "store/phrasebook_folder.h"

namespace wanyan {

// A book for 甲 whose message and rewrite carry `number`. All have one size.
std::string NumberedBook(int number, std::string_view id = "zh-numbered");

// The first part of such a book, which breaks off inside quotation marks.
std::string HalfOf(std::string_view book);

// The library of a folder that is good.
std::shared_ptr<const Library> MustLoad(const std::string& directory);

}  // namespace wanyan

#endif  // WANYAN_TESTS_STORE_NUMBERED_BOOK_H_
