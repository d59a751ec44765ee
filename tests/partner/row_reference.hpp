// What an answer of POST /domains/availability says, read with nlohmann: slow and plain, to hold the reader
// against.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/domain_name.hpp"

namespace domainplan::reference {

using nlohmann::json;

struct Document {
  json value;
  bool repeats_a_key = false;  // in some object; nlohmann keeps the last one
};

inline int nesting(const json& value) {
  int deepest = 0;
  if (!value.is_structured()) return 0;
  for (const json& child : value) deepest = std::max(deepest, nesting(child));
  return deepest + 1;
}

// No value: the text is not JSON.
inline std::optional<Document> parse(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;  // nlohmann takes it for the end
  Document document;
  std::vector<std::set<json>> keys;
  const auto look = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key) document.repeats_a_key |= !keys.back().insert(value).second;
    return true;
  };
  try {
    document.value = json::parse(text, look);
  } catch (const json::exception&) {
    return std::nullopt;
  }
  return document;
}

inline const json* member(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

// No value: the row cannot be used.
inline std::optional<AvailabilityRow> read_row(const json& object, std::string name) {
  AvailabilityRow row;
  row.domain = std::move(name);
  const json* const available = member(object, "available");
  if (!available || !available->is_boolean()) return std::nullopt;
  const json* const premium = member(object, "premium");
  if (premium && !premium->is_boolean()) return std::nullopt;
  for (const auto& [key, price] : {std::pair("price_cents", &row.price_cents),
                                   std::pair("renewal_price_cents", &row.renewal_price_cents)}) {
    const json* const cents = member(object, key);
    if (!cents) continue;
    if (!cents->is_number_unsigned() || *cents > (1ull << 33)) return std::nullopt;
    *price = cents->get<Cents>();
  }
  if (const json* const currency = member(object, "currency")) {
    if (!currency->is_string()) return std::nullopt;
    for (char c : currency->get<std::string>()) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (c < 'a' || c > 'z' || row.currency.size() == 8) return std::nullopt;
      row.currency += c;
    }
  }
  if (const json* const usable_for = member(object, "usable_for")) {
    if (!usable_for->is_array()) return std::nullopt;
    for (const json& word : *usable_for) {
      if (!word.is_string()) return std::nullopt;
      if (word == "google") row.usable_for = row.usable_for | Provider::google;
      if (word == "microsoft") row.usable_for = row.usable_for | Provider::microsoft;
    }
  }
  if (const json* const reason = member(object, "reason")) {
    if (!reason->is_string()) return std::nullopt;
    row.reason = reason_of(reason->get<std::string>()).value_or(Reason::errored);
  } else if (premium && *premium == true) {
    row.reason = Reason::premium;
  } else if (*available == false) {
    row.reason = Reason::taken;
  } else if (!row.price_cents || row.currency.empty()) {
    row.reason = Reason::errored;
  }
  return row;
}

// For each of the names asked its row, or none where it is missing. No value: the document is not an answer.
inline std::optional<std::vector<std::optional<AvailabilityRow>>> read_answer(
    const json& document, const std::vector<std::string>& asked) {
  if (nesting(document) > 32 || !document.is_object()) return std::nullopt;
  const json* const data = member(document, "data");
  if (!data || !data->is_object()) return std::nullopt;
  const json* const domains = member(*data, "domains");
  if (!domains || !domains->is_array()) return std::nullopt;
  std::vector<std::optional<AvailabilityRow>> rows(asked.size());
  for (const json& object : *domains) {
    const json* const domain = object.is_object() ? member(object, "domain") : nullptr;
    if (!domain || !domain->is_string()) continue;
    std::string name;
    try {
      name = canonical_domain(domain->get<std::string>());
    } catch (const InvalidDomain&) {
      continue;
    }
    const auto found = std::find(asked.begin(), asked.end(), name);
    if (found == asked.end()) continue;
    std::optional<AvailabilityRow>& place = rows[static_cast<std::size_t>(found - asked.begin())];
    const AvailabilityRow errored{.domain = name, .reason = Reason::errored};
    const AvailabilityRow row = read_row(object, name).value_or(errored);
    place = place && *place != row ? errored : row;
  }
  return rows;
}

}  // namespace domainplan::reference
