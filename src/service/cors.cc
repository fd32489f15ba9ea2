#include "service/cors.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "service/connect_error.h"

namespace wanyan {
namespace {

constexpr char kAllowedMethods[] = "GET, POST";
// What Connect's clients send, and what the door forwards.
constexpr char kAllowedHeaders[] =
    "Authorization, Connect-Protocol-Version, Connect-Timeout-Ms, "
    "Content-Type, Traceparent, Tracestate, X-Request-Id, X-User-Agent";
// As long as browsers let a page go without asking again; Chromium's bound.
constexpr char kMaxAgeSeconds[] = "7200";

// "scheme://host" or "scheme://host:port", as browsers write it: in lower case,
// without a path.
bool IsOrigin(std::string_view text) {
  const size_t colon = text.find("://");
  if (colon == std::string_view::npos) return false;
  const std::string_view scheme = text.substr(0, colon);
  const std::string_view host = text.substr(colon + 3);
  return (scheme == "https" || scheme == "http") && !host.empty() &&
         std::all_of(host.begin(), host.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  std::string_view(".:-[]").find(c) != std::string_view::npos;
         });
}

bool AsksBeforeCalling(const HttpRequest& request) {
  return request.method == "OPTIONS" &&
         request.Header("access-control-request-method").has_value();
}

HttpResponse MayCall(const HttpRequest& request) {
  HttpResponse response = {
      .status = 204,
      .headers = {{"Access-Control-Allow-Methods", kAllowedMethods},
                  {"Access-Control-Allow-Headers", kAllowedHeaders},
                  {"Access-Control-Max-Age", kMaxAgeSeconds}}};
  // A page of the internet that calls a server on loopback.
  if (request.Header("access-control-request-private-network") == "true") {
    response.headers.push_back(
        {"Access-Control-Allow-Private-Network", "true"});
  }
  return response;
}

HttpResponse MayNotCall(std::string_view origin) {
  return ConnectErrorResponse(
      absl::StatusCode::kPermissionDenied,
      absl::StrFormat("pages of %s may not call this server; its operator "
                      "lists those that may with --cors-origin",
                      origin));
}

}  // namespace

absl::Status CheckOrigin(std::string_view text) {
  if (IsOrigin(text)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrFormat("\"%s\" is no origin of web pages; write it as browsers "
                      "do, in lower case "
                      "and without a path, such as https://desk.example.com",
                      text));
}

absl::StatusOr<CorsPolicy> CorsPolicy::Create(
    const std::vector<std::string>& origins) {
  for (const std::string& origin : origins) {
    WANYAN_RETURN_IF_ERROR(CheckOrigin(origin));
  }
  return CorsPolicy({origins.begin(), origins.end()});
}

std::optional<HttpResponse> CorsPolicy::Intercept(
    const HttpRequest& request) const {
  const auto origin = request.Header("origin");
  if (!origin.has_value()) return std::nullopt;
  if (!origins_.contains(*origin)) return MayNotCall(*origin);
  if (!AsksBeforeCalling(request)) return std::nullopt;
  return MayCall(request);
}

void CorsPolicy::Allow(const HttpRequest& request,
                       HttpResponse* response) const {
  if (origins_.empty()) return;
  // Caches must not show one page what another one was allowed.
  response->headers.push_back({"Vary", "Origin"});
  const auto origin = request.Header("origin");
  if (!origin.has_value() || !origins_.contains(*origin)) return;
  response->headers.push_back(
      {"Access-Control-Allow-Origin", std::string(*origin)});
  response->headers.push_back({"Access-Control-Expose-Headers", "*"});
}

}  // namespace wanyan
