#ifndef WANYAN_SERVICE_CORS_H_
#define WANYAN_SERVICE_CORS_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/http_message.h"

namespace wanyan {

// OK for an origin as browsers write it, in lower case and without a path:
// "https://desk.example.com", "http://localhost:3000". InvalidArgument, with
// the way out, for anything else; there is no "*".
absl::Status CheckOrigin(std::string_view text);

// Which web pages may call from a browser (https://fetch.spec.whatwg.org).
//
// A browser sends the page's origin with each call that could do harm, also
// where it would not show the answer; so a request with an origin that is not
// listed is refused, and a page from anywhere cannot use a server on the
// machine of who looks at it. Programs send none, and pass.
//
// Immutable; safe to use from any thread.
class CorsPolicy {
 public:
  // InvalidArgument where one of them is none, as of CheckOrigin.
  static absl::StatusOr<CorsPolicy> Create(
      const std::vector<std::string>& origins);

  // The answer to what needs no handler: a browser's question before the call,
  // and a request of a page that may not call. nullopt for all others.
  std::optional<HttpResponse> Intercept(const HttpRequest& request) const;

  // Lets the page that sent `request` see `response`.
  void Allow(const HttpRequest& request, HttpResponse* response) const;

 private:
  explicit CorsPolicy(std::set<std::string, std::less<>> origins)
      : origins_(std::move(origins)) {}

  std::set<std::string, std::less<>> origins_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CORS_H_
