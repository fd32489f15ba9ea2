#ifndef WANYAN_PHRASEBOOK_INTERNAL_CONTEXT_READER_H_
#define WANYAN_PHRASEBOOK_INTERNAL_CONTEXT_READER_H_

#include <map>
#include <string>
#include <vector>

#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/template_reader.h"
#include "phrasebook/phrasebook.h"

namespace wanyan::internal {

// Reads the `contexts` of a book, each with a name of its own, free of cycles
// and not too costly to evaluate.
std::map<std::string, Context> ReadContexts(const yaml::Node& node,
                                            TemplateReader* templates,
                                            Reader* reader);

// Reads names of contexts: of the book, or built in.
std::vector<std::string> ReadContextNames(
    const yaml::Node& node, std::string_view what,
    const std::map<std::string, Context>& contexts, Reader* reader);

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_CONTEXT_READER_H_
