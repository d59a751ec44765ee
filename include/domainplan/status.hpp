// The status of a plan's orders, and what a person has to do about them. Calls nothing back.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/error.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// A persona of an order, as far as an action may be about it.
struct PictureOwner {
  std::string name;  // first and last
  std::string url;   // of the picture; may be empty

  bool operator==(const PictureOwner&) const = default;
};

// What kind of thing the vendor is waiting for.
enum class ActionKind : std::uint8_t { set_nameservers, mend_picture, replace_domain, other };

// Something the vendor is waiting for. All texts are as the API gave them: redacted, and not escaped.
struct ActionToTake {
  ActionKind kind = ActionKind::other;
  std::string type;     // google_profile_picture, update_nameservers, replace_domain, or newer
  std::string reason;   // may be empty
  std::string message;  // may be empty
  std::string domain;   // may be empty
  std::vector<std::string> nameservers = {};  // set_nameservers: to be set, as far as they are known
  std::vector<PictureOwner> pictures = {};    // mend_picture: whose; several where the API does not say

  bool operator==(const ActionToTake&) const = default;
};

enum class OrderState : std::uint8_t {
  not_sent,
  outcome_unknown,  // it may have been sent
  refused,          // by the API
  not_found,        // the API does not know its id
  no_event,         // nothing is known but its id: from_events
  in_progress,
  action_required,
  completed,
  cancel_scheduled,
  cancelled,
  failed,
  other  // another status of the API, or none
};

struct OrderStanding {
  std::string customer;
  std::string order_id;  // "" where none is known
  OrderState state = OrderState::not_sent;
  std::string api_status;    // as the API gave it; "" where it gave none
  bool from_events = false;  // the API was not asked: what it waits for is not known
  bool in_progress = false;  // something may still change by itself
  bool needs_person = false;
  std::optional<Cents> total_cents;
  std::string currency;
  std::string refusal;     // refused: why, as the API said it
  std::string unreadable;  // why nothing could be read of the order; "" where it could
  std::string mismatch;    // how the receipt contradicts the order; "" where it does not, or is accepted
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
// WebhookListener appends it. Of what the vendor is waiting for the events name the nameservers of imports,
// and domains for which something is to be done; there may be more. Throws UsageError where `folder` holds no
// finished plan, or `events` no events; RunError where a file is damaged.
StatusReport offline_status(const std::string& folder, const std::string& events);

}  // namespace domainplan
