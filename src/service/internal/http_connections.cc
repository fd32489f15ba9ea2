#include "service/internal/http_connections.h"

#include <algorithm>

namespace wanyan {

bool HttpConnections::Add(const std::shared_ptr<HttpConnection>& connection) {
  std::shared_ptr<HttpConnection> evicted;
  {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= max_connections_) {
      if (waiting_.empty()) return false;
      evicted = Evict(waiting_.front());
    }
    Entry& entry = entries_[connection.get()];
    entry.connection = connection;
    Wait(connection.get(), &entry);
  }
  if (evicted != nullptr) evicted->Close();
  return true;
}

void HttpConnections::Remove(const HttpConnection* connection) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(connection);
  if (found == entries_.end()) return;
  Leave(&found->second);
  entries_.erase(found);
  if (entries_.empty()) none_.notify_all();
}

void HttpConnections::BeginWait(const HttpConnection* connection) {
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[connection];
  Leave(&entry);
  Wait(connection, &entry);
}

void HttpConnections::EndWait(const HttpConnection* connection) {
  const std::lock_guard lock(mutex_);
  Leave(&entries_[connection]);
}

void HttpConnections::SetBytes(const HttpConnection* connection, size_t bytes) {
  std::shared_ptr<HttpConnection> evicted;
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[connection];
    if (!entry.waits) return;
    bytes_ = bytes_ - entry.bytes + bytes;
    entry.bytes = bytes;
    if (bytes_ <= max_bytes_) return;
    const auto longest = std::find_if(waiting_.begin(), waiting_.end(),
                                      [this](const HttpConnection* waiting) {
                                        return entries_[waiting].bytes > 0;
                                      });
    evicted = Evict(*longest);
  }
  if (evicted != nullptr) evicted->Close();
}

void HttpConnections::CloseIdle() {
  for (const auto& connection : All()) connection->CloseIfIdle();
}

void HttpConnections::CloseNotAsked() {
  for (const auto& connection : All()) connection->CloseIfNotAsked();
}

void HttpConnections::CloseAll() {
  for (const auto& connection : All()) connection->Close();
}

bool HttpConnections::AwaitNone(absl::Duration timeout) {
  std::unique_lock lock(mutex_);
  return none_.wait_for(lock, absl::ToChronoNanoseconds(timeout),
                        [this] { return entries_.empty(); });
}

void HttpConnections::Wait(const HttpConnection* connection, Entry* entry) {
  entry->place = waiting_.insert(waiting_.end(), connection);
  entry->waits = true;
}

void HttpConnections::Leave(Entry* entry) {
  if (!entry->waits) return;
  waiting_.erase(entry->place);
  entry->waits = false;
  bytes_ -= entry->bytes;
  entry->bytes = 0;
}

std::shared_ptr<HttpConnection> HttpConnections::Evict(
    const HttpConnection* connection) {
  Entry& entry = entries_[connection];
  Leave(&entry);
  return entry.connection.lock();
}

// The last pointer to a connection must not go under the lock, because Remove
// takes it.
std::vector<std::shared_ptr<HttpConnection>> HttpConnections::All() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<HttpConnection>> all;
  for (const auto& [unused, entry] : entries_) {
    if (auto connection = entry.connection.lock()) {
      all.push_back(std::move(connection));
    }
  }
  return all;
}

}  // namespace wanyan
