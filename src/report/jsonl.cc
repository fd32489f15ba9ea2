#include "report/jsonl.h"

#include <optional>
#include <utility>

#include "report/json_writer.h"
#include "text/offset_table.h"

namespace wanyan {
namespace {

void WriteSpan(TextRange span, const OffsetTable& offsets, JsonWriter* json) {
  const TextRange converted = offsets.Convert(span);
  json->Key("span");
  json->BeginObject();
  json->Key("start");
  json->Integer(converted.begin);
  json->Key("end");
  json->Integer(converted.end);
  json->EndObject();
}

void WriteSuggestion(const Suggestion& suggestion, const OffsetTable& offsets,
                     JsonWriter* json) {
  json->BeginObject();
  WriteSpan(suggestion.span, offsets, json);
  json->Key("replacement");
  json->String(suggestion.replacement);
  json->Key("kind");
  json->String(RewriteKindName(suggestion.kind));
  json->Key("needs_input");
  json->Boolean(suggestion.needs_input);
  json->EndObject();
}

void WriteFinding(const Finding& finding, const OffsetTable& offsets,
                  JsonWriter* json) {
  json->BeginObject();
  json->Key("rule");
  json->String(finding.rule);
  json->Key("norm");
  json->String(finding.norm);
  json->Key("severity");
  json->String(SeverityName(finding.severity));
  json->Key("message");
  json->String(finding.message);
  WriteSpan(finding.span, offsets, json);
  json->Key("matched_text");
  json->String(finding.matched_text);
  json->Key("suggestions");
  json->BeginArray();
  for (const Suggestion& suggestion : finding.suggestions) {
    WriteSuggestion(suggestion, offsets, json);
  }
  json->EndArray();
  json->EndObject();
}

void WriteRewrite(const std::optional<std::string>& rewrite, JsonWriter* json) {
  json->Key("rewrite");
  if (rewrite.has_value()) {
    json->String(*rewrite);
  } else {
    json->Null();
  }
}

std::string Format(const CheckedReply& checked, const CheckResult& result,
                   JsonWriter::Layout layout) {
  const OffsetTable offsets(checked.reply, checked.unit);
  JsonWriter json(layout);
  json.BeginObject();
  json.Key("id");
  json.String(checked.id);
  json.Key("verdict");
  json.String(VerdictName(result.verdict));
  json.Key("findings");
  json.BeginArray();
  for (const Finding& finding : result.findings) {
    WriteFinding(finding, offsets, &json);
  }
  json.EndArray();
  WriteRewrite(result.rewrite, &json);
  json.Key("verified");
  json.Boolean(result.rewrite.has_value());
  json.Key("rewrite_reason");
  json.String(RewriteReasonName(result.rewrite_reason));
  json.Key("locale");
  json.String(result.locale);
  json.Key("revision");
  json.String(result.revision);
  json.Key("truncated");
  json.Boolean(result.truncated);
  json.Key("unchecked_reason");
  json.String(result.unchecked_reason);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace

std::string FormatJsonLine(const CheckedReply& checked,
                           const CheckResult& result) {
  return Format(checked, result, JsonWriter::Layout::kLine);
}

std::string FormatJson(const CheckedReply& checked, const CheckResult& result) {
  return Format(checked, result, JsonWriter::Layout::kPretty);
}

std::string FormatErrorLine(int64_t line, std::string_view error) {
  JsonWriter json(JsonWriter::Layout::kLine);
  json.BeginObject();
  json.Key("line");
  json.Integer(line);
  json.Key("error");
  json.String(error);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace wanyan
