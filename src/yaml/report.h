#ifndef WANYAN_YAML_REPORT_H_
#define WANYAN_YAML_REPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "yaml/diagnostic.h"
#include "yaml/source_text.h"

namespace wanyan::yaml {

// Collects the mistakes of one file.
class Report {
 public:
  // `source` outlives this.
  Report(std::string_view file, const SourceText& source)
      : file_(file), source_(source) {}

  void Error(SourcePosition position, std::string_view code,
             std::string message, std::string hint);
  void Warning(SourcePosition position, std::string_view code,
               std::string message, std::string hint);

  bool has_errors() const { return has_errors_; }

  // Whether more than kMaxDiagnostics were found: nothing is added any more.
  bool IsFull() const;

  // An empty one for the same file, for what need not be told.
  Report Aside() const { return Report(file_, source_); }

  // Appends what was found to `diagnostics`, in the order of places; of more
  // than kMaxDiagnostics the first that were found.
  void Finish(std::vector<Diagnostic>* diagnostics) &&;

 private:
  void Add(Diagnostic::Severity severity, SourcePosition position,
           std::string_view code, std::string message, std::string hint);

  std::string file_;
  const SourceText& source_;
  std::vector<Diagnostic> found_;
  bool has_errors_ = false;
};

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_REPORT_H_
