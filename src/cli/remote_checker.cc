#include "cli/remote_checker.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "service/client.h"

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

}  // namespace

absl::StatusOr<ReplyChecker> MakeRemoteChecker(const ServerAccess& access) {
  WANYAN_ASSIGN_OR_RETURN(const ClientOptions options, OptionsFor(access));
  WANYAN_ASSIGN_OR_RETURN(std::shared_ptr<const CheckClient> client,
                          CheckClient::Create(options));
  return ReplyChecker([client](const CheckRequest& request) {
    return client->CheckReply(request);
  });
}

}  // namespace wanyan
