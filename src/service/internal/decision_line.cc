#include "service/internal/decision_line.h"

#include <cstdint>
#include <utility>

#include "report/json_writer.h"
#include "service/mask_text.h"

namespace wanyan::internal {
namespace {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

void WriteSpan(TextRange span, JsonWriter* json) {
  json->BeginObject();
  json->Key("start");
  json->Integer(span.begin);
  json->Key("end");
  json->Integer(span.end);
  json->EndObject();
}

void WriteFinding(const Finding& finding, JsonWriter* json) {
  json->BeginObject();
  json->Key("rule");
  json->String(finding.rule);
  json->Key("entry");
  json->String(finding.entry);
  json->Key("severity");
  json->String(SeverityName(finding.severity));
  json->Key("span");
  WriteSpan(finding.span, json);
  json->EndObject();
}

void WriteCall(const Decision& decision, JsonWriter* json) {
  json->Key("time");
  json->String(TimeText(decision.time));
  json->Key("decision_id");
  json->String(decision.decision_id);
  json->Key("request_id");
  json->String(decision.trace.request_id);
  json->Key("trace_id");
  json->String(decision.trace.trace_id);
  json->Key("caller");
  json->String(decision.caller);
  json->Key("method");
  json->String(decision.method);
}

void WriteResult(const CheckResult& result, std::string_view profile,
                 JsonWriter* json) {
  json->Key("revision");
  json->String(result.revision);
  json->Key("locale");
  json->String(result.locale);
  json->Key("profile");
  json->String(profile);
  json->Key("verdict");
  json->String(VerdictName(result.verdict));
  json->Key("unchecked_reason");
  json->String(UncheckedReasonName(result.unchecked));
  json->Key("findings");
  json->BeginArray();
  for (const Finding& finding : result.findings) WriteFinding(finding, json);
  json->EndArray();
  json->Key("truncated");
  json->Boolean(result.truncated);
  json->Key("rewritten");
  json->Boolean(result.rewrite.has_value());
}

}  // namespace

std::string DecisionLine(const Decision& decision, bool with_text) {
  JsonWriter json(JsonWriter::Layout::kLine);
  json.BeginObject();
  WriteCall(decision, &json);
  WriteResult(decision.result, decision.profile, &json);
  json.Key("duration_us");
  json.Integer(absl::ToInt64Microseconds(decision.duration));
  if (with_text) {
    json.Key("text");
    json.String(MaskText(decision.reply));
  }
  json.EndObject();
  return std::move(json).Take() + "\n";
}

}  // namespace wanyan::internal
