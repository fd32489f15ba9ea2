#include "cli/usage_error.h"

#include <vector>

#include "absl/strings/str_format.h"
#include "yaml/nearest_name.h"

namespace wanyan {
namespace {

// The command in which the arguments went wrong.
const CLI::App& LastCommand(const CLI::App& program) {
  const std::vector<CLI::App*> parsed = program.get_subcommands();
  return parsed.empty() ? program : LastCommand(*parsed.back());
}

std::vector<std::string> NamesOfCommands(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> NamesOfFlags(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

bool IsFlag(const std::string& argument) { return argument.starts_with("-"); }

// The argument that nothing takes; a flag rather than what may be its value.
// Empty where there is none.
std::string UnknownArgument(const CLI::App& command) {
  const std::vector<std::string> unknown = command.remaining();
  for (const std::string& argument : unknown) {
    if (IsFlag(argument)) return argument;
  }
  return unknown.empty() ? "" : unknown.front();
}

// How to ask for a command's help.
std::string HelpOf(const CLI::App& command) {
  const CLI::App* const program = command.get_parent();
  if (program == nullptr) return command.get_name() + " --help";
  return absl::StrFormat("%s %s --help", program->get_name(),
                         command.get_name());
}

std::string UnknownFlag(const CLI::App& command, const std::string& argument) {
  const std::string flag = argument.substr(0, argument.find('='));
  return absl::StrFormat(
      "%s has no flag %s; %s", command.get_name(), flag,
      yaml::DidYouMean(flag, NamesOfFlags(command),
                       absl::StrFormat("\"%s\" lists them", HelpOf(command))));
}

std::string UnknownCommand(const CLI::App& program,
                           const std::string& argument) {
  const std::vector<std::string> commands = NamesOfCommands(program);
  return absl::StrFormat(
      "%s is no command; %s", argument,
      yaml::DidYouMean(argument, commands,
                       "there are " + yaml::OneOf(commands)));
}

std::string Problem(const CLI::App& program, const CLI::Error& error) {
  const CLI::App& command = LastCommand(program);
  const std::string unknown = UnknownArgument(command);
  if (IsFlag(unknown)) return UnknownFlag(command, unknown);
  if (!unknown.empty() && &command == &program) {
    return UnknownCommand(program, unknown);
  }
  return absl::StrFormat("%s; \"%s\" tells what there is", error.what(),
                         HelpOf(command));
}

}  // namespace

std::string UsageMessage(const CLI::App* program, const CLI::Error& error) {
  return absl::StrFormat("wanyan: %s\n", Problem(*program, error));
}

}  // namespace wanyan
