#ifndef WANYAN_SERVICE_HTTP_MESSAGE_H_
#define WANYAN_SERVICE_HTTP_MESSAGE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "base/string_view.h"

// HTTP as the rest of the program sees it: no sockets and no library.

namespace wanyan {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method;
  // As it was sent: the path, and a query behind a question mark.
  std::string target;
  std::vector<HttpHeader> headers;
  std::string body;
  // The other end's IP address, which may be a proxy's.
  std::string peer;

  std::string_view path() const {
    return std::string_view(target).substr(0, target.find('?'));
  }

  // The first header of that name, in any case; nullopt without one.
  std::optional<std::string_view> Header(std::string_view name) const {
    for (const HttpHeader& header : headers) {
      if (absl::EqualsIgnoreCase(header.name, ToAbsl(name))) {
        return header.value;
      }
    }
    return std::nullopt;
  }
};

struct HttpResponse {
  int status = 200;
  // Content-Length, Date and Connection are the server's own.
  std::vector<HttpHeader> headers;
  std::string body;
};

// A request and the way to answer it. Safe to use from any thread.
class HttpExchange {
 public:
  // Where no answer was given, it is "internal error" (500).
  virtual ~HttpExchange() = default;

  virtual const HttpRequest& request() const = 0;

  // Answers. Called once at most.
  virtual void Respond(HttpResponse response) = 0;

  // `on_gone` is called, at most once and on another thread, when the client
  // hangs up before it is answered. What it holds is released with the answer.
  virtual void OnClientGone(std::function<void()> on_gone) = 0;
};

// Begins to answer a request; the work itself is done elsewhere, because the
// calling thread serves other connections, too.
using HttpHandler = std::function<void(std::unique_ptr<HttpExchange>)>;

}  // namespace wanyan

#endif  // WANYAN_SERVICE_HTTP_MESSAGE_H_
