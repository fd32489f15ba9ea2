#include "service/connect_error.h"

#include <google/protobuf/descriptor.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "api/error_details.h"
#include "base/string_view.h"
#include "report/json_writer.h"
#include "service/message_json.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

using google::protobuf::Any;
using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;

struct Code {
  std::string_view name;
  int http_status;
};

// By gRPC's number, https://connectrpc.com/docs/protocol#error-codes.
constexpr std::array<Code, 17> kCodes = {{
    {"unknown", 500},  // OK is no error
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
}};

const Code& CodeOf(int number) {
  const auto index = static_cast<size_t>(number);
  return index < kCodes.size() ? kCodes[index] : kCodes[2];
}

// As far as it is text: JSON holds nothing else.
std::string_view TextOf(std::string_view message) {
  return message.substr(0,
                        FirstIllFormedByte(message).value_or(message.size()));
}

void WriteDetail(const Any& detail, JsonWriter* json) {
  const std::string& url = detail.type_url();
  const std::string type = url.substr(url.rfind('/') + 1);
  json->BeginObject();
  json->Key("type");
  json->String(type);
  json->Key("value");
  json->String(ConnectBase64(detail.value()));
  if (const Descriptor* descriptor =
          DescriptorPool::generated_pool()->FindMessageTypeByName(type)) {
    if (const auto debug = BinaryToJson(*descriptor, detail.value());
        debug.ok()) {
      json->Key("debug");
      json->Raw(*debug);
    }
  }
  json->EndObject();
}

std::string ErrorJson(const google::rpc::Status& error) {
  JsonWriter json(JsonWriter::Layout::kLine);
  json.BeginObject();
  json.Key("code");
  json.String(CodeOf(error.code()).name);
  json.Key("message");
  json.String(TextOf(error.message()));
  if (error.details_size() > 0) {
    json.Key("details");
    json.BeginArray();
    for (const Any& detail : error.details()) WriteDetail(detail, &json);
    json.EndArray();
  }
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace

HttpResponse ConnectErrorResponse(const google::rpc::Status& error) {
  return {.status = CodeOf(error.code()).http_status,
          .headers = {{"Content-Type", "application/json"}},
          .body = ErrorJson(error)};
}

HttpResponse ConnectErrorResponse(absl::StatusCode code,
                                  std::string_view message) {
  return ConnectErrorResponse(
      ErrorDetails(absl::Status(code, ToAbsl(TextOf(message)))));
}

std::string ConnectBase64(std::string_view bytes) {
  const std::string padded = absl::Base64Escape(ToAbsl(bytes));
  return padded.substr(0, padded.find('='));
}

}  // namespace wanyan
