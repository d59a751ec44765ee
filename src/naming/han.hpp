// Han characters in Latin letters as Chinese reads them: Hanyu Pinyin without tones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// The syllables of `text`, of Han characters in simplified or traditional form. Any bytes are fine.
std::vector<std::string> han_syllables(std::string_view text);

// Whether `text` has a character that only Japan writes (楽, 駅): it is in JIS X 0208, and neither in GB 2312
// nor in Big5.
bool has_japanese_han(std::string_view text);

// `text` in simplified characters.
std::string simplified_han(std::string_view text);

}  // namespace domainplan
