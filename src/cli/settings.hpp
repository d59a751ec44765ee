// Options that are not on the command line: DOMAINPLAN_<OPTION> in the environment, and the config file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {

// Settings that cannot be used, each with its place: a line of a file, or (without a line) a variable.
class SettingsError : public UsageError {
 public:
  SettingsError(const std::string& message, std::vector<Diagnostic> rows)
      : UsageError(message), rows_(std::move(rows)) {}
  const std::vector<Diagnostic>& rows() const { return rows_; }

 private:
  std::vector<Diagnostic> rows_;
};

// A value that the environment or the config file gives an option.
struct Setting {
  std::string option;
  std::string value;
  std::string source;  // the variable, or the file
};

// The default config file, where there is one that can be read.
std::optional<std::string> default_config(Process& process);

// Whether an option is accepted on the command line only.
bool is_command_line_only(std::string_view name);

// Stores what the environment and the config file set, where `values` has nothing yet, and returns it, the
// environment, which beats the file, first. A value that one of `options` does not take, an unknown key and a
// line that is no setting are errors, each with its variable or its file, line and column. Throws UsageError
// with all of them.
std::vector<Setting> store_settings(const po::options_description& options, po::variables_map& values,
                                    Process& process);

}  // namespace domainplan::cli
