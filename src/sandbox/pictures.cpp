#include "sandbox/pictures.hpp"

#include <fstream>

#include "core/text.hpp"

namespace domainplan::sandbox {

bool BrokenPictures::contains(const std::string& url) {
  if (file_.empty() || url.empty()) return false;
  if (!urls_) {
    urls_.emplace();
    std::ifstream lines(file_);
    for (std::string line; std::getline(lines, line);) urls_->emplace(trimmed(line));
  }
  return urls_->contains(url);
}

}  // namespace domainplan::sandbox
