#ifndef WANYAN_TESTS_BENCHMARK_SAMPLE_TEXTS_H_
#define WANYAN_TESTS_BENCHMARK_SAMPLE_TEXTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/library.h"

// What the benchmarks check, and with what. The same in every run.

namespace wanyan {

// What the agents of the Chinese dialogues below DataDir() say, in their order.
// A few built-in replies, with a word on standard error, where there are none.
const std::vector<std::string>& AgentReplies();

// A reply of exactly `length` code points, made of AgentReplies(), in which
// `library` finds nothing.
std::string CleanReply(const Library& library, size_t length);

// 20 code points; the shipped books find one thing in it and mend it.
inline constexpr char kReplyToMend[] =
    "您好，您这个订单的问题我真的没办法处理。";

// `count` different phrases of 4 to 8 Han characters: pieces of AgentReplies()
// with one character changed. They look like phrases people forbid, begin like
// what is said, and are hardly ever said.
std::vector<std::string> NearMissPhrases(size_t count);

// The phrasebooks of the checkout.
const Library& ShippedLibrary();

// One book of one rule that forbids NearMissPhrases(phrases).
const Library& GeneratedLibrary(size_t phrases);

}  // namespace wanyan

#endif  // WANYAN_TESTS_BENCHMARK_SAMPLE_TEXTS_H_
