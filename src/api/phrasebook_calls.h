#ifndef WANYAN_API_PHRASEBOOK_CALLS_H_
#define WANYAN_API_PHRASEBOOK_CALLS_H_

#include "absl/status/statusor.h"
#include "engine/library.h"
#include "store/library_store.h"
#include "wanyan/v1/phrasebook_service.pb.h"

// The methods of wanyan.v1.PhrasebookService, as its .proto describes them.
// Pure; safe to call from any thread. Errors name the field: InvalidArgument,
// and NotFound with the resource that is missing (see WithResource).

namespace wanyan {

// Bytes of SearchPhrasesRequest.query.
inline constexpr size_t kMaxQueryBytes = 1024;

// Mistakes that ServerStatus shows: one who mends them needs no more at once.
inline constexpr int kMaxDiagnosticsShown = 100;

absl::StatusOr<v1::ListPhrasebooksResponse> ListPhrasebooks(
    const Library& library, const v1::ListPhrasebooksRequest& request);

absl::StatusOr<v1::Phrasebook> GetPhrasebook(
    const Library& library, const v1::GetPhrasebookRequest& request);

absl::StatusOr<v1::ListRulesResponse> ListRules(
    const Library& library, const v1::ListRulesRequest& request);

absl::StatusOr<v1::Rule> GetRule(const Library& library,
                                 const v1::GetRuleRequest& request);

// Phrases that a search looks at for one page: folding them takes some
// milliseconds, and others wait. The next page goes on behind them.
inline constexpr size_t kMaxPhrasesPerPage = 5000;

// Costs about as much as checking the phrases that it looks at; it stops where
// the page is full.
absl::StatusOr<v1::SearchPhrasesResponse> SearchPhrases(
    const Library& library, const v1::SearchPhrasesRequest& request);

absl::StatusOr<v1::ServerStatus> GetStatus(const LibraryStatus& status,
                                           const v1::GetStatusRequest& request);

}  // namespace wanyan

#endif  // WANYAN_API_PHRASEBOOK_CALLS_H_
