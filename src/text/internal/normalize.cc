#include "text/internal/normalize.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <vector>

// ICU puts combining marks into canonical order by insertion, which takes
// quadratic time for a base with tens of thousands of marks. So the text is
// decomposed and ordered here, and ICU has only to look up and to compose.

namespace wanyan::internal {
namespace {

struct Normalizers {
  const icu::Normalizer2* nfd;
  const icu::Normalizer2* nfkc_cf;
  const icu::Normalizer2* nfc;
};

// ICU owns them and makes them once; its data is linked in, so that this cannot
// fail.
Normalizers GetNormalizers() {
  UErrorCode error = U_ZERO_ERROR;
  return {icu::Normalizer2::getNFDInstance(error),
          icu::Normalizer2::getNFKCCasefoldInstance(error),
          icu::Normalizer2::getNFCInstance(error)};
}

// Replaces each code point by its decomposition in `normalizer`.
icu::UnicodeString DecomposeEach(const icu::UnicodeString& text,
                                 const icu::Normalizer2& normalizer) {
  icu::UnicodeString result;
  icu::UnicodeString decomposition;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (normalizer.getDecomposition(c, decomposition)) {
      result.append(decomposition);
    } else {
      result.append(c);
    }
  }
  return result;
}

struct OrderedCodePoint {
  UChar32 code_point;
  uint8_t combining_class;
};

// Puts each run of marks into the order of their classes (D109).
icu::UnicodeString InCanonicalOrder(const icu::UnicodeString& text) {
  std::vector<OrderedCodePoint> ordered;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    ordered.push_back({c, u_getCombiningClass(c)});
  }
  const auto is_starter = [](OrderedCodePoint c) {
    return c.combining_class == 0;
  };
  for (auto it = ordered.begin(); it != ordered.end();) {
    const auto run_end = std::find_if(it, ordered.end(), is_starter);
    std::stable_sort(it, run_end, [](OrderedCodePoint a, OrderedCodePoint b) {
      return a.combining_class < b.combining_class;
    });
    it = std::find_if_not(run_end, ordered.end(), is_starter);
  }
  icu::UnicodeString result;
  for (OrderedCodePoint c : ordered) result.append(c.code_point);
  return result;
}

}  // namespace

std::u32string NormalizeAndFoldCase(std::u32string_view code_points) {
  const Normalizers normalizers = GetNormalizers();
  icu::UnicodeString text;
  for (char32_t c : code_points) text.append(static_cast<UChar32>(c));
  text = DecomposeEach(text, *normalizers.nfd);
  text = InCanonicalOrder(text);
  text = DecomposeEach(text, *normalizers.nfkc_cf);
  text = InCanonicalOrder(text);
  UErrorCode error = U_ZERO_ERROR;
  text = normalizers.nfc->normalize(text, error);

  std::u32string result;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    result.push_back(static_cast<char32_t>(text.char32At(i)));
  }
  return result;
}

}  // namespace wanyan::internal
