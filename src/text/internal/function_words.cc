#include "text/internal/function_words.h"

#include <algorithm>

// Words that English and Estonian share with each other or with neighbours are
// left out: on, see, me, is, was, but, for, not, ei, ja, et, kas, saan, siis.

namespace wanyan::internal {
namespace {

constexpr std::string_view kEnglish[] = {
    "about",     "afternoon", "again",      "and",      "any",
    "anything",  "anywhere",  "appreciate", "are",      "assist",
    "available", "awesome",   "because",    "been",     "can't",
    "cannot",    "certainly", "check",      "could",    "could've",
    "couldn't",  "didn't",    "does",       "doesn't",  "don't",
    "done",      "else",      "everything", "found",    "from",
    "going",     "good",      "goodbye",    "great",    "had",
    "has",       "have",      "having",     "he's",     "hello",
    "help",      "here",      "how",        "how's",    "i'd",
    "i'll",      "i'm",       "i've",       "into",     "isn't",
    "it's",      "know",      "let's",      "looking",  "much",
    "my",        "need",      "nope",       "nothing",  "ones",
    "our",       "please",    "provide",    "she's",    "should",
    "shouldn't", "someone",   "something",  "sure",     "than",
    "thank",     "thanks",    "that",       "that's",   "the",
    "their",     "then",      "there",      "there's",  "these",
    "they",      "this",      "those",      "too",      "unfortunately",
    "until",     "very",      "wait",       "want",     "wasn't",
    "we'll",     "we're",     "we've",      "welcome",  "well",
    "were",      "weren't",   "what",       "what's",   "when",
    "where",     "whether",   "which",      "who",      "why",
    "with",      "won't",     "would",      "wouldn't", "yeah",
    "yep",       "yes",       "you",        "you'd",    "you'll",
    "you're",    "you've",    "your",       "yourself",
};

constexpr std::string_view kEstonian[] = {
    "abi",        "aga",       "aitan",      "aitate",    "aitäh",
    "hetkel",     "häid",      "jah",        "jaoks",     "jälle",
    "kahju",      "kahjuks",   "kaudu",      "keegi",     "kelle",
    "kelleks",    "kellele",   "kes",        "kohta",     "korral",
    "kuhu",       "kuidas",    "kunagi",     "küsida",    "küsimus",
    "küsimusele", "küsimust",  "lahti",      "lisaks",    "meile",
    "mida",       "miks",      "millal",     "millega",   "milline",
    "millised",   "mingi",     "minu",       "muidugi",   "mulle",
    "mõni",       "nagu",      "neid",       "ning",      "nägemist",
    "näiteks",    "oled",      "oleks",      "oleme",     "palju",
    "palun",      "palutakse", "peab",       "peaks",     "pealt",
    "pean",       "peate",     "pole",       "praegu",    "probleem",
    "pärast",     "pöörduda",  "saab",       "saaks",     "saaksin",
    "sellest",    "siin",      "sinu",       "sooviksin", "sooviksite",
    "soovin",     "soovite",   "suunan",     "tahaks",    "tahaksin",
    "tahan",      "teada",     "teenindaja", "teha",      "teid",
    "teie",       "teil",      "teile",      "tere",      "tuleb",
    "täna",       "tänan",     "täpsem",     "vabandust", "vaja",
    "vastata",    "vastus",    "väga",       "või",       "võib",
    "võimalik",   "võin",      "võite",      "võtke",     "ära",
    "õige",       "õnneks",    "üldse",      "üle",       "ütle",
};

static_assert(std::ranges::is_sorted(kEnglish));
static_assert(std::ranges::is_sorted(kEstonian));

}  // namespace

std::optional<std::string_view> LanguageOfFunctionWord(std::string_view word) {
  if (std::ranges::binary_search(kEnglish, word)) return "en";
  if (std::ranges::binary_search(kEstonian, word)) return "et";
  return std::nullopt;
}

}  // namespace wanyan::internal
