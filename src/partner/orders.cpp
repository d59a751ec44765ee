#include "partner/orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"

namespace domainplan::partner {
namespace {

constexpr Cents kMostKept = Cents{1} << 40;  // of a total that is out of bounds
constexpr std::size_t kMostDomains = 10'000;
constexpr std::size_t kMostLineItems = 1'000;
constexpr std::int64_t kMostCounted = 1'000'000;

void read_total(const Fields& costs, OrderReceipt& receipt) {
  const auto total = costs.number("total_cents");
  if (!total) return;
  receipt.total_cents = std::clamp(*total, -kMostKept, kMostKept);
  receipt.total_out_of_bounds = *total < 0 || *total > kMostApiCents;
  if (receipt.total_out_of_bounds)
    costs.note("total_cents", fmt::format("{} is not between 0 and {}", *total, kMostApiCents));
}

LineItem read_line_item(const Fields& line) {
  LineItem item{line.word("type"), 0, 0};
  const auto amount = line.number("amount_cents");
  if (!amount) line.refuse("amount_cents", "missing");
  if (*amount < 0) line.refuse("amount_cents", fmt::format("{} is below 0", *amount));
  if (*amount > kMostApiCents)
    line.note("amount_cents", fmt::format("{} is not between 0 and {}", *amount, kMostApiCents));
  item.amount_cents = std::min(*amount, kMostKept);
  item.quantity = line.count("quantity", kMostCounted).value_or(0);
  return item;
}

// A line that cannot be read is odd; the others count.
void read_line_items(const Fields& costs, std::vector<LineItem>& items) {
  costs.each("line_items", kMostLineItems, [&](const nlohmann::json& json, const std::string& place) {
    try {
      items.push_back(read_line_item(Fields(json, place, costs.reading())));
    } catch (const RunError& error) {
      costs.note("line_items", error.what());
    }
  });
}

}  // namespace

OrderReceipt read_receipt(const Fields& data) {
  OrderReceipt receipt;
  receipt.id = data.id("id", "ord_");
  const Fields fields(data.object(), fmt::format("order {}", receipt.id),
                      {data.reading().redactor, receipt.odd});
  receipt.status = ascii_lower(fields.optional_word("status"));
  receipt.user_id = fields.optional_id("user_id", "usr_");
  receipt.email = fields.email("email");
  const bool custom = data.object().contains("bundle_id") && !fields.has("bundle_id");
  const std::string bundle = fields.optional_id("bundle_id", "bun_");
  if (custom || !bundle.empty()) receipt.bundle_id = bundle;
  receipt.domain_count = fields.count("domain_count", kMostCounted);
  receipt.created_at = fields.time("created_at");
  receipt.renews_at = fields.time("renews_at");
  if (const auto costs = fields.object("costs")) {
    receipt.currency = costs->currency("currency");
    read_total(*costs, receipt);
  }
  return receipt;
}

Order read_order(const Fields& data) {
  Order order{read_receipt(data), {}, {}, {}, {}};
  const Fields fields(data.object(), fmt::format("order {}", order.receipt.id),
                      {data.reading().redactor, order.receipt.odd});
  if (const auto domains = fields.object("domains")) {
    order.registered = domains->domains("registered", kMostDomains);
    order.imported = domains->domains("imported", kMostDomains);
  }
  std::set<std::string> all(order.registered.begin(), order.registered.end());
  all.insert(order.imported.begin(), order.imported.end());
  order.domains.assign(all.begin(), all.end());
  if (const auto costs = fields.object("costs")) read_line_items(*costs, order.line_items);
  return order;
}

List<OrderReceipt> list_orders(Client& client, const std::string& query) {
  auto list = client.read_list(query.empty() ? "/orders" : fmt::format("/orders?{}", query), read_receipt);
  std::set<std::string> seen;  // one that moved to a later page while the pages were read comes twice
  std::erase_if(list.items, [&](const OrderReceipt& receipt) { return !seen.insert(receipt.id).second; });
  return list;
}

Order get_order(Client& client, const std::string& id) {
  Order order = client.read_one(fmt::format("/orders/{}", percent_encoded(id)),
                                fmt::format("GET /orders/{}", escaped(id)), read_order);
  if (order.receipt.id != id)
    throw RunError(ErrorCode::api,
                   fmt::format("GET /orders/{}: the answer is about {}", escaped(id), order.receipt.id));
  return order;
}

}  // namespace domainplan::partner
