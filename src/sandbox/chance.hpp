// Chance that is not chance: numbers that look random and depend on a seed and a name or count only, so that
// a run of the sandbox can be repeated.
#pragma once

#include <cstdint>
#include <string_view>

namespace domainplan::sandbox {

// One well mixed value for each input (the finaliser of SplitMix64).
constexpr std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

// A hash of `text` for this seed (FNV-1a, mixed).
constexpr std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ mixed(seed);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return mixed(hash);
}

// The random number `index` of those that belong to `hash`: uniform in [0, 1).
constexpr double uniform(std::uint64_t hash, std::uint64_t index) {
  return static_cast<double>(mixed(hash ^ mixed(index)) >> 11) * 0x1.0p-53;
}

}  // namespace domainplan::sandbox
