#ifndef WANYAN_BASE_BLOCK_SIGNALS_H_
#define WANYAN_BASE_BLOCK_SIGNALS_H_

#include <pthread.h>

#include <csignal>

namespace wanyan {

// For the start of a thread that works in the background: signals of the
// process go to the threads that wait for them, and a write to a pipe without a
// reader, or beyond a limit on file sizes, gives an error instead of a signal.
inline void BlockAllSignals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace wanyan

#endif  // WANYAN_BASE_BLOCK_SIGNALS_H_
