// The name a website goes by.
#pragma once

#include <string>
#include <string_view>

#include "naming/word_lists.hpp"

namespace domainplan {

// The label of `website` (a host name in normal form) that is its owner's: the first of its registrable root,
// or the one before it where the root is a host of many. In Unicode; empty where there is none.
std::string website_label(const WordLists& lists, std::string_view website);

// The country of `website` by its top-level domain ("de"); empty where that is no country's.
std::string website_country(std::string_view website);

}  // namespace domainplan
