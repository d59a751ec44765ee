// config: the options that the environment and the config file set.
#include <fmt/format.h>

#include <map>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/parse.hpp"
#include "domainplan/ledger.hpp"

namespace domainplan::cli {
namespace {

// The options of all commands, each once.
po::options_description every_option() {
  po::options_description all;
  for (const Command& command : commands()) {
    const po::options_description options = all_options(command);
    for (const auto& option : options.options())
      if (!all.find_nothrow(option->long_name(), false)) all.add(option);
  }
  return all;
}

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  po::variables_map stored;
  if (values.count("config") > 0) stored.emplace("config", values["config"]);
  RecordWriter writer(process.out, format, {"option", "value", "source"}, "options");
  std::size_t count = 0;
  std::map<std::string, std::string> source_of;  // by option: the first source beats the others
  for (const Setting& setting : store_settings(every_option(), stored, process)) {
    if (source_of.emplace(setting.option, setting.source).first->second != setting.source) continue;
    const std::string value =
        setting.option == "ledger" ? shown_ledger_address(setting.value) : setting.value;
    writer.add({{"option", setting.option}, {"value", value}, {"source", setting.source}});
    ++count;
  }
  writer.finish({{"count", count}});
  return kDone;
}

}  // namespace

Command config_command() {
  Command command{.name = "config",
                  .synopsis = "config [options]",
                  .summary = "print the options that the environment and the config file set",
                  .about =
                      R"(Prints each option that a variable DOMAINPLAN_<OPTION> or the config file sets, and
where its value comes from. Flags beat the environment, which beats the config file.

  DOMAINPLAN_RATE=300 domainplan config
  domainplan config --config team.conf --format json)",
                  .options = po::options_description("Options", kHelpWidth),
                  .run = run,
                  .reader_gone = ReaderGone::end};
  add_format_option(command.options, "default: text on a terminal, else json");
  return command;
}

}  // namespace domainplan::cli
