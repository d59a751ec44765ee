// The status of a plan's orders, and what a person has to do about them. Calls nothing back.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/error.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// Something the vendor waits for. The remedy is escaped for a terminal; the other texts are as the API gave
// them.
struct ActionToTake {
  std::string type;    // google_profile_picture, update_nameservers, replace_domain, or newer
  std::string reason;  // as the API gave it; may be empty
  std::string domain;  // may be empty
  std::vector<std::string> nameservers = {};  // update_nameservers: to be set, as far as they are known
  std::string persona = {};                   // google_profile_picture: whose picture
  std::string picture_url = {};               // google_profile_picture: its URL; empty where not known
  std::string remedy = {};                    // what to do; escaped

  bool operator==(const ActionToTake&) const = default;
};

struct OrderStanding {
  std::string customer;
  std::string order_id;  // "" where none is known
  // in progress, completed, action required, failed, cancel scheduled, cancelled; not sent, refused, unknown
  // (it may have been sent), unknown to the API; or another status as the API gave it.
  std::string status;
  bool in_progress = false;  // something may still change by itself
  bool needs_person = false;
  std::optional<Cents> total_cents;
  std::string currency;
  std::string remedy;            // what to do about the order as a whole; "": nothing
  Remedy option = Remedy::none;  // what would get it further
  std::vector<ActionToTake> actions;

  bool operator==(const OrderStanding&) const = default;
};

struct StatusReport {
  std::vector<OrderStanding> orders;   // in the order of the plan, those that were not sent too
  std::map<std::string, Cents> costs;  // of all orders, by currency
  bool in_progress = false;            // any of them
  bool needs_person = false;
};

// Only reads, so it may run during a submit, and repeatedly. It makes few calls: a handful of orders are
// fetched one by one; more are looked up in the lists of all orders and of all open actions, 100 to a page,
// and only those missing there are fetched one by one.
class StatusReader {
 public:
  // `session` must outlive this. Throws UsageError where `folder` holds no finished plan, or one that was
  // made against another API or environment; RunError where a file of it is damaged.
  StatusReader(std::string folder, Session& session);
  ~StatusReader();

  // Throws RunError where the journal is damaged or the API cannot be asked, KeyRefused, Interrupted.
  StatusReport read();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The same from the vendor's events, without a call: `events` is a folder with an events.ndjson, as a
// WebhookListener appends it. The events do not name what the vendor waits for, so there are no actions.
// Throws UsageError where `folder` holds no finished plan, or `events` no events; RunError where a file is
// damaged.
StatusReport offline_status(const std::string& folder, const std::string& events);

}  // namespace domainplan
