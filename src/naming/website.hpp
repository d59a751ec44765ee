// The name a website goes by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/word_lists.hpp"

namespace domainplan {

// The labels of `website` (a host name in canonical form) that may be its owner's, in Unicode, the likeliest
// first: the one of its registrable domain; the one before it where that is a host of many, or says no more
// than a public suffix does (axiom.bank.in); the top-level domain where that is a name (home.barclays). Empty
// where the host names nobody.
std::vector<std::string> website_labels(const WordLists& lists, std::string_view website);

// Whether the registrable domain `root` says nothing of who is on it (gmail.com).
bool is_nameless(const WordLists& lists, std::string_view root);

// The country of `website` by its top-level domain ("de"); empty where that is not a country's.
std::string website_country(std::string_view website);

// Whether the website's public suffix is a government's (gov.cn).
bool is_government(const WordLists& lists, std::string_view website);

}  // namespace domainplan
