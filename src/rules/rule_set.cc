#include "rules/rule_set.h"

#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "text/folded_text.h"

namespace wanyan {
namespace {

class Compiler {
 public:
  explicit Compiler(const Profile& profile) : profile_(profile) {}

  void AddBook(const Phrasebook& book);
  absl::StatusOr<RuleSet> Finish() &&;

 private:
  // One pattern that matches what any of the templates does.
  int AddTemplates(const std::vector<Template>& templates, FoldMode mode,
                   const std::string& owner);
  int AddTemplate(const Template& one, FoldMode mode, const std::string& owner);
  // `owner`, the rule or context, stands in error messages.
  int AddPattern(const Pattern& pattern, FoldMode mode,
                 const std::string& owner);

  // Contexts and rules are numbered before they are compiled, since they name
  // each other.
  void NumberContexts(const Phrasebook& book);
  void NumberRules(const Phrasebook& book);
  int ContextNumber(const std::string& name) const;

  CompiledContext CompileContext(const Context& context);
  CompiledContext::Nearest CompileNearest(const Context::Nearest& nearest,
                                          const std::string& owner);
  CompiledContext::Has CompileHas(const Context::Has& has,
                                  const std::string& owner);
  void CompileForbid(const Rule& rule, CompiledForbid* compiled);
  // What a profile makes of an entry; nullopt: off.
  std::optional<Severity> SeverityOf(const Rule& rule, const ForbidEntry& entry,
                                     const std::string& rule_name) const;

  const Profile& profile_;
  RuleSet set_;
  PatternSetBuilder builder_;
  // Of the book at hand.
  const Phrasebook* book_ = nullptr;
  std::vector<std::u32string> particles_;
  std::map<std::string, int> contexts_;
  std::map<std::string, int> rules_;
};

int Compiler::AddPattern(const Pattern& pattern, FoldMode mode,
                         const std::string& owner) {
  return builder_.Add(pattern,
                      {.mode = mode, .particles = particles_, .owner = owner});
}

int Compiler::AddTemplate(const Template& one, FoldMode mode,
                          const std::string& owner) {
  return AddPattern(one.pattern, mode, owner);
}

int Compiler::AddTemplates(const std::vector<Template>& templates,
                           FoldMode mode, const std::string& owner) {
  if (templates.empty()) return kNoPattern;
  if (templates.size() == 1) return AddTemplate(templates[0], mode, owner);
  ChoiceNode choice;
  for (const Template& one : templates) choice.options.push_back(one.pattern);
  return AddPattern(MakePattern(std::move(choice)), mode, owner);
}

void Compiler::AddBook(const Phrasebook& book) {
  book_ = &book;
  particles_ = OptionsFor(book, FoldMode::kFolded).particles;
  NumberContexts(book);
  NumberRules(book);
  for (const auto& [name, context] : book.contexts) {
    // Compiling adds nothing to set_.contexts, so the number stays right.
    set_.contexts[static_cast<size_t>(ContextNumber(name))] =
        CompileContext(context);
  }
  for (const Rule& rule : book.rules) {
    CompileForbid(rule, &set_.forbids[static_cast<size_t>(rules_.at(rule.id))]);
  }
}

void Compiler::NumberContexts(const Phrasebook& book) {
  contexts_.clear();
  const auto number = [&](std::string_view name,
                          CompiledContext::BuiltIn built_in) {
    contexts_.emplace(name, static_cast<int>(set_.contexts.size()));
    set_.contexts.push_back({.name = std::string(name), .built_in = built_in});
  };
  number(kQuotedContext, CompiledContext::BuiltIn::kQuoted);
  number(kQuestionContext, CompiledContext::BuiltIn::kQuestion);
  for (const auto& [name, unused] : book.contexts) {
    number(name, CompiledContext::BuiltIn::kNone);
  }
}

void Compiler::NumberRules(const Phrasebook& book) {
  rules_.clear();
  for (const Rule& rule : book.rules) {
    rules_.emplace(rule.id, static_cast<int>(set_.forbids.size()));
    set_.forbids.push_back(
        {.book = &book, .source = &rule, .name = book.id + "/" + rule.id});
  }
}

int Compiler::ContextNumber(const std::string& name) const {
  return contexts_.at(name);
}

CompiledContext::Nearest Compiler::CompileNearest(
    const Context::Nearest& nearest, const std::string& owner) {
  return {.of = AddTemplates(nearest.of, FoldMode::kFolded, owner),
          .is = AddTemplate(nearest.is, FoldMode::kFolded, owner),
          .in = nearest.in};
}

CompiledContext::Has Compiler::CompileHas(const Context::Has& has,
                                          const std::string& owner) {
  CompiledContext::Has compiled{
      .in = has.in, .any = AddTemplates(has.any, FoldMode::kFolded, owner)};
  for (const Template& one : has.all) {
    compiled.all.push_back(AddTemplate(one, FoldMode::kFolded, owner));
  }
  compiled.none = AddTemplates(has.none, FoldMode::kFolded, owner);
  return compiled;
}

CompiledContext Compiler::CompileContext(const Context& context) {
  const std::string owner = book_->id + ": context " + context.name;
  CompiledContext compiled;
  compiled.name = context.name;
  compiled.before = AddTemplates(context.before, FoldMode::kFolded, owner);
  compiled.after = AddTemplates(context.after, FoldMode::kFolded, owner);
  if (context.nearest_before.has_value()) {
    compiled.nearest_before = CompileNearest(*context.nearest_before, owner);
  }
  if (context.nearest_after.has_value()) {
    compiled.nearest_after = CompileNearest(*context.nearest_after, owner);
  }
  for (const Context::Has& has : context.has) {
    compiled.has.push_back(CompileHas(has, owner));
  }
  for (const std::string& name : context.any_of) {
    compiled.any_of.push_back(ContextNumber(name));
  }
  if (context.negation.has_value()) {
    compiled.negation = ContextNumber(*context.negation);
  }
  return compiled;
}

std::optional<Severity> Compiler::SeverityOf(
    const Rule& rule, const ForbidEntry& entry,
    const std::string& rule_name) const {
  const std::string keys[] = {rule_name + "#" + entry.id, rule_name, rule.norm};
  for (const std::string& key : keys) {
    const auto found = profile_.severity.find(key);
    if (found != profile_.severity.end()) return found->second;
  }
  return rule.severity;
}

void Compiler::CompileForbid(const Rule& rule, CompiledForbid* compiled) {
  for (const ForbidEntry& entry : rule.forbid) {
    const std::optional<Severity> severity =
        SeverityOf(rule, entry, compiled->name);
    if (!severity.has_value()) continue;
    compiled->entries.push_back(
        {.source = &entry,
         .severity = *severity,
         .pattern = AddTemplate(entry.match, rule.match, compiled->name)});
  }
  if (compiled->entries.empty()) return;
  compiled->except = AddTemplates(rule.except, rule.match, compiled->name);
  for (const std::string& name : rule.unless) {
    compiled->unless.push_back(ContextNumber(name));
  }
  for (const std::string& name : rule.only_if) {
    compiled->only_if.push_back(ContextNumber(name));
  }
  for (const std::string& id : rule.over) {
    compiled->over.push_back(rules_.at(id));
  }
}

// Depth first; what a rule is over comes behind it. `over` has no cycles.
void Visit(const RuleSet& set, int rule, std::vector<bool>* seen,
           std::vector<int>* reversed) {
  if ((*seen)[static_cast<size_t>(rule)]) return;
  (*seen)[static_cast<size_t>(rule)] = true;
  for (int under : set.forbids[static_cast<size_t>(rule)].over) {
    Visit(set, under, seen, reversed);
  }
  reversed->push_back(rule);
}

std::vector<int> OverOrder(const RuleSet& set) {
  std::vector<bool> seen(set.forbids.size());
  std::vector<int> reversed;
  for (size_t rule = 0; rule < set.forbids.size(); ++rule) {
    Visit(set, static_cast<int>(rule), &seen, &reversed);
  }
  return {reversed.rbegin(), reversed.rend()};
}

absl::StatusOr<RuleSet> Compiler::Finish() && {
  auto patterns = std::move(builder_).Build();
  if (!patterns.ok()) return patterns.status();
  set_.patterns = *std::move(patterns);
  set_.over_order = OverOrder(set_);
  return std::move(set_);
}

}  // namespace

PatternOptions OptionsFor(const Phrasebook& book, FoldMode mode) {
  PatternOptions options{.mode = mode};
  for (const std::string& particle : book.particles) {
    options.particles.push_back(FoldLiteral(particle, FoldMode::kFolded));
  }
  return options;
}

absl::StatusOr<RuleSet> CompileRules(
    const std::vector<const Phrasebook*>& books, const Profile& profile) {
  Compiler compiler(profile);
  for (const Phrasebook* book : books) compiler.AddBook(*book);
  return std::move(compiler).Finish();
}

}  // namespace wanyan
