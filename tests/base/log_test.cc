#include "base/log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace wanyan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// Standard error as a pipe, while it lives. What is printed in the meantime can
// be read; nobody reads unasked.
class StandardErrorPipe {
 public:
  StandardErrorPipe() : saved_(dup(STDERR_FILENO)) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) std::abort();
    read_end_ = ends[0];
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    // What a test before has dropped is told of now.
    FinishLog();
    ReadLines();
  }

  ~StandardErrorPipe() {
    FinishLog();
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    CloseReadEnd();
  }

  void CloseReadEnd() {
    if (read_end_ >= 0) close(read_end_);
    read_end_ = -1;
  }

  // Reads until nothing came for a while.
  std::vector<std::string> ReadLines() {
    fcntl(read_end_, F_SETFL, O_NONBLOCK);
    std::string bytes;
    for (int idle = 0; idle < 5;) {
      char buffer[1 << 16];
      const ssize_t count = read(read_end_, buffer, sizeof(buffer));
      if (count > 0) {
        bytes.append(buffer, static_cast<size_t>(count));
        idle = 0;
      } else {
        ++idle;
        std::this_thread::sleep_for(milliseconds(20));
      }
    }
    std::vector<std::string> lines;
    std::istringstream stream(bytes);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

 private:
  const int saved_;
  int read_end_ = -1;
};

LogOptions Json(LogLevel level = LogLevel::kInfo) {
  return {.level = level, .format = LogFormat::kJson};
}

TEST(LogTest, WritesAtOnceWithoutSetUp) {
  StandardErrorPipe pipe;
  Log(LogLevel::kInfo, "ready", {{"revision", "2f"}});
  EXPECT_THAT(pipe.ReadLines(),
              ElementsAre(AllOf(HasSubstr("ready"), HasSubstr("2f"))));
}

TEST(LogTest, LeavesOutWhatIsLessGrave) {
  StandardErrorPipe pipe;
  SetUpLog(Json(LogLevel::kWarning));
  EXPECT_FALSE(IsLogged(LogLevel::kInfo));
  EXPECT_TRUE(IsLogged(LogLevel::kWarning));
  Log(LogLevel::kInfo, "one");
  Log(LogLevel::kWarning, "two");
  Log(LogLevel::kError, "three");
  EXPECT_THAT(pipe.ReadLines(),
              ElementsAre(HasSubstr("two"), HasSubstr("three")));
  SetUpLog(Json(LogLevel::kDebug));
  Log(LogLevel::kDebug, "four");
  EXPECT_THAT(pipe.ReadLines(), ElementsAre(HasSubstr("four")));
}

TEST(LogTest, FinishWritesWhatWaits) {
  StandardErrorPipe pipe;
  SetUpLog(Json());
  for (int i = 0; i < 100; ++i) Log(LogLevel::kInfo, "event", {{"i", i}});
  FinishLog();
  EXPECT_EQ(pipe.ReadLines().size(), 100u);
}

TEST(LogTest, LinesOfManyThreadsStayWholeAndInOrder) {
  constexpr int kThreads = 8;
  constexpr int kLines = 400;
  StandardErrorPipe pipe;
  SetUpLog({});
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < kLines; ++i) {
        Log(LogLevel::kInfo, "event", {{"thread", t}, {"i", i}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::vector<int> next(kThreads, 0);
  const std::regex form(".* INFO event thread=(\\d) i=(\\d+)");
  for (const std::string& line : pipe.ReadLines()) {
    std::smatch match;
    ASSERT_TRUE(std::regex_match(line, match, form)) << line;
    EXPECT_EQ(std::stoi(match[2]), next[std::stoul(match[1])]++);
  }
  EXPECT_THAT(next, testing::Each(kLines));
}

// Reads "lines" of each line "log_lines_dropped".
int64_t ReportedDrops(const std::vector<std::string>& lines) {
  int64_t sum = 0;
  const std::regex form(".*\"log_lines_dropped\",\"lines\":(\\d+)}");
  for (const std::string& line : lines) {
    std::smatch match;
    if (std::regex_match(line, match, form)) sum += std::stoll(match[1]);
  }
  return sum;
}

TEST(LogTest, NobodyWaitsForAReaderThatDoesNotRead) {
  constexpr int kLines = 20'000;
  StandardErrorPipe pipe;
  SetUpLog(Json());
  const int64_t dropped_before = DroppedLogLines();
  const auto begin = steady_clock::now();
  std::chrono::nanoseconds slowest{};
  for (int i = 0; i < kLines; ++i) {
    const auto line_begin = steady_clock::now();
    Log(LogLevel::kInfo, "event", {{"i", i}});
    slowest = std::max(slowest, steady_clock::now() - line_begin);
  }
  EXPECT_LT(steady_clock::now() - begin, seconds(10));
  EXPECT_LT(slowest, seconds(1));
  EXPECT_GT(DroppedLogLines(), dropped_before);

  // The reader comes back: the newest lines are there, and the count of others.
  std::vector<std::string> lines = pipe.ReadLines();
  FinishLog();
  const std::vector<std::string> rest = pipe.ReadLines();
  lines.insert(lines.end(), rest.begin(), rest.end());
  const int64_t dropped = DroppedLogLines() - dropped_before;
  int64_t events = 0;
  for (const std::string& line : lines) {
    if (line.find("\"event\":\"event\"") != std::string::npos) ++events;
  }
  EXPECT_EQ(events + dropped, kLines);
  EXPECT_EQ(ReportedDrops(lines), dropped);
}

TEST(LogTest, FinishDoesNotWaitForeverForAReader) {
  StandardErrorPipe pipe;
  SetUpLog(Json());
  for (int i = 0; i < 5000; ++i) Log(LogLevel::kInfo, "event", {{"i", i}});
  const auto begin = steady_clock::now();
  FinishLog();
  Log(LogLevel::kInfo, "later");
  EXPECT_LT(steady_clock::now() - begin, seconds(5));
}

TEST(LogTest, AReaderThatIsGoneIsCountedNotFatal) {
  StandardErrorPipe pipe;
  std::signal(SIGPIPE, SIG_DFL);
  pipe.CloseReadEnd();
  const int64_t dropped_before = DroppedLogLines();
  SetUpLog(Json());
  Log(LogLevel::kInfo, "event");
  std::signal(SIGPIPE, SIG_IGN);
  FinishLog();
  EXPECT_GE(DroppedLogLines(), dropped_before + 1);
}

}  // namespace
}  // namespace wanyan
