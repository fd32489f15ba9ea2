#ifndef WANYAN_TESTS_SUPPORT_DATA_LINES_H_
#define WANYAN_TESTS_SUPPORT_DATA_LINES_H_

#include <string>
#include <string_view>
#include <vector>

namespace wanyan {

// The lines of a file below DataDir(), unpacked where its name ends in ".gz".
// A file that cannot be read fails the test that asks for it. WANYAN_SKIP_
// WITHOUT_DATA comes first.
std::vector<std::string> ReadDataLines(std::string_view relative);

}  // namespace wanyan

#endif  // WANYAN_TESTS_SUPPORT_DATA_LINES_H_
