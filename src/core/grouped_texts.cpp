#include "domainplan/grouped_texts.hpp"

#include <algorithm>

namespace domainplan {
namespace {

constexpr std::size_t kBlock = 1 << 20;
// Ends a text. A group is its key, its texts, and an empty text.
constexpr char kEnd = '\0';

}  // namespace

void GroupedTexts::add(std::string_view key, const std::vector<std::string_view>& texts) {
  std::size_t size = key.size() + 2;
  for (const std::string_view text : texts) size += text.size() + 1;
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < size) {
    blocks_.emplace_back();
    blocks_.back().reserve(std::max(kBlock, size));
  }
  std::string& block = blocks_.back();
  block.append(key).push_back(kEnd);
  for (const std::string_view text : texts) block.append(text).push_back(kEnd);
  block.push_back(kEnd);
}

void GroupedTexts::each(const std::function<void(std::string_view key,
                                                 const std::vector<std::string_view>& texts)>& visit) const {
  std::vector<std::string_view> texts;
  for (const std::string_view block : blocks_)
    for (std::size_t at = 0; at < block.size();) {
      const auto next = [&] {
        const std::string_view one = block.substr(at, block.find(kEnd, at) - at);
        at += one.size() + 1;
        return one;
      };
      const std::string_view key = next();
      texts.clear();
      for (std::string_view text = next(); !text.empty(); text = next()) texts.push_back(text);
      visit(key, texts);
    }
}

}  // namespace domainplan
