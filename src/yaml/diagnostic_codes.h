#ifndef WANYAN_YAML_DIAGNOSTIC_CODES_H_
#define WANYAN_YAML_DIAGNOSTIC_CODES_H_

#include <string_view>

// The codes of mistakes that any YAML file can have. They are stable, see
// Diagnostic::code; a kind of file adds its own.

namespace wanyan::code {

// The file.
inline constexpr std::string_view kFileTooLarge = "file-too-large";
inline constexpr std::string_view kIllFormedUtf8 = "ill-formed-utf8";
inline constexpr std::string_view kControlCharacter = "control-character";
inline constexpr std::string_view kEmptyFile = "empty-file";
inline constexpr std::string_view kTooManyMistakes = "too-many-mistakes";

// YAML.
inline constexpr std::string_view kYamlSyntax = "yaml-syntax";
inline constexpr std::string_view kUnclosedQuote = "unclosed-quote";
inline constexpr std::string_view kYamlTooDeep = "yaml-too-deep";
inline constexpr std::string_view kYamlTooLarge = "yaml-too-large";
inline constexpr std::string_view kYamlAnchor = "yaml-anchor";
inline constexpr std::string_view kYamlAlias = "yaml-alias";
inline constexpr std::string_view kYamlTag = "yaml-tag";
inline constexpr std::string_view kSecondDocument = "second-document";
inline constexpr std::string_view kComplexKey = "complex-key";
inline constexpr std::string_view kDuplicateKey = "duplicate-key";

// Keys and values.
inline constexpr std::string_view kUnknownKey = "unknown-key";
inline constexpr std::string_view kMissingKey = "missing-key";
inline constexpr std::string_view kWrongType = "wrong-type";
inline constexpr std::string_view kEmptyText = "empty-text";
inline constexpr std::string_view kEmptyList = "empty-list";
inline constexpr std::string_view kBadNumber = "bad-number";
inline constexpr std::string_view kUnknownValue = "unknown-value";
inline constexpr std::string_view kDuplicateItem = "duplicate-item";

}  // namespace wanyan::code

#endif  // WANYAN_YAML_DIAGNOSTIC_CODES_H_
