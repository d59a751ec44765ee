// What is known of names, by the million: a table that holds the names' bytes side by side, where a string
// each would take half as much memory again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <new>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace domainplan {

template <class Value>
class NameTable {
 public:
  NameTable() : table_(*new (nodes_.allocate(sizeof(Table), alignof(Table))) Table(&nodes_)) {}
  // The memory is given back as a whole: to visit each of millions of nodes would take a second.
  ~NameTable() { static_assert(std::is_trivially_destructible_v<Value>); }
  NameTable(const NameTable&) = delete;
  NameTable& operator=(const NameTable&) = delete;

  // The value of a name, made where there is none; and whether it was made. Values stay where they are.
  std::pair<Value&, bool> entry(std::string_view name) {
    Key key(name);
    if (const auto found = table_.find(key); found != table_.end()) return {found->second, false};
    char* const bytes = static_cast<char*>(names_.allocate(name.size(), 1));
    std::copy(name.begin(), name.end(), bytes);
    key.bytes = bytes;
    return {table_.try_emplace(key).first->second, true};
  }

  // Throws std::out_of_range where there is none.
  Value& at(std::string_view name) { return table_.at(Key(name)); }
  const Value& at(std::string_view name) const { return table_.at(Key(name)); }

  // Null where there is none.
  const Value* find(std::string_view name) const {
    const auto found = table_.find(Key(name));
    return found == table_.end() ? nullptr : &found->second;
  }

 private:
  // Its hash fits beside a length of 32 bits, so that the table keeps none itself.
  struct Key {
    const char* bytes;
    std::uint32_t size, hash;

    explicit Key(std::string_view name)
        : bytes(name.data()),
          size(static_cast<std::uint32_t>(name.size())),
          hash(static_cast<std::uint32_t>(std::hash<std::string_view>()(name))) {}
    bool operator==(const Key& other) const {
      return hash == other.hash && std::string_view(bytes, size) == std::string_view(other.bytes, other.size);
    }
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept { return key.hash; }
  };
  using Table = std::pmr::unordered_map<Key, Value, Hash>;

  std::pmr::monotonic_buffer_resource names_;
  std::pmr::unsynchronized_pool_resource nodes_;
  Table& table_;
};

}  // namespace domainplan
