// Takes secrets out of free text from the network: messages, error bodies, header values. A server may repeat
// the key, or quote the body it was sent, in any escape. Never applied to values that were validated as ids,
// domains, amounts, states or times: a short password must not make holes in those.
#pragma once

#include <bitset>
#include <map>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace domainplan::partner {

// All members may be called from any thread.
class Redactor {
 public:
  // From now on `secret` is replaced by `label`. The empty string is ignored. A secret of one or two bytes is
  // only replaced where it stands alone, as it would be found in any word.
  void add(std::string_view secret, std::string_view label = "[secret]");

  // `text` with every secret replaced: as it stands, and inside escapes of JSON (\/ \u0026 \u00e9
  // \uD83D\uDE00), HTML (&amp; &#38; &#x26; &eacute;) and URLs (%26, + for a blank), up to three of them
  // inside one another. Whether hex digits are upper or lower case does not matter. The rest of the text
  // keeps its bytes.
  std::string redacted(std::string_view text) const;

 private:
  struct View;
  void search(const View& view, int depth, std::vector<struct Hole>& holes) const;

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Labels = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

  mutable std::shared_mutex mutex_;
  std::map<std::size_t, Labels, std::greater<>> by_length_;  // the secrets' labels, the longest first
  std::bitset<256 * 256> beginnings_;                        // the first two bytes of each secret
};

}  // namespace domainplan::partner
