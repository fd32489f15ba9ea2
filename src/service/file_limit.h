#ifndef WANYAN_SERVICE_FILE_LIMIT_H_
#define WANYAN_SERVICE_FILE_LIMIT_H_

#include <cstdint>

namespace wanyan {

// A server with fewer descriptors than this is short of them with a few hundred
// clients: each connection takes one, and running out of them is fatal to the
// packaged gRPC.
inline constexpr uint64_t kAdvisedFileLimit = 4096;

// Raises the number of files and sockets that this process may have open as far
// as the system allows (RLIMIT_NOFILE, soft to hard), and gives that number.
// Call it before threads are started.
uint64_t RaiseFileLimit();

}  // namespace wanyan

#endif  // WANYAN_SERVICE_FILE_LIMIT_H_
