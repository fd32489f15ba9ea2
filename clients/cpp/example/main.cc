// Checks its arguments before they are sent. usage: reply_gate TARGET REPLY…

#include <iostream>

#include "wanyan/reply_gate.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: reply_gate TARGET REPLY…\n";
    return 2;
  }
  const auto gate =
      wanyan::ReplyGate::Open({.target = argv[1]}, wanyan::FailMode::kClosed);
  if (!gate.ok()) {
    std::cerr << gate.status() << "\n";
    return 2;
  }
  for (int i = 2; i < argc; ++i) {
    const wanyan::Decision decision = (*gate)->Check({.reply = argv[i]});
    std::cout << (decision.may_send ? "send " : "hold ")
              << wanyan::VerdictName(decision.verdict) << " " << decision.reason
              << "\n";
    if (decision.answer && decision.answer->rewrite) {
      std::cout << "say: " << *decision.answer->rewrite << "\n";
    }
  }
}
