#include "api/batch.h"

#include <google/protobuf/unknown_field_set.h>

#include <utility>

#include "absl/strings/str_format.h"
#include "api/error_details.h"
#include "api/parse_request.h"
#include "base/status_macros.h"
#include "engine/request_error.h"

namespace wanyan {
namespace {

using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

// The items of a batch as they came, in order.
using RawItems = std::vector<std::string_view>;

RawItems ItemsIn(const UnknownFieldSet& fields) {
  RawItems items;
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& field = fields.field(i);
    if (field.number() == v1::BatchCheckRepliesRequest::kRequestsFieldNumber &&
        field.type() == UnknownField::TYPE_LENGTH_DELIMITED) {
      items.push_back(field.length_delimited());
    }
  }
  return items;
}

absl::Status InvalidBatch(std::string_view message) {
  return FieldError(absl::StatusCode::kInvalidArgument, "requests", message);
}

absl::Status ValidateCount(size_t count) {
  if (count == 0) return InvalidBatch("it is empty; send at least one");
  if (count <= kMaxBatchItems) return absl::OkStatus();
  return InvalidBatch(
      absl::StrFormat("there are %d, more than %d; send several batches", count,
                      kMaxBatchItems));
}

// Bytes of all texts of an item that could be read.
size_t TextBytes(const v1::CheckReplyRequest& item) {
  size_t bytes = item.reply().size() + item.locale().size() +
                 item.profile().size() + item.channel().size();
  for (const std::string& name : item.phrasebooks()) bytes += name.size();
  for (const std::string& label : item.labels()) bytes += label.size();
  for (const v1::Turn& turn : item.turns()) bytes += turn.text().size();
  for (const auto& [name, value] : item.slots()) {
    bytes += name.size() + value.size();
  }
  return bytes;
}

absl::Status ValidateSize(size_t text_bytes) {
  if (text_bytes <= kMaxBatchBytes) return absl::OkStatus();
  return InvalidBatch(
      absl::StrFormat("all texts of the batch have %d bytes together, more "
                      "than %d; send several batches",
                      text_bytes, kMaxBatchBytes));
}

}  // namespace

absl::StatusOr<BatchItems> ParseBatch(std::string_view bytes) {
  UnknownFieldSet fields;
  if (!fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::InvalidArgumentError(
        "the request is no serialized wanyan.v1.BatchCheckRepliesRequest");
  }
  const RawItems raw_items = ItemsIn(fields);
  WANYAN_RETURN_IF_ERROR(ValidateCount(raw_items.size()));
  BatchItems items;
  size_t text_bytes = 0;
  for (const std::string_view raw_item : raw_items) {
    items.push_back(ParseRequest<v1::CheckReplyRequest>(raw_item));
    text_bytes +=
        items.back().ok() ? TextBytes(*items.back()) : raw_item.size();
  }
  WANYAN_RETURN_IF_ERROR(ValidateSize(text_bytes));
  return items;
}

bool BatchResponse::Add(absl::StatusOr<v1::CheckReplyResponse> answer) {
  if (!answer.ok()) {
    AddError(answer.status());
    return false;
  }
  const size_t bytes = answer->ByteSizeLong();
  // The first one is taken whatever its size: alone in a batch, an item has to
  // have its answer, as from CheckReply.
  if (response_bytes_ > 0 && response_bytes_ + bytes > kMaxBatchResponseBytes) {
    AddError(absl::ResourceExhaustedError(absl::StrFormat(
        "the answers of this batch would have more than %d bytes together; "
        "send the item again in a smaller batch",
        kMaxBatchResponseBytes)));
    return false;
  }
  response_bytes_ += bytes;
  *message_.add_results()->mutable_response() = *std::move(answer);
  return true;
}

void BatchResponse::AddError(const absl::Status& error) {
  *message_.add_results()->mutable_error() = ErrorDetails(error);
}

v1::BatchCheckRepliesResponse BatchResponse::Take() && {
  return std::move(message_);
}

}  // namespace wanyan
