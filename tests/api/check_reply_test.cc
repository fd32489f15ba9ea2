#include "api/check_reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/error_details.h"
#include "engine/test_library.h"
#include "google/rpc/error_details.pb.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

std::shared_ptr<const Library> MakeBooks() {
  return MakeLibrary({BookText(
      "zh-a",
      {RuleText("helpless", R"(forbid: ["没办法"], rewrite: ["尽力"])")})});
}

// The resource that an error says is missing.
google::rpc::ResourceInfo ResourceOf(const absl::Status& error) {
  const google::rpc::Status status = ErrorDetails(error);
  google::rpc::ResourceInfo resource;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&resource)) break;
  }
  return resource;
}

TEST(CheckReplyTest, TheAnswerAndWhatTheEngineSaidComeTogether) {
  v1::CheckReplyRequest request;
  request.set_reply("😀我没办法。");
  request.set_offset_unit(v1::OFFSET_UNIT_UTF16);
  request.set_channel("chat");
  const auto checked = AnswerCheckReply(*MakeBooks(), request);
  ASSERT_THAT(checked, IsOk());
  ASSERT_EQ(checked->response.findings_size(), 1);
  EXPECT_EQ(checked->response.findings(0).rule(),
            "phrasebooks/zh-a/rules/helpless");
  EXPECT_EQ(checked->response.findings(0).span().start(), 3);
  EXPECT_EQ(checked->response.rewrite(), "😀我尽力。");
  EXPECT_EQ(checked->response.decision_id(), "");
  ASSERT_EQ(checked->result.findings.size(), 1u);
  EXPECT_EQ(checked->result.findings[0].rule, "zh-a/helpless");
  EXPECT_EQ(checked->request.reply, "😀我没办法。");
  EXPECT_EQ(checked->request.channel, "chat");
}

TEST(CheckReplyTest, WhatTheMessageGetsWrongIsNamed) {
  v1::CheckReplyRequest request;
  request.set_reply("好");
  request.add_turns();
  EXPECT_THAT(AnswerCheckReply(*MakeBooks(), request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("turns[0].role: ")));
  request.clear_turns();
  request.set_offset_unit(static_cast<v1::OffsetUnit>(9));
  EXPECT_THAT(
      AnswerCheckReply(*MakeBooks(), request),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("offset_unit: ")));
}

TEST(CheckReplyTest, WhatTheEngineRefusesIsNamed) {
  EXPECT_THAT(AnswerCheckReply(*MakeBooks(), {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("reply: it is empty")));
}

TEST(CheckReplyTest, AMissingProfileIsNamedAsItWasGiven) {
  v1::CheckReplyRequest request;
  request.set_reply("好");
  request.set_profile("profiles/strict");
  const auto checked = AnswerCheckReply(*MakeBooks(), request);
  ASSERT_THAT(checked, StatusIs(absl::StatusCode::kNotFound));
  const auto resource = ResourceOf(checked.status());
  EXPECT_EQ(resource.resource_type(), "wanyan.v1/Profile");
  EXPECT_EQ(resource.resource_name(), "profiles/strict");
}

TEST(CheckReplyTest, AMissingPhrasebookIsNamedAsItWasGiven) {
  v1::CheckReplyRequest request;
  request.set_reply("好");
  request.add_phrasebooks("phrasebooks/zh-a");
  request.add_phrasebooks("zh-b");
  const auto checked = AnswerCheckReply(*MakeBooks(), request);
  ASSERT_THAT(checked, StatusIs(absl::StatusCode::kNotFound,
                                HasSubstr("phrasebooks[1]: ")));
  const auto resource = ResourceOf(checked.status());
  EXPECT_EQ(resource.resource_type(), "wanyan.v1/Phrasebook");
  EXPECT_EQ(resource.resource_name(), "zh-b");
}

}  // namespace
}  // namespace wanyan
