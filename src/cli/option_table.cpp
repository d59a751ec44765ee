#include "cli/option_table.hpp"

#include "cli/parse.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {

std::vector<OptionRow> option_table(const Command& command) {
  std::vector<OptionRow> rows;
  const po::options_description options = all_options(command);
  for (const auto& option : options.options()) {
    OptionRow row{
        .name = option->long_name(), .value_name = {}, .description = option->description(), .choices = {}};
    if (option->semantic()->max_tokens() > 0) {
      row.value_name = option->semantic()->name();
      // Boost puts an implicit value process the name: "[=arg(=true)]".
      if (row.value_name.starts_with("[="))
        row.value_name = row.value_name.substr(2, row.value_name.find('(') - 2);
      if (row.value_name.find('|') != std::string::npos && row.value_name.find("FILE") == std::string::npos)
        for (const std::string_view choice : split(row.value_name, "|")) row.choices.emplace_back(choice);
      row.is_file = row.value_name.starts_with("FILE") || row.value_name == "F";
      row.is_folder = row.value_name == "DIR";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace domainplan::cli
