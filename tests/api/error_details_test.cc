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
      ErrorDetails(absl::InvalidArgumentError("reply: it is empty"));
  EXPECT_EQ(status.code(), 3);
  EXPECT_EQ(status.message(), "reply: it is empty");
}

TEST(ErrorDetailsTest, AWrongFieldIsNamed) {
  const auto status = ErrorDetails(
      absl::InvalidArgumentError("turns[2].role: must be ROLE_AGENT"));
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
           Case{WithResource(absl::NotFoundError("profile: x"),
                             ResourceType::kProfile, "strict"),
                "PROFILE_NOT_FOUND"},
           Case{WithResource(absl::NotFoundError("parent: x"),
                             ResourceType::kPhrasebook, "zh"),
                "PHRASEBOOK_NOT_FOUND"},
           Case{WithResource(absl::NotFoundError("name: x"),
                             ResourceType::kRule, "zh/x"),
                "RULE_NOT_FOUND"},
           Case{absl::NotFoundError("x"), "NOT_FOUND"},
           Case{absl::InternalError("x"), "INTERNAL"},
       }) {
    const auto info = Find<google::rpc::ErrorInfo>(ErrorDetails(c.error));
    ASSERT_TRUE(info.has_value());
    EXPECT_EQ(info->reason(), c.reason);
  }
}

TEST(ErrorDetailsTest, AMissingResourceIsNamed) {
  const auto status = ErrorDetails(
      WithResource(absl::NotFoundError("profile: there is no \"strict\""),
                   ResourceType::kProfile, "profiles/strict"));
  const auto resource = Find<google::rpc::ResourceInfo>(status);
  ASSERT_TRUE(resource.has_value());
  EXPECT_EQ(resource->resource_type(), "wanyan.v1/Profile");
  EXPECT_EQ(resource->resource_name(), "profiles/strict");
  EXPECT_EQ(resource->description(), "profile: there is no \"strict\"");
  EXPECT_FALSE(Find<google::rpc::BadRequest>(status).has_value());
}

TEST(ErrorDetailsTest, ALongNameIsCutBetweenCharacters) {
  std::string name = "x";
  while (name.size() < 100'000) name += "书";
  const auto resource =
      Find<google::rpc::ResourceInfo>(ErrorDetails(WithResource(
          absl::NotFoundError("name: no such"), ResourceType::kRule, name)));
  ASSERT_TRUE(resource.has_value());
  EXPECT_EQ(resource->resource_name().size(), 400u);  // x and 133 书
}

TEST(ErrorDetailsTest, RetryIsSuggestedWhereItCanHelp) {
  for (const absl::Status& error :
       {absl::ResourceExhaustedError("full"), absl::UnavailableError("ends")}) {
    const auto retry = Find<google::rpc::RetryInfo>(ErrorDetails(error));
    ASSERT_TRUE(retry.has_value());
    EXPECT_EQ(retry->retry_delay().seconds(), 0);
    EXPECT_EQ(retry->retry_delay().nanos(), 100'000'000);
  }
  EXPECT_FALSE(Find<google::rpc::RetryInfo>(
                   ErrorDetails(absl::InvalidArgumentError("reply: x")))
                   .has_value());
}

TEST(ErrorDetailsTest, TheCallerSaysWhenToRetry) {
  const auto retry = Find<google::rpc::RetryInfo>(ErrorDetails(
      absl::ResourceExhaustedError("full"), absl::Milliseconds(2500)));
  ASSERT_TRUE(retry.has_value());
  EXPECT_EQ(retry->retry_delay().seconds(), 2);
  EXPECT_EQ(retry->retry_delay().nanos(), 500'000'000);
}

}  // namespace
}  // namespace wanyan
