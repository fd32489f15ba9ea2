#ifndef WANYAN_SERVICE_ACCESS_TOKENS_H_
#define WANYAN_SERVICE_ACCESS_TOKENS_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/periodic_task.h"

namespace wanyan {

// The bearer tokens that callers may show. The file has the SHA-256 of each and
// a name for it, one a line, so that who reads the file cannot call the server:
//
//   # Hash of the token                                                Whose
//   9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08   desk
//
// It is read again each second. A change counts when two readings in a row find
// the same, so that a file is not taken while it is written. One that holds no
// token any more refuses everybody; one that is broken, or gone, leaves the
// tokens as they were. Safe to call from any thread.
class AccessTokens {
 public:
  // How often the file is read: a change is in force after two of these.
  static constexpr absl::Duration kInterval = absl::Seconds(1);
  // Each call is compared with all of them.
  static constexpr size_t kMaxTokens = 1'000;

  // Told of each change of the file, on a thread of this object: OK when its
  // tokens are in force, else why the old ones stay (once, not each second).
  using Reporter = std::function<void(const absl::Status&)>;

  // Polls each `interval`. FailedPrecondition, as "file:line: what is wrong;
  // the way out", where the file cannot be read, holds anything else, or
  // nothing.
  static absl::StatusOr<std::unique_ptr<AccessTokens>> Open(
      std::string file, Reporter reporter, absl::Duration interval = kInterval);

  // `authorization` is the value of the header or metadata of that name, empty
  // where there is none: "Bearer TOKEN". Gives the name of the token, or
  // Unauthenticated, which tells nothing about the tokens there are. Takes the
  // same time however much of a hash fits.
  absl::StatusOr<std::string> Check(std::string_view authorization) const;

  // Reads the file again. Poll takes over what it found the last time, too;
  // Refresh takes it at once, for who knows that the file is complete.
  void Poll();
  void Refresh();

  // False while the file is another than the one in force, and is refused.
  bool is_up_to_date() const { return is_up_to_date_; }

 private:
  struct Token {
    std::string sha256;  // 32 bytes
    std::string name;
  };
  using TokenList = std::vector<Token>;

  AccessTokens(std::string file, Reporter reporter);

  static absl::StatusOr<TokenList> Parse(const std::string& file,
                                         std::string_view text);

  // With refresh_mutex_ held.
  void TakeOver(const absl::StatusOr<std::string>& text);

  const std::string file_;
  const Reporter reporter_;
  std::mutex refresh_mutex_;
  // What the file held, or why it could not be read: when it was last read, and
  // when it was last taken over or refused. Guarded by refresh_mutex_.
  absl::StatusOr<std::string> last_read_;
  absl::StatusOr<std::string> last_judged_;
  std::atomic<bool> is_up_to_date_ = true;
  mutable std::mutex mutex_;
  std::shared_ptr<const TokenList> tokens_;  // guarded by mutex_
  // Last, so that it ends before what it uses.
  std::unique_ptr<PeriodicTask> refresher_;
};

// A new token for a caller, and the line for the file that lets it in.
struct NewToken {
  std::string token;
  std::string line;
};

// 256 random bits as 64 hexadecimal digits. InvalidArgument for a name that
// cannot stand in the file.
absl::StatusOr<NewToken> MakeToken(std::string_view name);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_ACCESS_TOKENS_H_
