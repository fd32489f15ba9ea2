#include "cli/token.h"

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
The token goes to the caller, who sends it with each call as
"authorization: Bearer TOKEN"; nobody can get it back from the file. The line
goes into the file of "wanyan serve --tokens FILE", which sees it by itself;
without the line the token is void.

Exit codes: 0, 2 wrong usage.)";

ExitCode RunToken(const std::string& name) {
  const absl::StatusOr<NewToken> made = MakeToken(name);
  if (!made.ok()) return ReportError(made.status());
  WriteOutput(absl::StrFormat("token: %s\nline for the file: %s\n", made->token,
                              made->line));
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
