#include "partner/orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/percent.hpp"
#include "core/text.hpp"

namespace domainplan::partner {
namespace {

constexpr Cents kMostKept = Cents{1} << 40;  // of a total that is out of bounds
constexpr std::size_t kMostDomains = 10'000;
constexpr std::size_t kMostLineItems = 1'000;
constexpr std::int64_t kMostCounted = 1'000'000;

// Keeps why `name` cannot be read, where it is there and something about it was found odd since `noted`.
void keep_unreadable(const Fields& fields, const char* name, OrderReceipt& receipt, std::size_t noted) {
  if (fields.has(name) && receipt.odd.size() > noted)
    receipt.unreadable.emplace(name, receipt.odd.back().reason);
}

template <class Read>
auto read_or_keep(const Fields& fields, const char* name, OrderReceipt& receipt, Read read) {
  const std::size_t noted = receipt.odd.size();
  auto value = read(name);
  keep_unreadable(fields, name, receipt, noted);
  return value;
}

void read_total(const Fields& costs, OrderReceipt& receipt) {
  const auto total =
      read_or_keep(costs, "total_cents", receipt, [&](const char* name) { return costs.number(name); });
  if (!total) return;
  receipt.total_cents = std::clamp(*total, -kMostKept, kMostKept);
  receipt.total_out_of_bounds = *total < 0 || *total > kMostApiCents;
  if (receipt.total_out_of_bounds)
    costs.note("total_cents", fmt::format("{} is not between 0 and {}", *total, kMostApiCents));
}

// Whether the line may be one of registrations, with an amount that cannot be known.
bool hides_registrations(const nlohmann::json& json) {
  if (!json.is_object()) return !json.is_null();
  const auto type = json.find("type");
  if (type == json.end() || type->is_null()) return false;
  if (type->is_string() && *type != "domain_registration") return false;
  const auto amount = json.find("amount_cents");
  return !type->is_string() || (amount != json.end() && !amount->is_null());
}

LineItem read_line_item(const Fields& line) {
  LineItem item{line.word("type"), 0, 0};
  const auto amount = line.number("amount_cents");
  if (!amount) line.refuse("amount_cents", "missing, or not a whole number");
  if (*amount < 0) line.refuse("amount_cents", fmt::format("{} is below 0", *amount));
  if (*amount > kMostApiCents)
    line.note("amount_cents", fmt::format("{} is not between 0 and {}", *amount, kMostApiCents));
  item.amount_cents = std::min(*amount, kMostKept);
  item.quantity = line.count("quantity", kMostCounted).value_or(0);
  return item;
}

// A line that cannot be read is odd; the others count.
void read_line_items(const Fields& costs, Order& order) {
  const nlohmann::json* const lines = costs.find("line_items");
  const auto hide = [&](const std::string& reason) {
    order.receipt.unreadable.emplace("line_items", reason);
  };
  if (lines && (!lines->is_array() || lines->size() > kMostLineItems))
    hide(lines->is_array() ? "there are too many of them" : "it is not a list");
  costs.each("line_items", kMostLineItems, [&](const nlohmann::json& json, const std::string& place) {
    try {
      order.line_items.push_back(read_line_item(Fields(json, place, costs.reading())));
    } catch (const RunError& error) {
      costs.note("line_items", error.what());
      if (hides_registrations(json)) hide(error.what());
    }
  });
}

}  // namespace

namespace {

OrderReceipt receipt_of(const Fields& data, const std::string& id) {
  OrderReceipt receipt;
  receipt.id = id;
  const Fields fields(data.object(), id.empty() ? data.where() : fmt::format("order {}", id),
                      {data.reading().redactor, receipt.odd});
  const auto read = [&](const char* name, auto reader) {
    return read_or_keep(fields, name, receipt, reader);
  };
  receipt.status = ascii_lower(read("status", [&](const char* name) { return fields.optional_word(name); }));
  receipt.user_id = read("user_id", [&](const char* name) { return fields.optional_id(name, "usr_"); });
  receipt.email = read("email", [&](const char* name) { return fields.email(name); });
  const std::string bundle =
      read("bundle_id", [&](const char* name) { return fields.optional_id(name, "bun_"); });
  if (!bundle.empty()) receipt.bundle_id = bundle;
  receipt.domain_count =
      read("domain_count", [&](const char* name) { return fields.count(name, kMostCounted); });
  receipt.created_at = fields.time("created_at");
  receipt.renews_at = fields.time("renews_at");
  if (const auto costs = read("costs", [&](const char* name) { return fields.object(name); })) {
    receipt.currency =
        read_or_keep(*costs, "currency", receipt, [&](const char* name) { return costs->currency(name); });
    read_total(*costs, receipt);
  }
  return receipt;
}

// The id is "" where it cannot be read.
OrderReceipt read_listed(const Fields& data) {
  const std::string id = data.optional_id("id", "ord_");
  if (!data.has("id")) data.note("id", "it is missing");
  return receipt_of(data, id);
}

}  // namespace

OrderReceipt read_receipt(const Fields& data) { return receipt_of(data, data.id("id", "ord_")); }

Order read_order(const Fields& data) {
  Order order{read_receipt(data), {}, {}, {}, {}};
  OrderReceipt& receipt = order.receipt;
  const Fields fields(data.object(), fmt::format("order {}", receipt.id),
                      {data.reading().redactor, receipt.odd});
  const auto domains =
      read_or_keep(fields, "domains", receipt, [&](const char* name) { return fields.object(name); });
  if (domains) {
    const auto read = [&](const char* name) { return domains->domains(name, kMostDomains); };
    order.registered = read_or_keep(*domains, "registered", receipt, read);
    order.imported = read_or_keep(*domains, "imported", receipt, read);
  }
  std::set<std::string> all(order.registered.begin(), order.registered.end());
  all.insert(order.imported.begin(), order.imported.end());
  order.domains.assign(all.begin(), all.end());
  if (const auto costs = fields.object("costs")) read_line_items(*costs, order);
  return order;
}

OrderList list_orders(Client& client, const std::string& query) {
  OrderList list{client.read_list(query.empty() ? "/orders" : fmt::format("/orders?{}", query), read_listed),
                 {}};
  std::vector<OrderReceipt> named;
  std::map<std::string, std::size_t> seen;  // one that moved to a later page meanwhile comes twice
  for (OrderReceipt& receipt : list.items) {
    if (receipt.id.empty()) {
      list.unnamed.push_back(std::move(receipt));
      continue;
    }
    const auto [place, is_new] = seen.try_emplace(receipt.id, named.size());
    if (is_new)
      named.push_back(std::move(receipt));
    else if (receipt.is_live() && !named[place->second].is_live())
      named[place->second] = std::move(receipt);
  }
  list.items = std::move(named);
  return list;
}

Order get_order(Client& client, const std::string& id) {
  Order order = client.read_one(fmt::format("/orders/{}", percent_encoded(id)),
                                fmt::format("GET /orders/{}", id), read_order);
  if (order.receipt.id != id)
    throw RunError(ErrorCode::api,
                   fmt::format("GET /orders/{}: the answer is about {}", id, order.receipt.id), id);
  return order;
}

}  // namespace domainplan::partner
