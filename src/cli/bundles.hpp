// What the actions of `bundles` share.
#pragma once

#include <optional>
#include <utility>

#include "cli/command.hpp"

namespace domainplan::cli {

// --google-percent and --microsoft-percent, each the rest of the other where only one is given; nothing where
// none is. Throws UsageError.
std::optional<std::pair<int, int>> percents(const po::variables_map& values);

// --send-on-weekends[=true|false]; nothing where it was not given. Throws UsageError.
std::optional<bool> weekends(const po::variables_map& values);

int list_bundles(const po::variables_map& values, Process& process);
int show_bundle(const po::variables_map& values, const std::string& id, Process& process);
int create_bundle(const po::variables_map& values, Process& process);
int update_bundle(const po::variables_map& values, const std::string& id, Process& process);

}  // namespace domainplan::cli
