#ifndef WANYAN_CLI_FLAGS_H_
#define WANYAN_CLI_FLAGS_H_

#include <string>

#include "CLI/CLI.hpp"

// Flags that several subcommands have.

namespace wanyan {

// Refuses what is not well-formed UTF-8, with the offset of the first bad byte.
CLI::Validator IsUtf8();

// Refuses an empty value: of a variable of the shell that is not set, say. To
// take it for "none" would start a server without its tokens.
CLI::Validator IsNotEmpty();

// The argument DIR, a folder of phrasebooks, or --phrasebooks DIR in its place.
void AddPhrasebooksArgument(CLI::App* command, std::string* directory);

// --phrasebooks DIR.
CLI::Option* AddPhrasebooksFlag(CLI::App* command, std::string* directory);

}  // namespace wanyan

#endif  // WANYAN_CLI_FLAGS_H_
