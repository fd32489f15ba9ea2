#include "service/raw_http_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/string_view.h"

namespace wanyan {

std::optional<std::string> HttpReply::Header(std::string_view name) const {
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(head, "\r\n"))) {
    const size_t colon = line.find(':');
    if (colon != std::string::npos &&
        absl::EqualsIgnoreCase(line.substr(0, colon), ToAbsl(name))) {
      return std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)));
    }
  }
  return std::nullopt;
}

RawHttpClient::RawHttpClient(int port,
                             const std::function<void()>& before_connecting)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  before_connecting();
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(
      connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
}

RawHttpClient::~RawHttpClient() { close(fd_); }

bool RawHttpClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

std::optional<HttpReply> RawHttpClient::Read(bool has_body) {
  size_t head_size = 0;
  while ((head_size = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!Receive(kPatience)) return std::nullopt;
  }
  HttpReply reply;
  reply.head = received_.substr(0, head_size + 2);
  EXPECT_TRUE(absl::SimpleAtoi(reply.head.substr(9, 3), &reply.status));
  received_.erase(0, head_size + 4);
  size_t body_size = 0;
  if (const auto length = reply.Header("Content-Length");
      has_body && length.has_value()) {
    EXPECT_TRUE(absl::SimpleAtoi(*length, &body_size));
  }
  while (received_.size() < body_size) {
    if (!Receive(kPatience)) return std::nullopt;
  }
  reply.body = received_.substr(0, body_size);
  received_.erase(0, body_size);
  return reply;
}

bool RawHttpClient::EndsWithin(absl::Duration time) {
  if (!received_.empty()) return false;
  pollfd descriptor = {.fd = fd_, .events = POLLIN};
  if (poll(&descriptor, 1, static_cast<int>(absl::ToInt64Milliseconds(time))) <=
      0) {
    return false;
  }
  char byte;
  return recv(fd_, &byte, 1, MSG_DONTWAIT) <= 0;
}

void RawHttpClient::ShutDownSending() { shutdown(fd_, SHUT_WR); }

bool RawHttpClient::Receive(absl::Duration timeout) {
  pollfd descriptor = {.fd = fd_, .events = POLLIN};
  if (poll(&descriptor, 1,
           static_cast<int>(absl::ToInt64Milliseconds(timeout))) <= 0) {
    return false;
  }
  char buffer[16 << 10];
  const ssize_t size = recv(fd_, buffer, sizeof(buffer), 0);
  if (size <= 0) return false;
  received_.append(buffer, static_cast<size_t>(size));
  return true;
}

HttpReply Ask(int port, std::string_view request) {
  RawHttpClient client(port);
  client.Send(request);
  return client.Read().value_or(HttpReply{});
}

}  // namespace wanyan
