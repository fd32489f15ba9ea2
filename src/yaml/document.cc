#include "yaml/document.h"

#include <optional>
#include <utility>

#include "yaml/internal/checked_text.h"
#include "yaml/source_text.h"

namespace wanyan::yaml {

bool ReadDocument(std::string_view file, std::string_view bytes,
                  const FileHints& hints,
                  const std::function<void(const Tree&, Report*)>& read,
                  std::vector<Diagnostic>* diagnostics) {
  const std::optional<std::string_view> text =
      internal::CheckedText(file, bytes, hints, diagnostics);
  if (!text.has_value()) return false;
  const SourceText source(*text);
  Report report(file, source);
  Tree tree(source, hints);
  if (tree.Parse(&report)) read(tree, &report);
  const bool is_good = !report.has_errors();
  std::move(report).Finish(diagnostics);
  return is_good;
}

}  // namespace wanyan::yaml
