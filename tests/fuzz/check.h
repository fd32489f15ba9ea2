#ifndef WANYAN_TESTS_FUZZ_CHECK_H_
#define WANYAN_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>
#include <string>

namespace wanyan {

// What a fuzzer promises about its input's result: where it does not hold, the
// program ends and the fuzzer keeps the input.
inline void Require(bool holds, const std::string& promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise.c_str());
  std::abort();
}

}  // namespace wanyan

#endif  // WANYAN_TESTS_FUZZ_CHECK_H_
