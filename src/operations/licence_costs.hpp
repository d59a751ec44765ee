// What the licences of live domains cost a month.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domainplan/notice.hpp"
#include "partner/domains.hpp"
#include "partner/orders.hpp"
#include "submission/licences.hpp"

namespace domainplan {

// Orders that are read for the bill of their licences, at most.
inline constexpr std::size_t kMostBills = 1000;

class LicenceCosts {
 public:
  // `domains` are all of the account. What cannot be read is left out, with a warning. All must outlive this.
  LicenceCosts(partner::Client& client, const std::vector<partner::OrderReceipt>& orders,
               const std::vector<partner::PartnerDomain>& domains, std::vector<Notice>& warnings);

  // Of a domain on `order`, in its currency: its share of the order's own bill, which adds up to the bill
  // over the order's domains. Where the order has none, by the prices of other orders and the bundle as it is
  // now; nothing where that, a price or the number of inboxes is not known. Reads each order once, and throws
  // as partner::get_order() where the API cannot be reached.
  std::optional<Cents> of(const partner::PartnerDomain& domain, const partner::OrderReceipt& order);

 private:
  const partner::Order* bill_of(const std::string& order);
  void learn_prices();

  partner::Client& client_;
  const std::vector<partner::OrderReceipt>& orders_;
  std::vector<Notice>& warnings_;
  std::unordered_map<std::string, std::vector<const partner::PartnerDomain*>> domains_;  // by order, by name
  std::unordered_map<std::string, std::optional<partner::Order>> bills_;                 // by order
  bool has_learnt_ = false;
  LicencePrices prices_;
  std::unordered_map<std::string, std::int64_t> inboxes_;  // of a Google domain, by bundle
};

}  // namespace domainplan
