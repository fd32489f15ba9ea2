#ifndef WANYAN_PHRASEBOOK_DIAGNOSTIC_CODES_H_
#define WANYAN_PHRASEBOOK_DIAGNOSTIC_CODES_H_

#include <string_view>

// Every code that the parser gives a diagnostic of a phrasebook, beside those
// of any YAML file (yaml/diagnostic_codes.h). They are stable: tests,
// documentation and editors name them. tests/cases/diagnostics/ has a broken
// book for each.

namespace wanyan::code {

// Ids, names and locales.
inline constexpr std::string_view kBadId = "bad-id";
inline constexpr std::string_view kBadName = "bad-name";
inline constexpr std::string_view kBadLocale = "bad-locale";
inline constexpr std::string_view kForeignLocale = "foreign-locale";
inline constexpr std::string_view kDuplicateId = "duplicate-id";
inline constexpr std::string_view kShadowsBuiltIn = "shadows-built-in";

// Names.
inline constexpr std::string_view kUndefinedSet = "undefined-set";
inline constexpr std::string_view kUndefinedContext = "undefined-context";
inline constexpr std::string_view kUndefinedRule = "undefined-rule";
inline constexpr std::string_view kUndefinedMap = "undefined-map";
inline constexpr std::string_view kUndefinedSlot = "undefined-slot";
inline constexpr std::string_view kUndefinedInput = "undefined-input";
inline constexpr std::string_view kUndefinedPhrasebook = "undefined-phrasebook";
inline constexpr std::string_view kUndefinedNorm = "undefined-norm";
inline constexpr std::string_view kUndefinedEntry = "undefined-entry";
inline constexpr std::string_view kSetCycle = "set-cycle";
inline constexpr std::string_view kContextCycle = "context-cycle";
inline constexpr std::string_view kOverCycle = "over-cycle";

// Templates.
inline constexpr std::string_view kQuoteTemplate = "quote-template";
inline constexpr std::string_view kUnquotedTemplate = "unquoted-template";
inline constexpr std::string_view kBadRegex = "bad-regex";
inline constexpr std::string_view kNoLiteral = "no-literal";
inline constexpr std::string_view kUnclosedBracket = "unclosed-bracket";
inline constexpr std::string_view kStrayBracket = "stray-bracket";
inline constexpr std::string_view kMismatchedBracket = "mismatched-bracket";
inline constexpr std::string_view kStraySeparator = "stray-separator";
inline constexpr std::string_view kMixedSeparators = "mixed-separators";
inline constexpr std::string_view kEmptyBrackets = "empty-brackets";
inline constexpr std::string_view kEmptyAlternative = "empty-alternative";
inline constexpr std::string_view kRepeatedAlternative = "repeated-alternative";
inline constexpr std::string_view kBadWordEnding = "bad-word-ending";
inline constexpr std::string_view kBadAnchor = "bad-anchor";
inline constexpr std::string_view kBadGap = "bad-gap";
inline constexpr std::string_view kBadSlot = "bad-slot";
inline constexpr std::string_view kBadEscape = "bad-escape";
inline constexpr std::string_view kFullWidthSign = "full-width-sign";
inline constexpr std::string_view kRegexInTemplate = "regex-in-template";

// Rewrites.
inline constexpr std::string_view kMapNeedsCapture = "map-needs-capture";

// Limits.
inline constexpr std::string_view kTemplateTooLong = "template-too-long";
inline constexpr std::string_view kTemplateTooDeep = "template-too-deep";
inline constexpr std::string_view kTemplateTooLarge = "template-too-large";
inline constexpr std::string_view kBookTooLarge = "book-too-large";
inline constexpr std::string_view kTooManyParts = "too-many-parts";
inline constexpr std::string_view kTooManyRules = "too-many-rules";
inline constexpr std::string_view kRegexesTooLarge = "regexes-too-large";
inline constexpr std::string_view kSetsTooDeep = "sets-too-deep";
inline constexpr std::string_view kOverTooDeep = "over-too-deep";
inline constexpr std::string_view kContextTooLarge = "context-too-large";

}  // namespace wanyan::code

#endif  // WANYAN_PHRASEBOOK_DIAGNOSTIC_CODES_H_
