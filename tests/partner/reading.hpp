// Runs a reader over JSON given as text.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "partner/fields.hpp"

namespace domainplan::tests {

// What `read` makes of an object, and what it found odd.
template <class Item>
struct Read {
  Item item;
  std::vector<partner::Odd> odd;

  // Whether something is odd at a place that ends with `name`.
  bool is_odd(const std::string& name) const {
    for (const partner::Odd& one : odd)
      if (one.place.ends_with(name)) return true;
    return false;
  }
};

template <class Item>
Read<Item> read_as(Item (*read)(const partner::Fields&), const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text);
  const partner::Redactor redactor;
  std::vector<partner::Odd> odd;
  Item item = read(partner::Fields(json, "it", {redactor, odd}));
  return {std::move(item), std::move(odd)};
}

}  // namespace domainplan::tests
