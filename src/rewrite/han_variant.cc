#include "rewrite/han_variant.h"

#include <exception>
#include <memory>
#include <opencc/SimpleConverter.hpp>

#include "text/locale.h"

namespace wanyan {
namespace {

// Null where OpenCC cannot load its dictionaries: it throws, we do not.
std::unique_ptr<const opencc::SimpleConverter> LoadConverter(
    const char* configuration) {
  try {
    return std::make_unique<opencc::SimpleConverter>(configuration);
  } catch (const std::exception&) {
    return nullptr;
  }
}

const opencc::SimpleConverter* ConverterFor(HanVariant variant) {
  if (variant == HanVariant::kHongKong) {
    static const auto& hong_kong = *new auto(LoadConverter("s2hk.json"));
    return hong_kong.get();
  }
  static const auto& taiwan = *new auto(LoadConverter("s2tw.json"));
  return taiwan.get();
}

}  // namespace

HanVariant HanVariantOf(std::string_view reply, std::string_view locale) {
  const HanScript script = DetectHanScript(reply);
  const bool traditional =
      script == HanScript::kTraditional ||
      (script == HanScript::kNone && LocaleMatches("zh-Hant", locale));
  if (!traditional) return HanVariant::kSimplified;
  return LocaleMatches("zh-Hant-HK", locale) ? HanVariant::kHongKong
                                             : HanVariant::kTaiwan;
}

std::string ToHanVariant(std::string_view simplified, HanVariant variant) {
  const std::string text(simplified);
  if (variant == HanVariant::kSimplified) return text;
  const opencc::SimpleConverter* converter = ConverterFor(variant);
  if (converter == nullptr) return text;
  try {
    return converter->Convert(text);
  } catch (const std::exception&) {
    return text;  // ill-formed UTF-8, which a phrasebook cannot hold
  }
}

}  // namespace wanyan
