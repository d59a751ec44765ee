// Text out of a web page or a CRM.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// `html`, which is UTF-8, with its entities decoded (those of HTML, and numbers) and the tags of known
// elements and comments removed, also where they were encoded twice. Text that has none is returned as it is.
std::string text_of_html(std::string_view html);

}  // namespace domainplan
