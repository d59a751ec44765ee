// A command line without a process: words in; exit code, output and errors out.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cli/run.hpp"

struct Ran {
  int code;
  std::string out, err;
};

class Terminal {
 public:
  std::string input;
  std::map<std::string, std::string> environment;

  Ran run(const std::vector<std::string>& words) const {
    std::istringstream in(input);
    std::ostringstream out, err;
    domainplan::cli::Process process{
        .in = in,
        .out = out,
        .err = err,
        .environment = [this](const std::string& name) -> std::optional<std::string> {
          const auto found = environment.find(name);
          return found == environment.end() ? std::nullopt : std::optional(found->second);
        },
        .stop = {}};
    const int code = domainplan::cli::run(words, process);
    return {code, out.str(), err.str()};
  }
};
