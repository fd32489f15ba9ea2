#include "phrasebook/internal/context_reader.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/internal/reference_graph.h"
#include "phrasebook/limits.h"

namespace wanyan::internal {
namespace {

const yaml::NamedValues<TextScope>& Scopes() {
  static const auto* scopes =
      new yaml::NamedValues<TextScope>{{"clause", TextScope::kClause},
                                       {"sentence", TextScope::kSentence},
                                       {"reply", TextScope::kReply}};
  return *scopes;
}

bool IsBuiltIn(std::string_view name) {
  return name == kQuotedContext || name == kQuestionContext;
}

// Whether `name` is a key of `known` or built in; reported if not.
template <typename Map>
bool CheckContext(const yaml::Node& node, const std::string& name,
                  const Map& known, Reader* reader) {
  if (IsBuiltIn(name) || known.contains(name)) return true;
  if (reader->report().IsFull()) return false;
  std::vector<std::string> all = yaml::SomeKeysOf(known);
  all.emplace_back(kQuotedContext);
  all.emplace_back(kQuestionContext);
  reader->Error(node, code::kUndefinedContext,
                absl::StrFormat("the context %s is not defined", name),
                yaml::DidYouMean(name, all, "define it under `contexts`"));
  return false;
}

class ContextReader {
 public:
  ContextReader(const yaml::Node& node, TemplateReader* templates,
                Reader* reader)
      : node_(node), templates_(*templates), reader_(*reader) {
    for (size_t i = 0; i < node.entry_count(); ++i) {
      names_.emplace_back(node.key(i).text);
      indexes_.emplace(names_.back(), i);
    }
  }

  std::map<std::string, Context> Read();

 private:
  Context ReadContext(size_t index);
  std::optional<Context::Nearest> ReadNearest(const yaml::Node& node,
                                              const std::string& key);
  std::optional<Context::Has> ReadHas(const yaml::Node& node,
                                      const std::string& key, TextScope scope);
  void ReadNames(const yaml::Node& node, size_t index, Context* context);
  void ReadNegation(const yaml::Node& node, size_t index, Context* context);
  void Refer(size_t from, const std::string& to, const yaml::Node& node);
  void CheckReferences(const std::map<std::string, Context>& contexts);
  void CheckCost(const ReferenceGraph::Order& order,
                 const std::map<std::string, Context>& contexts);

  const yaml::Node& node_;
  TemplateReader& templates_;
  Reader& reader_;
  std::vector<std::string> names_;
  std::map<std::string, size_t> indexes_;
  std::optional<ReferenceGraph> references_;
};

std::map<std::string, Context> ContextReader::Read() {
  references_.emplace(names_.size());
  std::map<std::string, Context> contexts;
  for (size_t i = 0; i < names_.size(); ++i) {
    reader_.Name(node_.key(i), "a context");
    if (IsBuiltIn(names_[i])) {
      reader_.Error(node_.key(i), code::kShadowsBuiltIn,
                    absl::StrFormat("the context %s is built in", names_[i]),
                    "give yours another name");
    }
    contexts.emplace(names_[i], ReadContext(i));
  }
  CheckReferences(contexts);
  return contexts;
}

Context ContextReader::ReadContext(size_t index) {
  const yaml::Node& node = node_.value(index);
  Context context;
  context.name = names_[index];
  context.position = reader_.PositionOf(node_.key(index));
  yaml::MappingReader mapping(
      node, absl::StrFormat("the context %s", context.name), &reader_);
  if (const yaml::Node* before = mapping.Find("before")) {
    context.before = templates_.ReadList(*before, "before");
  }
  if (const yaml::Node* after = mapping.Find("after")) {
    context.after = templates_.ReadList(*after, "after");
  }
  if (const yaml::Node* nearest = mapping.Find("nearest_before")) {
    context.nearest_before = ReadNearest(*nearest, "nearest_before");
  }
  if (const yaml::Node* nearest = mapping.Find("nearest_after")) {
    context.nearest_after = ReadNearest(*nearest, "nearest_after");
  }
  for (const auto& [name, scope] : Scopes()) {
    const std::string key = name + "_has";
    const yaml::Node* has = mapping.Find(key);
    if (has == nullptr) continue;
    auto condition = ReadHas(*has, key, scope);
    if (condition.has_value()) context.has.push_back(*std::move(condition));
  }
  if (const yaml::Node* any_of = mapping.Find("any_of")) {
    ReadNames(*any_of, index, &context);
  }
  if (const yaml::Node* negation = mapping.Find("not")) {
    ReadNegation(*negation, index, &context);
  }
  mapping.RefuseOtherKeys();
  if (mapping.is_mapping() && node.entry_count() == 0) {
    reader_.Error(node, code::kMissingKey,
                  absl::StrFormat("the context %s says nothing", context.name),
                  "say where it holds: before, after, clause_has …");
  }
  return context;
}

std::optional<Context::Nearest> ContextReader::ReadNearest(
    const yaml::Node& node, const std::string& key) {
  yaml::MappingReader mapping(node, key, &reader_);
  Context::Nearest nearest;
  if (const yaml::Node* of = mapping.Require("of")) {
    nearest.of = templates_.ReadList(*of, "of");
  }
  const yaml::Node* is = mapping.Require("is");
  std::optional<Template> one;
  if (is != nullptr) one = templates_.ReadOneOrList(*is, "is");
  if (const yaml::Node* in = mapping.Find("in")) {
    nearest.in = reader_.Word(*in, "in", Scopes()).value_or(nearest.in);
  }
  mapping.RefuseOtherKeys();
  if (!one.has_value()) return std::nullopt;
  nearest.is = *std::move(one);
  return nearest;
}

std::optional<Context::Has> ContextReader::ReadHas(const yaml::Node& node,
                                                   const std::string& key,
                                                   TextScope scope) {
  Context::Has has;
  has.in = scope;
  if (!node.IsMapping()) {
    has.any = templates_.ReadList(node, key);
    return has;
  }
  yaml::MappingReader mapping(node, key, &reader_);
  if (const yaml::Node* any = mapping.Find("any")) {
    has.any = templates_.ReadList(*any, "any");
  }
  if (const yaml::Node* all = mapping.Find("all")) {
    has.all = templates_.ReadList(*all, "all");
  }
  if (const yaml::Node* none = mapping.Find("none")) {
    has.none = templates_.ReadList(*none, "none");
  }
  mapping.RefuseOtherKeys();
  if (node.entry_count() == 0) {
    reader_.Error(node, code::kMissingKey, absl::StrFormat("%s is empty", key),
                  "write a list of templates, or any, all, none");
  }
  return has;
}

void ContextReader::Refer(size_t from, const std::string& to,
                          const yaml::Node& node) {
  const auto found = indexes_.find(to);
  if (found == indexes_.end()) return;  // built in
  references_->Add(from, found->second, reader_.PositionOf(node));
}

void ContextReader::ReadNames(const yaml::Node& node, size_t index,
                              Context* context) {
  for (const yaml::Node* item : reader_.TextItems(node, "any_of")) {
    const std::string name(item->text);
    if (!CheckContext(*item, name, indexes_, &reader_)) continue;
    context->any_of.push_back(name);
    Refer(index, name, *item);
  }
}

void ContextReader::ReadNegation(const yaml::Node& node, size_t index,
                                 Context* context) {
  const std::optional<std::string> name = reader_.Text(node, "not");
  if (!name.has_value() || !CheckContext(node, *name, indexes_, &reader_))
    return;
  context->negation = *name;
  Refer(index, *name, node);
}

void ContextReader::CheckReferences(
    const std::map<std::string, Context>& contexts) {
  const ReferenceGraph::Order order = references_->Sort();
  for (const ReferenceGraph::Cycle& cycle : order.cycles) {
    reader_.report().Error(
        cycle.position, code::kContextCycle,
        absl::StrFormat("the context %s asks itself: %s", names_[cycle.path[0]],
                        CyclePath(cycle, names_)),
        "take one of these references out");
  }
  if (order.cycles.empty()) CheckCost(order, contexts);
}

// Contexts are evaluated anew wherever they are asked, so that chains of
// `any_of` multiply.
void ContextReader::CheckCost(const ReferenceGraph::Order& order,
                              const std::map<std::string, Context>& contexts) {
  std::map<std::string_view, int64_t> costs;
  for (size_t index : order.nodes) {
    const Context& context = contexts.at(names_[index]);
    int64_t cost = 1;
    const auto add = [&](const std::string& name) {
      const auto known = costs.find(name);
      cost += known == costs.end() ? 1 : known->second;
    };
    for (const std::string& name : context.any_of) add(name);
    if (context.negation.has_value()) add(*context.negation);
    if (cost > kMaxContextExpansion) {
      reader_.report().Error(
          context.position, code::kContextTooLarge,
          absl::StrFormat("the context %s asks more than %d contexts",
                          context.name, kMaxContextExpansion),
          "put their templates into fewer contexts");
      cost = 1;  // told once
    }
    costs[names_[index]] = cost;
  }
}

}  // namespace

std::map<std::string, Context> ReadContexts(const yaml::Node& node,
                                            TemplateReader* templates,
                                            Reader* reader) {
  if (!reader->ExpectMapping(node, "contexts")) return {};
  return ContextReader(node, templates, reader).Read();
}

std::vector<std::string> ReadContextNames(
    const yaml::Node& node, std::string_view what,
    const std::map<std::string, Context>& contexts, Reader* reader) {
  std::vector<std::string> names;
  for (const yaml::Node* item : reader->TextItems(node, what)) {
    std::string name(item->text);
    if (CheckContext(*item, name, contexts, reader)) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace wanyan::internal
