#ifndef WANYAN_CLI_CHECK_OPTIONS_H_
#define WANYAN_CLI_CHECK_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "cli/reply_checker.h"
#include "engine/checker.h"
#include "text/utf8.h"

namespace wanyan {

// What `wanyan check` was asked for.
struct CheckOptions {
  enum class Format { kText, kJson };
  enum class Color { kAuto, kAlways, kNever };

  // Files to check, "-" for standard input. Without any, and without `text`,
  // standard input.
  std::vector<std::string> paths;
  std::optional<std::string> text;
  // Everything but the reply; for JSONL, what its lines do not say.
  CheckRequest request;

  bool jsonl = false;
  Format format = Format::kText;
  Color color = Color::kAuto;
  OffsetUnit offsets = OffsetUnit::kUtf8;
  // The least severity that ends the program with kFindings; nullopt: none
  // does.
  std::optional<Severity> fail_on = Severity::kError;

  // Without an address: check in this process, with the books of
  // `phrasebooks_directory`.
  ServerAccess server;
  std::string phrasebooks_directory;
};

}  // namespace wanyan

#endif  // WANYAN_CLI_CHECK_OPTIONS_H_
