#ifndef WANYAN_TESTS_PEERS_TINY_TOML_H_
#define WANYAN_TESTS_PEERS_TINY_TOML_H_

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

namespace wanyan {

// Reads as much of TOML as the test files of rust's regex are written in:
// a list of `[[test]]` tables with strings, whole numbers, booleans, arrays and
// inline tables. Ends the program, with the place, at anything else.
std::vector<nlohmann::json> ReadTomlTests(std::string_view toml);

}  // namespace wanyan

#endif  // WANYAN_TESTS_PEERS_TINY_TOML_H_
