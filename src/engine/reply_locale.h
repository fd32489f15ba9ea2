#ifndef WANYAN_ENGINE_REPLY_LOCALE_H_
#define WANYAN_ENGINE_REPLY_LOCALE_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/checker.h"
#include "engine/library.h"

namespace wanyan {

// The locale that a request is checked in, in normal form: the caller's, else
// that of the reply, else of the latest turn that tells, else the library's
// default (a Chinese one only where the reply is not made of other words), else
// "und". Chinese always comes with its script. InvalidArgument (a
// FieldError) where the caller's is no BCP 47 tag.
absl::StatusOr<std::string> ChooseLocale(const CheckRequest& request,
                                         const Library& library);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_REPLY_LOCALE_H_
