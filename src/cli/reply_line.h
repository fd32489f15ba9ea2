#ifndef WANYAN_CLI_REPLY_LINE_H_
#define WANYAN_CLI_REPLY_LINE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace wanyan {

// What an agent said, in a line of JSON.
struct ReplyLine {
  struct Reply {
    std::string text;
    std::optional<int> turn;  // index from 0, in a conversation
  };
  std::string id;      // may be empty
  std::string locale;  // a BCP 47 tag in normal form; may be empty
  std::vector<Reply> replies;
};

// Reads lines of replies in any shape that Wanyan knows,
//   {"turns": [{"role", "text"}]}   a conversation: its agent's turns
//   {"reply"} or {"text"}           a reply
// with "id" and "locale" where they are there. Other keys are nobody's business
// here. For one thread.
class ReplyLineReader {
 public:
  ReplyLineReader();
  ~ReplyLineReader();

  // InvalidArgument, beginning with the key, where `line` is none of them.
  absl::StatusOr<ReplyLine> Read(std::string_view line);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace wanyan

#endif  // WANYAN_CLI_REPLY_LINE_H_
