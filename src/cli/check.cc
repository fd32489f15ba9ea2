#include "cli/check.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "cli/check_lines.h"
#include "cli/check_options.h"
#include "cli/check_replies.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "cli/standard_input.h"
#include "store/phrasebook_folder.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Check replies: what breaks a rule, and how to say it instead";

constexpr char kFooter[] = R"(
Each file is one reply, of at most 65,536 bytes. With --jsonl each line is a
request, {"id", "reply", "locale"?, "profile"?, "turns"?, "labels"?, "channel"?,
"slots"?}, and gives one line of output; flags say what a line does not.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or
phrasebooks, or no input, 3 part of the input was unreadable or not checked,
4 internal error.

Examples:
  wanyan check --text 抱歉，这个我没办法。
  wanyan check --format json reply.txt
  wanyan check --jsonl < replies.jsonl > results.jsonl)";

const std::map<std::string, CheckOptions::Format> kFormats = {
    {"text", CheckOptions::Format::kText},
    {"json", CheckOptions::Format::kJson}};

const std::map<std::string, CheckOptions::Color> kColors = {
    {"auto", CheckOptions::Color::kAuto},
    {"always", CheckOptions::Color::kAlways},
    {"never", CheckOptions::Color::kNever}};

const std::map<std::string, OffsetUnit> kOffsetUnits = {
    {"utf8", OffsetUnit::kUtf8},
    {"utf16", OffsetUnit::kUtf16},
    {"utf32", OffsetUnit::kCodePoint}};

const std::map<std::string, std::optional<Severity>> kFailOn = {
    {"error", Severity::kError},
    {"warning", Severity::kWarning},
    {"info", Severity::kInfo},
    {"hint", Severity::kHint},
    {"never", std::nullopt}};

// The flags as they are written; what they mean is in `options`.
struct CheckFlags {
  CheckOptions options;
  std::string text;
  std::vector<std::string> slots;
  std::string format = "text";
  std::string color = "auto";
  std::string offsets = "utf8";
  std::string fail_on = "error";
};

// One value of a flag that may be given several times: without this, the flag
// would swallow the paths behind it.
CLI::Option* AddRepeated(CLI::App* command, const std::string& name,
                         std::vector<std::string>* values,
                         const std::string& description) {
  return command->add_option(name, *values, description)
      ->allow_extra_args(false)
      ->check(IsUtf8());
}

template <typename Value>
CLI::Option* AddChoice(CLI::App* command, const std::string& name,
                       std::string* value, const std::string& description,
                       const std::map<std::string, Value>& choices) {
  std::vector<std::string> names;
  for (const auto& [choice, unused] : choices) names.push_back(choice);
  return command->add_option(name, *value, description)
      ->check(CLI::IsMember(names))
      ->capture_default_str();
}

CLI::Validator IsSlot() {
  return CLI::Validator(
      [](const std::string& value) -> std::string {
        const size_t equals = value.find('=');
        const bool is_slot = equals != std::string::npos && equals > 0;
        return is_slot ? "" : "write NAME=VALUE";
      },
      "");
}

void AddRequestFlags(CLI::App* command, CheckFlags* flags) {
  CheckRequest& request = flags->options.request;
  command
      ->add_option("--locale", request.locale,
                   "The replies' language (BCP 47); detected without it")
      ->type_name("TAG")
      ->check(IsUtf8());
  CLI::Option* profile =
      command
          ->add_option("--profile", request.profile,
                       "The phrasebooks that apply together; \"default\" "
                       "without it")
          ->type_name("ID")
          ->check(IsUtf8());
  AddRepeated(command, "--phrasebook", &request.phrasebooks,
              "Check with this book instead of a profile; may be repeated")
      ->type_name("ID")
      ->excludes(profile);
  command
      ->add_option("--channel", request.channel,
                   "Where the conversation takes place, such as phone")
      ->type_name("NAME")
      ->check(IsUtf8());
  AddRepeated(command, "--label", &request.labels,
              "What is known of the conversation, such as complaint; may be "
              "repeated")
      ->type_name("NAME");
  AddRepeated(command, "--slot", &flags->slots,
              "A value for the rewrites, such as centre=婉言客服中心; may be "
              "repeated")
      ->type_name("NAME=VALUE")
      ->check(IsSlot());
}

void AddOutputFlags(CLI::App* command, CheckFlags* flags) {
  AddChoice(command, "--format", &flags->format, "For people, or for programs",
            kFormats);
  AddChoice(command, "--offsets", &flags->offsets,
            "The unit that JSON counts offsets in", kOffsetUnits);
  AddChoice(command, "--fail-on", &flags->fail_on,
            "The least severity that ends with exit code 1", kFailOn);
  AddChoice(command, "--color", &flags->color,
            "Colours; auto: on a terminal, unless NO_COLOR is set", kColors);
}

void AddInputFlags(CLI::App* command, CheckFlags* flags) {
  CLI::Option* paths =
      command
          ->add_option("PATHS", flags->options.paths,
                       "Files to check, - for standard input (the default)")
          ->type_name("")
          ->check(IsUtf8());
  CLI::Option* text =
      command->add_option("--text", flags->text, "Check this text")
          ->excludes(paths);
  // Given with an empty text it is still given.
  text->each(
      [flags](const std::string& value) { flags->options.text = value; });
  command
      ->add_flag("--jsonl", flags->options.jsonl,
                 "Read a request a line, write a result a line")
      ->excludes(text);
}

CLI::Option* AddServerFlags(CLI::App* command, ServerAccess* server) {
  CLI::Option* address =
      command
          ->add_option("--server", server->address,
                       "Ask the server at this address instead of checking "
                       "here")
          ->type_name("HOST:PORT")
          ->check(IsNotEmpty());
  const auto add_file = [&](const char* name, std::string* path,
                            const char* description) {
    return command->add_option(name, *path, description)
        ->type_name("FILE")
        ->check(IsNotEmpty())
        ->needs(address);
  };
  CLI::Option* ca = add_file("--tls-ca", &server->ca_file,
                             "Speak TLS with it: who signs its certificate");
  CLI::Option* certificate =
      add_file("--tls-cert", &server->certificate_file,
               "The client's certificate, for a server that asks for one");
  CLI::Option* key =
      add_file("--tls-key", &server->key_file, "The client certificate's key");
  certificate->needs(ca)->needs(key);
  key->needs(certificate);
  add_file("--token-file", &server->token_file,
           "A file with the bearer token that it asks for");
  return address;
}

// What the words of the flags mean; CLI11 has let no other words pass.
CheckOptions Interpret(const CheckFlags& flags) {
  CheckOptions options = flags.options;
  options.format = kFormats.at(flags.format);
  options.color = kColors.at(flags.color);
  options.offsets = kOffsetUnits.at(flags.offsets);
  options.fail_on = kFailOn.at(flags.fail_on);
  for (const std::string& slot : flags.slots) {
    const size_t equals = slot.find('=');
    options.request.slots[slot.substr(0, equals)] = slot.substr(equals + 1);
  }
  return options;
}

absl::StatusOr<ReplyChecker> MakeLocalChecker(const std::string& directory) {
  WANYAN_ASSIGN_OR_RETURN(std::shared_ptr<const Library> library,
                          LoadLibrary(PhrasebookDirectory(directory)));
  return ReplyChecker([library](const CheckRequest& request) {
    return CheckReply(*library, request);
  });
}

ExitCode RunCheck(CheckOptions options, RemoteCheckerFactory remote) {
  if (options.paths.empty() && !options.text.has_value()) {
    if (StandardInputIsTerminal()) {
      PrintError("no input: give a path, --text, or - for standard input");
      return ExitCode::kUsage;
    }
    options.paths.emplace_back(kStandardInput);
  }
  const absl::StatusOr<ReplyChecker> checker =
      options.server.address.empty()
          ? MakeLocalChecker(options.phrasebooks_directory)
          : remote(options.server);
  if (!checker.ok()) return ReportError(checker.status());
  const ExitCode outcome = options.jsonl ? CheckLines(options, *checker)
                                         : CheckReplies(options, *checker);
  return OutputIsComplete() ? outcome : ExitCode::kInternal;
}

}  // namespace

void AddCheckCommand(RemoteCheckerFactory remote, CLI::App* program,
                     ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("check", kDescription);
  command->footer(kFooter);
  const auto flags = std::make_shared<CheckFlags>();
  AddInputFlags(command, flags.get());
  AddRequestFlags(command, flags.get());
  AddOutputFlags(command, flags.get());
  CLI::Option* phrasebooks =
      AddPhrasebooksFlag(command, &flags->options.phrasebooks_directory);
  if (remote != nullptr) {
    AddServerFlags(command, &flags->options.server)->excludes(phrasebooks);
  }
  command->callback([flags, remote, exit_code] {
    *exit_code = RunCheck(Interpret(*flags), remote);
  });
}

}  // namespace wanyan
