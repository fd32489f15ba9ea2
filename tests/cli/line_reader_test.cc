#include "cli/line_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

constexpr size_t kLimit = 8;

// A file with the bytes, open for reading.
class OpenFile {
 public:
  explicit OpenFile(std::string_view bytes)
      : fd_(open(dir_.Write("lines", bytes).c_str(), O_RDONLY)) {}
  ~OpenFile() { close(fd_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int fd() const { return fd_; }

 private:
  TempDir dir_;
  const int fd_;
};

std::vector<std::string> LinesOf(std::string_view bytes) {
  const OpenFile file(bytes);
  LineReader reader(file.fd(), kLimit);
  std::vector<std::string> lines;
  while (reader.Next()) {
    lines.emplace_back(reader.too_long() ? "<too long>" : reader.line());
  }
  EXPECT_THAT(reader.status(), IsOk());
  return lines;
}

using Lines = std::vector<std::string>;

TEST(LineReaderTest, LinesEndWithALineBreakOrTheFile) {
  EXPECT_EQ(LinesOf(""), Lines());
  EXPECT_EQ(LinesOf("a"), Lines({"a"}));
  EXPECT_EQ(LinesOf("a\nb\n"), Lines({"a", "b"}));
  EXPECT_EQ(LinesOf("a\n\nb"), Lines({"a", "", "b"}));
  EXPECT_EQ(LinesOf("\n"), Lines({""}));
}

TEST(LineReaderTest, CarriageReturnsBeforeLineBreaksGo) {
  EXPECT_EQ(LinesOf("a\r\nb\rc\r\n\r\n"), Lines({"a", "b\rc", ""}));
}

TEST(LineReaderTest, AByteOrderMarkAtTheStartOfTheFileGoes) {
  EXPECT_EQ(LinesOf("\xEF\xBB\xBF"
                    "a\n\xEF\xBB\xBF"
                    "b"),
            Lines({"a",
                   "\xEF\xBB\xBF"
                   "b"}));
}

TEST(LineReaderTest, NulIsAByteLikeOthers) {
  EXPECT_EQ(LinesOf(std::string_view("a\0b\nc", 5)),
            Lines({std::string("a\0b", 3), "c"}));
}

TEST(LineReaderTest, TheLimitIsTheLongestLine) {
  EXPECT_EQ(LinesOf("12345678\n123456789\nend"),
            Lines({"12345678", "<too long>", "end"}));
  EXPECT_EQ(LinesOf("123456789"), Lines({"<too long>"}));
}

TEST(LineReaderTest, LinesMayCrossTheBuffer) {
  const std::string long_line(200'000, 'x');
  const OpenFile file(long_line + "\n" + long_line + "y\nz");
  LineReader reader(file.fd(), long_line.size());
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.line(), long_line);
  ASSERT_TRUE(reader.Next());
  EXPECT_TRUE(reader.too_long());
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.line(), "z");
  EXPECT_EQ(reader.number(), 3);
  EXPECT_FALSE(reader.Next());
}

TEST(LineReaderTest, ALineIsThereBeforeTheNextOneIsWritten) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "a\nb", 3), 3);
  LineReader reader(ends[0], kLimit);
  ASSERT_TRUE(reader.Next());  // would wait for ever if it wanted more
  EXPECT_EQ(reader.line(), "a");
  close(ends[1]);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.line(), "b");
  close(ends[0]);
}

TEST(LineReaderTest, AFolderCannotBeRead) {
  const TempDir dir;
  const int fd = open(dir.path().c_str(), O_RDONLY);
  LineReader reader(fd, kLimit);
  EXPECT_FALSE(reader.Next());
  EXPECT_FALSE(reader.status().ok());
  close(fd);
}

}  // namespace
}  // namespace wanyan
