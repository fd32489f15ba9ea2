#include "service/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/test_library.h"

namespace wanyan {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using ShedReason = WorkQueue::ShedReason;

constexpr char kMethod[] = "/wanyan.v1.CheckService/CheckReply";
constexpr char kMethodLabels[] =
    R"(grpc_method="CheckReply",grpc_service="wanyan.v1.CheckService",)"
    R"(grpc_type="unary")";

std::shared_ptr<const Library> LibraryOfRules(
    const std::vector<std::string>& ids) {
  std::vector<std::string> rules;
  for (const std::string& id : ids) {
    rules.push_back(RuleText(id, R"(forbid: ["没办法"], rewrite: ["尽力"])"));
  }
  return MakeLibrary({BookText("zh-a", rules)});
}

ServerState StateOf(std::shared_ptr<const Library> library) {
  ServerState state;
  state.phrasebooks.current = {.library = std::move(library),
                               .loaded_at = absl::FromUnixSeconds(1'000'000)};
  return state;
}

ServerState AnyState() { return StateOf(LibraryOfRules({"helpless"})); }

// The value of the series as the text has it; "" where it is not there.
std::string ValueOf(const std::string& series, const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(series + " ")) return line.substr(series.size() + 1);
  }
  return "";
}

std::string Series(const std::string& name, const std::string& labels) {
  return name + "{" + labels + "}";
}

CheckResult Found(const std::string& rule, Severity severity) {
  CheckResult result;
  result.verdict = Verdict::kBlock;
  result.findings.push_back({.rule = rule, .severity = severity});
  return result;
}

TEST(ServerMetricsTest, CountsCallsByMethodAndCode) {
  ServerMetrics metrics({kMethod});
  metrics.CallStarted(kMethod);
  metrics.CallStarted(kMethod);
  metrics.CallHandled(kMethod, absl::StatusCode::kOk, absl::Microseconds(80));
  metrics.CallHandled(kMethod, absl::StatusCode::kResourceExhausted,
                      absl::Milliseconds(200));
  metrics.CallHandled(kMethod, static_cast<absl::StatusCode>(99),
                      absl::Seconds(60));
  const std::string text = metrics.Text(AnyState());
  const std::string labels = kMethodLabels;
  const auto handled = [&](const std::string& code) {
    return ValueOf(Series("grpc_server_handled_total",
                          "grpc_code=\"" + code + "\"," + labels),
                   text);
  };
  EXPECT_EQ(ValueOf(Series("grpc_server_started_total", labels), text), "2");
  EXPECT_EQ(handled("OK"), "1");
  EXPECT_EQ(handled("ResourceExhausted"), "1");
  EXPECT_EQ(handled("Unknown"), "1");
  EXPECT_EQ(handled("Unauthenticated"), "0");  // from the beginning
  const auto bucket = [&](const std::string& bound) {
    return ValueOf(Series("grpc_server_handling_seconds_bucket",
                          labels + ",le=\"" + bound + "\""),
                   text);
  };
  EXPECT_EQ(bucket("0.0001"), "1");
  EXPECT_EQ(bucket("0.1"), "1");
  EXPECT_EQ(bucket("0.25"), "2");
  EXPECT_EQ(bucket("5"), "2");
  EXPECT_EQ(bucket("+Inf"), "3");
}

TEST(ServerMetricsTest, MethodsThatNobodyNamedMakeNoSeries) {
  ServerMetrics metrics({kMethod});
  metrics.CallStarted("/made.Up/Method");
  metrics.CallHandled("/made.Up/Method", absl::StatusCode::kOk,
                      absl::ZeroDuration());
  EXPECT_THAT(metrics.Text(AnyState()), Not(HasSubstr("made")));
}

TEST(ServerMetricsTest, CountsVerdictsFindingsAndWhatWasLeftUnchecked) {
  ServerMetrics metrics({kMethod});
  metrics.ReplyChecked(Found("zh-a/helpless", Severity::kError));
  metrics.ReplyChecked(Found("zh-a/helpless", Severity::kError));
  metrics.ReplyChecked(Found("zh-a/helpless", Severity::kHint));
  metrics.ReplyChecked({.verdict = Verdict::kUnchecked,
                        .unchecked = UncheckedReason::kNoPhrasebook});
  metrics.ReplyChecked({});
  const std::string text = metrics.Text(AnyState());
  const auto value = [&](const std::string& series) {
    return ValueOf(series, text);
  };
  EXPECT_EQ(value(R"(wanyan_verdicts_total{verdict="BLOCK"})"), "3");
  EXPECT_EQ(value(R"(wanyan_verdicts_total{verdict="UNCHECKED"})"), "1");
  EXPECT_EQ(value(R"(wanyan_verdicts_total{verdict="ALLOW"})"), "1");
  EXPECT_EQ(value(R"(wanyan_verdicts_total{verdict="WARN"})"), "0");
  EXPECT_EQ(value(R"(wanyan_unchecked_total{reason="NO_PHRASEBOOK"})"), "1");
  EXPECT_EQ(value(R"(wanyan_unchecked_total{reason="TOO_MANY_FINDINGS"})"),
            "0");
  EXPECT_EQ(value(R"(wanyan_findings_total{rule="zh-a/helpless",)"
                  R"(severity="ERROR"})"),
            "2");
  EXPECT_EQ(value(R"(wanyan_findings_total{rule="zh-a/helpless",)"
                  R"(severity="HINT"})"),
            "1");
}

TEST(ServerMetricsTest, RulesThatAreGoneTakeTheirSeriesAlong) {
  ServerMetrics metrics({kMethod});
  metrics.ReplyChecked(Found("zh-a/old", Severity::kError));
  metrics.ReplyChecked(Found("zh-a/old", Severity::kInfo));
  metrics.ReplyChecked(Found("zh-a/kept", Severity::kError));
  const std::string both =
      metrics.Text(StateOf(LibraryOfRules({"old", "kept"})));
  EXPECT_THAT(both, AllOf(HasSubstr("zh-a/old"), HasSubstr("zh-a/kept")));
  const std::string after = metrics.Text(StateOf(LibraryOfRules({"kept"})));
  EXPECT_THAT(after, AllOf(Not(HasSubstr("zh-a/old")), HasSubstr("zh-a/kept")));
  // Back again, it counts from zero.
  metrics.ReplyChecked(Found("zh-a/old", Severity::kError));
  EXPECT_EQ(
      ValueOf(R"(wanyan_findings_total{rule="zh-a/old",severity="ERROR"})",
              metrics.Text(StateOf(LibraryOfRules({"old"})))),
      "1");
}

TEST(ServerMetricsTest, TellsOfThePhrasebooks) {
  ServerMetrics metrics({kMethod});
  ServerState state = AnyState();
  state.phrasebooks.reloads = 3;
  state.phrasebooks.failed_reloads = 2;
  const absl::Time now = state.phrasebooks.current.loaded_at + absl::Seconds(7);
  const std::string fresh = metrics.Text(state, now);
  const std::string revision = state.phrasebooks.current.library->revision();
  EXPECT_EQ(
      ValueOf("wanyan_phrasebooks_revision_info{revision=\"" + revision + "\"}",
              fresh),
      "1");
  EXPECT_EQ(ValueOf("wanyan_phrasebooks_loaded_timestamp_seconds", fresh),
            "1000000");
  EXPECT_EQ(ValueOf("wanyan_phrasebooks_age_seconds", fresh), "7");
  EXPECT_EQ(ValueOf("wanyan_phrasebooks_up_to_date", fresh), "1");
  EXPECT_EQ(ValueOf("wanyan_reloads_total", fresh), "3");
  EXPECT_EQ(ValueOf("wanyan_reload_failures_total", fresh), "2");
  state.phrasebooks.error = LoadError{.time = now, .message = "broken"};
  EXPECT_EQ(ValueOf("wanyan_phrasebooks_up_to_date", metrics.Text(state, now)),
            "0");
}

TEST(ServerMetricsTest, TellsWhichWatchedFilesAreRefused) {
  ServerMetrics metrics({kMethod});
  ServerState state = AnyState();
  EXPECT_THAT(metrics.Text(state), Not(HasSubstr("wanyan_file_up_to_date")));
  state.files_up_to_date = {{"certificates", true}, {"tokens", false}};
  const std::string text = metrics.Text(state);
  EXPECT_EQ(ValueOf(R"(wanyan_file_up_to_date{what="certificates"})", text),
            "1");
  EXPECT_EQ(ValueOf(R"(wanyan_file_up_to_date{what="tokens"})", text), "0");
}

TEST(ServerMetricsTest, TellsOfLoadAndDecisions) {
  ServerMetrics metrics({kMethod});
  ServerState state = AnyState();
  state.waiting_calls = 4;
  state.checking_calls = 2;
  state.decisions = {.recorded = 100, .written = 90, .queued = 3};
  state.decisions.dropped[static_cast<int>(DecisionDrop::kWriteError)] = 7;
  metrics.CallShed(ShedReason::kWaitedTooLong);
  const std::string text = metrics.Text(state);
  EXPECT_EQ(ValueOf("wanyan_waiting_calls", text), "4");
  EXPECT_EQ(ValueOf("wanyan_checking_calls", text), "2");
  EXPECT_EQ(ValueOf(R"(wanyan_shed_total{reason="waited_too_long"})", text),
            "1");
  EXPECT_EQ(ValueOf(R"(wanyan_shed_total{reason="queue_full"})", text), "0");
  EXPECT_EQ(ValueOf("wanyan_decisions_recorded_total", text), "100");
  EXPECT_EQ(ValueOf("wanyan_decisions_written_total", text), "90");
  EXPECT_EQ(ValueOf("wanyan_decisions_queued", text), "3");
  EXPECT_EQ(
      ValueOf(R"(wanyan_decisions_dropped_total{reason="write_error"})", text),
      "7");
  EXPECT_EQ(
      ValueOf(R"(wanyan_decisions_dropped_total{reason="stopped"})", text),
      "0");
  EXPECT_NE(ValueOf("process_resident_memory_bytes", text), "");
}

TEST(ServerMetricsTest, CountsWhatTheHttpDoorRefuses) {
  ServerMetrics metrics({kMethod});
  metrics.HttpRefused(413);
  metrics.HttpRefused(413);
  metrics.HttpRefused(418);
  const std::string text = metrics.Text(AnyState());
  EXPECT_EQ(ValueOf(R"(wanyan_http_refusals_total{status="413"})", text), "2");
  EXPECT_EQ(ValueOf(R"(wanyan_http_refusals_total{status="418"})", text), "1");
  EXPECT_EQ(ValueOf(R"(wanyan_http_refusals_total{status="401"})", text), "0");
}

TEST(ServerMetricsTest, ManyThreadsCountExactly) {
  constexpr int kThreads = 8;
  constexpr int kCalls = 2000;
  ServerMetrics metrics({kMethod});
  const ServerState state = AnyState();
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      const CheckResult result = Found("zh-a/helpless", Severity::kError);
      for (int i = 0; i < kCalls; ++i) {
        metrics.CallStarted(kMethod);
        metrics.ReplyChecked(result);
        metrics.CallHandled(kMethod, absl::StatusCode::kOk,
                            absl::Microseconds(100));
        if (i % 500 == 0) metrics.Text(state);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string text = metrics.Text(state);
  const std::string expected = std::to_string(kThreads * kCalls);
  EXPECT_EQ(ValueOf(Series("grpc_server_started_total", kMethodLabels), text),
            expected);
  EXPECT_EQ(ValueOf(Series("grpc_server_handling_seconds_count", kMethodLabels),
                    text),
            expected);
  EXPECT_EQ(ValueOf(R"(wanyan_findings_total{rule="zh-a/helpless",)"
                    R"(severity="ERROR"})",
                    text),
            expected);
}

}  // namespace
}  // namespace wanyan
