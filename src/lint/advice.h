#ifndef WANYAN_LINT_ADVICE_H_
#define WANYAN_LINT_ADVICE_H_

#include <string>
#include <utility>
#include <vector>

#include "engine/library.h"
#include "phrasebook/phrasebook.h"
#include "phrasebook/source_line.h"
#include "yaml/diagnostic.h"

// The kinds of advice that lint.h lists, one function each. They append to
// `advice`, in no order.

namespace wanyan {

// A warning about a place of a book.
inline Diagnostic Advice(const Phrasebook& book, SourcePosition position,
                         std::string code, std::string message,
                         std::string hint) {
  return {.severity = Diagnostic::Severity::kWarning,
          .file = book.file,
          .position = position,
          .code = std::move(code),
          .message = std::move(message),
          .hint = std::move(hint),
          .source_line = std::string(SourceLine(book.content, position.line))};
}

// rewrite-breaks-rule, rewrite-cycle
void AdviseOnRewrites(const Library& library, const Phrasebook& book,
                      std::vector<Diagnostic>* advice);

// duplicate-template
void AdviseOnDuplicates(const Phrasebook& book,
                        std::vector<Diagnostic>* advice);

// exception-never-applies
void AdviseOnExceptions(const Phrasebook& book,
                        std::vector<Diagnostic>* advice);

// no-anchor
void AdviseOnRegexes(const Phrasebook& book, std::vector<Diagnostic>* advice);

}  // namespace wanyan

#endif  // WANYAN_LINT_ADVICE_H_
