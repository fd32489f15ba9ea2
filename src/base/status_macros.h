#ifndef WANYAN_BASE_STATUS_MACROS_H_
#define WANYAN_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Early returns for functions that return absl::Status or absl::StatusOr<T>.
//
//   absl::StatusOr<Book> Load(const std::string& path) {
//     WANYAN_ASSIGN_OR_RETURN(std::string bytes, ReadFile(path, kMaxBytes));
//     WANYAN_RETURN_IF_ERROR(CheckUtf8(bytes));
//     …
//
// Both evaluate their expression once.

// Returns the status of `expr`, an absl::Status, if it is not OK.
#define WANYAN_RETURN_IF_ERROR(expr)                                \
  do {                                                              \
    if (absl::Status wanyan_status = (expr); !wanyan_status.ok()) { \
      return wanyan_status;                                         \
    }                                                               \
  } while (false)

// Returns the status of `expr`, an absl::StatusOr<T>, if it is not OK; else
// moves its value into `lhs`, a variable or the declaration of one. A type with
// a comma, std::map<K, V>, needs an alias or `auto`. Makes several statements:
// not for the body of an `if` without braces.
#define WANYAN_ASSIGN_OR_RETURN(lhs, expr) \
  WANYAN_ASSIGN_OR_RETURN_IMPL_(           \
      WANYAN_STATUS_CONCAT_(wanyan_status_or_, __LINE__), lhs, expr)

#define WANYAN_ASSIGN_OR_RETURN_IMPL_(status_or, lhs, expr)  \
  auto status_or = (expr);                                   \
  if (!status_or.ok()) return std::move(status_or).status(); \
  lhs = *std::move(status_or)

#define WANYAN_STATUS_CONCAT_(a, b) WANYAN_STATUS_CONCAT_IMPL_(a, b)
#define WANYAN_STATUS_CONCAT_IMPL_(a, b) a##b

#endif  // WANYAN_BASE_STATUS_MACROS_H_
