#include "sandbox/ids.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>

#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCharacters = 26;
}  // namespace

std::string id_of(std::string_view prefix, std::uint64_t high, std::uint64_t low) {
  std::string id(prefix.size() + kCharacters, '0');
  std::copy(prefix.begin(), prefix.end(), id.begin());
  for (std::size_t i = 0; i < kCharacters; ++i) {
    id[id.size() - 1 - i] = kAlphabet[low & 31];
    low = (low >> 5) | (high << 59);
    high >>= 5;
  }
  return id;
}

std::string new_id(std::string_view prefix) {
  static std::atomic<std::uint64_t> count = 0;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto milliseconds =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  const std::uint64_t number = ++count;
  // 48 bits of time, 16 that look random, and 64 that are different for each number: mixed() is a bijection.
  return id_of(prefix, (milliseconds << 16) | (mixed(~number) & 0xffff), mixed(number));
}

bool is_id(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || text.size() != prefix.size() + kCharacters) return false;
  return text.find_first_not_of(kAlphabet, prefix.size()) == std::string_view::npos;
}

}  // namespace domainplan::sandbox
