#ifndef WANYAN_CLI_PROGRAM_H_
#define WANYAN_CLI_PROGRAM_H_

namespace wanyan {

// The whole program, from its arguments to its exit code.
int RunProgram(int argc, const char* const* argv);

}  // namespace wanyan

#endif  // WANYAN_CLI_PROGRAM_H_
