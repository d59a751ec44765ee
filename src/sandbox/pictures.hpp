// Which profile pictures cannot be loaded: a file's word, so that an operator can put one right by editing
// it.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>

namespace domainplan::sandbox {

// One look at the file: read when it is first needed, so make a new one for each call.
class BrokenPictures {
 public:
  // `file` holds one URL a line; empty, or no longer there: every picture can be loaded.
  explicit BrokenPictures(std::string file) : file_(std::move(file)) {}

  bool contains(const std::string& url);

 private:
  std::string file_;
  std::optional<std::unordered_set<std::string>> urls_;
};

}  // namespace domainplan::sandbox
