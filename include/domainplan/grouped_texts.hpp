// Many small texts in little memory.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// Groups of texts, each with a key, such as the domains of each customer's order. A run has millions of
// texts: they are kept side by side in large blocks.
class GroupedTexts {
 public:
  // No text is empty, and none has a NUL.
  void add(std::string_view key, const std::vector<std::string_view>& texts);

  // Calls `visit` for each group, in the order in which they were added. What it gets lives as long as
  // nothing is added. What it throws ends the visits.
  void each(const std::function<void(std::string_view key, const std::vector<std::string_view>& texts)>&
                visit) const;

 private:
  std::vector<std::string> blocks_;
};

}  // namespace domainplan
