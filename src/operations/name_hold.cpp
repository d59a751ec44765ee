#include "operations/name_hold.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "domainplan/error.hpp"
#include "planning/reserved_names.hpp"

namespace domainplan {

NameHold::NameHold(Ledger* ledger, const std::string& order, const std::string& domain, std::string folder)
    : ledger_(ledger), id_(fmt::format("swap-{}-{}", order, domain)), folder_(std::move(folder)) {}

NameHold::~NameHold() {
  if (!is_taken_ || is_kept_) return;
  try {
    ledger_->release(id_);
  } catch (const Error&) {
    // It expires.
  }
}

std::unordered_set<std::string> NameHold::reserved_by_others() const {
  std::unordered_set<std::string> names = reserved_by_other_plans(ledger_, folder_);
  if (ledger_)
    for (const Reservation& own : ledger_->reservations(id_)) names.erase(own.domain);
  return names;
}

bool NameHold::take(const std::string& name, const std::string& customer, int days) {
  if (!ledger_) return true;
  if (!std::exchange(is_taken_, true))
    ledger_->begin_plan(id_, folder_.empty() ? "" : std::filesystem::absolute(folder_).string());
  ledger_->release_others(id_, {name});
  if (ledger_->reserve(id_, {{customer, {name}}}, days).lost.empty()) return true;
  // What the ledger has on an order may have left it since: the API knows.
  return !reserved_by_others().contains(name);
}

}  // namespace domainplan
