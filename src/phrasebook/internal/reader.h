#ifndef WANYAN_PHRASEBOOK_INTERNAL_READER_H_
#define WANYAN_PHRASEBOOK_INTERNAL_READER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phrasebook/diagnostic_codes.h"
#include "yaml/diagnostic_codes.h"
#include "yaml/nearest_name.h"
#include "yaml/reader.h"

namespace wanyan::internal {

// Reads what only phrasebooks and profiles have, too.
class Reader : public yaml::Reader {
 public:
  using yaml::Reader::Reader;

  // [a-z0-9-]+.
  std::optional<std::string> Id(const yaml::Node& node, std::string_view what);
  // IsName() of template_parser.h.
  std::optional<std::string> Name(const yaml::Node& node,
                                  std::string_view what);
  // A locale in normal form, of `language`; of any where that is empty.
  std::optional<std::string> Locale(const yaml::Node& node,
                                    std::string_view what,
                                    std::string_view language);
  std::vector<std::string> Locales(const yaml::Node& node,
                                   std::string_view what,
                                   std::string_view language);
};

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_READER_H_
