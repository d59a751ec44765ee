// Reading whole files and streams for commands.
#pragma once

#include <optional>
#include <string>

#include "cli/command.hpp"
#include "domainplan/intake.hpp"

namespace domainplan::cli {

// The bytes of a file, or of standard input where `path` is "-". Throws UsageError where the file cannot be
// read, RunError where standard input cannot; a file is at most 1 GiB.
InputFile read_file(const std::string& path, Process& process);

// The text of a key or config file, without a byte-order mark. Throws UsageError also where it is UTF-16;
// `option` names the option it is for.
std::string read_settings_file(const std::string& option, const std::string& path, Process& process);

// What a password column's `env:` and `file:` refer to. Files must lie, with links resolved, in the folder of
// the customers' file (the current one for standard input) or below `secrets_folder`, where given. A relative
// path is looked up in the first, then in the second, then in the current folder.
SecretSources secret_sources(Process& process, const std::string& customers_path,
                             const std::optional<std::string>& secrets_folder);

}  // namespace domainplan::cli
