#include "cli/remote_checker.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "service/client.h"
#include "service/client_target.h"
#include "service/listen_address.h"

namespace wanyan {
namespace {

// Certificates with all that vouch for them take a few kilobytes.
constexpr size_t kMaxAccessFileBytes = 1 << 20;

absl::Status ReadOptional(const std::string& path, std::string* content) {
  if (path.empty()) return absl::OkStatus();
  WANYAN_ASSIGN_OR_RETURN(*content, ReadFile(path, kMaxAccessFileBytes));
  return absl::OkStatus();
}

absl::StatusOr<ClientOptions> OptionsFor(const ServerAccess& access) {
  ClientOptions options{.target = access.address};
  if (!access.ca_file.empty()) {
    ClientTls tls;
    WANYAN_RETURN_IF_ERROR(ReadOptional(access.ca_file, &tls.ca));
    WANYAN_RETURN_IF_ERROR(
        ReadOptional(access.certificate_file, &tls.certificate));
    WANYAN_RETURN_IF_ERROR(ReadOptional(access.key_file, &tls.key));
    options.tls = std::move(tls);
  }
  WANYAN_RETURN_IF_ERROR(ReadOptional(access.token_file, &options.token));
  absl::StripAsciiWhitespace(&options.token);
  return options;
}

bool Says(std::string_view message, std::string_view words) {
  return message.find(words) != std::string_view::npos;
}

// The way out of Unavailable, whose cause gRPC tells by words alone; empty for
// other causes, such as a server that is about to end and says so.
std::string ReachingAdvice(std::string_view message,
                           const ServerAccess& access) {
  if (Says(message, "DNS resolution")) return "check the name of its host";
  if (Says(message, "Connection refused")) {
    const bool can_start = IsLocalTarget(access.address) &&
                           ParseListenAddress(access.address).ok();
    return can_start ? "start one with: wanyan serve --listen " + access.address
                     : "check the address, and that the server runs";
  }
  const bool broke_off = Says(message, "Socket closed") ||
                         Says(message, "Connection reset") ||
                         Says(message, "handshake");
  if (!broke_off) return "";
  return access.ca_file.empty()
             ? "does it speak TLS? give --tls-ca"
             : "does it speak TLS, and is its certificate signed by " +
                   access.ca_file + "?";
}

// What to do about an error, in the words of this command's flags; empty where
// the error says it.
std::string Advice(const absl::Status& error, const ServerAccess& access) {
  switch (error.code()) {
    case absl::StatusCode::kUnavailable:
      return ReachingAdvice(ToStd(error.message()), access);
    case absl::StatusCode::kUnauthenticated:
      return access.token_file.empty()
                 ? "give --token-file"
                 : "the token is that of " + access.token_file;
    default:
      return "";
  }
}

absl::Status WithAdvice(const absl::Status& error, const ServerAccess& access) {
  const std::string advice = Advice(error, access);
  if (advice.empty()) return error;
  return absl::Status(
      error.code(), absl::StrFormat("%s; %s", ToStd(error.message()), advice));
}

}  // namespace

absl::StatusOr<ReplyChecker> MakeRemoteChecker(const ServerAccess& access) {
  WANYAN_RETURN_IF_ERROR(CheckTarget(access.address));
  WANYAN_ASSIGN_OR_RETURN(const ClientOptions options, OptionsFor(access));
  WANYAN_ASSIGN_OR_RETURN(std::shared_ptr<const CheckClient> client,
                          CheckClient::Create(options));
  return ReplyChecker(
      [client,
       access](const CheckRequest& request) -> absl::StatusOr<CheckResult> {
        absl::StatusOr<CheckAnswer> answer = client->CheckReply(request);
        if (!answer.ok()) return WithAdvice(answer.status(), access);
        return *std::move(answer);
      });
}

}  // namespace wanyan
