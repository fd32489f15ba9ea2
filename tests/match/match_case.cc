#include "match/match_case.h"

namespace wanyan {
namespace {

const std::vector<MatchCase>* MakeDocumentedMatches() {
  return new std::vector<MatchCase>{
      // Literal text, folded.
      {"没办法OK", "没办法ok", {"没办法ok"}},
      {"没办法OK", "沒辦法ＯＫ", {"没办法ok"}},
      {"没办法OK", "没 办 法Ok", {"没办法ok"}},
      {"没办法OK", "没\u200B办法OK", {"没办法ok"}},
      {"没办法OK", "没办，法OK", {}},
      {"don't", "I don’t", {"don't"}},
      {"e", "e\u0301", {}},
      {"é", "e\u0301", {"é"}},
      {"你", "妳", {"你"}},

      // Word edges.
      {"can", "scan", {}},
      {"can", "can't", {}},
      {"can", "can' t", {"can"}},
      {"can", "我can做", {"can"}},
      {"5", "1.5", {}},
      {"5", "5.", {"5"}},
      {"1", "1,5", {}},
      {"1", "1,a", {"1"}},
      {"办法", "没办法了", {"办法"}},

      // White space.
      {"can not", "can not", {"can not"}},
      {"can not", "can \t not", {"can not"}},
      {"can not", "cannot", {}},
      {"can not", "can\nnot", {}},
      {"没 ok", "没ok", {"没ok"}},
      {"没 ok", "没 ok", {"没 ok"}},

      // Choices and options.
      {"(cannot|can not) help", "We can not help.", {"can not help"}},
      {"(cannot|can not) help", "we CANNOT help", {"cannot help"}},
      {"(cannot|can not) help", "we can help", {}},
      {"never [ever|again] call", "never call", {"never call"}},
      {"never [ever|again] call", "never ever call", {"never ever call"}},
      {"never [ever|again] call", "never ever again call", {}},
      {"(no;refund)", "refund no", {"refund no"}},
      {"(no;refund)", "no refund", {"no refund"}},
      {"(no;refund)", "refund", {}},
      {"<we> refuse", "Our staff refuse that.", {"our staff refuse"}},
      {"<we> refuse", "they refuse", {}},

      // Word endings.
      {"complain*", "your complaints", {"complaints"}},
      {"complain*", "complaining", {"complaining"}},
      {"complain*", "complain", {"complain"}},
      {"complain*", "com plain", {}},
      {"complain* again", "complaining again", {"complaining again"}},

      // Anchors.
      {"^denied$", "Sorry, denied, as said.", {"denied"}},
      {"^denied$", "it was denied", {}},
      {"^denied$", "denied again", {}},
      {"^denied$", "“denied”, yes", {"denied"}},
      {"^^(ok|k)$$", " K! ", {"k"}},
      {"^^(ok|k)$$", "ok, done", {}},
      {"^^(ok|k)$$", "ok 😀", {"ok"}},

      // Gaps.
      {"not {...} problem",
       "not really our problem",
       {"not really our problem"}},
      {"not {...} problem", "not something that is a problem", {}},
      {"not {...} problem", "not now, problem", {}},
      {"stop{...5}that", "stop all that", {"stop all that"}},
      {"stop{...5}that", "stop that", {"stop that"}},
      {"stop{...5}that", "stop doing that", {}},
      {"send{...20!<soft>}now", "send the papers now", {"send the papers now"}},
      {"send{...20!<soft>}now", "send it please now", {}},
      {"cannot{..}can only",
       "We cannot do that, sorry, we can only wait.",
       {"cannot do that, sorry, we can only"}},
      {"cannot{..}can only", "We cannot. We can only wait.", {}},
      {"不能{..}只能", "不能退，只能换。只能", {"不能退,只能"}},
      {"没{...2}法", "没法没法", {"没法", "没法没法", "没法"}},

      // Slots.
      {"you must {task}", "Sir, you must call Bob.", {"you must"}},
      {"you must {task}", "you must", {}},
      {"you must {task}", "you must !?", {}},
      {"帮{task}吗", "帮我查吗", {"帮我查吗"}},
      {"帮{task}吗", "帮吗", {}},
      {"帮{task}吗", "帮我，查吗", {}},
      {"{who}必须", "您必须", {"必须"}},
      {"{who}必须", "必须", {}},
      {"{a}是{a}吗", "谁是谁吗", {"是谁吗"}},
      {"{a}是{a}吗", "我是谁吗", {}},

      // Typed slots.
      {"code {code}", "code AB1234", {"code"}},
      {"code {code}", "code ABC123", {}},
      {"pay {money} now", "pay $25.50 now", {"pay $25.50 now"}},
      {"pay {money} now", "pay 30 euros now", {"pay 30 euros now"}},
      {"pay {money} now", "pay me now", {}},

      // A backslash.
      {"\\(sic\\)", "we (sic) said", {"(sic)"}},
      {"\\(sic\\)", "sic", {}},
  };
}

}  // namespace

const std::vector<MatchCase>& DocumentedMatches() {
  static const auto* cases = MakeDocumentedMatches();
  return *cases;
}

}  // namespace wanyan
