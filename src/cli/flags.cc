#include "cli/flags.h"

#include "absl/strings/str_format.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

constexpr char kPhrasebooksHelp[] =
    "Folder of phrasebooks; else $WANYAN_PHRASEBOOKS, else the installed or "
    "the source folder's";

}  // namespace

CLI::Validator IsUtf8() {
  return CLI::Validator(
      [](const std::string& value) -> std::string {
        const auto bad_byte = FirstIllFormedByte(value);
        if (!bad_byte.has_value()) return "";
        return absl::StrFormat("is not well-formed UTF-8 at byte %d",
                               *bad_byte);
      },
      "");
}

CLI::Validator IsNotEmpty() {
  return CLI::Validator(
      [](const std::string& value) -> std::string {
        return value.empty()
                   ? "it is empty; give a value, or leave the flag out"
                   : "";
      },
      "");
}

void AddPhrasebooksArgument(CLI::App* command, std::string* directory) {
  CLI::Option* const argument =
      command->add_option("DIR", *directory, kPhrasebooksHelp)->type_name("");
  command
      ->add_option("--phrasebooks", *directory,
                   "The same, as other commands have it")
      ->type_name("DIR")
      ->excludes(argument);
}

CLI::Option* AddPhrasebooksFlag(CLI::App* command, std::string* directory) {
  return command->add_option("--phrasebooks", *directory, kPhrasebooksHelp)
      ->type_name("DIR");
}

}  // namespace wanyan
