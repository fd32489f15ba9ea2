#include "api/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "api/check_reply.h"
#include "engine/test_library.h"
#include "google/rpc/error_details.pb.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

v1::BatchCheckRepliesRequest Replies(const std::vector<std::string>& replies) {
  v1::BatchCheckRepliesRequest batch;
  for (const std::string& reply : replies) {
    batch.add_requests()->set_reply(reply);
  }
  return batch;
}

absl::StatusOr<BatchItems> Parse(const v1::BatchCheckRepliesRequest& batch) {
  return ParseBatch(batch.SerializeAsString());
}

// One item of a serialized batch that has fewer than 128 bytes.
std::string RawItem(const std::string& bytes) {
  return "\x0a" + std::string(1, static_cast<char>(bytes.size())) + bytes;
}

TEST(BatchTest, ItemsComeInTheirOrder) {
  const auto items = Parse(Replies({"一", "二", "三"}));
  ASSERT_THAT(items, IsOk());
  ASSERT_EQ(items->size(), 3u);
  EXPECT_EQ((*items)[0]->reply(), "一");
  EXPECT_EQ((*items)[1]->reply(), "二");
  EXPECT_EQ((*items)[2]->reply(), "三");
}

TEST(BatchTest, FiveHundredItemsAreTakenAndNotOneMore) {
  EXPECT_THAT(Parse(Replies(std::vector<std::string>(500, "好"))), IsOk());
  EXPECT_THAT(Parse(Replies(std::vector<std::string>(501, "好"))),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("requests: there are 501, more than 500")));
}

TEST(BatchTest, AnEmptyBatchIsRefused) {
  EXPECT_THAT(ParseBatch(""), StatusIs(absl::StatusCode::kInvalidArgument,
                                       HasSubstr("requests: it is empty")));
}

TEST(BatchTest, OneMegabyteOfTextIsTakenAndNotAByteMore) {
  auto batch = Replies(std::vector<std::string>(16, std::string(65'536, 'a')));
  EXPECT_THAT(Parse(batch), IsOk());
  batch.mutable_requests(3)->add_labels("x");
  EXPECT_THAT(
      Parse(batch),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("requests: all texts of the batch have 1048577")));
}

TEST(BatchTest, EveryTextOfAnItemCounts) {
  v1::CheckReplyRequest full;
  full.set_reply("x");
  full.set_locale("x");
  full.set_profile("x");
  full.set_channel("x");
  full.add_phrasebooks("x");
  full.add_labels("x");
  full.add_turns()->set_text("x");
  full.mutable_slots()->insert({"x", "x"});  // 9 bytes
  v1::BatchCheckRepliesRequest batch;
  *batch.add_requests() = full;
  batch.add_requests()->set_reply(std::string(1'048'567, 'a'));
  EXPECT_THAT(Parse(batch), IsOk());
  batch.mutable_requests(1)->mutable_reply()->push_back('a');
  EXPECT_THAT(Parse(batch), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(BatchTest, AnIllFormedItemLeavesTheOthersAsTheyAre) {
  v1::CheckReplyRequest good;
  good.set_reply("好");
  const auto items =
      ParseBatch(RawItem(good.SerializeAsString()) +
                 RawItem("\x0a\x03"
                         "a\xff\xfe") +
                 RawItem("no message") + RawItem(good.SerializeAsString()));
  ASSERT_THAT(items, IsOk());
  ASSERT_EQ(items->size(), 4u);
  EXPECT_EQ((*items)[0]->reply(), "好");
  EXPECT_THAT((*items)[1],
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("reply: the text is not well-formed UTF-8 at "
                                 "byte 1")));
  EXPECT_THAT((*items)[2],
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no serialized wanyan.v1.CheckReplyRequest")));
  EXPECT_EQ((*items)[3]->reply(), "好");
}

TEST(BatchTest, AnIllFormedItemCountsWithAllItsBytes) {
  std::string batch =
      Replies({std::string(1'048'575, 'a')}).SerializeAsString();
  EXPECT_THAT(ParseBatch(batch + RawItem("\xff")), IsOk());
  EXPECT_THAT(ParseBatch(batch + RawItem("\xff\xff")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(BatchTest, FieldsOfNewerClientsAreLeftOut) {
  // Field 2 as a text, and field 1 as a number, which it is not.
  const auto items =
      ParseBatch("\x12\x01x\x08\x01" + Replies({"好"}).SerializeAsString());
  ASSERT_THAT(items, IsOk());
  EXPECT_EQ(items->size(), 1u);
}

TEST(BatchTest, OtherBytesAreNoBatch) {
  EXPECT_THAT(
      ParseBatch("no protobuf"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("no serialized wanyan.v1.BatchCheckRepliesRequest")));
}

TEST(BatchTest, EachItemGetsTheAnswerOfCheckReply) {
  const auto library = MakeLibrary({BookText(
      "zh-a",
      {RuleText("helpless", R"(forbid: ["没办法"], rewrite: ["尽力"])")})});
  const auto items = Parse(Replies({"我没办法", "", "好的"}));
  ASSERT_THAT(items, IsOk());
  BatchResponse batch;
  for (const auto& item : *items) {
    auto checked = AnswerCheckReply(*library, *item);
    if (checked.ok()) {
      batch.Add(std::move(checked->response));
    } else {
      batch.Add(checked.status());
    }
  }
  const auto response = std::move(batch).Take();
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_EQ(response.results(0).response().rewrite(), "我尽力");
  EXPECT_EQ(response.results(1).error().code(), 3);
  EXPECT_EQ(response.results(2).response().verdict(), v1::VERDICT_ALLOW);
}

TEST(BatchTest, AnItemsErrorHasTheDetailsOfACalls) {
  BatchResponse batch;
  batch.Add(absl::InvalidArgumentError("turns[2].role: must be ROLE_AGENT"));
  const auto response = std::move(batch).Take();
  ASSERT_EQ(response.results_size(), 1);
  const google::rpc::Status& error = response.results(0).error();
  EXPECT_EQ(error.code(), 3);
  EXPECT_EQ(error.message(), "turns[2].role: must be ROLE_AGENT");
  google::rpc::BadRequest bad_request;
  ASSERT_EQ(error.details_size(), 2);
  ASSERT_TRUE(error.details(1).UnpackTo(&bad_request));
  EXPECT_EQ(bad_request.field_violations(0).field(), "turns[2].role");
}

// A response that has `bytes` bytes when it is serialized.
v1::CheckReplyResponse ResponseOf(size_t bytes) {
  v1::CheckReplyResponse response;
  response.set_rewrite(std::string(bytes, 'a'));
  const size_t more = response.ByteSizeLong() - bytes;
  response.set_rewrite(std::string(bytes - more, 'a'));
  EXPECT_EQ(response.ByteSizeLong(), bytes);
  return response;
}

TEST(BatchTest, AResponseThatDoesNotFitIsAnErrorInItsPlace) {
  BatchResponse batch;
  EXPECT_TRUE(batch.Add(ResponseOf(kMaxBatchResponseBytes / 2)));
  EXPECT_FALSE(batch.Add(ResponseOf(kMaxBatchResponseBytes / 2 + 1)));
  EXPECT_TRUE(batch.Add(ResponseOf(kMaxBatchResponseBytes / 2)));
  const auto response = std::move(batch).Take();
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_TRUE(response.results(0).has_response());
  EXPECT_EQ(response.results(1).error().code(), 8);
  EXPECT_THAT(response.results(1).error().message(),
              HasSubstr("send the item again in a smaller batch"));
  EXPECT_TRUE(response.results(2).has_response());
}

TEST(BatchTest, TheFirstResponseIsTakenWhateverItsSize) {
  BatchResponse batch;
  batch.Add(absl::InvalidArgumentError("reply: it is empty"));
  batch.Add(ResponseOf(kMaxBatchResponseBytes + 1));
  batch.Add(ResponseOf(10));
  const auto response = std::move(batch).Take();
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_TRUE(response.results(1).has_response());
  EXPECT_EQ(response.results(2).error().code(), 8);
}

// gRPC's clients take 4 MB unless they are told otherwise.
TEST(BatchTest, TheLargestResponseFitsAClient) {
  BatchResponse batch;
  batch.Add(ResponseOf(kMaxBatchResponseBytes));
  const std::string longest(400 - 9, 'a');
  for (size_t i = 1; i < kMaxBatchItems; ++i) {
    batch.Add(absl::InvalidArgumentError("turns.x: " + longest));
  }
  EXPECT_LT(std::move(batch).Take().ByteSizeLong(), size_t{4} << 20);
}

}  // namespace
}  // namespace wanyan
