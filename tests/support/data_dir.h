#ifndef WANYAN_TESTS_SUPPORT_DATA_DIR_H_
#define WANYAN_TESTS_SUPPORT_DATA_DIR_H_

#include <string>
#include <string_view>

// Where tests find what is not compiled into them. The environment decides,
// which ctest sets; a program started by hand falls back to the checkout that
// it was built from.

namespace wanyan {

// $WANYAN_SOURCE_DIR: the root of the checkout.
std::string SourceDir();

// $WANYAN_DATA_DIR: dialogues and the suites of other projects, which are not
// part of the checkout ("../shared/data" beside it). It may not be there.
std::string DataDir();

// Whether `relative` is below DataDir().
bool HasData(std::string_view relative);

}  // namespace wanyan

// Skips the running test, saying what is missing, where `relative` ("corpora")
// is not below DataDir().
#define WANYAN_SKIP_WITHOUT_DATA(relative)                             \
  if (!::wanyan::HasData(relative))                                    \
  GTEST_SKIP() << "no " << (relative) << " in " << ::wanyan::DataDir() \
               << "; set WANYAN_DATA_DIR to the folder that holds it"

#endif  // WANYAN_TESTS_SUPPORT_DATA_DIR_H_
