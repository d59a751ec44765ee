#include "partner/withhold.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace domainplan::partner {
namespace {

using nlohmann::json;

std::string in_json(const std::string& text, bool ascii) {
  const std::string quoted = json(text).dump(-1, ' ', ascii, json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

void withhold(std::string_view secret, std::string_view instead, std::string& text) {
  if (secret.empty()) return;
  std::set<std::string> forms = {std::string(secret)};
  for (int depth = 0; depth < 2; ++depth)
    for (const std::string& form : std::set<std::string>(forms))
      for (const bool ascii : {false, true}) forms.insert(in_json(form, ascii));
  // The longest first: it may hold a shorter one, and its backslashes must not stay behind.
  std::vector<std::string> longest_first(forms.begin(), forms.end());
  std::sort(longest_first.begin(), longest_first.end(),
            [](const std::string& one, const std::string& other) { return one.size() > other.size(); });
  for (const std::string& form : longest_first)
    for (std::size_t at = 0; (at = text.find(form, at)) != std::string::npos; at += instead.size())
      text.replace(at, form.size(), instead);
}

}  // namespace domainplan::partner
