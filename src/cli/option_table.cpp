#include "cli/option_table.hpp"

#include "cli/option_values.hpp"
#include "cli/parse.hpp"

namespace domainplan::cli {
namespace {

// The descriptions name the defaults, as "(default 600)" or "default: text on a terminal, else json".
std::string default_in(std::string_view description) {
  constexpr std::string_view kWord = "default ", kWords = "default: ";
  std::size_t at = description.find(kWords);
  const bool is_value = at == std::string_view::npos;
  if (is_value) at = description.find(kWord);
  if (at == std::string_view::npos) return {};
  description.remove_prefix(at + (is_value ? kWord : kWords).size());
  for (const std::string_view end : {"; ", ")", ", ", ": "})
    if (is_value || end == "; " || end == ")") description = description.substr(0, description.find(end));
  return std::string(description);
}

}  // namespace

std::vector<OptionRow> option_table(const Command& command) {
  std::vector<OptionRow> rows;
  const po::options_description options = all_options(command);
  for (const auto& option : options.options()) {
    OptionRow row{.name = option->long_name(),
                  .value_name = {},
                  .description = option->description(),
                  .choices = {},
                  .default_value = default_in(option->description())};
    if (option->semantic()->max_tokens() > 0) {
      row.value_name = option->semantic()->name();
      row.is_optional = row.value_name.starts_with("[=");
      if (!row.is_optional) row.choices = choices_in(row.value_name);
      row.is_file = row.value_name.starts_with("FILE") || row.value_name == "F";
      row.is_folder = row.value_name == "DIR";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace domainplan::cli
