// Reading whole files and streams for commands.
#pragma once

#include <string>

#include "cli/command.hpp"
#include "domainplan/intake.hpp"

namespace domainplan::cli {

// The bytes of a file, or of standard input where `path` is "-". Throws UsageError where it cannot be read.
InputFile read_file(const std::string& path, Surroundings& around);

// What a password column's `env:` and `file:` refer to.
SecretSources secret_sources(Surroundings& around);

}  // namespace domainplan::cli
