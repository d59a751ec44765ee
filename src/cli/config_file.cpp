#include "cli/config_file.hpp"

#include <algorithm>

#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

// The column, in characters, of what begins at `part`, a part of `line`.
std::size_t column_of(std::string_view line, const char* part) {
  return 1 + static_cast<std::size_t>(std::count_if(line.data(), part, [](char byte) {
           return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
         }));
}

ConfigLine taken_apart(std::string_view line, std::string_view text, std::size_t number) {
  const std::size_t equals = text.find('=');
  const std::string_view key = trimmed(text.substr(0, equals));
  ConfigLine taken{.key = std::string(key), .line = number, .key_column = column_of(line, key.data())};
  if (equals == std::string_view::npos) return taken;
  const std::string_view value = trimmed(text.substr(equals + 1));
  taken.has_equals = true;
  taken.value = value;
  taken.value_column = column_of(line, value.empty() ? text.data() + equals + 1 : value.data());
  return taken;
}

}  // namespace

std::vector<ConfigLine> config_lines(std::string_view text) {
  std::vector<ConfigLine> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::string_view setting = trimmed(line.substr(0, line.find('#')));
    if (!setting.empty()) lines.push_back(taken_apart(line, setting, number));
  }
  return lines;
}

}  // namespace domainplan::cli
