#include "cli/first_files.h"

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "base/string_view.h"

namespace wanyan {
namespace {

constexpr std::string_view kChineseBook =
    R"yaml(# 我们自己的话术规范。改完后运行 wanyan test，看例句是否都对。
# 完整的格式说明：phrasebooks/README.md。
phrasebook: our-wording
language: zh                 # 简体、繁体共用一本
title: 我们的服务用语
inputs: [centre]             # 由 profiles/default.yaml 填写

# 给常用的说法起个名字，在模板里写作 <agent>。
sets:
  agent: ["(我|我们|我这边)"]

rules:
  - id: not-ours
    norm: wording.cannot
    severity: error          # error 拦下来；warning 只提醒
    message: 不要把客户推走，请说明您会帮忙联系谁。
    # [可有可无]、(二选一|都可以)、<上面的名字>
    forbid: ["这[个]不归<agent>管"]
    rewrite: ["我帮您联系负责的同事"]
    examples:
      flags:                 # 应当拦下的，以及该怎么说
        - {text: 抱歉，这不归我管。, rewrite: 抱歉，我帮您联系负责的同事。}
        - {text: 这个不归我们管。, rewrite: 我帮您联系负责的同事。}
        - {text: 这不归我这边管，您另找别人吧。, rewrite: 我帮您联系负责的同事，您另找别人吧。}
      allows:                # 不应当拦下的
        - 我帮您联系负责的同事。

# 审定过的话，按场景存放。
scenes:
  opening: ["您好，这里是{centre}，很高兴为您服务。请问有什么可以帮到您？"]
)yaml";

constexpr std::string_view kChineseProfile =
    R"yaml(# 没有指定 profile 的检查用这一份。
profile: default
title: 默认
phrasebooks: all             # 本目录里的每一本，按回复的语言选用
slots:
  centre: 我们的客服中心
# 个别规则可以调整：
# severity:
#   our-wording/not-ours: warning
)yaml";

constexpr std::string_view kEnglishBook =
    R"yaml(# Our own rules of wording. After a change, "wanyan test" tells whether the
# examples still hold. The whole format: phrasebooks/README.md.
phrasebook: our-wording
language: en
title: Our wording
inputs: [centre]             # filled in by profiles/default.yaml

# Names for what is often said; <our> in a template.
sets:
  our: ["(my|our)"]

rules:
  - id: not-our-job
    norm: wording.cannot
    severity: error          # error blocks a reply, warning advises
    message: Do not send the customer away. Say whom you will ask.
    # [optional], (one|or the other), <a name from above>
    forbid: ["(that's|that is) not <our> job"]
    rewrite: ["let me find the right colleague for you"]
    examples:
      flags:                 # what is to be found, and what to say instead
        - {text: "Sorry, that's not my job.", rewrite: "Sorry, let me find the right colleague for you."}
        - {text: "Sorry, that is not our job.", rewrite: "Sorry, let me find the right colleague for you."}
      allows:                # what is fine
        - Let me find the right colleague for you.

# Approved phrases by situation.
scenes:
  opening: ["Welcome to {centre}. How can I help you?"]
)yaml";

constexpr std::string_view kEnglishProfile =
    R"yaml(# For checks that name no profile.
profile: default
title: Default
phrasebooks: all             # every book of this folder in the reply's language
slots:
  centre: our service centre
# Single rules can be weighed otherwise:
# severity:
#   our-wording/not-our-job: warning
)yaml";

constexpr std::string_view kEstonianBook =
    R"yaml(# Meie oma sõnastusreeglid. Pärast muutmist ütleb "wanyan test", kas näited
# kehtivad. Vorming tervikuna: phrasebooks/README.md.
phrasebook: our-wording
language: et
title: Meie sõnastus
inputs: [keskus]             # täidab profiles/default.yaml

# Nimed sellele, mida sageli öeldakse; mallis <meie>.
sets:
  meie: ["(minu|meie)"]

rules:
  - id: not-our-job
    norm: wording.cannot
    severity: error          # error peatab vastuse, warning hoiatab
    message: Ära saada klienti minema. Ütle, kelle poole ise pöördud.
    # [võib puududa], (üks|või teine), <nimi ülalt>
    forbid: ["see (ei ole|pole) <meie> töö"]
    rewrite: ["leian teile õige kolleegi"]
    examples:
      flags:                 # mis tuleb üles leida ja mida öelda selle asemel
        - {text: "Vabandust, see ei ole minu töö.", rewrite: "Vabandust, leian teile õige kolleegi."}
        - {text: "Vabandust, see pole meie töö.", rewrite: "Vabandust, leian teile õige kolleegi."}
      allows:                # mis on lubatud
        - Leian teile õige kolleegi.

# Heaks kiidetud laused olukorra järgi.
scenes:
  opening: ["Tere, siin {keskus}. Kuidas saan aidata?"]
)yaml";

constexpr std::string_view kEstonianProfile =
    R"yaml(# Kontrollidele, mis profiili ei nimeta.
profile: default
title: Vaikimisi
phrasebooks: all             # kõik selle kausta raamatud vastuse keeles
slots:
  keskus: meie klienditugi
# Üksikuid reegleid võib teisiti kaaluda:
# severity:
#   our-wording/not-our-job: warning
)yaml";

constexpr char kConfiguration[] =
    R"yaml(# wanyan serve --config FILE; "wanyan doctor --config FILE" checks it.
# Paths are relative to this file. What is left out has its default.

phrasebooks: "%s"
default_locale: %s           # of replies that do not tell their language

listen: 127.0.0.1:50051      # gRPC
http:
  listen: 127.0.0.1:8080     # HTTP, /healthz and /metrics; off: none
  # cors_origins: ["https://desk.example.com"]

# tls: {certificate: server.pem, key: server.key, client_ca: clients.pem}
# tokens: tokens.txt           # a line for each caller: wanyan token NAME
# admission: {workers: 0, max_waiting: 256, max_wait: 200ms}
# drain: 5s
# decision_log: {file: decisions.jsonl, max_file_size: 100MB, max_files: 5}
# log: {level: info, format: json}
)yaml";

}  // namespace

const std::vector<FirstFiles>& AllFirstFiles() {
  static const std::vector<FirstFiles> files = {
      {"zh", kChineseBook, kChineseProfile, "抱歉，这不归我管。"},
      {"en", kEnglishBook, kEnglishProfile, "Sorry, that's not my job."},
      {"et", kEstonianBook, kEstonianProfile,
       "Vabandust, see ei ole minu töö."}};
  return files;
}

std::string FirstConfiguration(std::string_view phrasebooks,
                               std::string_view language) {
  // In double quotes, where these two are not themselves.
  const std::string escaped = absl::StrReplaceAll(
      ToAbsl(phrasebooks), {{"\\", "\\\\"}, {"\"", "\\\""}});
  return absl::StrFormat(kConfiguration, escaped,
                         language == "zh" ? "zh-Hans" : language);
}

}  // namespace wanyan
