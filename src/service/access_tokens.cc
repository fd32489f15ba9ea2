#include "service/access_tokens.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "base/string_view.h"

namespace wanyan {
namespace {

// Room for kMaxTokens with long names and comments.
constexpr size_t kMaxFileBytes = 1 << 20;

constexpr size_t kHashDigits = 2 * SHA256_DIGEST_LENGTH;
// Random bytes of a new token: nobody guesses it, however often they try.
constexpr size_t kTokenBytes = 32;
// Longer ones are refused unread.
constexpr size_t kMaxTokenLength = 1 << 10;
constexpr size_t kMaxNameLength = 64;

constexpr std::string_view kScheme = "bearer ";

constexpr std::string_view kNameRule =
    "a name begins with a letter or digit and has letters, digits, `.`, `_` "
    "and `-` alone, at most 64 of them";

std::string Sha256(std::string_view text) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

std::string ToHex(std::string_view bytes) {
  return absl::BytesToHexString(ToAbsl(bytes));
}

// The bytes of 64 hexadecimal digits.
std::optional<std::string> ParseHash(std::string_view text) {
  if (text.size() != kHashDigits) return std::nullopt;
  for (const char c : text) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
  }
  return absl::HexStringToBytes(ToAbsl(text));
}

bool IsTokenName(std::string_view text) {
  if (text.empty() || text.size() > kMaxNameLength) return false;
  for (const char c : text) {
    const bool is_sign = c == '.' || c == '_' || c == '-';
    if (!is_sign && !absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      return false;
    }
  }
  return absl::ascii_isalnum(static_cast<unsigned char>(text.front()));
}

std::string_view Trimmed(std::string_view text) {
  return ToStd(absl::StripAsciiWhitespace(ToAbsl(text)));
}

// Takes the next line off `text`.
std::string_view NextLine(std::string_view* text) {
  const size_t end = text->find('\n');
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return Trimmed(line.substr(0, line.find('#')));
}

// The token of a header's value; empty where it has none.
std::string_view BearerToken(std::string_view authorization) {
  if (!absl::StartsWithIgnoreCase(ToAbsl(authorization), ToAbsl(kScheme))) {
    return {};
  }
  return Trimmed(authorization.substr(kScheme.size()));
}

absl::StatusOr<std::string> ReadTokenFile(const std::string& file) {
  absl::StatusOr<std::string> text = ReadFile(file, kMaxFileBytes);
  if (text.ok()) return text;
  return absl::FailedPreconditionError(absl::StrFormat(
      "%s; the file of tokens holds a line for each, as `wanyan token NAME` "
      "prints it",
      ToStd(text.status().message())));
}

}  // namespace

// ---- The file ----

// Its lines are never part of a message: somebody may have put a token itself
// there.
absl::StatusOr<AccessTokens::TokenList> AccessTokens::Parse(
    const std::string& file, std::string_view text) {
  TokenList tokens;
  std::set<std::string> seen;
  int number = 0;
  const auto mistake = [&](std::string_view what) {
    return absl::FailedPreconditionError(
        absl::StrFormat("%s:%d: %s", file, number, what));
  };
  while (!text.empty()) {
    const std::string_view line = NextLine(&text);
    ++number;
    if (line.empty()) continue;
    const size_t gap = line.find_first_of(" \t");
    std::optional<std::string> hash = ParseHash(line.substr(0, gap));
    if (!hash.has_value()) {
      return mistake(
          "expected the SHA-256 of a token, 64 hexadecimal digits, and a name; "
          "write the line that `wanyan token NAME` prints");
    }
    const std::string_view name =
        gap == std::string_view::npos ? "" : Trimmed(line.substr(gap));
    if (!IsTokenName(name)) {
      return mistake(absl::StrFormat(
          "expected a name behind the hash, which says whose token it is; %s",
          kNameRule));
    }
    if (!seen.insert(*hash).second) {
      return mistake("this token stands twice; remove one of the lines");
    }
    if (tokens.size() == kMaxTokens) {
      return mistake(absl::StrFormat(
          "there are more than %d tokens; remove those that are not used",
          kMaxTokens));
    }
    tokens.push_back({*std::move(hash), std::string(name)});
  }
  return tokens;
}

// ---- Keeping up with it ----

AccessTokens::AccessTokens(std::string file, Reporter reporter)
    : file_(std::move(file)), reporter_(std::move(reporter)) {}

absl::StatusOr<std::unique_ptr<AccessTokens>> AccessTokens::Open(
    std::string file, Reporter reporter, absl::Duration interval) {
  auto opened = std::unique_ptr<AccessTokens>(
      new AccessTokens(std::move(file), std::move(reporter)));
  AccessTokens* const self = opened.get();
  WANYAN_ASSIGN_OR_RETURN(std::string text, ReadTokenFile(self->file_));
  WANYAN_ASSIGN_OR_RETURN(TokenList tokens, Parse(self->file_, text));
  if (tokens.empty()) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "%s holds no token, so nobody could call the server; add the line that "
        "`wanyan token NAME` prints",
        self->file_));
  }
  self->last_read_ = text;
  self->last_judged_ = std::move(text);
  self->tokens_ = std::make_shared<const TokenList>(std::move(tokens));
  self->refresher_ =
      std::make_unique<PeriodicTask>(interval, [self] { self->Poll(); });
  return opened;
}

void AccessTokens::Poll() {
  const std::lock_guard refreshing(refresh_mutex_);
  absl::StatusOr<std::string> text = ReadTokenFile(file_);
  if (text == last_read_) TakeOver(text);
  last_read_ = std::move(text);
}

void AccessTokens::Refresh() {
  const std::lock_guard refreshing(refresh_mutex_);
  last_read_ = ReadTokenFile(file_);
  TakeOver(last_read_);
}

void AccessTokens::TakeOver(const absl::StatusOr<std::string>& text) {
  if (text == last_judged_) return;
  last_judged_ = text;
  absl::StatusOr<TokenList> tokens =
      text.ok() ? Parse(file_, *text) : text.status();
  if (tokens.ok()) {
    auto list = std::make_shared<const TokenList>(*std::move(tokens));
    const std::lock_guard lock(mutex_);
    tokens_.swap(list);
  }
  is_up_to_date_ = tokens.ok();
  reporter_(tokens.status());
}

// ---- Checking ----

absl::StatusOr<std::string> AccessTokens::Check(
    std::string_view authorization) const {
  const std::string_view token = BearerToken(authorization);
  if (token.empty() || token.size() > kMaxTokenLength) {
    return absl::UnauthenticatedError(
        "an access token is needed; send `authorization: Bearer TOKEN`");
  }
  std::shared_ptr<const TokenList> tokens;
  {
    const std::lock_guard lock(mutex_);
    tokens = tokens_;
  }
  const std::string hash = Sha256(token);
  const Token* found = nullptr;
  // All of them, so that the time tells nothing.
  for (const Token& known : *tokens) {
    if (CRYPTO_memcmp(known.sha256.data(), hash.data(), hash.size()) == 0) {
      found = &known;
    }
  }
  if (found != nullptr) return found->name;
  return absl::UnauthenticatedError(
      "the access token is not valid here; ask who runs this server for one");
}

absl::StatusOr<NewToken> MakeToken(std::string_view name) {
  if (!IsTokenName(name)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("\"%s\" cannot name a token; %s", name, kNameRule));
  }
  std::string bytes(kTokenBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(bytes.size())) != 1) {
    return absl::InternalError("the system gives no random bytes");
  }
  NewToken made;
  made.token = ToHex(bytes);
  made.line = absl::StrFormat("%s  %s", ToHex(Sha256(made.token)), name);
  return made;
}

}  // namespace wanyan
