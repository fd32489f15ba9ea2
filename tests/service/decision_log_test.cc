#include "service/decision_log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/descriptor.h"
#include "base/log.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Everything that a Decision views.
struct Sample {
  explicit Sample(std::string id = "d1") : decision_id(std::move(id)) {
    trace.request_id = "order-17";
    trace.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
    result.verdict = Verdict::kBlock;
    result.revision = "2f";
    result.locale = "zh-Hans";
    result.rewrite = "我一定尽力。";
    result.findings.push_back({.rule = "zh-a/helpless",
                               .entry = "no-way",
                               .severity = Severity::kError,
                               .span = {9, 18},
                               .matched_text = "没办法"});
  }

  Decision decision() const {
    return {.time = absl::FromUnixMicros(1795556495042118),
            .duration = absl::Microseconds(412),
            .decision_id = decision_id,
            .trace = trace,
            .caller = "desk",
            .method = "/wanyan.v1.CheckService/CheckReply",
            .profile = "default",
            .reply = reply,
            .result = result};
  }

  std::string decision_id;
  TraceContext trace;
  std::string reply = "这个我没办法，电话13800138000。";
  CheckResult result;
};

constexpr char kLineWithoutText[] =
    R"({"time":"2026-11-24T21:41:35.042118Z","decision_id":"d1",)"
    R"("request_id":"order-17","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",)"
    R"("caller":"desk",)"
    R"("method":"/wanyan.v1.CheckService/CheckReply","revision":"2f",)"
    R"("locale":"zh-Hans","profile":"default","verdict":"BLOCK",)"
    R"("unchecked_reason":"","findings":[{"rule":"zh-a/helpless",)"
    R"("entry":"no-way","severity":"ERROR","span":{"start":9,"end":18}}],)"
    R"("truncated":false,"rewritten":true,"duration_us":412)";

std::unique_ptr<DecisionLog> OpenLog(const DecisionLogOptions& options) {
  auto log = DecisionLog::Open(options);
  EXPECT_THAT(log, IsOk());
  return *std::move(log);
}

void Record(DecisionLog* log, std::string id) {
  const Sample sample(std::move(id));
  log->Record(sample.decision());
}

std::vector<std::string> SplitLines(const std::string& bytes) {
  std::vector<std::string> lines;
  std::istringstream stream(bytes);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// The decision ids of a file, which must hold whole lines of JSON only.
std::vector<std::string> IdsOf(const std::string& bytes) {
  std::vector<std::string> ids;
  EXPECT_TRUE(bytes.empty() || bytes.back() == '\n');
  for (const std::string& line : SplitLines(bytes)) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << line;
    if (!json.is_discarded()) ids.push_back(json["decision_id"]);
  }
  return ids;
}

int64_t TotalDropped(const DecisionLogCounts& counts) {
  int64_t total = 0;
  for (const int64_t dropped : counts.dropped) total += dropped;
  return total;
}

int64_t Dropped(const DecisionLogCounts& counts, DecisionDrop reason) {
  return counts.dropped[static_cast<int>(reason)];
}

void ExpectExact(const DecisionLogCounts& counts) {
  EXPECT_EQ(counts.recorded,
            counts.written + counts.queued + TotalDropped(counts));
}

bool Eventually(const std::function<bool()>& is_true) {
  const auto end = steady_clock::now() + seconds(20);
  while (steady_clock::now() < end) {
    if (is_true()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

TEST(DecisionLogTest, WritesALineForEachDecision) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log = OpenLog({.file = file});
  Record(log.get(), "d1");
  Record(log.get(), "d2");
  log->Stop();
  const std::vector<std::string> lines = SplitLines(ReadBytes(file));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], std::string(kLineWithoutText) + "}");
  EXPECT_THAT(lines[1], HasSubstr(R"("decision_id":"d2")"));
  EXPECT_THAT(ReadBytes(file), Not(HasSubstr("没办法")));
}

TEST(DecisionLogTest, KeepsMaskedTextsWhereThatIsAskedFor) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log = OpenLog({.file = file, .with_text = true});
  Record(log.get(), "d1");
  log->Stop();
  EXPECT_EQ(ReadBytes(file), std::string(kLineWithoutText) +
                                 R"(,"text":"这个我没办法，电话###########。"})"
                                 "\n");
}

TEST(DecisionLogTest, NamesWhatWasLeftUnchecked) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log = OpenLog({.file = file});
  Sample sample;
  sample.result = {.verdict = Verdict::kUnchecked,
                   .unchecked = UncheckedReason::kNoPhrasebook};
  log->Record(sample.decision());
  log->Stop();
  EXPECT_THAT(ReadBytes(file),
              HasSubstr(R"("unchecked_reason":"NO_PHRASEBOOK",)"
                        R"("findings":[],)"));
}

TEST(DecisionLogTest, OthersMayNotReadTheFile) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log = OpenLog({.file = file});
  struct stat info {};
  ASSERT_EQ(stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST(DecisionLogTest, GoesOnAfterARestart) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  for (const char* id : {"d1", "d2"}) {
    const auto log = OpenLog({.file = file});
    Record(log.get(), id);
  }
  EXPECT_THAT(IdsOf(ReadBytes(file)), ElementsAre("d1", "d2"));
}

TEST(DecisionLogTest, CutsOffHalfALineThatACrashHasLeft) {
  for (const std::string& half :
       {std::string(kLineWithoutText), std::string("{\"ti")}) {
    const TempDir dir;
    const std::string whole = std::string(kLineWithoutText) + "}\n";
    const std::string file = dir.Write("decisions.jsonl", whole + half);
    const auto log = OpenLog({.file = file});
    Record(log.get(), "d2");
    log->Stop();
    EXPECT_THAT(IdsOf(ReadBytes(file)), ElementsAre("d1", "d2"));
  }
}

TEST(DecisionLogTest, RefusesAFileOfOthers) {
  const TempDir dir;
  const std::string file = dir.Write("letter.txt", "Dear Li,\nyours");
  EXPECT_THAT(DecisionLog::Open({.file = file}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("does not begin with a decision")));
  EXPECT_EQ(ReadBytes(file), "Dear Li,\nyours");
  const std::string whole = dir.Write("whole.txt", "Dear Li,\nyours\n");
  EXPECT_THAT(DecisionLog::Open({.file = whole}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(CheckDecisionFile(whole),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// What a file system may leave when the power fails.
TEST(DecisionLogTest, CutsOffWhatAFailedMachineHasLeft) {
  const std::string whole = std::string(kLineWithoutText) + "}\n";
  const std::string nuls(200'000, '\0');
  for (const std::string& rest :
       {nuls, kLineWithoutText + nuls, std::string("\xff garbage"),
        std::string(2 << 20, 'x')}) {
    const TempDir dir;
    const std::string file = dir.Write("decisions.jsonl", whole + rest);
    const std::string before = ReadBytes(file);
    EXPECT_THAT(CheckDecisionFile(file), IsOk());
    EXPECT_EQ(ReadBytes(file), before);
    const auto log = OpenLog({.file = file});
    Record(log.get(), "d2");
    log->Stop();
    EXPECT_THAT(IdsOf(ReadBytes(file)), ElementsAre("d1", "d2"));
  }
  const TempDir dir;
  const std::string file = dir.Write("decisions.jsonl", nuls);
  const auto log = OpenLog({.file = file});
  Record(log.get(), "d1");
  log->Stop();
  EXPECT_THAT(IdsOf(ReadBytes(file)), ElementsAre("d1"));
}

TEST(DecisionLogTest, AFileThatAnotherLogWritesIsLeftAlone) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  auto log = OpenLog({.file = file});
  // As if the disk had taken half a line by now.
  std::ofstream(file, std::ios::app) << kLineWithoutText;
  EXPECT_THAT(DecisionLog::Open({.file = file}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("another process writes it; stop that one")));
  EXPECT_THAT(CheckDecisionFile(file),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(ReadBytes(file), kLineWithoutText);
  log.reset();
  EXPECT_THAT(DecisionLog::Open({.file = file}), IsOk());
}

TEST(DecisionLogTest, APipeThatNobodyReadsYetIsWaitedFor) {
  const TempDir dir;
  const std::string file = dir.path() + "/pipe";
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  EXPECT_THAT(CheckDecisionFile(file), IsOk());
  const auto log = OpenLog({.file = file});
  Record(log.get(), "d1");
  const int fd = open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  EXPECT_TRUE(Eventually([&] { return log->counts().written == 1; }));
  close(fd);
}

TEST(DecisionLogTest, SaysWhyAFileCannotBeOpened) {
  const TempDir dir;
  EXPECT_THAT(DecisionLog::Open({.file = dir.path() + "/no/where"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("/no/where: No such file")));
  EXPECT_THAT(DecisionLog::Open({.file = dir.path()}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("Is a directory")));
}

TEST(DecisionLogTest, RenamesFullFilesAndKeepsSome) {
  constexpr size_t kMaxBytes = 2000;  // four lines
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log =
      OpenLog({.file = file, .max_file_bytes = kMaxBytes, .max_files = 2});
  for (int i = 10; i < 30; ++i) Record(log.get(), std::to_string(i));
  log->Stop();
  EXPECT_EQ(log->counts().written, 20);

  std::vector<std::string> ids;
  for (const std::string& path : {file + ".2", file + ".1", file}) {
    const std::string bytes = ReadBytes(path);
    EXPECT_LE(bytes.size(), kMaxBytes);
    for (const std::string& id : IdsOf(bytes)) ids.push_back(id);
  }
  EXPECT_FALSE(std::filesystem::exists(file + ".3"));
  // The newest, none missing.
  ASSERT_THAT(ids, Not(IsEmpty()));
  for (size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(ids[i], std::to_string(30 - ids.size() + i));
  }
}

TEST(DecisionLogTest, KeepsNoRenamedFilesWhereNoneAreWanted) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log =
      OpenLog({.file = file, .max_file_bytes = 10, .max_files = 0});
  Record(log.get(), "d1");
  Record(log.get(), "d2");
  log->Stop();
  EXPECT_THAT(IdsOf(ReadBytes(file)), ElementsAre("d2"));
  EXPECT_FALSE(std::filesystem::exists(file + ".1"));
}

TEST(DecisionLogTest, FillsAGapAmongTheRenamedFilesFirst) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  dir.Write("decisions.jsonl.2", "kept\n");
  const auto log =
      OpenLog({.file = file, .max_file_bytes = 10, .max_files = 2});
  Record(log.get(), "d1");
  Record(log.get(), "d2");
  log->Stop();
  EXPECT_EQ(ReadBytes(file + ".2"), "kept\n");
  EXPECT_THAT(IdsOf(ReadBytes(file + ".1")), ElementsAre("d1"));
}

TEST(DecisionLogTest, ReopensForThoseWhoHaveRenamedTheFile) {
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log = OpenLog({.file = file});
  Record(log.get(), "d1");
  ASSERT_TRUE(Eventually([&] { return log->counts().written == 1; }));
  std::filesystem::rename(file, file + "-old");
  Record(log.get(), "d2");
  ASSERT_TRUE(Eventually([&] { return log->counts().written == 2; }));
  log->Reopen();
  ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(file); }));
  Record(log.get(), "d3");
  log->Stop();
  EXPECT_THAT(IdsOf(ReadBytes(file + "-old")), ElementsAre("d1", "d2"));
  EXPECT_THAT(IdsOf(ReadBytes(file)), ElementsAre("d3"));
}

TEST(DecisionLogTest, ManyThreadsLoseNothing) {
  constexpr int kThreads = 8;
  constexpr int kDecisions = 500;
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log = OpenLog({.file = file});
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&log, t] {
      for (int i = 0; i < kDecisions; ++i) {
        Record(log.get(), std::to_string(t) + "-" + std::to_string(i));
        if (i % 100 == 0) ExpectExact(log->counts());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  log->Stop();
  const std::vector<std::string> ids = IdsOf(ReadBytes(file));
  EXPECT_EQ(static_cast<int>(ids.size()), kThreads * kDecisions);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_EQ(log->counts().written, kThreads * kDecisions);
}

TEST(DecisionLogTest, WhatComesAfterTheStopIsCounted) {
  const TempDir dir;
  const auto log = OpenLog({.file = dir.path() + "/decisions.jsonl"});
  log->Stop();
  Record(log.get(), "d1");
  const DecisionLogCounts counts = log->counts();
  EXPECT_EQ(Dropped(counts, DecisionDrop::kStopped), 1);
  ExpectExact(counts);
}

// A pipe whose reader does not read hangs whoever writes to it, like a disk
// that does not answer.
class HungDisk {
 public:
  HungDisk() : path_(dir_.path() + "/pipe") {
    if (mkfifo(path_.c_str(), 0600) != 0) std::abort();
    reader_ = Descriptor(open(path_.c_str(), O_RDONLY | O_NONBLOCK));
  }

  const std::string& path() const { return path_; }

  // Reads for as long as `log` has something to write.
  std::string ReadWhile(const std::function<bool()>& goes_on) {
    std::string bytes;
    bool again = true;
    while (again) {
      again = goes_on();
      char buffer[1 << 16];
      ssize_t count = 0;
      while ((count = read(reader_.get(), buffer, sizeof(buffer))) > 0) {
        bytes.append(buffer, static_cast<size_t>(count));
      }
      std::this_thread::sleep_for(milliseconds(2));
    }
    return bytes;
  }

 private:
  TempDir dir_;
  std::string path_;
  Descriptor reader_;
};

TEST(DecisionLogTest, AHungDiskDelaysNobodyAndIsCountedExactly) {
  constexpr int kThreads = 8;
  constexpr int kDecisions = 500;
  HungDisk disk;
  // More than the pipe takes of them, and less than come.
  constexpr int kQueued = 1000;
  const auto log = OpenLog({.file = disk.path(), .max_queued = kQueued});
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&log, t] {
      for (int i = 0; i < kDecisions; ++i) {
        const auto begin = steady_clock::now();
        Record(log.get(), std::to_string(t) + "-" + std::to_string(i));
        EXPECT_LT(steady_clock::now() - begin, seconds(1));
        ExpectExact(log->counts());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const DecisionLogCounts hung = log->counts();
  EXPECT_EQ(hung.recorded, kThreads * kDecisions);
  EXPECT_GT(hung.queued, 0);
  EXPECT_LE(hung.queued, kQueued);
  EXPECT_GT(Dropped(hung, DecisionDrop::kQueueFull), 0);
  EXPECT_EQ(Dropped(hung, DecisionDrop::kQueueFull), TotalDropped(hung));

  // It answers again: what was queued is written, and what comes then.
  std::string bytes = disk.ReadWhile([&] { return log->counts().queued > 0; });
  Record(log.get(), "last");
  bytes += disk.ReadWhile([&] { return log->counts().queued > 0; });
  const std::vector<std::string> ids = IdsOf(bytes);
  EXPECT_EQ(static_cast<int64_t>(ids.size()), log->counts().written);
  EXPECT_EQ(ids.back(), "last");
  ExpectExact(log->counts());
}

TEST(DecisionLogTest, StopDoesNotWaitForAHungDisk) {
  HungDisk disk;
  auto log = OpenLog({.file = disk.path(), .max_queued = 1000});
  for (int i = 0; i < 1000; ++i) Record(log.get(), "d");
  ASSERT_TRUE(Eventually([&] { return log->counts().written > 0; }));
  std::this_thread::sleep_for(milliseconds(50));
  const auto begin = steady_clock::now();
  log->Stop(absl::Milliseconds(100));
  EXPECT_LT(steady_clock::now() - begin, seconds(2));
  const DecisionLogCounts counts = log->counts();
  EXPECT_EQ(counts.queued, 0);
  EXPECT_GT(Dropped(counts, DecisionDrop::kStopped), 0);
  ExpectExact(counts);
  log.reset();  // the thread that hangs outlives it
  disk.ReadWhile([] { return false; });
}

TEST(DecisionLogTest, TellsOnceWhenDropsBeginAndWhenTheyAreOver) {
  testing::internal::CaptureStderr();
  {
    HungDisk disk;
    const auto log = OpenLog({.file = disk.path(), .max_queued = 10});
    for (int i = 0; i < 2000; ++i) Record(log.get(), "d");
    disk.ReadWhile([&] { return log->counts().queued > 0; });
    for (int i = 0; i < 2000; ++i)
      Record(log.get(), "d");  // and again, at once
    disk.ReadWhile([&] { return log->counts().queued > 0; });
  }
  const std::string log = testing::internal::GetCapturedStderr();
  std::vector<std::string> events;
  for (const std::string& line : SplitLines(log)) {
    std::istringstream words(line);
    std::string time, level, event;
    words >> time >> level >> event;
    events.push_back(level.append(" ").append(event));
  }
  EXPECT_THAT(events, ElementsAre("ERROR decision_log_dropping",
                                  "INFO decision_log_complete_again"));
}

TEST(DecisionLogTest, ADiskThatIsAlwaysFullIsCountedAsSuch) {
  testing::internal::CaptureStderr();
  const auto log = OpenLog({.file = "/dev/full", .max_queued = 10});
  // One by one, until one is dropped because a write has failed.
  ASSERT_TRUE(Eventually([&] {
    Record(log.get(), "d");
    return Dropped(log->counts(), DecisionDrop::kWriteError) > 0;
  }));
  DecisionLogCounts counts = log->counts();
  EXPECT_EQ(counts.queued, 10);
  EXPECT_EQ(counts.written, 0);
  log->Stop(absl::Milliseconds(50));
  counts = log->counts();
  EXPECT_EQ(Dropped(counts, DecisionDrop::kStopped), 10);
  ExpectExact(counts);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("decision_log_write_failed file=/dev/full "
                        "error=\"cannot write /dev/full: No space left"));
}

// Files of this process cannot grow beyond `bytes` while it lives: as on a full
// disk, a write may take half a line.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &saved_);
    const rlimit limit{bytes, saved_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &saved_); }

 private:
  rlimit saved_{};
};

TEST(DecisionLogTest, AFullDiskLeavesWholeLinesAndIsWrittenAgain) {
  // Standard error may be a longer file than the limit allows.
  testing::internal::CaptureStderr();
  const TempDir dir;
  const std::string file = dir.path() + "/decisions.jsonl";
  const auto log = OpenLog({.file = file, .max_queued = 20});
  {
    const FileSizeLimit limit(5000);  // ten lines and a half
    for (int i = 0; i < 100; ++i) Record(log.get(), std::to_string(i));
    ASSERT_TRUE(Eventually([&] { return log->counts().queued == 20; }));
    std::this_thread::sleep_for(milliseconds(300));
    const std::vector<std::string> ids = IdsOf(ReadBytes(file));
    EXPECT_EQ(static_cast<int64_t>(ids.size()), log->counts().written);
    EXPECT_GE(ids.size(), 5u);
    ExpectExact(log->counts());
  }
  ASSERT_TRUE(Eventually([&] { return log->counts().queued == 0; }));
  Record(log.get(), "last");
  log->Stop();
  const std::vector<std::string> ids = IdsOf(ReadBytes(file));
  EXPECT_EQ(static_cast<int64_t>(ids.size()), log->counts().written);
  EXPECT_EQ(ids.back(), "last");
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("File too large"));
}

// A file system of its own, of 2 MB.
class SmallDisk {
 public:
  SmallDisk()
      : is_mounted_(mount("none", dir_.path().c_str(), "tmpfs", 0, "size=2m") ==
                    0) {}
  ~SmallDisk() {
    if (is_mounted_) umount2(dir_.path().c_str(), MNT_DETACH);
  }

  bool is_mounted() const { return is_mounted_; }
  const std::string& path() const { return dir_.path(); }

 private:
  TempDir dir_;
  bool is_mounted_;
};

TEST(DecisionLogTest, AFileSystemThatFillsUpIsSurvived) {
  const SmallDisk disk;
  if (!disk.is_mounted()) GTEST_SKIP() << "this process may not mount a tmpfs";
  const std::string file = disk.path() + "/decisions.jsonl";
  const std::string filler = disk.path() + "/filler";
  std::ofstream(filler) << std::string(1900 << 10, 'x');
  const auto log = OpenLog({.file = file, .max_queued = 50});
  int recorded = 0;
  ASSERT_TRUE(Eventually([&] {
    Record(log.get(), std::to_string(recorded++));
    return TotalDropped(log->counts()) > 100;
  }));
  EXPECT_GT(Dropped(log->counts(), DecisionDrop::kWriteError), 0);
  EXPECT_EQ(static_cast<int64_t>(IdsOf(ReadBytes(file)).size()),
            log->counts().written);

  std::filesystem::remove(filler);
  ASSERT_TRUE(Eventually([&] { return log->counts().queued == 0; }));
  Record(log.get(), "last");
  log->Stop();
  const std::vector<std::string> ids = IdsOf(ReadBytes(file));
  EXPECT_EQ(ids.back(), "last");
  EXPECT_EQ(static_cast<int64_t>(ids.size()), log->counts().written);
  EXPECT_EQ(log->counts().recorded, recorded + 1);
  ExpectExact(log->counts());
}

TEST(DecisionLogTest, AFolderThatIsGoneIsTriedAgain) {
  const TempDir dir;
  const std::string folder = dir.path() + "/logs";
  std::filesystem::create_directory(folder);
  const auto log = OpenLog({.file = folder + "/decisions.jsonl"});
  std::filesystem::remove_all(folder);
  log->Reopen();
  Record(log.get(), "d1");
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(log->counts().queued, 1);
  std::filesystem::create_directory(folder);
  EXPECT_TRUE(Eventually([&] { return log->counts().written == 1; }));
  EXPECT_THAT(IdsOf(ReadBytes(folder + "/decisions.jsonl")), ElementsAre("d1"));
}

}  // namespace
}  // namespace wanyan
