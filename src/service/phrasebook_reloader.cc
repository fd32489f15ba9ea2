#include "service/phrasebook_reloader.h"

#include <string_view>
#include <utility>

#include "base/log.h"

namespace wanyan {
namespace {

// More mistakes than a person mends before looking again.
constexpr size_t kMaxLoggedDiagnostics = 20;

void LogRefusal(const LibraryStatus& status) {
  if (!status.error.has_value()) return;
  Log(LogLevel::kError, "phrasebooks_refused",
      {{"error", status.error->message},
       {"still_serving", status.current.library->revision()}});
  size_t logged = 0;
  for (const Diagnostic& diagnostic : status.error->diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::kError) continue;
    if (++logged > kMaxLoggedDiagnostics) break;
    Log(LogLevel::kError, "phrasebook_mistake",
        {{"place", PlaceOf(diagnostic)},
         {"message", diagnostic.message},
         {"hint", diagnostic.hint}});
  }
}

}  // namespace

PhrasebookReloader::PhrasebookReloader(LibraryStore* store,
                                       const std::string& directory,
                                       FolderFingerprint loaded)
    : store_(*store), watcher_(directory, std::move(loaded), MakeCallbacks()) {}

void PhrasebookReloader::Reload() {
  // What went wrong is in the log and in the store's status.
  ReloadAndLog().IgnoreError();
}

absl::Status PhrasebookReloader::ReloadAndLog() {
  const std::lock_guard lock(mutex_);
  const std::string before = store_.Get()->revision();
  const absl::Status reloaded = store_.Reload();
  const LibraryStatus status = store_.status();
  if (!reloaded.ok()) {
    LogRefusal(status);
  } else {
    const Library& library = *status.current.library;
    const bool is_other = library.revision() != before;
    Log(LogLevel::kInfo,
        is_other ? "phrasebooks_reloaded" : "phrasebooks_unchanged",
        {{"revision", library.revision()},
         {"before", before},
         {"phrasebooks", library.phrasebooks().size()}});
  }
  return reloaded;
}

FolderWatcher::Callbacks PhrasebookReloader::MakeCallbacks() {
  return {.on_change = [this] { return !IsTransient(ReloadAndLog()); },
          .on_events_lost =
              [](std::string_view why) {
                Log(LogLevel::kWarning, "phrasebook_events_lost",
                    {{"reason", why},
                     {"effect", "changes are seen within a second"}});
              }};
}

}  // namespace wanyan
