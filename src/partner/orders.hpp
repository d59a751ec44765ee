// /orders: what was ordered, and how it stands. place_order() is in partner/place_order.hpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "partner/client.hpp"

namespace domainplan::partner {

// The receipt of an order. Only the id is required; every other value is absent where the API did not give
// it, or gave one that cannot be: then it is in `odd`.
struct OrderReceipt {
  std::string id;  // ord_…
  std::string
      status;  // in_progress, completed, failed, action_required, cancel_scheduled, cancelled, or newer
  std::string user_id;  // usr_…
  std::string email;
  std::optional<std::string> bundle_id;  // bun_…; not set where the API does not say
  std::optional<std::int64_t> domain_count;
  std::optional<Cents> total_cents;  // of the first period, licences and domains
  // Whether total_cents is below 0 or above 2^33: the receipt contradicts every order. It then holds the
  // value, at most 2^40 either way, so that it can be counted.
  bool total_out_of_bounds = false;
  std::string currency;  // lower case
  std::optional<Time> created_at;
  std::optional<Time> renews_at;
  std::vector<Odd> odd;
  // Why a value that its order would be held against cannot be read, by the field's name ("email",
  // "total_cents", "line_items"). What is there and is not what was ordered is not the same as what is
  // absent.
  std::map<std::string, std::string> unreadable;

  // Whether it counts as an order when looking for duplicates: all but failed and cancelled ones do.
  bool is_live() const { return status != "failed" && status != "cancelled"; }
};

// A line of an order's costs. `type` is google_license (quantity counts inboxes), microsoft_license or
// domain_registration (both count domains), or newer; `amount_cents` is the line's total.
struct LineItem {
  std::string type;
  std::int64_t quantity = 0;  // 0 where the API did not say
  Cents amount_cents = 0;     // one that no order can cost is kept as more than any can
};

// One order in full.
struct Order {
  OrderReceipt receipt;
  std::vector<std::string> registered;  // in canonical form, as listed
  std::vector<std::string> imported;
  std::vector<std::string> domains;  // both, sorted, each once
  std::vector<LineItem> line_items;  // those that could be read
};

// Throw RunError where the id is missing or malformed.
OrderReceipt read_receipt(const Fields& data);
Order read_order(const Fields& data);

// The orders of a list. Those whose id cannot be read are `unnamed`, without an id; they are odd, too.
struct OrderList : List<OrderReceipt> {
  std::vector<OrderReceipt> unnamed;
};

// GET /orders, all pages, each order once: of two with one id a live one, else the first. `query` is "" for
// all ("user=…", values percent-encoded; the API may not heed it). Throws as Client::each does.
OrderList list_orders(Client& client, const std::string& query = "");

// GET /orders/{id}. Throws as Client::call does; ApiError::is_not_found() where the API does not know the id.
Order get_order(Client& client, const std::string& id);

}  // namespace domainplan::partner
