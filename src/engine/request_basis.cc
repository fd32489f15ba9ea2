#include "engine/request_basis.h"

#include "base/status_macros.h"
#include "engine/reply_locale.h"
#include "engine/validate_request.h"
#include "text/locale.h"

namespace wanyan {
namespace {

absl::StatusOr<std::shared_ptr<const Snapshot>> SnapshotFor(
    const Library& library, const CheckRequest& request,
    std::string_view language) {
  if (!request.phrasebooks.empty()) {
    return library.ForPhrasebooks(request.phrasebooks, language);
  }
  return library.ForProfile(request.profile, language);
}

}  // namespace

absl::StatusOr<RequestBasis> BasisOf(const Library& library,
                                     const CheckRequest& request) {
  WANYAN_RETURN_IF_ERROR(ValidateRequest(request));
  RequestBasis basis;
  WANYAN_ASSIGN_OR_RETURN(basis.locale, ChooseLocale(request, library));
  basis.language = std::string(LanguageOf(basis.locale));
  WANYAN_ASSIGN_OR_RETURN(basis.snapshot,
                          SnapshotFor(library, request, basis.language));
  return basis;
}

}  // namespace wanyan
