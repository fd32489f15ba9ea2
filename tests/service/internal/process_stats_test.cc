#include "service/internal/process_stats.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/descriptor.h"

namespace wanyan::internal {
namespace {

TEST(ProcessStatsTest, TellsOfThisProcess) {
  const auto before = ReadProcessStats();
  ASSERT_TRUE(before.has_value());
  EXPECT_GT(before->resident_memory_bytes, 1 << 20);
  EXPECT_GT(before->virtual_memory_bytes, before->resident_memory_bytes);
  const double now = absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch());
  EXPECT_GT(before->start_time_seconds, now - 3600);
  EXPECT_LT(before->start_time_seconds, now + 2);  // the kernel rounds
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(before->max_fds, static_cast<double>(limit.rlim_cur));

  const Descriptor file(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(ReadProcessStats()->open_fds, before->open_fds + 1);
}

TEST(ProcessStatsTest, CountsProcessorTime) {
  const double before = ReadProcessStats()->cpu_seconds;
  volatile unsigned busy = 0;
  const absl::Time end = absl::Now() + absl::Milliseconds(300);
  while (absl::Now() < end) busy = busy + 1;
  EXPECT_GT(ReadProcessStats()->cpu_seconds, before);
}

}  // namespace
}  // namespace wanyan::internal
