#include "cli/token.h"

#include <cstdio>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/output.h"
#include "service/access_tokens.h"

namespace wanyan {
namespace {

constexpr char kDescription[] = "Make an access token for a caller";

constexpr char kFooter[] = R"(
Standard output has the line for the file of "wanyan serve --tokens FILE", which
a running server sees by itself; without the line the token is void. The token
itself goes to standard error, this once: nobody can get it back from the file.
The caller sends it with each call as "authorization: Bearer TOKEN".

Exit codes: 0, 2 wrong usage.

Example:
  wanyan token desk >> tokens.txt)";

ExitCode RunToken(const std::string& name) {
  const absl::StatusOr<NewToken> made = MakeToken(name);
  if (!made.ok()) return ReportError(made.status());
  absl::FPrintF(stderr, "token for %s, shown this once: %s\n", name,
                made->token);
  WriteOutput(absl::StrFormat("%s\n", made->line));
  return OutputIsComplete() ? ExitCode::kOk : ExitCode::kInternal;
}

}  // namespace

void AddTokenCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("token", kDescription);
  command->footer(kFooter);
  const auto name = std::make_shared<std::string>();
  command->add_option("NAME", *name, "Whose token it is, for logs")
      ->type_name("")
      ->required();
  command->callback([name, exit_code] { *exit_code = RunToken(*name); });
}

}  // namespace wanyan
