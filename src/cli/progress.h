#ifndef WANYAN_CLI_PROGRESS_H_
#define WANYAN_CLI_PROGRESS_H_

#include <cstdint>
#include <string_view>

namespace wanyan {

// How far long work has come, on one line of standard error that is written
// over and gone at the end. Silent where that is no terminal.
class Progress {
 public:
  Progress();
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Whether a line is due: shown rarely enough to cost nothing.
  bool IsDue(int64_t steps) const {
    return enabled_ && steps % kStepsBetween == 0;
  }
  void Show(std::string_view line);
  // Makes room for other output on the terminal.
  void Clear();

  static constexpr int64_t kStepsBetween = 1'000;

 private:
  const bool enabled_;
  bool is_shown_ = false;
};

}  // namespace wanyan

#endif  // WANYAN_CLI_PROGRESS_H_
