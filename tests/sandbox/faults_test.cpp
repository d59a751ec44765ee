#include "sandbox/faults.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "support.hpp"

using namespace sandbox_test;
using namespace std::chrono_literals;

namespace {

Call some_call() { return call_of("GET", "/me"); }

}  // namespace

TEST_CASE("faults come in the shares asked for, decided by the seed and the request's number") {
  Options options;
  options.faults = {{Fault::refused_429, 0.05}, {Fault::failed_500, 0.03}, {Fault::cut, 0.02}};
  Faults faults(options);
  Faults same(options);
  options.seed = 2;
  Faults other(options);
  std::map<Fault, int> count;
  int different = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const Fault fault = faults.of(some_call(), i);
    CHECK(fault == same.of(some_call(), i));
    ++count[fault];
    different += fault == other.of(some_call(), i) ? 0 : 1;
  }
  CHECK(count[Fault::refused_429] / 20'000.0 == Approx(0.05).margin(0.006));
  CHECK(count[Fault::failed_500] / 20'000.0 == Approx(0.03).margin(0.005));
  CHECK(count[Fault::cut] / 20'000.0 == Approx(0.02).margin(0.004));
  CHECK(different > 2'000);
}

TEST_CASE("every fault has a name of its own that is read back, and says what it does") {
  std::set<std::string_view> names;
  for (const Fault fault : all_faults()) {
    CHECK(names.insert(fault_name(fault)).second);
    CHECK(fault_called(fault_name(fault)) == fault);
    CHECK_FALSE(fault_help(fault).empty());
  }
  CHECK(names.size() == static_cast<std::size_t>(Fault::event_forged));
  CHECK_FALSE(fault_called("none"));
  CHECK_FALSE(fault_called("nonsense"));
}

TEST_CASE("a rule may leave out the first calls that match, or end after some") {
  Options options;
  options.faults = {{Fault::lost, 1, "GET /me", 2, 3}, {Fault::cut, 1, "/bundles"}};
  Faults faults(options);
  std::vector<Fault> struck;
  for (std::uint64_t i = 0; i < 8; ++i) {
    struck.push_back(faults.of(some_call(), i));
    CHECK(faults.of(call_of("GET", "/bundles"), 100 + i) == Fault::cut);
  }
  using enum Fault;
  CHECK(struck == std::vector<Fault>{none, none, lost, lost, lost, none, none, none});
}

TEST_CASE("latencies fill the range asked for") {
  Options options;
  options.latency_min = 10ms;
  options.latency_max = 30ms;
  const Faults faults(options);
  auto shortest = std::chrono::microseconds::max();
  auto longest = std::chrono::microseconds::min();
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    shortest = std::min(shortest, faults.latency(i));
    longest = std::max(longest, faults.latency(i));
  }
  CHECK(shortest >= 10ms);
  CHECK(shortest < 11ms);
  CHECK(longest <= 30ms);
  CHECK(longest > 29ms);
  options.latency_max = 0ms;
  CHECK(Faults(options).latency(1) == 10ms);
}

TEST_CASE("a request beyond the limit is answered 429 with the seconds to wait and a reason") {
  Options options = plain();
  options.rate_limit = 2;
  Service service(options, "");
  CHECK(answer(service, call_of("GET", "/me")).status == 200);
  CHECK(answer(service, call_of("GET", "/nowhere")).status == 404);  // counts, as every request does
  const Reply reply = answer(service, call_of("GET", "/me"));
  CHECK(reply.status == 429);
  const Json error = error_in(reply.body);
  CHECK(error.at("code") == "rate_limited");
  CHECK(error.at("details").at("retry_after_seconds") == 60);
  CHECK(error.at("details").at("reason").is_string());
  CHECK(reply.retry_after == 60);
  Call live = call_of("GET", "/me");
  live.authorization = {"Bearer pk_live_sandbox"};
  CHECK(answer(service, live).status == 200);
  CHECK(service.counters().rate_limited == 1);
  CHECK(service.counters().most_in_window == 3);
  CHECK(service.counters().requests == 4);
}

TEST_CASE("a fault is answered with the error envelope") {
  Options options = plain();
  options.faults.push_back({Fault::refused_429, 1});
  Service refusing(options, "");
  const Reply refused = answer(refusing, call_of("GET", "/me"));
  CHECK(refused.status == 429);
  CHECK(refused.retry_after == 1);
  CHECK(error_in(refused.body).at("details").at("retry_after_seconds") == 1);
  CHECK(refusing.counters().rate_limited == 1);

  options.faults.clear();
  options.faults.push_back({Fault::failed_500, 1});
  Service failing(options, "");
  const Reply failed = answer(failing, call_of("GET", "/me"));
  CHECK(failed.status == 500);
  CHECK_FALSE(error_in(failed.body).contains("field"));
}

TEST_CASE(
    "a request that failed counts as not asked: stale names stay stale, final ones are not asked again") {
  Options options = plain();
  options.stale = 1;
  options.faults.push_back({Fault::cut, 0.5});
  Service service(options, "");
  int cut = 0;
  bool delivered = false;
  for (int i = 0; i < 12; ++i) {
    const Reply reply = answer(service, asking_for({"acmewidgets.com"}));
    CHECK((reply.body.find("stale") != std::string::npos) == !delivered);
    cut += reply.cut_off ? 1 : 0;
    if (!reply.cut_off) {
      if (delivered) break;
      delivered = true;
    }
  }
  CHECK(cut > 0);
  CHECK(delivered);
  CHECK(service.counters().asked_again == 0);
  CHECK(service.counters().availability == 2);
}

TEST_CASE("nothing happens for a client that hung up while it waited") {
  Options options = plain();
  options.stale = 1;
  options.latency_min = options.latency_max = std::chrono::milliseconds(1);
  Service service(options, "");
  CHECK(service.answer(asking_for({"acmewidgets.com"}), [] { return true; }).status == 0);
  CHECK_THAT(answer(service, asking_for({"acmewidgets.com"})).body, Catch::Contains("stale"));
  CHECK(service.counters().requests == 2);
}

TEST_CASE("an order whose answer is cut off has been placed, and the same body finds it") {
  Options options = plain();
  options.faults.push_back({Fault::cut, 1});
  Service service(options, "");
  const Json bundle = {
      {"name", "One"}, {"monthly_sending_volume", 1}, {"google_percent", 100}, {"microsoft_percent", 0}};
  const std::string id =
      json_of(answer(service, call_of("POST", "/bundles", bundle.dump()))).at("data").at("id");
  const Json order = {
      {"bundle_id", id},
      {"user", "ops@acme.com"},
      {"sequencer", {{"provider", "smartlead"}, {"login_email", "a@acme.com"}, {"login_password", "x"}}},
      {"domains", {"helloquivobafelomitasan.com"}},
      {"personas",
       {{{"first_name", "A"}, {"last_name", "B"}, {"profile_picture_url", "https://a.com/a.png"}}}}};
  const Reply first = answer(service, call_of("POST", "/orders", order.dump()));
  const Reply second = answer(service, call_of("POST", "/orders", order.dump()));
  CHECK(first.status == 200);
  CHECK(first.cut_off);
  CHECK(first.body == second.body);
}
