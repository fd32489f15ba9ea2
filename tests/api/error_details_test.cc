#include "api/error_details.h"

#include <optional>

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace wanyan {
namespace {

// The detail of one type; nullopt where there is none.
template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& status) {
  for (const auto& any : status.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

TEST(ErrorDetailsTest, CodeAndMessageAreThoseOfTheError) {
  const auto status =
      ErrorDetails(absl::InvalidArgumentError("reply: it is empty"), {});
  EXPECT_EQ(status.code(), 3);
  EXPECT_EQ(status.message(), "reply: it is empty");
}

TEST(ErrorDetailsTest, AWrongFieldIsNamed) {
  const auto status = ErrorDetails(
      absl::InvalidArgumentError("turns[2].role: must be ROLE_AGENT"), {});
  const auto bad_request = Find<google::rpc::BadRequest>(status);
  ASSERT_TRUE(bad_request.has_value());
  ASSERT_EQ(bad_request->field_violations_size(), 1);
  EXPECT_EQ(bad_request->field_violations(0).field(), "turns[2].role");
  EXPECT_EQ(bad_request->field_violations(0).description(),
            "must be ROLE_AGENT");
  const auto info = Find<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "INVALID_TURNS_ROLE");
  EXPECT_EQ(info->domain(), "wanyan");
  EXPECT_EQ(info->metadata().at("field"), "turns[2].role");
}

TEST(ErrorDetailsTest, ReasonsAreUpperSnake) {
  struct Case {
    absl::Status error;
    std::string reason;
  };
  for (const Case& c : {
           Case{absl::InvalidArgumentError("slots[时间]: x"), "INVALID_SLOTS"},
           Case{absl::InvalidArgumentError("no field"), "INVALID_ARGUMENT"},
           Case{absl::NotFoundError("profile: x"), "PROFILE_NOT_FOUND"},
           Case{absl::NotFoundError("phrasebooks[0]: x"),
                "PHRASEBOOK_NOT_FOUND"},
           Case{absl::InternalError("x"), "INTERNAL"},
       }) {
    const auto info = Find<google::rpc::ErrorInfo>(ErrorDetails(c.error, {}));
    ASSERT_TRUE(info.has_value());
    EXPECT_EQ(info->reason(), c.reason);
  }
}

TEST(ErrorDetailsTest, AMissingProfileIsNamed) {
  v1::CheckReplyRequest request;
  request.set_profile("profiles/strict");
  const auto status = ErrorDetails(
      absl::NotFoundError("profile: there is no \"strict\""), request);
  const auto resource = Find<google::rpc::ResourceInfo>(status);
  ASSERT_TRUE(resource.has_value());
  EXPECT_EQ(resource->resource_type(), "wanyan.v1/Profile");
  EXPECT_EQ(resource->resource_name(), "profiles/strict");
  EXPECT_FALSE(Find<google::rpc::BadRequest>(status).has_value());
}

TEST(ErrorDetailsTest, AMissingPhrasebookIsNamed) {
  v1::CheckReplyRequest request;
  request.add_phrasebooks("zh");
  request.add_phrasebooks("nope");
  const auto resource = Find<google::rpc::ResourceInfo>(
      ErrorDetails(absl::NotFoundError("phrasebooks[1]: no such"), request));
  ASSERT_TRUE(resource.has_value());
  EXPECT_EQ(resource->resource_type(), "wanyan.v1/Phrasebook");
  EXPECT_EQ(resource->resource_name(), "nope");
}

TEST(ErrorDetailsTest, RetryIsSuggestedWhereItCanHelp) {
  const auto delay = Find<google::rpc::RetryInfo>(
      ErrorDetails(absl::ResourceExhaustedError("full"), {}));
  ASSERT_TRUE(delay.has_value());
  EXPECT_GT(delay->retry_delay().nanos(), 0);
  EXPECT_FALSE(Find<google::rpc::RetryInfo>(
                   ErrorDetails(absl::InvalidArgumentError("reply: x"), {}))
                   .has_value());
}

}  // namespace
}  // namespace wanyan
