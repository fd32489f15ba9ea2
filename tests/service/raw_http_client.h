#ifndef WANYAN_TESTS_SERVICE_RAW_HTTP_CLIENT_H_
#define WANYAN_TESTS_SERVICE_RAW_HTTP_CLIENT_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace wanyan {

struct HttpReply {
  int status = 0;
  // The status line and the headers, as they came.
  std::string head;
  std::string body;

  // The first header of that name, in any case.
  std::optional<std::string> Header(std::string_view name) const;
};

// A connection to a server on 127.0.0.1 that sends what it is told, byte for
// byte, and never waits longer than kPatience.
class RawHttpClient {
 public:
  static constexpr absl::Duration kPatience = absl::Seconds(30);

  // `before_connecting` is called when the socket is made.
  explicit RawHttpClient(
      int port, const std::function<void()>& before_connecting = [] {});
  ~RawHttpClient();
  RawHttpClient(const RawHttpClient&) = delete;
  RawHttpClient& operator=(const RawHttpClient&) = delete;

  // False once the server has closed the connection.
  bool Send(std::string_view bytes);

  // The next reply; nullopt where the connection ends instead, or nothing
  // comes. `has_body` is false for the reply to a HEAD.
  std::optional<HttpReply> Read(bool has_body = true);

  // Whether the server ends the connection within `time`, sending nothing more.
  bool EndsWithin(absl::Duration time);

  // Says that nothing more will be sent.
  void ShutDownSending();

 private:
  // Appends to received_ what comes; false at the end or after `timeout`.
  bool Receive(absl::Duration timeout);

  int fd_ = -1;
  std::string received_;
};

// One request on a connection of its own; status 0 where there is no reply.
HttpReply Ask(int port, std::string_view request);

}  // namespace wanyan

#endif  // WANYAN_TESTS_SERVICE_RAW_HTTP_CLIENT_H_
