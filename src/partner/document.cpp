#include "partner/document.hpp"

namespace domainplan::partner {

bool nested_within(std::string_view text, int most) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\')
      ++i;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '[' || c == '{') && ++depth > most)
      return false;
    else if (!in_string && (c == ']' || c == '}'))
      --depth;
  }
  return true;
}

nlohmann::json parse_document(std::string_view text) {
  using nlohmann::json;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!nested_within(text, kDeepest)) return json(json::value_t::discarded);
  return json::parse(text.begin(), text.end(), nullptr, false);
}

}  // namespace domainplan::partner
