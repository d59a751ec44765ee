// What the licences of live domains cost a month.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "partner/domains.hpp"
#include "partner/orders.hpp"
#include "submission/licences.hpp"

namespace domainplan {

class LicenceCosts {
 public:
  // Reads up to kNewestOrders of `orders` in each currency for the prices, and the bundles for the inboxes of
  // a Google domain. What is odd in the bundles counts as not known. Throws as partner::list_bundles() and
  // get_order() do.
  LicenceCosts(partner::Client& client, const std::vector<partner::OrderReceipt>& orders);

  // Of a domain on `order`, in its currency; nothing where that, a price or the number of inboxes is not
  // known.
  std::optional<Cents> of(const partner::PartnerDomain& domain, const partner::OrderReceipt& order) const;

 private:
  LicencePrices prices_;
  std::unordered_map<std::string, std::int64_t> inboxes_;  // of a Google domain, by bundle
};

}  // namespace domainplan
