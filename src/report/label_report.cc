#include "report/label_report.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "report/columns.h"
#include "report/json_writer.h"
#include "report/terminal_cells.h"

namespace wanyan {
namespace {

using Row = std::vector<std::string>;

// ---- For people ----

std::string RatioCell(std::optional<double> ratio) {
  return ratio.has_value() ? absl::StrFormat("%.3f", *ratio) : "-";
}

Row HeadOf(std::string_view name) {
  return {std::string(name), "labelled",  "found",  "missed",
          "false",           "precision", "recall", "F1"};
}

Row RowOf(std::string_view name, const LabelCounts& counts) {
  return {Printable(name),
          absl::StrFormat("%d", counts.labelled()),
          absl::StrFormat("%d", counts.found),
          absl::StrFormat("%d", counts.missed),
          absl::StrFormat("%d", counts.falsely_found),
          RatioCell(counts.Precision()),
          RatioCell(counts.Recall()),
          RatioCell(counts.F1())};
}

std::string DescribeReply(const LabelledReply& reply) {
  std::string notes = reply.locale;
  for (const std::string* note : {&reply.kind, &reply.domain}) {
    if (!note->empty()) notes += ", " + *note;
  }
  return absl::StrFormat("%s (%s)", Printable(reply.id), Printable(notes));
}

std::string FormatMiss(const LabelMiss& miss) {
  std::string text =
      absl::StrFormat("missed %s: %s\n  %s\n", Printable(miss.norm),
                      DescribeReply(miss.reply), Printable(miss.reply.text));
  if (!miss.found_rules.empty()) {
    absl::StrAppendFormat(&text, "  found instead: %s\n",
                          absl::StrJoin(miss.found_rules, ", "));
  }
  return text;
}

std::string FormatFalseFinding(const FalseFinding& finding) {
  return absl::StrFormat("false %s: %s\n  %s\n  %s found \"%s\"\n",
                         Printable(finding.norm), DescribeReply(finding.reply),
                         Printable(finding.reply.text), finding.rule,
                         Printable(finding.matched_text));
}

// ---- For programs ----

void WriteString(std::string_view key, std::string_view value,
                 JsonWriter* json) {
  json->Key(key);
  json->String(value);
}

void WriteInteger(std::string_view key, int64_t value, JsonWriter* json) {
  json->Key(key);
  json->Integer(value);
}

void WriteRatio(std::string_view key, std::optional<double> ratio,
                JsonWriter* json) {
  json->Key(key);
  if (ratio.has_value()) {
    json->Raw(absl::StrFormat("%.4f", *ratio));
  } else {
    json->Null();
  }
}

void WriteStrings(std::string_view key, const std::vector<std::string>& values,
                  JsonWriter* json) {
  json->Key(key);
  json->BeginArray();
  for (const std::string& value : values) json->String(value);
  json->EndArray();
}

void WriteCounts(const LabelCounts& counts, JsonWriter* json) {
  WriteInteger("labelled", counts.labelled(), json);
  WriteInteger("found", counts.found, json);
  WriteInteger("missed", counts.missed, json);
  WriteInteger("false", counts.falsely_found, json);
  WriteRatio("precision", counts.Precision(), json);
  WriteRatio("recall", counts.Recall(), json);
  WriteRatio("f1", counts.F1(), json);
}

void WriteReply(const LabelledReply& reply, JsonWriter* json) {
  WriteString("id", reply.id, json);
  WriteString("locale", reply.locale, json);
  WriteString("kind", reply.kind, json);
  WriteString("domain", reply.domain, json);
  WriteString("text", reply.text, json);
}

// An array under `key`; `write` adds the members of an item's object.
template <typename Items, typename Write>
void WriteObjects(std::string_view key, const Items& items, JsonWriter* json,
                  Write write) {
  json->Key(key);
  json->BeginArray();
  for (const auto& item : items) {
    json->BeginObject();
    write(item);
    json->EndObject();
  }
  json->EndArray();
}

void WriteTables(const LabelReport& report, JsonWriter* json) {
  json->Key("all");
  json->BeginObject();
  WriteCounts(report.all, json);
  json->EndObject();
  WriteObjects("norms", report.by_norm, json, [&](const auto& row) {
    WriteString("norm", row.first, json);
    WriteCounts(row.second, json);
  });
  WriteObjects("locales", report.by_locale, json, [&](const auto& row) {
    WriteString("locale", row.first, json);
    WriteCounts(row.second, json);
  });
  WriteObjects("norms_and_locales", report.by_norm_and_locale, json,
               [&](const auto& row) {
                 WriteString("norm", row.first.first, json);
                 WriteString("locale", row.first.second, json);
                 WriteCounts(row.second, json);
               });
}

void WriteDetails(const LabelReport& report, JsonWriter* json) {
  WriteObjects("misses", report.misses, json, [&](const LabelMiss& miss) {
    WriteReply(miss.reply, json);
    WriteString("norm", miss.norm, json);
    WriteStrings("found_rules", miss.found_rules, json);
  });
  WriteObjects("false_findings", report.false_findings, json,
               [&](const FalseFinding& finding) {
                 WriteReply(finding.reply, json);
                 WriteString("norm", finding.norm, json);
                 WriteString("rule", finding.rule, json);
                 WriteString("matched_text", finding.matched_text, json);
               });
  WriteObjects("unchecked", report.unchecked, json,
               [&](const UncheckedReply& unchecked) {
                 WriteReply(unchecked.reply, json);
                 WriteString("reason", unchecked.reason, json);
               });
}

}  // namespace

std::string FormatLabelTable(const LabelReport& report) {
  // One set of rows, so that all its parts stand under one another.
  const Row space(HeadOf("").size());
  std::vector<Row> rows = {HeadOf("norm")};
  for (const auto& [norm, counts] : report.by_norm) {
    rows.push_back(RowOf(norm, counts));
  }
  rows.insert(rows.end(), {space, HeadOf("norm and locale")});
  for (const auto& [norm_and_locale, counts] : report.by_norm_and_locale) {
    const auto& [norm, locale] = norm_and_locale;
    rows.push_back(RowOf(norm + " " + locale, counts));
  }
  rows.insert(rows.end(), {space, HeadOf("locale")});
  for (const auto& [locale, counts] : report.by_locale) {
    rows.push_back(RowOf(locale, counts));
  }
  rows.insert(rows.end(), {space, RowOf("all", report.all)});
  return FormatColumns(rows);
}

std::string FormatLabelDetails(const LabelReport& report) {
  std::string text;
  for (const LabelMiss& miss : report.misses) text += FormatMiss(miss);
  for (const FalseFinding& finding : report.false_findings) {
    text += FormatFalseFinding(finding);
  }
  for (const UncheckedReply& unchecked : report.unchecked) {
    absl::StrAppendFormat(&text, "not checked: %s\n  %s\n",
                          DescribeReply(unchecked.reply),
                          Printable(unchecked.reason));
  }
  return text;
}

std::string FormatLabelJson(const LabelReport& report) {
  JsonWriter json(JsonWriter::Layout::kPretty);
  json.BeginObject();
  WriteInteger("replies", report.replies, &json);
  WriteTables(report, &json);
  WriteDetails(report, &json);
  WriteStrings(
      "norms_without_rule",
      {report.norms_without_rule.begin(), report.norms_without_rule.end()},
      &json);
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace wanyan
