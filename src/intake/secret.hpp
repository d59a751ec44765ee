// Passwords: given as they are, or by a reference to an environment variable or a file. No message here ever
// holds one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "domainplan/intake.hpp"
#include "intake/checked.hpp"

namespace domainplan {

class Passwords {
 public:
  explicit Passwords(const SecretSources& sources) : sources_(sources) {}

  // What the cell stands for: `env:NAME`, `file:PATH`, or itself, exact.
  Checked<std::string> resolve(std::string_view cell);

 private:
  Checked<std::string> variable(const std::string& name) const;
  Checked<std::string> first_line(const std::string& path);

  const SecretSources& sources_;
  std::unordered_map<std::string, SecretFile> files_;  // each is read once
};

}  // namespace domainplan
