// What is known of names, by the million: a table that holds the names' bytes side by side, where a string
// each would take half as much memory again.
#pragma once

#include <algorithm>
#include <memory_resource>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace domainplan {

template <class Value>
class NameTable {
 public:
  // The value of a name, made where there is none; and whether it was made. Values stay where they are.
  std::pair<Value&, bool> entry(std::string_view name) {
    if (const auto found = table_.find(name); found != table_.end()) return {found->second, false};
    char* const bytes = static_cast<char*>(names_.allocate(name.size(), 1));
    std::copy(name.begin(), name.end(), bytes);
    return {table_.try_emplace(std::string_view(bytes, name.size())).first->second, true};
  }

  // Throws std::out_of_range where there is none.
  Value& at(std::string_view name) { return table_.at(name); }
  const Value& at(std::string_view name) const { return table_.at(name); }

  // Null where there is none.
  const Value* find(std::string_view name) const {
    const auto found = table_.find(name);
    return found == table_.end() ? nullptr : &found->second;
  }

 private:
  std::pmr::monotonic_buffer_resource names_;
  std::pmr::unsynchronized_pool_resource nodes_;
  std::pmr::unordered_map<std::string_view, Value> table_{&nodes_};
};

}  // namespace domainplan
