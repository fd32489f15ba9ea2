#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/parser.h"
#include "yaml/nearest_name.h"
#include "yaml/report.h"
#include "yaml/source_text.h"

namespace wanyan {
namespace {

// What the books of a profile offer to be named.
struct Names {
  std::set<std::string> books;
  std::set<std::string> norms;
  std::set<std::string> rules;    // book/rule
  std::set<std::string> entries;  // book/rule#entry
  std::set<std::string> inputs;

  void Add(const Phrasebook& book);
};

void Names::Add(const Phrasebook& book) {
  books.insert(book.id);
  inputs.insert(book.inputs.begin(), book.inputs.end());
  for (const Rule& rule : book.rules) {
    const std::string name = book.id + "/" + rule.id;
    norms.insert(rule.norm);
    rules.insert(name);
    for (const ForbidEntry& entry : rule.forbid) {
      if (!entry.id.empty()) entries.insert(name + "#" + entry.id);
    }
  }
}

std::vector<std::string> Some(const std::set<std::string>& names) {
  std::vector<std::string> some;
  yaml::AddSomeOf(names, &some);
  return some;
}

class ProfileChecker {
 public:
  ProfileChecker(const Profile& profile, const std::vector<Phrasebook>& books,
                 yaml::Report* report)
      : profile_(profile), report_(*report) {
    for (const Phrasebook& book : books) {
      all_.Add(book);
      if (Holds(book)) own_.Add(book);
    }
  }

  void Check() {
    for (const Profile::Reference& reference : profile_.references) {
      switch (reference.kind) {
        case Profile::Reference::kPhrasebook:
          CheckPhrasebook(reference);
          break;
        case Profile::Reference::kInput:
          Expect(reference, "the input", code::kUndefinedInput, own_.inputs,
                 all_.inputs);
          break;
        case Profile::Reference::kNormOrRule:
          CheckNormOrRule(reference);
          break;
      }
    }
  }

 private:
  bool Holds(const Phrasebook& book) const {
    if (profile_.all_phrasebooks) return true;
    for (const std::string& id : profile_.phrasebooks) {
      if (id == book.id) return true;
    }
    return false;
  }

  void CheckPhrasebook(const Profile::Reference& reference) {
    if (all_.books.contains(reference.name)) return;
    report_.Error(
        reference.position, code::kUndefinedPhrasebook,
        absl::StrFormat("the folder has no phrasebook %s", reference.name),
        yaml::DidYouMean(reference.name, Some(all_.books),
                         "name it by its id, or write `phrasebooks: all`"));
  }

  void CheckNormOrRule(const Profile::Reference& reference) {
    if (reference.name.find('#') != std::string::npos) {
      Expect(reference, "the entry", code::kUndefinedEntry, own_.entries,
             all_.entries);
    } else if (reference.name.find('/') != std::string::npos) {
      Expect(reference, "the rule", code::kUndefinedRule, own_.rules,
             all_.rules);
    } else {
      Expect(reference, "the norm", code::kUndefinedNorm, own_.norms,
             all_.norms);
    }
  }

  // `known`: what the profile's books have; `elsewhere`: all books.
  void Expect(const Profile::Reference& reference, std::string_view kind,
              std::string_view code, const std::set<std::string>& known,
              const std::set<std::string>& elsewhere) {
    if (known.contains(reference.name) || report_.IsFull()) return;
    const bool is_elsewhere = elsewhere.contains(reference.name);
    report_.Error(reference.position, code,
                  absl::StrFormat("%s %s is in none of the profile's books",
                                  kind, reference.name),
                  is_elsewhere
                      ? "add its book to `phrasebooks`, or remove this"
                      : yaml::DidYouMean(
                            reference.name, Some(known),
                            "a rule is named book/rule, one of its entries "
                            "book/rule#entry; look for the name in the books"));
  }

  const Profile& profile_;
  yaml::Report& report_;
  Names own_;
  Names all_;
};

// One report for one of the files that were read.
template <typename File, typename Check>
void CheckFile(const File& file, std::vector<Diagnostic>* diagnostics,
               Check check) {
  const yaml::SourceText source(file.content);
  yaml::Report report(file.file, source);
  check(&report);
  std::move(report).Finish(diagnostics);
}

// Ids are unique among files of a kind.
template <typename File>
void CheckIds(const std::vector<File>& files, std::string_view kind,
              std::vector<Diagnostic>* diagnostics) {
  std::map<std::string_view, const File*> first_of;
  for (const File& file : files) {
    const auto [entry, is_new] = first_of.emplace(file.id, &file);
    if (is_new) continue;
    const File* first = entry->second;
    CheckFile(file, diagnostics, [&](yaml::Report* report) {
      report->Error(file.position, code::kDuplicateId,
                    absl::StrFormat("the %s %s is in %s as well", kind, file.id,
                                    first->file),
                    "give one of them another id");
    });
  }
}

}  // namespace

void CheckFolder(const std::vector<Phrasebook>& books,
                 const std::vector<Profile>& profiles,
                 std::vector<Diagnostic>* diagnostics) {
  CheckIds(books, "phrasebook", diagnostics);
  CheckIds(profiles, "profile", diagnostics);
  for (const Profile& profile : profiles) {
    CheckFile(profile, diagnostics, [&](yaml::Report* report) {
      ProfileChecker(profile, books, report).Check();
    });
  }
}

}  // namespace wanyan
