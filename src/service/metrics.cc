#include "service/metrics.h"

#include <prometheus/client_metric.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/labels.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/log.h"
#include "base/string_view.h"
#include "base/version.h"
#include "engine/library.h"
#include "service/internal/process_stats.h"

namespace wanyan {
namespace {

using prometheus::ClientMetric;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using prometheus::Labels;
using prometheus::MetricFamily;
using prometheus::MetricType;

// In seconds. A check takes some hundred microseconds; a call that waited for
// its turn up to a fifth of a second; no call more than its deadline.
const Histogram::BucketBoundaries kTimeBuckets = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
    0.05,   0.1,     0.25,   0.5,   1,      2.5,   5};

// By gRPC's code, spelled as the widespread dashboards and alerts for
// grpc_server_handled_total have them.
constexpr std::array kCodeNames = {
    "OK",
    "Canceled",
    "Unknown",
    "InvalidArgument",
    "DeadlineExceeded",
    "NotFound",
    "AlreadyExists",
    "PermissionDenied",
    "ResourceExhausted",
    "FailedPrecondition",
    "Aborted",
    "OutOfRange",
    "Unimplemented",
    "Internal",
    "Unavailable",
    "DataLoss",
    "Unauthenticated",
};

constexpr std::array kVerdicts = {Verdict::kAllow, Verdict::kWarn,
                                  Verdict::kUnchecked, Verdict::kBlock};
constexpr std::array kUncheckedReasons = {UncheckedReason::kNoPhrasebook,
                                          UncheckedReason::kTooManyFindings};
constexpr std::array kSeverities = {Severity::kHint, Severity::kInfo,
                                    Severity::kWarning, Severity::kError};
constexpr std::array kShedReasons = {WorkQueue::ShedReason::kQueueFull,
                                     WorkQueue::ShedReason::kWaitedTooLong,
                                     WorkQueue::ShedReason::kStopping};

// What the HTTP door refuses with, from the start on: a rate needs a zero.
constexpr std::array kHttpRefusals = {400, 401, 403, 404, 405, 413, 415,
                                      421, 429, 431, 500, 501, 503, 504};

std::string_view ShedReasonName(WorkQueue::ShedReason reason) {
  switch (reason) {
    case WorkQueue::ShedReason::kQueueFull:
      return "queue_full";
    case WorkQueue::ShedReason::kWaitedTooLong:
      return "waited_too_long";
    case WorkQueue::ShedReason::kStopping:
      return "stopping";
  }
  return "";
}

// A family of counters with one label whose values are the names of an enum,
// which count from zero on.
template <typename Enum, size_t kSize>
class EnumCounters {
 public:
  EnumCounters(Family<Counter>& family, const std::string& label,
               const std::array<Enum, kSize>& values,
               std::string_view (*name)(Enum)) {
    for (const Enum value : values) {
      counters_[value] = &family.Add(Labels{{label, std::string(name(value))}});
    }
  }

  void Count(Enum value) {
    if (const auto found = counters_.find(value); found != counters_.end()) {
      found->second->Increment();
    }
  }

 private:
  absl::flat_hash_map<Enum, Counter*> counters_;
};

// What is counted of one method.
struct MethodSeries {
  Counter* started = nullptr;
  std::array<Counter*, kCodeNames.size()> handled = {};
  Histogram* time = nullptr;
};

// The families of grpc_server_…
class MethodFamilies {
 public:
  explicit MethodFamilies(prometheus::Registry* registry)
      : started_(prometheus::BuildCounter()
                     .Name("grpc_server_started_total")
                     .Help("Calls that began.")
                     .Register(*registry)),
        handled_(prometheus::BuildCounter()
                     .Name("grpc_server_handled_total")
                     .Help("Calls that were answered, by status code.")
                     .Register(*registry)),
        time_(prometheus::BuildHistogram()
                  .Name("grpc_server_handling_seconds")
                  .Help("Time from a call's begin to its answer.")
                  .Register(*registry)) {}

  // `method` is "/package.Service/Method".
  MethodSeries Add(const std::string& method) {
    const size_t slash = method.rfind('/');
    const Labels labels = {{"grpc_type", "unary"},
                           {"grpc_service", method.substr(1, slash - 1)},
                           {"grpc_method", method.substr(slash + 1)}};
    MethodSeries series;
    series.started = &started_.Add(labels);
    for (size_t code = 0; code < kCodeNames.size(); ++code) {
      Labels with_code = labels;
      with_code.emplace("grpc_code", kCodeNames[code]);
      series.handled[code] = &handled_.Add(with_code);
    }
    series.time = &time_.Add(labels, kTimeBuckets);
    return series;
  }

 private:
  Family<Counter>& started_;
  Family<Counter>& handled_;
  Family<Histogram>& time_;
};

// wanyan_findings_total. Thread-safe.
class FindingCounters {
 public:
  explicit FindingCounters(prometheus::Registry* registry)
      : family_(prometheus::BuildCounter()
                    .Name("wanyan_findings_total")
                    .Help("Findings, by rule and severity.")
                    .Register(*registry)) {}

  void Count(const std::vector<Finding>& findings) {
    const std::lock_guard lock(mutex_);
    for (const Finding& finding : findings) {
      Counter*& counter =
          rules_[finding.rule][static_cast<size_t>(finding.severity)];
      if (counter == nullptr) counter = &Add(finding);
      counter->Increment();
    }
  }

  // Removes the series of rules that `library` does not have. A call that began
  // before a reload may bring one back, until the next time.
  void KeepRulesOf(const Library& library) {
    absl::flat_hash_set<std::string> served;
    for (const Phrasebook& book : library.phrasebooks()) {
      for (const Rule& rule : book.rules) {
        served.insert(book.id + "/" + rule.id);
      }
    }
    const std::lock_guard lock(mutex_);
    for (auto rule = rules_.begin(); rule != rules_.end();) {
      const auto current = rule++;
      if (!served.contains(current->first)) Remove(current);
    }
  }

 private:
  using BySeverity = std::array<Counter*, kSeverities.size()>;
  using Rules = absl::flat_hash_map<std::string, BySeverity>;

  Counter& Add(const Finding& finding) {
    return family_.Add(
        {{"rule", finding.rule},
         {"severity", std::string(SeverityName(finding.severity))}});
  }

  void Remove(Rules::iterator rule) {
    for (Counter* counter : rule->second) {
      if (counter != nullptr) family_.Remove(counter);
    }
    rules_.erase(rule);
  }

  Family<Counter>& family_;
  std::mutex mutex_;
  Rules rules_;  // guarded by mutex_
};

// wanyan_http_refusals_total. Thread-safe.
class HttpRefusalCounters {
 public:
  explicit HttpRefusalCounters(prometheus::Registry* registry)
      : family_(prometheus::BuildCounter()
                    .Name("wanyan_http_refusals_total")
                    .Help("HTTP requests that were answered with an error and "
                          "were no call, by status.")
                    .Register(*registry)) {
    for (const int status : kHttpRefusals) Of(status);
  }

  void Count(int status) { Of(status).Increment(); }

 private:
  Counter& Of(int status) {
    return family_.Add({{"status", std::to_string(status)}});
  }

  Family<Counter>& family_;
};

// Families that are made when they are asked for.

MetricFamily MakeFamily(std::string name, std::string help, MetricType type) {
  MetricFamily family;
  family.name = std::move(name);
  family.help = std::move(help);
  family.type = type;
  return family;
}

void AddValue(double value, std::vector<ClientMetric::Label> labels,
              MetricFamily* family) {
  ClientMetric metric;
  metric.label = std::move(labels);
  if (family->type == MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  family->metric.push_back(std::move(metric));
}

MetricFamily MakeGauge(std::string name, std::string help, double value,
                       std::vector<ClientMetric::Label> labels = {}) {
  MetricFamily family =
      MakeFamily(std::move(name), std::move(help), MetricType::Gauge);
  AddValue(value, std::move(labels), &family);
  return family;
}

MetricFamily MakeCounter(std::string name, std::string help, double value) {
  MetricFamily family =
      MakeFamily(std::move(name), std::move(help), MetricType::Counter);
  AddValue(value, {}, &family);
  return family;
}

double ToNumber(bool value) { return value ? 1 : 0; }
double ToNumber(int64_t value) { return static_cast<double>(value); }
double ToNumber(size_t value) { return static_cast<double>(value); }
double UnixSeconds(absl::Time time) {
  return absl::ToDoubleSeconds(time - absl::UnixEpoch());
}

using Families = std::vector<MetricFamily>;

void AddPhrasebooks(const LibraryStatus& status, absl::Time now,
                    Families* families) {
  families->push_back(
      MakeGauge("wanyan_phrasebooks_revision_info",
                "The revision that replies are checked with; always 1.", 1,
                {{"revision", status.current.library->revision()}}));
  families->push_back(
      MakeGauge("wanyan_phrasebooks_loaded_timestamp_seconds",
                "When the phrasebooks in use were loaded, since 1970.",
                UnixSeconds(status.current.loaded_at)));
  families->push_back(
      MakeGauge("wanyan_phrasebooks_age_seconds",
                "How long ago the phrasebooks in use were loaded.",
                absl::ToDoubleSeconds(now - status.current.loaded_at)));
  families->push_back(
      MakeGauge("wanyan_phrasebooks_up_to_date",
                "1, or 0 while the files as they are cannot be loaded.",
                ToNumber(!status.error.has_value())));
  families->push_back(
      MakeCounter("wanyan_reloads_total",
                  "How often the files were loaded again, changed or not.",
                  ToNumber(status.reloads)));
  families->push_back(
      MakeCounter("wanyan_reload_failures_total",
                  "How often that failed, and the old phrasebooks stayed.",
                  ToNumber(status.failed_reloads)));
}

void AddFiles(const ServerState& state, Families* families) {
  if (state.files_up_to_date.empty()) return;
  MetricFamily family = MakeFamily(
      "wanyan_file_up_to_date",
      "1, or 0 while the file as it is cannot be used, and the old one is.",
      MetricType::Gauge);
  for (const auto& [what, is_up_to_date] : state.files_up_to_date) {
    AddValue(ToNumber(is_up_to_date), {{"what", what}}, &family);
  }
  families->push_back(std::move(family));
}

void AddDecisions(const DecisionLogCounts& counts, Families* families) {
  families->push_back(MakeCounter("wanyan_decisions_recorded_total",
                                  "Decisions for the decision log.",
                                  ToNumber(counts.recorded)));
  families->push_back(MakeCounter("wanyan_decisions_written_total",
                                  "Decisions that are in the decision log.",
                                  ToNumber(counts.written)));
  families->push_back(MakeGauge("wanyan_decisions_queued",
                                "Decisions that wait for the disk.",
                                ToNumber(counts.queued)));
  MetricFamily dropped =
      MakeFamily("wanyan_decisions_dropped_total",
                 "Decisions that the decision log lacks.", MetricType::Counter);
  for (int i = 0; i < kDecisionDrops; ++i) {
    const auto name = DecisionDropName(static_cast<DecisionDrop>(i));
    AddValue(ToNumber(counts.dropped[i]), {{"reason", std::string(name)}},
             &dropped);
  }
  families->push_back(std::move(dropped));
}

void AddProcess(Families* families) {
  const std::optional<internal::ProcessStats> stats =
      internal::ReadProcessStats();
  if (!stats.has_value()) return;
  families->push_back(MakeCounter("process_cpu_seconds_total",
                                  "Processor time used.", stats->cpu_seconds));
  families->push_back(MakeGauge("process_virtual_memory_bytes",
                                "Address space.", stats->virtual_memory_bytes));
  families->push_back(MakeGauge("process_resident_memory_bytes",
                                "Memory in use.",
                                stats->resident_memory_bytes));
  families->push_back(MakeGauge("process_start_time_seconds",
                                "When the process started, since 1970.",
                                stats->start_time_seconds));
  families->push_back(
      MakeGauge("process_open_fds", "Open file descriptors.", stats->open_fds));
  families->push_back(MakeGauge(
      "process_max_fds", "File descriptors that may be open.", stats->max_fds));
}

void AddState(const ServerState& state, absl::Time now, Families* families) {
  families->push_back(MakeGauge("wanyan_build_info",
                                "The program's version; always 1.", 1,
                                {{"version", kVersion}}));
  families->push_back(MakeGauge("wanyan_waiting_calls",
                                "Calls that wait for a worker.",
                                ToNumber(state.waiting_calls)));
  families->push_back(MakeGauge("wanyan_checking_calls",
                                "Calls that a worker is busy with.",
                                ToNumber(state.checking_calls)));
  families->push_back(MakeCounter("wanyan_log_lines_dropped_total",
                                  "Log lines that nobody read in time.",
                                  ToNumber(DroppedLogLines())));
  AddPhrasebooks(state.phrasebooks, now, families);
  AddFiles(state, families);
  AddDecisions(state.decisions, families);
  AddProcess(families);
}

}  // namespace

struct ServerMetrics::Impl {
  prometheus::Registry registry;
  absl::flat_hash_map<std::string, MethodSeries> methods;
  FindingCounters findings{&registry};
  EnumCounters<Verdict, kVerdicts.size()> verdicts{
      prometheus::BuildCounter()
          .Name("wanyan_verdicts_total")
          .Help("Replies that were checked, by verdict.")
          .Register(registry),
      "verdict", kVerdicts, VerdictName};
  EnumCounters<UncheckedReason, kUncheckedReasons.size()> unchecked{
      prometheus::BuildCounter()
          .Name("wanyan_unchecked_total")
          .Help("Replies of which something was left unchecked.")
          .Register(registry),
      "reason", kUncheckedReasons, UncheckedReasonName};
  EnumCounters<WorkQueue::ShedReason, kShedReasons.size()> shed{
      prometheus::BuildCounter()
          .Name("wanyan_shed_total")
          .Help("Calls that were refused to keep the others quick.")
          .Register(registry),
      "reason", kShedReasons, ShedReasonName};
  HttpRefusalCounters http_refusals{&registry};

  const MethodSeries* Find(std::string_view method) const {
    const auto found = methods.find(ToAbsl(method));
    return found == methods.end() ? nullptr : &found->second;
  }
};

ServerMetrics::ServerMetrics(const std::vector<std::string>& methods)
    : impl_(std::make_unique<Impl>()) {
  MethodFamilies families(&impl_->registry);
  for (const std::string& method : methods) {
    impl_->methods.emplace(method, families.Add(method));
  }
}

ServerMetrics::~ServerMetrics() = default;

void ServerMetrics::CallStarted(std::string_view method) {
  if (const MethodSeries* series = impl_->Find(method)) {
    series->started->Increment();
  }
}

void ServerMetrics::CallHandled(std::string_view method, absl::StatusCode code,
                                absl::Duration time) {
  const MethodSeries* series = impl_->Find(method);
  if (series == nullptr) return;
  const auto number = static_cast<size_t>(code);
  const bool is_known = number < kCodeNames.size();
  const auto unknown = static_cast<size_t>(absl::StatusCode::kUnknown);
  series->handled[is_known ? number : unknown]->Increment();
  series->time->Observe(absl::ToDoubleSeconds(time));
}

void ServerMetrics::ReplyChecked(const CheckResult& result) {
  impl_->verdicts.Count(result.verdict);
  impl_->unchecked.Count(result.unchecked);
  impl_->findings.Count(result.findings);
}

void ServerMetrics::CallShed(WorkQueue::ShedReason reason) {
  impl_->shed.Count(reason);
}

void ServerMetrics::HttpRefused(int status) {
  impl_->http_refusals.Count(status);
}

std::string ServerMetrics::Text(const ServerState& state, absl::Time now) {
  impl_->findings.KeepRulesOf(*state.phrasebooks.current.library);
  Families families = impl_->registry.Collect();
  AddState(state, now, &families);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace wanyan
