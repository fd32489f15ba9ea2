#ifndef WANYAN_CLI_LABEL_LINE_H_
#define WANYAN_CLI_LABEL_LINE_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "tester/labels.h"

namespace wanyan {

// Reads lines of labelled replies,
//   {"id", "locale", "text", "norms": […], "kind"?, "domain"?}
// as strictly as JsonRequestReader reads requests. For one thread.
class LabelLineReader {
 public:
  LabelLineReader();
  ~LabelLineReader();

  // InvalidArgument, beginning with the key, where `line` is none. The locale
  // comes back in normal form, so that zh-CN and zh-Hans-CN count as one.
  absl::StatusOr<LabelledReply> Read(std::string_view line);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace wanyan

#endif  // WANYAN_CLI_LABEL_LINE_H_
