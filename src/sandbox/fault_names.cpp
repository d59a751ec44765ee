#include <algorithm>
#include <array>

#include "domainplan/sandbox.hpp"

namespace domainplan::sandbox {
namespace {

struct Named {
  Fault fault;
  std::string_view name;
  std::string_view help;
};

constexpr std::array kNamed = {
    Named{Fault::refused_429, "429", "too many requests, retry after 1 s"},
    Named{Fault::refused_429_pause, "429-pause", "too many requests, retry after 3 s"},
    Named{Fault::refused_429_hour, "429-hour", "too many requests, retry after 2 hours"},
    Named{Fault::refused_401, "401", "the key is refused"},
    Named{Fault::refused_403, "403", "the key may not do this"},
    Named{Fault::refused_domains, "refuse-domains", "a 400 whose field is domains"},
    Named{Fault::refused_domain, "refuse-domain", "a 400 whose field is domains[2]"},
    Named{Fault::failed_500, "500", "an error on the server's side"},
    Named{Fault::failed_503, "503", "the same, with Retry-After: 1"},
    Named{Fault::html_404, "html-404", "a proxy's page says 404"},
    Named{Fault::html_502, "html-502", "a proxy's page says 502"},
    Named{Fault::dropped, "dropped", "the connection is closed"},
    Named{Fault::cut, "cut", "half of the answer"},
    Named{Fault::lost, "lost", "no answer"},
    Named{Fault::lost_html_404, "lost-html-404", "a proxy's page says 404"},
    Named{Fault::lost_html_502, "lost-html-502", "a proxy's page says 502"},
    Named{Fault::late, "late", "no answer, and the order is made 8 s later"},
    Named{Fault::truncated, "truncated", "JSON that stops early"},
    Named{Fault::malformed, "malformed", "bytes that are not JSON"},
    Named{Fault::types, "types", "a field of a wrong type"},
    Named{Fault::deep, "deep", "JSON nested 200,000 levels deep"},
    Named{Fault::echo, "echo", "a 400 that quotes the last login password"},
    Named{Fault::slow, "slow", "the answer trickles in"},
    Named{Fault::unknown, "unknown", "unknown fields"},
    Named{Fault::forgets, "forgets", "a list without what is less than 24 h old"},
    Named{Fault::delays, "delays", "a list without what is less than 12 s old"},
    Named{Fault::endless, "endless", "a list whose pages never end"},
    Named{Fault::odd_item, "odd-item", "a list with an invalid item"},
    Named{Fault::total_zero, "total-zero", "receipts with a total of 0"},
    Named{Fault::total_negative, "total-negative", "receipts with a total below 0"},
    Named{Fault::total_huge, "total-huge", "receipts with a total of 2^63-1"},
    Named{Fault::same_id, "same-id", "receipts with the id of the first order"},
    Named{Fault::no_id, "no-id", "receipts with an invalid id"},
    Named{Fault::other_user, "other-user", "receipts of another user"},
    Named{Fault::other_bundle, "other-bundle", "receipts for another bundle"},
    Named{Fault::other_count, "other-count", "receipts with another domain_count"},
    Named{Fault::other_currency, "other-currency", "receipts in another currency"},
    Named{Fault::failed, "failed", "a new order has failed"},
    Named{Fault::dearer, "dearer", "registrations cost five times as much"},
    Named{Fault::event_twice, "event-twice", "an event is sent twice"},
    Named{Fault::event_late, "event-late", "an event is overtaken by later ones"},
    Named{Fault::event_older, "event-older", "an event in the older envelope"},
    Named{Fault::event_forged, "event-forged", "an event with a wrong signature, before the right one"}};

const Named* named(Fault fault) {
  const auto found =
      std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& each) { return each.fault == fault; });
  return found == kNamed.end() ? nullptr : &*found;
}

}  // namespace

std::string_view fault_name(Fault fault) {
  const Named* const found = named(fault);
  return found ? found->name : "none";
}

std::string_view fault_help(Fault fault) {
  const Named* const found = named(fault);
  return found ? found->help : "";
}

std::vector<Fault> all_faults() {
  std::vector<Fault> faults;
  faults.reserve(kNamed.size());
  for (const Named& each : kNamed) faults.push_back(each.fault);
  return faults;
}

std::optional<Fault> fault_called(std::string_view name) {
  for (const Named& each : kNamed)
    if (each.name == name) return each.fault;
  return std::nullopt;
}

}  // namespace domainplan::sandbox
