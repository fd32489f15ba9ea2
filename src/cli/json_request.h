#ifndef WANYAN_CLI_JSON_REQUEST_H_
#define WANYAN_CLI_JSON_REQUEST_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/checker.h"

namespace wanyan {

// One line of `wanyan check --jsonl`.
struct JsonRequest {
  std::string id;
  CheckRequest request;
};

// Reads
//   {"id", "reply", "locale"?, "profile"?, "turns"?, "labels"?, "channel"?,
//    "slots"?}
// with turns of {"role", "text", "time"?}. Strict, so that a misspelt key does
// not pass for an absent one: unknown and repeated keys, and values of another
// type, are errors that name the key. For one thread; reuses its memory.
class JsonRequestReader {
 public:
  JsonRequestReader();
  ~JsonRequestReader();

  // `line` is one JSON object; what it does not say is taken from `defaults`.
  // A profile of the line goes before `defaults.phrasebooks`.
  // InvalidArgument where it is no such object, with the offset of the first
  // bad byte where it is not well-formed UTF-8.
  absl::StatusOr<JsonRequest> Read(std::string_view line,
                                   const CheckRequest& defaults);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace wanyan

#endif  // WANYAN_CLI_JSON_REQUEST_H_
