#include "lint/lint.h"

#include <algorithm>

#include "lint/advice.h"

namespace wanyan {

std::vector<Diagnostic> Lint(const Library& library) {
  std::vector<Diagnostic> advice;
  for (const Phrasebook& book : library.phrasebooks()) {
    const auto first = static_cast<ptrdiff_t>(advice.size());
    AdviseOnRewrites(library, book, &advice);
    AdviseOnDuplicates(book, &advice);
    AdviseOnExceptions(book, &advice);
    AdviseOnRegexes(book, &advice);
    std::stable_sort(advice.begin() + first, advice.end(),
                     [](const Diagnostic& a, const Diagnostic& b) {
                       return a.position < b.position;
                     });
  }
  return advice;
}

}  // namespace wanyan
