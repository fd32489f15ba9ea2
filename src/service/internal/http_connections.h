#ifndef WANYAN_SERVICE_INTERNAL_HTTP_CONNECTIONS_H_
#define WANYAN_SERVICE_INTERNAL_HTTP_CONNECTIONS_H_

#include <condition_variable>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "absl/time/time.h"

namespace wanyan {

// A connection as HttpConnections sees it. Called from any thread; what is
// asked happens soon, not at once.
class HttpConnection {
 public:
  virtual ~HttpConnection() = default;
  virtual void Close() = 0;
  // Unless a request has begun.
  virtual void CloseIfIdle() = 0;
  // Unless a whole request has come, and has not been answered.
  virtual void CloseIfNotAsked() = 0;
};

// The open connections of a server, and which of them goes when there are too
// many, or when they hold too much memory: slow clients pay, those that are
// being answered do not. Safe to call from any thread.
//
// A connection *waits* while it is its client's turn: to send a request, or to
// read an answer.
class HttpConnections {
 public:
  HttpConnections(size_t max_connections, size_t max_bytes)
      : max_connections_(max_connections), max_bytes_(max_bytes) {}

  // A new connection, which waits from now on. Where there are too many, the
  // one that has waited longest is closed; false where none waits.
  bool Add(const std::shared_ptr<HttpConnection>& connection);

  // Of one that was added, at its end.
  void Remove(const HttpConnection* connection);

  // It waits from now on (again); the bytes that it holds are 0.
  void BeginWait(const HttpConnection* connection);
  void EndWait(const HttpConnection* connection);

  // What a waiting connection has received of a request, or still has to send
  // of an answer. Where all together hold too much, the one with a part in it
  // that has waited longest is closed.
  void SetBytes(const HttpConnection* connection, size_t bytes);

  void CloseIdle();
  void CloseNotAsked();
  void CloseAll();

  // Waits until there is no connection; false after `timeout`.
  bool AwaitNone(absl::Duration timeout);

 private:
  struct Entry {
    std::weak_ptr<HttpConnection> connection;
    bool waits = false;
    // Where it stands in waiting_, if it waits.
    std::list<const HttpConnection*>::iterator place;
    size_t bytes = 0;
  };

  void Wait(const HttpConnection* connection, Entry* entry);
  void Leave(Entry* entry);
  // Takes the connection out of those that wait.
  std::shared_ptr<HttpConnection> Evict(const HttpConnection* connection);
  std::vector<std::shared_ptr<HttpConnection>> All() const;

  const size_t max_connections_;
  const size_t max_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable none_;
  std::unordered_map<const HttpConnection*, Entry> entries_;
  // The longest wait first.
  std::list<const HttpConnection*> waiting_;
  // Of all entries.
  size_t bytes_ = 0;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_INTERNAL_HTTP_CONNECTIONS_H_
