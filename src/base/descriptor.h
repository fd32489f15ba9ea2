#ifndef WANYAN_BASE_DESCRIPTOR_H_
#define WANYAN_BASE_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace wanyan {

// A file descriptor that closes itself.
//
//   const Descriptor file(open(path, O_RDONLY | O_CLOEXEC));
//   if (!file.is_open()) return …;  // errno is that of open()
class Descriptor {
 public:
  Descriptor() = default;
  // Takes `fd`; negative: there is none.
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { Close(); }
  Descriptor(Descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, kNone)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      Close();
      fd_ = std::exchange(other.fd_, kNone);
    }
    return *this;
  }

  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  static constexpr int kNone = -1;

  void Close() {
    if (is_open()) close(fd_);
  }

  int fd_ = kNone;
};

}  // namespace wanyan

#endif  // WANYAN_BASE_DESCRIPTOR_H_
