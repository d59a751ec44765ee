#include "sandbox/webhook.hpp"

#include <httplib.h>
#include <catch2/catch.hpp>

#include <condition_variable>
#include <set>

#include "partner_day.hpp"

using namespace sandbox_test;
using domainplan::sandbox::Server;

namespace {

struct Received {
  std::string id;
  std::string signature;
  std::string timestamp;
  std::string body;
  bool is_genuine() const { return signature == signature_of(kWebhookSecret, timestamp, body); }
};

// A partner's URL, which fails some deliveries first.
class Receiver {
 public:
  explicit Receiver(int failing = 0) : failing_(failing) {
    server_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      received_.push_back({request.get_header_value("Peeker-Event-Id"),
                           request.get_header_value("Peeker-Signature"),
                           request.get_header_value("Peeker-Timestamp"), request.body});
      const bool refused = !received_.back().is_genuine();
      response.status = refused ? 401 : failing_-- > 0 ? 503 : 200;
      arrived_.notify_all();
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~Receiver() {
    server_.stop();
    thread_.join();
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}/hook", port_); }
  // What has arrived once it holds `what`, or after 30 s.
  template <class Condition>
  std::vector<Received> received_when(Condition what) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, 30s, [&] { return what(received_); });
    return received_;
  }

 private:
  int failing_;
  int port_ = 0;
  httplib::Server server_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Received> received_;
};

void place_order(const Server& server, PartnerDay& day) {
  httplib::Client client("127.0.0.1", server.port());
  client.set_bearer_token_auth(kTestKey);
  const auto placed = client.Post("/partner/v1/orders", day.order().dump(), "application/json");
  REQUIRE(placed);
  REQUIRE(placed->status == 200);
}

// A sandbox, an hour of which takes a fraction of a second, in which an order is placed.
template <class Condition>
std::vector<Received> deliveries_of_an_order(Receiver& receiver, std::vector<FaultRule> faults,
                                             std::uint64_t fault_seed, Condition until) {
  PartnerDay day;
  Options options = day.options;
  options.clock = {};
  options.time_scale = 20'000;
  options.webhook_url = receiver.url();
  options.faults = std::move(faults);
  options.fault_seed = fault_seed;
  const Server server(options);
  place_order(server, day);
  return receiver.received_when(until);
}

// Until `wanted` different events have come.
std::vector<Received> events_of_an_order(Receiver& receiver, std::vector<FaultRule> faults,
                                         std::size_t wanted, std::uint64_t fault_seed = 0) {
  return deliveries_of_an_order(receiver, std::move(faults), fault_seed, [&](const auto& all) {
    std::set<std::string> ids;
    for (const Received& each : all) ids.insert(each.id);
    return ids.size() >= wanted && all.size() >= wanted;
  });
}

constexpr std::size_t kEvents = 10;  // in progress, completed, and eight domains that are connected

}  // namespace

TEST_CASE("the signature is the HMAC of timestamp and body that other tools compute") {
  // printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_sandbox
  CHECK(signature_of("whsec_sandbox", "1700000000", R"({"id":"evt_1"})") ==
        "v1=5c83ca56a76fc13716319e676dde1719da89def4594f7494e0b1de8abe94ed7d");
}

TEST_CASE("an order's events are signed and hold the order as it is shown") {
  Receiver receiver;
  std::map<std::string, int> types;
  for (const Received& each : events_of_an_order(receiver, {}, kEvents)) {
    CHECK(each.is_genuine());
    const Json event = Json::parse(each.body);
    CHECK(event.at("id") == each.id);
    CHECK(is_id(each.id, "evt_"));
    ++types[event.at("type")];
    if (event.at("type") == "order.completed") CHECK(event.at("data").at("costs").contains("line_items"));
  }
  CHECK(types == std::map<std::string, int>{
                     {"order.in_progress", 1}, {"order.completed", 1}, {"domain.connected", 8}});
}

TEST_CASE("a delivery that is refused comes again, with the same id") {
  Receiver receiver(3);
  const std::vector<Received> all = events_of_an_order(receiver, {}, kEvents);
  std::map<std::string, int> tries;
  for (const Received& each : all) ++tries[each.id];
  CHECK(tries.size() == kEvents);
}

TEST_CASE("an event that is never answered with 2xx is delivered five times") {
  constexpr std::size_t kTries = 5;
  Receiver receiver(1'000'000);
  const std::vector<Received> all = deliveries_of_an_order(
      receiver, {}, 0, [](const auto& received) { return received.size() >= kEvents * kTries; });
  std::map<std::string, std::size_t> tries;
  for (const Received& each : all) ++tries[each.id];
  CHECK(tries.size() == kEvents);
  for (const auto& [id, count] : tries) CHECK(count == kTries);
}

TEST_CASE("events come out of order when that is asked for") {
  // That an order is completed is noted before its domains are connected.
  bool overtaken = false;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Receiver receiver;
    bool connected = false;
    for (const Received& each : events_of_an_order(receiver, {{Fault::event_late, 1}}, kEvents, seed)) {
      const std::string type = Json::parse(each.body).at("type");
      connected = connected || type == "domain.connected";
      overtaken = overtaken || (connected && type == "order.completed");
    }
  }
  CHECK(overtaken);
}

TEST_CASE("events come in the order in which they happened when nothing else is asked for") {
  Receiver receiver;
  std::vector<std::string> types;
  for (const Received& each : events_of_an_order(receiver, {}, kEvents))
    types.push_back(Json::parse(each.body).at("type"));
  std::vector<std::string> expected{"order.in_progress", "order.completed"};
  expected.resize(kEvents, "domain.connected");
  CHECK(types == expected);
}

TEST_CASE("events come twice, forged or in the older envelope when that is asked for") {
  Receiver receiver;
  const std::vector<Received> all = events_of_an_order(
      receiver, {{Fault::event_twice, 1}, {Fault::event_older, 1}, {Fault::event_forged, 1}}, kEvents);
  bool forged = false;
  for (const Received& each : all) {
    forged = forged || !each.is_genuine();
    const Json event = Json::parse(each.body);
    const std::string type = event.at("type");
    CHECK(event.at("data").contains(type.substr(0, type.find('.'))));
  }
  CHECK(forged);
  CHECK(all.size() > kEvents);
}

TEST_CASE("an event is delivered although the clock threw meanwhile") {
  Receiver receiver;
  PartnerDay day;
  Options options = day.options;
  std::atomic<bool> is_broken = false;
  std::atomic<int> thrown = 0;
  options.clock = [&, clock = scaled_clock(20'000)] {
    if (is_broken) throw ++thrown;
    return clock();
  };
  options.webhook_url = receiver.url();
  const Server server(options);
  place_order(server, day);
  is_broken = true;
  for (int tries = 0; thrown < 3 && tries < 4000; ++tries) std::this_thread::sleep_for(5ms);
  CHECK(thrown >= 3);
  is_broken = false;
  CHECK_FALSE(receiver.received_when([](const auto& all) { return !all.empty(); }).empty());
}
