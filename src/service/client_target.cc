#include "service/client_target.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "service/listen_address.h"

namespace wanyan {
namespace {

// Takes the first of `prefixes` that `text` begins with away.
std::string_view Without(std::initializer_list<std::string_view> prefixes,
                         std::string_view text) {
  for (std::string_view prefix : prefixes) {
    if (text.starts_with(prefix)) return text.substr(prefix.size());
  }
  return text;
}

// "[::1]:1" and "::1" are ::1, "localhost:1" is localhost.
std::string_view HostOf(std::string_view address) {
  if (address.starts_with('[')) {
    return address.substr(1, address.find(']') - 1);
  }
  const size_t colon = address.find(':');
  const bool has_port = colon == address.rfind(':');
  return has_port ? address.substr(0, colon) : address;
}

// RFC 6750's characters. The padding, '=', stands at the end only.
bool IsToken(std::string_view token) {
  const std::string_view body =
      token.substr(0, token.find_last_not_of('=') + 1);
  return !body.empty() && std::all_of(body.begin(), body.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           std::string_view("-._~+/").find(c) != std::string_view::npos;
  });
}

// Targets of gRPC's own, which it reads itself.
bool HasScheme(std::string_view target) {
  return Without({"dns:", "ipv4:", "ipv6:", "unix:", "unix-abstract:"},
                 target) != target;
}

}  // namespace

absl::Status CheckTarget(std::string_view target) {
  if (HasScheme(target) || ParseListenAddress(target).ok()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "\"%s\" is no address of a server; write host:port, such as "
      "127.0.0.1:50051",
      target));
}

bool IsLocalTarget(std::string_view target) {
  if (target.starts_with("unix:")) return true;
  std::string_view rest =
      Without({"dns:///", "dns:", "ipv4:", "ipv6:"}, target);
  while (true) {
    const size_t comma = rest.find(',');
    if (!IsLoopback(HostOf(rest.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    rest.remove_prefix(comma + 1);
  }
}

absl::Status CheckToken(std::string_view token, std::string_view target,
                        bool with_tls) {
  if (!IsToken(token)) {
    return absl::InvalidArgumentError(
        "the token has characters that no bearer token has");
  }
  if (!with_tls && !IsLocalTarget(target)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "a token for %s would travel in the clear; use TLS, or a loopback "
        "address",
        target));
  }
  return absl::OkStatus();
}

}  // namespace wanyan
