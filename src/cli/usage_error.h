#ifndef WANYAN_CLI_USAGE_ERROR_H_
#define WANYAN_CLI_USAGE_ERROR_H_

#include <string>

#include "CLI/CLI.hpp"

namespace wanyan {

// What is wrong with the arguments, for standard error, with the command or
// flag that was probably meant: "check has no flag --txt; did you mean
// --text?". For CLI::App::failure_message.
std::string UsageMessage(const CLI::App* program, const CLI::Error& error);

}  // namespace wanyan

#endif  // WANYAN_CLI_USAGE_ERROR_H_
