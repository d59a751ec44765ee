// Which names were asked for, by the hundred thousand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace domainplan::sandbox {

// An open-addressed table, in which a look at a name is one look at memory: all calls wait for each other
// here. It knows a name by a hash of 64 bits: among a million names two are taken for one once in 36 million
// runs.
class AskedNames {
 public:
  struct Asked {
    std::uint64_t name = 0;       // its hash
    std::uint32_t call = 0;       // the last one that was delivered; 0: none was
    bool answered_final = false;  // whether a call before the current one got a final row
  };

  // Makes room for so many more names.
  void reserve(std::size_t more) {
    if (2 * (count_ + more) <= slots_.size()) return;
    std::vector<Asked> old(2 * slots_.size());
    old.swap(slots_);
    for (const Asked& each : old)
      if (each.call != 0) find(each.name) = each;
  }

  // Has the processor fetch what find() will look at.
  void prefetch(std::uint64_t name) const { __builtin_prefetch(&slots_[name & (slots_.size() - 1)]); }

  // What is known of a name; one without a call where it was not asked for. There must be room for it.
  Asked& find(std::uint64_t name) {
    std::size_t slot = name & (slots_.size() - 1);
    while (slots_[slot].call != 0 && slots_[slot].name != name) slot = (slot + 1) & (slots_.size() - 1);
    return slots_[slot];
  }

  // Notes a name that has no call yet in what find() returned for it.
  void add(Asked& place, const Asked& asked) {
    place = asked;
    ++count_;
  }

 private:
  std::vector<Asked> slots_{1 << 10};  // never more than half of them in use
  std::size_t count_ = 0;
};

}  // namespace domainplan::sandbox
