#ifndef WANYAN_REWRITE_HAN_VARIANT_H_
#define WANYAN_REWRITE_HAN_VARIANT_H_

#include <string>
#include <string_view>

namespace wanyan {

// The writing that a rewrite of a Chinese book comes in.
enum class HanVariant { kSimplified, kTaiwan, kHongKong };

// The variant for a reply: by its characters, where these do not tell by its
// locale (normal form).
HanVariant HanVariantOf(std::string_view reply, std::string_view locale);

// Simplified text in another variant (OpenCC s2tw, s2hk); kSimplified returns
// it as it is. Loads OpenCC's dictionaries at the first call (30 ms) and then
// converts about 2 MB/s: for templates, never for each reply. Thread-safe.
// Without OpenCC's data the text comes back as it is.
std::string ToHanVariant(std::string_view simplified, HanVariant variant);

}  // namespace wanyan

#endif  // WANYAN_REWRITE_HAN_VARIANT_H_
