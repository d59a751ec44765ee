#include "submission/fake_vendor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "io/rfc3339.hpp"
#include "partner/failure.hpp"
#include "submission/broken_disk.hpp"

namespace domainplan::tests {

using Json = nlohmann::json;
using std::chrono::system_clock;

namespace {

std::string time_text(std::int64_t virtual_ms) {
  return rfc3339(system_clock::time_point(std::chrono::milliseconds(VirtualTime::kEpochMs + virtual_ms)));
}

// What the contract demands of a body, beyond being JSON; "" where nothing is wrong, else the field.
std::string wrong_field(const Json& body) {
  static const std::set<std::string> kKnown = {"bundle_id",      "user",    "sequencer",
                                               "forwarding_url", "domains", "personas"};
  if (!body.is_object()) return "body";
  for (const auto& [name, value] : body.items())
    if (!kKnown.contains(name)) return name;
  for (const char* name : {"bundle_id", "user", "forwarding_url"})
    if (!body.contains(name) || !body[name].is_string() || body[name].get<std::string>().empty()) return name;
  if (!body["bundle_id"].get<std::string>().starts_with("bun_")) return "bundle_id";
  const Json sequencer = body.value("sequencer", Json());
  for (const char* name : {"provider", "login_email", "login_password"})
    if (!sequencer.is_object() || !sequencer.contains(name) || !sequencer[name].is_string())
      return "sequencer";
  const Json personas = body.value("personas", Json());
  if (!personas.is_array() || personas.empty() || personas.size() > 10) return "personas";
  for (const Json& persona : personas)
    for (const char* name : {"first_name", "last_name", "profile_picture_url"})
      if (!persona.is_object() || !persona.contains(name)) return "personas";
  const Json domains = body.value("domains", Json());
  if (!domains.is_array() || domains.empty()) return "domains";
  std::set<std::string> seen;
  for (const Json& domain : domains)
    if (!domain.is_string() || !seen.insert(domain.get<std::string>()).second) return "domains";
  return "";
}

partner::Answer answer_of(long status, const std::string& body) {
  partner::Answer answer;
  answer.status = status;
  answer.body = body;
  return answer;
}

}  // namespace

std::string order_body(const std::string& user, const std::string& bundle,
                       const std::vector<std::string>& domains, const std::string& password) {
  nlohmann::ordered_json body;
  body["bundle_id"] = bundle;
  body["user"] = user;
  body["sequencer"] = {{"provider", "smartlead"}, {"login_email", user}, {"login_password", password}};
  body["forwarding_url"] = "https://example.com/";
  body["domains"] = domains;
  body["personas"] = {{{"first_name", "Ada"}, {"last_name", "Lovelace"}, {"profile_picture_url", ""}}};
  return body.dump(2) + "\n";
}

std::pair<long, std::string> FakeVendor::refuse(const std::string& code, const std::string& message,
                                                const std::string& field) {
  return {400, Json{{"error", {{"code", code}, {"message", message}, {"field", field}}}}.dump()};
}

const FakeOrder* FakeVendor::find(const std::string& id) const {
  const auto found =
      std::find_if(orders.begin(), orders.end(), [&](const FakeOrder& order) { return order.id == id; });
  return found == orders.end() ? nullptr : &*found;
}

std::pair<long, std::string> FakeVendor::receive(const std::string& body) {
  ++placed_calls;
  constexpr std::int64_t kDayMs = 24 * 3'600'000LL;
  if (heeds_equal_bytes)
    for (const FakeOrder& order : orders)
      if (order.body == body && time.now_ms - order.made_ms < kDayMs)
        return {200, receipt_json(order, false)};
  const Json json = Json::parse(body, nullptr, false);
  if (const std::string field = wrong_field(json); !field.empty())
    return refuse("invalid_request", "this field is wrong", field);
  FakeOrder order;
  order.id = fmt::format("ord_{:06}", orders.size() + 1);
  order.body = body;
  order.user = json["user"];
  order.bundle = json["bundle_id"];
  order.domains = json["domains"].get<std::vector<std::string>>();
  for (const std::string& domain : order.domains)
    if (taken.contains(domain)) {
      ++sold_already;
      return refuse("invalid_request", "the domain is taken", "domains[0]");
    }
  for (const std::string& domain : order.domains) order.registrations += price_of(domain);
  order.total = order.registrations;
  order.total += static_cast<Cents>(order.domains.size()) * (2 * google_inbox_cents);
  order.made_ms = order.listed_ms = time.now_ms;
  if (chance(faults.late)) order.listed_ms += static_cast<std::int64_t>(random() % 30'000);
  taken.insert(order.domains.begin(), order.domains.end());
  orders.push_back(order);
  return {200, receipt_json(order, false)};
}

std::string id_of_user(const std::string& user) {
  return user.starts_with("usr_") ? user : fmt::format("usr_{}", std::hash<std::string>()(user));
}

std::string FakeVendor::receipt_json(const FakeOrder& order, bool whole) {
  Json data = {{"id", order.id},
               {"user_id", id_of_user(order.user)},
               {"bundle_id", order.bundle},
               {"status", order.status},
               {"domain_count", order.domains.size()},
               {"created_at", time_text(order.made_ms)},
               {"costs", {{"total_cents", order.total}, {"currency", "usd"}}}};
  if (!order.user.starts_with("usr_")) data["email"] = order.user;
  if (whole) {
    data["domains"] = {{"registered", order.domains}, {"imported", Json::array()}};
    const auto count = static_cast<Cents>(order.domains.size());
    if (bills_items)
      data["costs"]["line_items"] = {{{"type", "google_license"},
                                      {"quantity", 2 * count},
                                      {"amount_cents", 2 * count * google_inbox_cents}},
                                     {{"type", "domain_registration"},
                                      {"quantity", count},
                                      {"amount_cents", order.total - 2 * count * google_inbox_cents}}};
  }
  return Json{{"data", data}}.dump();
}

void FakeWorld::step() {
  if (calls_until_killed == 0 || is_disk_broken()) throw Killed();
  if (calls_until_killed > 0) --calls_until_killed;
  if (meanwhile && vendor_.chance(0.05)) std::exchange(meanwhile, nullptr)();
}

void FakeWorld::pass(std::int64_t ms) { vendor_.time.now_ms += ms; }

JournalTime FakeWorld::now() {
  step();
  const VirtualTime& time = vendor_.time;
  return {VirtualTime::kEpochMs + time.now_ms + time.wall_skew_ms, time.boot, time.now_ms - time.booted_ms,
          time.server_s()};
}

// What comes back for bytes that are sent now, as the transport and its readers would give it.
partner::Placement FakeWorld::answer_to(const std::string& bytes, bool lost_before) {
  const partner::Redactor redactor;
  const auto judged = [&](const partner::Outcome& outcome) {
    return partner::Placement{
        partner::judge(outcome, {.method = "POST", .path = "/orders"}, lost_before, redactor), std::nullopt};
  };
  const auto cut = [&] {
    partner::Failure failure;
    failure.message = "the connection was cut";
    failure.sent = true;
    return judged(failure);
  };
  Faults& faults = vendor_.faults;
  if (vendor_.chance(faults.dropped)) return cut();
  if (vendor_.chance(faults.rate_limited))
    return judged(answer_of(429, R"({"error":{"code":"rate_limited","message":"later"}})"));
  if (vendor_.chance(faults.refused))
    return judged(
        answer_of(400, R"({"error":{"code":"invalid_request","message":"no","field":"forwarding_url"}})"));
  const std::size_t before = vendor_.orders.size();
  const auto [status, body] = vendor_.receive(bytes);
  if (vendor_.orders.size() > before) {
    FakeOrder& made = vendor_.orders.back();
    made.looked_ms = looked_ms_;
    for (const std::string& domain : made.domains)
      made.said_cents += said_.contains(domain) ? said_.at(domain) : vendor_.price_of(domain);
  }
  if (vendor_.chance(faults.lost)) return cut();
  if (vendor_.chance(faults.false_answer))
    return judged(answer_of(vendor_.chance(0.5) ? 404 : 502, "<html>nginx</html>"));
  const partner::Answer answer = answer_of(status, body);
  partner::Placement placement = judged(answer);
  if (status != 200) return placement;
  std::vector<partner::Odd> odd;
  Json data = partner::data_of(answer, redactor);
  const bool is_bent = vendor_.chance(vendor_.faults.odd_receipt);
  if (is_bent && vendor_.bend_answer) vendor_.bend_answer(data);
  placement.value = partner::read_receipt(partner::Fields(data, "POST /orders", {redactor, odd}));
  placement.state = partner::SendState::done;
  if (is_bent && vendor_.bend_receipt) vendor_.bend_receipt(*placement.value);
  return placement;
}

void FakeWorld::place(std::size_t order, const std::string& bytes, bool lost_before,
                      std::function<bool()> may_start) {
  step();
  const std::int64_t latency = 50 + static_cast<std::int64_t>(vendor_.random() % 3000);
  partner::Placement placement;
  placement.state = partner::SendState::held_back;
  if (may_start()) {
    posted.push_back(bytes);
    placement = answer_to(bytes, lost_before);
  }
  coming_.emplace(vendor_.time.now_ms + latency, Answer{order, std::move(placement)});
  most_under_way = std::max(most_under_way, coming_.size());
  step();
}

std::optional<SubmitWorld::Answer> FakeWorld::wait(Moment until) {
  step();
  const bool forever = until == Moment::max();
  const std::int64_t end = forever ? 0 : until.count() + vendor_.time.booted_ms;
  if (!coming_.empty() && (forever || coming_.begin()->first <= end)) {
    const auto first = coming_.begin();
    vendor_.time.now_ms = std::max(vendor_.time.now_ms, first->first);
    Answer answer = std::move(first->second);
    coming_.erase(first);
    step();
    return answer;
  }
  if (forever) throw std::logic_error("the run waits for an answer that never comes");
  longest_wait_ms = std::max(longest_wait_ms, end - vendor_.time.now_ms);
  vendor_.time.now_ms = std::max(vendor_.time.now_ms, end);
  return std::nullopt;
}

AccountView FakeWorld::look() {
  step();
  pass(200);
  if (is_closed) {
    partner::Failure failure;
    failure.kind = partner::Failure::Kind::closed;
    failure.message = "come back later";
    partner::throw_failure(failure);
  }
  if (vendor_.chance(vendor_.faults.list_fails)) throw RunError(ErrorCode::api, "GET /orders: 502");
  std::vector<partner::OrderReceipt> receipts;
  std::vector<partner::PartnerDomain> domains = vendor_.inventory;
  const partner::Redactor redactor;
  std::vector<partner::Odd> odd;
  for (const FakeOrder& order : vendor_.orders) {
    if (order.listed_ms > vendor_.time.now_ms) continue;
    const Json json = Json::parse(vendor_.receipt_json(order, false));
    receipts.push_back(partner::read_receipt(partner::Fields(json["data"], "order", {redactor, odd})));
    for (const std::string& domain : order.domains) {
      partner::PartnerDomain row;
      row.domain = domain;
      row.category = "connected";
      row.order_id = order.id;
      domains.push_back(std::move(row));
    }
  }
  looked_ms_ = vendor_.time.now_ms;
  return AccountView(std::move(receipts), domains, vendor_.time.server_s(),
                     [this](const std::string& id) { return order(id); });
}

std::vector<partner::User> FakeWorld::users() {
  if (vendor_.chance(vendor_.faults.users_fail)) throw RunError(ErrorCode::api, "GET /users: 502");
  return vendor_.users;
}

std::optional<partner::Order> FakeWorld::order(const std::string& id) {
  step();
  pass(50);
  const FakeOrder* const found = vendor_.find(id);
  if (!found || vendor_.chance(vendor_.faults.order_fails)) return std::nullopt;
  const partner::Redactor redactor;
  std::vector<partner::Odd> odd;
  const Json json = Json::parse(vendor_.receipt_json(*found, true));
  return partner::read_order(partner::Fields(json["data"], "order", {redactor, odd}));
}

void FakeWorld::check(const std::vector<std::string>& domains,
                      const std::function<void(AvailabilityRow)>& row) {
  step();
  pass(100);
  for (const std::string& domain : domains) {
    if (vendor_.chance(vendor_.faults.price_rises)) vendor_.dearer[domain] = vendor_.price_of(domain) + 700;
    AvailabilityRow said{.domain = domain};
    if (vendor_.taken.contains(domain)) {
      said.reason = Reason::taken;
    } else {
      said.price_cents = vendor_.price_of(domain);
      said_[domain] = *said.price_cents;
      said.renewal_price_cents = vendor_.price_of(domain);
      said.currency = "usd";
      said.usable_for = ProviderSet::both();
    }
    row(std::move(said));
  }
}

}  // namespace domainplan::tests
