// What the orders of a plan folder cost, and whether one more fits the limit. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "domainplan/availability.hpp"
#include "store/figure.hpp"
#include "submission/licences.hpp"

namespace domainplan {

class Spending {
 public:
  explicit Spending(std::optional<Cents> limit) : limit_(limit) {}

  // An order that is under way, or journalled and not known to have come to nothing. `billed`: the vendor's
  // total; the larger of it and our figure counts, whatever the vendor says.
  void count(const std::string& customer, const Figure& figure, std::optional<Cents> billed = {});
  // Nothing came of it.
  void discount(const std::string& customer) { counted_.erase(customer); }

  // Our figure, at the licence prices known now; what is unknown counts as 0.
  Cents figure(const Figure& figure) const;
  // Whether a licence price that the order needs is unknown.
  bool is_unknown(const Figure& figure) const { return !prices.cost_of(figure.licences); }
  // What counts for a customer; 0 where nothing does.
  Cents counted(const std::string& customer) const;
  // Everything counted.
  Cents total() const;
  // Whether the order may be begun beside everything counted.
  bool fits(const Figure& figure) const;
  // Whether what is counted is above the limit already.
  bool is_exceeded() const { return limit_ && total() > *limit_; }
  std::optional<Cents> limit() const { return limit_; }

  LicencePrices prices;

 private:
  struct Counted {
    Figure figure;
    Cents billed = 0;
  };
  std::optional<Cents> limit_;
  std::map<std::string, Counted> counted_;
};

}  // namespace domainplan
