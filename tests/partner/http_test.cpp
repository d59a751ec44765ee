#include "partner/http.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <future>
#include <stdexcept>

#include <algorithm>
#include <array>
#include <mutex>
#include <set>

#include "domainplan/error.hpp"
#include "partner/calls.hpp"
#include "partner/scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using namespace domainplan::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

// 32 MiB of zeros, compressed twice.
constexpr const char* kBomb =
    "1f8b0800000000000203eddd216e02611006d065770541b4545421ca31309bb421d435411481221ca0120d495355d34b"
    "a0517870dc80e238004120508485dd63fcfb9e1afdc92f939997df7a548893c3ba56bb0fb3bfebe2586f4400000040e0"
    "66bbefa42803a276be7def0f00000080d08d1f1fd2b214b88c5a6fe200000080e0fd649d66b921709a7ea5e200000080"
    "e03d9ff7af6517b0c9974f9ff200000080e0fd3b180000000095e2600000000054cb3cebb48b2ea079ca27ddd8670500"
    "00002a62f5d14b7bc3fb10df007384ea237b7f0000";
// {"data":"compressed"}
constexpr const char* kCompressed =
    "1f8b0800000000000203ab564a492c4954b2524acecf2d284a2d2e4e4d51aa0500a74e3ae115000000";

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

const Request kGet{"GET", "/me", ""};
const Request kPost{"POST", "/domains/availability", R"({"domains":["a.com"]})"};

const Failure& failure_of(const Outcome& outcome) {
  REQUIRE(std::holds_alternative<Failure>(outcome));
  return std::get<Failure>(outcome);
}

const Answer& answer_of(const Outcome& outcome) {
  if (const Failure* failure = std::get_if<Failure>(&outcome)) FAIL(failure->message);
  return std::get<Answer>(outcome);
}

Reply cut(std::string bytes) { return {std::move(bytes), true}; }

// Whatever goes wrong the same way each time: the call is given up after all its tries.
void check_gives_up(const std::function<Reply(const Received&)>& script, const std::string& what,
                    const std::function<void(ApiOptions&)>& change = {}) {
  ScenarioServer server(script);
  ApiOptions options = quick_options(server.url());
  options.tries = 3;
  if (change) change(options);
  Api api(options);
  const Outcome outcome = call(api, kPost);
  const Failure& failure = failure_of(outcome);
  CHECK(failure.kind == Failure::Kind::gave_up);
  CHECK_THAT(failure.message,
             Contains("POST /domains/availability: ") && Contains(what) && Contains("gave up after 3 tries"));
  for (int tries = 0; server.received().size() < 3 && tries < 1000; ++tries)
    std::this_thread::sleep_for(10ms);
  CHECK(server.received().size() == 3);
  const CallCounts counts = api.counts();
  CHECK(counts.calls == 3);
  CHECK(counts.retries == 2);
  CHECK(counts.rate_limited == 0);
}

}  // namespace

TEST_CASE("a request carries the key, its body, and nothing the API does not know") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  Api api(quick_options(server.url()));
  CHECK(answer_of(call(api, kPost)).body == "{}");
  CHECK(answer_of(call(api, kGet)).request_id == "req_test200");
  answer_of(call(api, {"PATCH", "/bundles/bun_1", R"({"name":"x"})"}));
  answer_of(call(api, {"POST", "/orders/ord_1/cancel", ""}));
  answer_of(call(api, {"GET", "/domains?per_page=100&category=inventory", ""}));

  const std::vector<Received> received = server.received();
  const auto names = [](const Received& request) {
    std::set<std::string> result;
    for (const std::string& line : request.headers) result.insert(line.substr(0, line.find(':')));
    REQUIRE(result.size() == request.headers.size());
    return result;
  };
  const std::set<std::string> without_body{"Host", "User-Agent", "Accept", "Accept-Encoding",
                                           "Authorization"};
  std::set<std::string> with_body = without_body;
  with_body.insert({"Content-Type", "Content-Length"});
  REQUIRE(received.size() == 5);

  CHECK(received[0].line == "POST /partner/v1/domains/availability HTTP/1.1");
  CHECK(received[0].body == kPost.body);
  CHECK(received[0].header("content-type") == "application/json");
  CHECK(received[0].header("authorization") == fmt::format("Bearer {}", kKey));
  CHECK(received[0].header("user-agent") == "domainplan-test");
  CHECK_THAT(received[0].header("accept-encoding"), Contains("gzip"));
  CHECK(names(received[0]) == with_body);

  CHECK(received[1].line == "GET /partner/v1/me HTTP/1.1");
  CHECK(received[1].body.empty());
  CHECK(names(received[1]) == without_body);

  CHECK(received[2].line == "PATCH /partner/v1/bundles/bun_1 HTTP/1.1");
  CHECK(received[2].body == R"({"name":"x"})");
  CHECK(names(received[2]) == with_body);

  CHECK(received[3].line == "POST /partner/v1/orders/ord_1/cancel HTTP/1.1");
  CHECK(received[3].header("content-length") == "0");
  CHECK(received[3].header("content-type").empty());

  CHECK(received[4].line == "GET /partner/v1/domains?per_page=100&category=inventory HTTP/1.1");
  CHECK(names(received[4]) == without_body);
}

TEST_CASE("calls start in the order handed over, over one connection that stays open") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  ApiOptions options = quick_options(server.url());
  options.connections = 1;
  Api api(options);
  std::vector<std::future<Outcome>> calls;
  for (int i = 0; i < 50; ++i) calls.push_back(start(api, {"GET", fmt::format("/bundles/{}", i), ""}));
  for (auto& one : calls) answer_of(one.get());
  const std::vector<Received> received = server.received();
  REQUIRE(received.size() == 50);
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(received[i].line == fmt::format("GET /partner/v1/bundles/{} HTTP/1.1", i));
    CHECK(received[i].connection == 1);
  }
}

TEST_CASE("no more connections are open than allowed, and all of them are used") {
  ScenarioServer server([](const Received&) {
    Reply reply = answer(200, "{}");
    reply.before = 10ms;
    return reply;
  });
  ApiOptions options = quick_options(server.url());
  options.connections = 4;
  Api api(options);
  std::vector<std::future<Outcome>> calls;
  for (int i = 0; i < 60; ++i) calls.push_back(start(api, kPost));
  for (auto& one : calls) answer_of(one.get());
  CHECK(server.most_at_once() == 4);
  CHECK(server.received().size() == 60);
}

TEST_CASE("calls may be handed over by many threads, and from within done") {
  ScenarioServer server([](const Received& request) { return answer(200, request.body); });
  Api api(quick_options(server.url()));
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  std::atomic<int> done = 0;
  std::promise<void> all;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i)
        api.send(kPost, {}, [&](Outcome) {
          api.send(kPost, {}, [&](Outcome outcome) {
            if (std::holds_alternative<Answer>(outcome) && ++done == kThreads * kEach) all.set_value();
          });
        });
    });
  for (std::thread& thread : threads) thread.join();
  REQUIRE(all.get_future().wait_for(60s) == std::future_status::ready);
  CHECK(api.counts().calls == 2 * kThreads * kEach);
}

TEST_CASE("compressed answers are read") {
  ScenarioServer server(
      [](const Received&) { return answer(200, bytes_of(kCompressed), "Content-Encoding: gzip\r\n"); });
  Api api(quick_options(server.url()));
  CHECK(answer_of(call(api, kGet)).body == R"({"data":"compressed"})");
}

TEST_CASE(
    "a call is tried again after a 5xx, a 408, a cut answer, a closed connection and a refused answer") {
  const auto script = GENERATE(
      as<std::function<Reply()>>{}, [] { return answer(500, envelope("internal", "oops")); },
      [] { return answer(503, "<html>busy</html>"); }, [] { return answer(408, ""); },
      [] { return cut(answer(200, std::string(100, 'x')).bytes.substr(0, 150)); }, [] { return cut(""); },
      [] { return cut("HTTP/1.1 200 OK\r\nContent-"); }, [] { return answer(200, "not wanted"); });
  ScenarioServer server(
      [&](const Received& request) { return request.number % 3 == 0 ? answer(200, "{}") : script(); });
  Api api(quick_options(server.url()));
  const Accept accept = [](const Answer& got) { return got.body == "{}" ? std::string() : "not wanted"; };
  // Twice, so that the second round meets connections that were used before.
  for (int i = 0; i < 2; ++i) CHECK(answer_of(call(api, kPost, accept)).body == "{}");
  CHECK(server.received().size() == 6);
  CHECK(api.counts().calls == 6);
  CHECK(api.counts().retries == 4);
}

TEST_CASE("a call is given up after its tries, and the message says what happened") {
  SECTION("5xx") {
    check_gives_up([](const Received&) { return answer(500, envelope("internal", "oo\\u001bps")); },
                   "500 internal: 'oo\x1bps'");
  }
  SECTION("the request id is named") {
    check_gives_up([](const Received&) { return answer(502, "bad gateway"); }, "(request req_test502)");
  }
  SECTION("a connection closed before an answer, new or reused, is one call each time") {
    check_gives_up([](const Received&) { return cut(""); }, "");
  }
  SECTION("a body cut short") {
    check_gives_up(
        [](const Received&) { return cut(answer(200, std::string(100, 'x')).bytes.substr(0, 150)); },
        "(request req_test200)");
  }
  SECTION("a body that is larger than allowed") {
    check_gives_up([](const Received&) { return answer(200, std::string(5000, ' ')); },
                   "larger than 4096 bytes", [](ApiOptions& options) { options.max_body = 4096; });
  }
  SECTION("a small answer that unfolds into a large one") {
    check_gives_up(
        [](const Received&) { return answer(200, bytes_of(kBomb), "Content-Encoding: gzip, gzip\r\n"); },
        "larger than 1048576 bytes", [](ApiOptions& options) { options.max_body = 1 << 20; });
  }
  SECTION("a body without end") {
    check_gives_up(
        [](const Received&) {
          return Reply{.bytes = "HTTP/1.1 200 OK\r\n\r\n", .endlessly = std::string(4096, ' ')};
        },
        "larger than", [](ApiOptions& options) { options.max_body = 1 << 20; });
  }
  SECTION("headers without end") {
    check_gives_up(
        [](const Received&) {
          return Reply{.bytes = "HTTP/1.1 200 OK\r\n",
                       .endlessly = "X-Filler: 0123456789012345678901234567890123456789\r\n"};
        },
        "headers are larger than");
  }
  SECTION("a header line without end") {
    check_gives_up(
        [](const Received&) {
          return Reply{.bytes = "HTTP/1.1 200 OK\r\nX-Filler: ", .endlessly = std::string(4096, 'x')};
        },
        "");
  }
  SECTION("interim answers without end") {
    check_gives_up(
        [](const Received&) { return Reply{.bytes = "", .endlessly = "HTTP/1.1 103 Early Hints\r\n\r\n"}; },
        "headers are larger than");
  }
  SECTION("a chunked body without end") {
    check_gives_up(
        [](const Received&) {
          return Reply{.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                       .endlessly = fmt::format("1000\r\n{}\r\n", std::string(4096, ' '))};
        },
        "larger than", [](ApiOptions& options) { options.max_body = 1 << 20; });
  }
  SECTION("headers that come too slowly") {
    check_gives_up(
        [](const Received&) {
          return Reply{.bytes = "HTTP/1.1 200 OK\r\nX-Filler: " + std::string(1000, 'x'),
                       .byte_by_byte = true};
        },
        "timed out", [](ApiOptions& options) { options.call_timeout = 1s; });
  }
  SECTION("an answer that comes too slowly") {
    check_gives_up(
        [](const Received&) {
          Reply reply = answer(200, std::string(1000, ' '));
          reply.byte_by_byte = true;
          return reply;
        },
        "timed out", [](ApiOptions& options) { options.call_timeout = 1s; });
  }
  SECTION("no answer at all") {
    check_gives_up([](const Received&) { return Reply{.bytes = "", .before = 60s}; }, "timed out",
                   [](ApiOptions& options) { options.call_timeout = 100ms; });
  }
  SECTION("no HTTP") {
    check_gives_up([](const Received&) { return cut("\x1b[31m SSH-2.0-OpenSSH_9.2\r\n\r\n"); }, "");
  }
  SECTION("bytes that are not compressed as they say") {
    check_gives_up([](const Received&) { return answer(200, "plain text", "Content-Encoding: gzip\r\n"); },
                   "");
  }
  SECTION("a chunked body whose chunks are broken") {
    check_gives_up(
        [](const Received&) {
          return cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n");
        },
        "");
  }
}

TEST_CASE("an answer the caller refuses is tried again and then given up with the caller's words") {
  ScenarioServer server([](const Received&) { return answer(200, "[]"); });
  ApiOptions options = quick_options(server.url());
  options.tries = 2;
  Api api(options);
  const Outcome outcome = call(api, kPost, [](const Answer&) { return std::string("data is missing"); });
  CHECK_THAT(failure_of(outcome).message,
             Contains("data is missing") && Contains("2 tries") && Contains("req_test200"));
  CHECK(server.received().size() == 2);
}

TEST_CASE("nobody listening is given up after all tries, with no call counted") {
  int port = 0;
  {
    port = ScenarioServer([](const Received&) { return Reply{}; }).port();
  }
  Api api(quick_options(fmt::format("http://127.0.0.1:{}/v1", port)));
  const Outcome outcome = call(api, kGet);
  CHECK_THAT(failure_of(outcome).message, Contains("127.0.0.1") && Contains("5 tries"));
  CHECK(api.counts().calls == 0);
}

TEST_CASE("a 429 is not a try: it is repeated when its time has come") {
  ScenarioServer server([](const Received& request) {
    return request.number <= 2
               ? answer(429, envelope("rate_limited", "slow down", R"(,"details":{"retry_after_seconds":0})"))
               : answer(200, "{}");
  });
  ApiOptions options = quick_options(server.url());
  options.tries = 1;
  Api api(options);
  answer_of(call(api, kPost));
  const CallCounts counts = api.counts();
  CHECK(counts.calls == 3);
  CHECK(counts.retries == 2);
  CHECK(counts.rate_limited == 2);
}

TEST_CASE("a 429 pauses all calls for as long as it says, and its call goes first") {
  const bool in_body = GENERATE(true, false);
  ScenarioServer server([&](const Received& request) {
    if (request.number != 1) return answer(200, "{}");
    return in_body ? answer(429, envelope("rate_limited", "x", R"(,"details":{"retry_after_seconds":1})"),
                            "Retry-After: 50\r\n")
                   : answer(429, "busy", "Retry-After: 1\r\n");
  });
  ApiOptions options = quick_options(server.url());
  options.connections = 1;
  Api api(options);
  std::vector<std::future<Outcome>> calls;
  for (int i = 0; i < 4; ++i) calls.push_back(start(api, {"GET", fmt::format("/{}", i), ""}));
  for (auto& one : calls) answer_of(one.get());
  const std::vector<Received> received = server.received();
  REQUIRE(received.size() == 5);
  CHECK(received[1].at - received[0].at >= 1s);
  for (std::size_t i = 1; i < 5; ++i)
    CHECK(received[i].line == fmt::format("GET /partner/v1/{} HTTP/1.1", i - 1));
}

TEST_CASE("a 429 whose body is cut off pauses all the same") {
  ScenarioServer server([](const Received& request) {
    return request.number == 1
               ? cut("HTTP/1.1 429 Slow Down\r\nRetry-After: 0\r\nContent-Length: 50\r\n\r\n{")
               : answer(200, "{}");
  });
  ApiOptions options = quick_options(server.url());
  options.tries = 1;
  Api api(options);
  answer_of(call(api, kPost));
  CHECK(api.counts().rate_limited == 1);
}

TEST_CASE("a refused key ends the call at once, and the key is not shown") {
  const int status = GENERATE(401, 403);
  ScenarioServer server([&](const Received& request) {
    return answer(status,
                  envelope("unauthorized", fmt::format("no such key: {}", request.header("authorization"))));
  });
  std::string logged;
  ApiOptions options = quick_options(server.url());
  options.log = [&](const std::string& line) { logged += line; };
  Api api(options);
  const Outcome outcome = call(api, kGet);
  const Failure& failure = failure_of(outcome);
  CHECK(failure.kind == Failure::Kind::key_refused);
  CHECK_THAT(failure.message,
             Contains("GET /me") &&
                 Contains(fmt::format("{} unauthorized: 'no such key: Bearer [key]'", status)) &&
                 Contains(fmt::format("req_test{}", status)) && !Contains(kKey));
  CHECK_THAT(logged, !Contains(kKey));
  CHECK(server.received().size() == 1);
}

TEST_CASE("a refused key ends the call at once, also where the answer is cut off or has no end") {
  const bool endless = GENERATE(true, false);
  ScenarioServer server([&](const Received&) {
    const std::string head =
        "HTTP/1.1 401 No\r\nPeeker-Request-Id: req_1\r\nContent-Length: 99999999\r\n\r\n";
    return endless ? Reply{.bytes = head, .endlessly = std::string(4096, 'x')} : cut(head);
  });
  ApiOptions options = quick_options(server.url());
  options.max_body = 1 << 16;
  Api api(options);
  const Outcome outcome = call(api, kGet);
  CHECK(failure_of(outcome).kind == Failure::Kind::key_refused);
  CHECK_THAT(failure_of(outcome).message, Contains("401") && Contains("(request req_1)"));
  CHECK(server.received().size() == 1);
}

TEST_CASE("other 4xx are handed back, without a second try and without the key") {
  const int status = GENERATE(400, 404, 409, 422);
  ScenarioServer server([&](const Received& request) {
    return answer(status, envelope("invalid_request", request.header("authorization")));
  });
  Api api(quick_options(server.url()));
  const Outcome outcome =
      call(api, kPost, [](const Answer&) { return std::string("accept is for 2xx only"); });
  CHECK(answer_of(outcome).status == status);
  CHECK_THAT(answer_of(outcome).body, Contains("Bearer [key]") && !Contains(kKey));
  CHECK(server.received().size() == 1);
}

TEST_CASE("a redirect is not followed, and the key does not go where it points") {
  const int status = GENERATE(301, 302, 303, 307, 308);
  ScenarioServer elsewhere([](const Received&) { return answer(200, "{}"); });
  ScenarioServer server([&](const Received&) {
    return answer(status, "", fmt::format("Location: {}/me\r\n", elsewhere.url()));
  });
  Api api(quick_options(server.url()));
  const Outcome outcome = call(api, kGet);
  CHECK(failure_of(outcome).kind == Failure::Kind::gave_up);
  CHECK_THAT(failure_of(outcome).message, Contains(fmt::format("{}: redirects are not followed", status)));
  CHECK(server.received().size() == 1);
  CHECK(elsewhere.received().empty());
}

TEST_CASE("a status that HTTP does not know is given up at once") {
  ScenarioServer server([](const Received&) { return answer(777, "{}"); });
  Api api(quick_options(server.url()));
  CHECK_THAT(failure_of(call(api, kGet)).message, Contains("777"));
  CHECK(server.received().size() == 1);
}

TEST_CASE("plain HTTP behind an https URL gets no key") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  ApiOptions options = quick_options(fmt::format("https://127.0.0.1:{}/partner/v1", server.port()));
  options.tries = 2;
  options.call_timeout = 200ms;
  Api api(options);
  CHECK(failure_of(call(api, kGet)).kind == Failure::Kind::gave_up);
  CHECK(server.received().empty());
  CHECK(api.counts().calls == 0);
}

TEST_CASE("the rate holds back what it must, and retries count too") {
  ScenarioServer server(
      [](const Received& request) { return request.number == 1 ? answer(500, "") : answer(200, "{}"); });
  ApiOptions options = quick_options(server.url());
  options.rate = 3;
  Api api(options);
  std::vector<std::future<Outcome>> calls;
  for (int i = 0; i < 3; ++i) calls.push_back(start(api, kPost));
  // One failed and two answered fill the rate; whichever call is left waits for a slot.
  int answered = 0;
  const auto until = std::chrono::steady_clock::now() + 30s;
  while (answered < 2 && std::chrono::steady_clock::now() < until)
    answered = static_cast<int>(std::count_if(calls.begin(), calls.end(), [](auto& one) {
      return one.wait_for(10ms) == std::future_status::ready;
    }));
  CHECK(answered == 2);
  std::this_thread::sleep_for(200ms);
  CHECK(server.received().size() == 3);
  api.stop();
  int stopped = 0;
  for (auto& one : calls) {
    const Outcome outcome = one.get();
    if (const Failure* failure = std::get_if<Failure>(&outcome)) {
      CHECK(failure->kind == Failure::Kind::stopped);
      ++stopped;
    }
  }
  CHECK(stopped == 1);
}

TEST_CASE("stop ends what is queued, waiting or in flight, and what comes later, each exactly once") {
  ScenarioServer server([](const Received& request) {
    if (request.line.find("/waits") != std::string::npos) return answer(500, "");
    return Reply{.bytes = "", .before = 60s};
  });
  ApiOptions options = quick_options(server.url());
  options.connections = 2;
  options.first_backoff = options.longest_backoff = 60s;
  Api api(options);
  std::vector<std::future<Outcome>> calls;
  calls.push_back(start(api, {"GET", "/waits", ""}));
  for (int i = 0; i < 5; ++i) calls.push_back(start(api, {"GET", "/in-flight-or-queued", ""}));
  std::promise<void> timer;
  api.after(10min, [&] { timer.set_value(); });
  while (server.received().size() < 3) std::this_thread::sleep_for(5ms);

  api.stop();
  calls.push_back(start(api, kGet));
  for (auto& one : calls) {
    REQUIRE(one.wait_for(30s) == std::future_status::ready);
    const Outcome outcome = one.get();
    CHECK(failure_of(outcome).kind == Failure::Kind::stopped);
    CHECK_THAT(failure_of(outcome).message, Contains("stopped"));
  }
  CHECK(timer.get_future().wait_for(30s) == std::future_status::ready);
  std::promise<void> late;
  api.after(10min, [&] { late.set_value(); });
  CHECK(late.get_future().wait_for(30s) == std::future_status::ready);
  api.stop();
}

TEST_CASE("done may stop the transport, and send after that") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  Api api(quick_options(server.url()));
  std::promise<Outcome> last;
  api.send(kGet, {}, [&](Outcome) {
    api.stop();
    api.send(kGet, {}, [&](Outcome outcome) { last.set_value(std::move(outcome)); });
  });
  const Outcome outcome = last.get_future().get();
  CHECK(failure_of(outcome).kind == Failure::Kind::stopped);
}

TEST_CASE("destruction ends all calls first") {
  ScenarioServer server([](const Received&) { return Reply{.bytes = "", .before = 60s}; });
  std::vector<std::future<Outcome>> calls;
  {
    Api api(quick_options(server.url()));
    for (int i = 0; i < 40; ++i) calls.push_back(start(api, kPost));
  }
  for (auto& one : calls) CHECK(failure_of(one.get()).kind == Failure::Kind::stopped);
}

TEST_CASE("after calls back in the order of the delays, once each, and not before its time") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  Api api(quick_options(server.url()));
  const auto start_time = std::chrono::steady_clock::now();
  std::vector<int> order;
  std::promise<void> all;
  api.after(1s, [&] {
    order.push_back(2);
    CHECK(std::chrono::steady_clock::now() - start_time >= 1s);
    api.after(1ms, [&] {
      order.push_back(3);
      all.set_value();
    });
  });
  api.after(0ms, [&] { order.push_back(1); });
  REQUIRE(all.get_future().wait_for(30s) == std::future_status::ready);
  CHECK(order == std::vector<int>{1, 2, 3});
}

TEST_CASE("every attempt leaves one line in the log") {
  ScenarioServer server([](const Received& request) {
    return request.number == 1 ? answer(500, "") : request.number == 2 ? cut("") : answer(200, "{}");
  });
  std::mutex mutex;
  std::vector<std::string> lines;
  ApiOptions options = quick_options(server.url());
  options.log = [&](const std::string& line) {
    const std::lock_guard lock(mutex);
    lines.push_back(line);
  };
  Api api(options);
  answer_of(call(api, kPost));
  const std::lock_guard lock(mutex);
  REQUIRE(lines.size() == 3);
  CHECK_THAT(lines[0], Contains("POST /domains/availability 500 ") && Contains(" ms req_test500") &&
                           !Contains("attempt"));
  CHECK_THAT(lines[1], Contains("closed before an answer") && Contains("(attempt 2)"));
  CHECK_THAT(lines[2], Contains(" 200 ") && Contains(" ms req_test200 (attempt 3)"));
}

TEST_CASE("a proxy of the environment sees no call to loopback") {
  ScenarioServer proxy([](const Received&) { return answer(200, "from the proxy"); });
  ScenarioServer server([](const Received&) { return answer(200, "from the server"); });
  const std::string proxy_url = fmt::format("http://127.0.0.1:{}", proxy.port());
  for (const char* name : {"http_proxy", "all_proxy"}) setenv(name, proxy_url.c_str(), 1);
  {
    Api api(quick_options(server.url()));
    CHECK(answer_of(call(api, kGet)).body == "from the server");
    Api by_name(quick_options(fmt::format("http://localhost:{}/partner/v1", server.port())));
    CHECK(answer_of(call(by_name, kGet)).body == "from the server");
  }
  for (const char* name : {"http_proxy", "all_proxy"}) unsetenv(name);
  CHECK(proxy.received().empty());
}

TEST_CASE("options that cannot work are refused") {
  const auto refused = [](const std::function<void(ApiOptions&)>& change) {
    ApiOptions options = quick_options("http://127.0.0.1:1/v1");
    change(options);
    CHECK_THROWS_AS(Api(options), UsageError);
  };
  refused([](ApiOptions& options) { options.base_url = "http://api.peeker.ai/partner/v1"; });
  refused([](ApiOptions& options) { options.key = "two words"; });
  refused([](ApiOptions& options) { options.connections = 0; });
  refused([](ApiOptions& options) { options.rate = 0; });
  refused([](ApiOptions& options) { options.tries = 0; });
}

TEST_CASE("a path cannot become a part of the host's name") {
  Api api(quick_options("http://127.0.0.1:1"));
  CHECK_THROWS_AS(api.send({"GET", "23.evil.example/", ""}, {}, [](Outcome) {}), UsageError);
}

TEST_CASE("a path that is not a part of a URL is given up at once") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  Api api(quick_options(server.url()));
  const Outcome outcome = call(api, {"GET", "/bundles/a b\r\nX-Evil: 1", ""});
  CHECK_THAT(failure_of(outcome).message, Contains("X-Evil") && !Contains("tries"));
  CHECK(server.received().empty());
}

TEST_CASE("a request that is sent once is not repeated, and its 429 and 401 are handed back") {
  const int status = GENERATE(200, 400, 401, 403, 429);
  ScenarioServer server([&](const Received&) { return answer(status, "x", "Retry-After: 0\r\n"); });
  Api api(quick_options(server.url()));
  Request request = kPost;
  request.once = true;
  CHECK(answer_of(call(api, request)).status == status);
  CHECK(server.received().size() == 1);
}

TEST_CASE("a pause of more than an hour fails all calls at once, and says when to come back") {
  const bool in_header = GENERATE(true, false);
  ScenarioServer server([&](const Received&) {
    return in_header
               ? answer(503, "busy", "Retry-After: 7200\r\n")
               : answer(429, envelope("rate_limited", "quota", R"(,"details":{"retry_after_seconds":7200})"));
  });
  Api api(quick_options(server.url()));
  for (int i = 0; i < 3; ++i) {
    const Outcome outcome = call(api, kGet);
    const Failure& failure = failure_of(outcome);
    CHECK(failure.kind == Failure::Kind::closed);
    CHECK(failure.code == ErrorCode::api);
    CHECK_THAT(failure.message, Contains("a pause of 2.0 hours: come back after 2") && Contains("UTC"));
  }
  CHECK(server.received().size() == 1);
}

TEST_CASE("a wait of more than 2 s is reported with its reason") {
  const auto [reply, reason] = GENERATE(table<Reply, Wait::Reason>(
      {{answer(429, envelope("rate_limited", "slow", R"(,"details":{"retry_after_seconds":30})")),
        Wait::Reason::rate_limited},
       {answer(503, "busy", "Retry-After: 30\r\n"), Wait::Reason::unavailable}}));
  const Reply scripted = reply;
  ScenarioServer server([&](const Received&) { return scripted; });
  std::promise<Wait> reported;
  ApiOptions options = quick_options(server.url());
  options.on_wait = [&](const Wait& wait) { reported.set_value(wait); };
  Api api(options);
  const auto waiting = start(api, kGet);
  std::future<Wait> future = reported.get_future();
  REQUIRE(future.wait_for(20s) == std::future_status::ready);
  const Wait wait = future.get();
  CHECK(wait.reason == reason);
  CHECK(wait.duration > 25s);
  CHECK(wait.duration < 32s);
}

TEST_CASE("waiting for a slot of our own rate is reported as that") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  std::promise<Wait> reported;
  ApiOptions options = quick_options(server.url());
  options.rate = 1;
  options.on_wait = [&](const Wait& wait) { reported.set_value(wait); };
  Api api(options);
  answer_of(call(api, kGet));
  const auto waiting = start(api, kGet);
  std::future<Wait> future = reported.get_future();
  REQUIRE(future.wait_for(20s) == std::future_status::ready);
  CHECK(future.get().reason == Wait::Reason::own_rate);
}

TEST_CASE("an answer that is a page instead of JSON is named as such") {
  ScenarioServer server([](const Received&) {
    const std::string page = "<!DOCTYPE html><title>Hotel Wi-Fi</title>";
    return Reply{.bytes =
                     fmt::format("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{}",
                                 page.size(), page)};
  });
  Api api(quick_options(server.url()));
  const Outcome outcome = call(api, kGet, [](const Answer&) { return std::string("no JSON at byte 1"); });
  CHECK_THAT(failure_of(outcome).message, Contains("200: expected JSON, got 'text/html'") &&
                                              Contains("Hotel Wi-Fi") && !Contains("byte 1"));
}

TEST_CASE("an error envelope with 200 is reported by its message") {
  ScenarioServer server([](const Received&) { return answer(200, envelope("internal", "pricing is down")); });
  Api api(quick_options(server.url()));
  const Outcome outcome = call(api, kGet, [](const Answer&) { return std::string("data is missing"); });
  CHECK_THAT(failure_of(outcome).message,
             Contains("the answer holds an error") && Contains("pricing is down"));
}

TEST_CASE("a group ends its own calls and leaves those of others") {
  ScenarioServer server([](const Received& request) {
    Reply reply = answer(200, "{}");
    if (request.line.find("/slow") != std::string::npos) reply.before = 60s;
    return reply;
  });
  Api api(quick_options(server.url()));
  std::atomic<int> started = 0;
  std::optional<Api> group(api.group([&](Attempt) { ++started; }));
  auto slow = start(*group, {"GET", "/slow", ""});
  while (server.received().empty()) std::this_thread::yield();
  group->stop();
  CHECK(failure_of(slow.get()).kind == Failure::Kind::stopped);
  CHECK(failure_of(call(*group, kGet)).kind == Failure::Kind::stopped);
  CHECK(answer_of(call(api, kGet)).status == 200);
  CHECK(started == 1);
  CHECK(group->counts().calls == 1);
  CHECK(api.counts().calls == 1);
  CHECK(api.all_counts().calls == 2);
  group.reset();
  CHECK(answer_of(call(api, kGet)).status == 200);
}

TEST_CASE("a group that ends has called all its callbacks, and its timers") {
  ScenarioServer server(
      [](const Received&) { return Reply{.bytes = "", .byte_by_byte = true, .before = 1s}; });
  Api api(quick_options(server.url()));
  int called = 0;
  {
    Api group = api.group();
    for (int i = 0; i < 40; ++i) group.send(kGet, {}, [&](Outcome) { ++called; });
    group.after(1h, [&] { ++called; });
  }
  CHECK(called == 41);
}

TEST_CASE("calls of an earlier process take up the rate of a transport that runs already") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  std::promise<Wait> reported;
  ApiOptions options = quick_options(server.url());
  options.rate = 2;
  options.on_wait = [&](const Wait& wait) { reported.set_value(wait); };
  Api api(options);
  answer_of(call(api, kGet));
  api.add_recent_calls({10s});
  const auto waiting = start(api, kGet);
  std::future<Wait> future = reported.get_future();
  REQUIRE(future.wait_for(20s) == std::future_status::ready);
  CHECK(future.get().duration < 51s);
}

TEST_CASE("a call whose accept, may_start or on_start throws is failed, and the next one is made") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  int starts = 0;
  ApiOptions options = quick_options(server.url());
  options.on_start = [&starts](Attempt) {
    if (++starts == 1) throw std::runtime_error("no log");
  };
  Api api(options);
  CHECK_THAT(failure_of(call(api, kGet)).message, Contains("no log"));
  const Outcome refused =
      call(api, kGet, [](const Answer&) -> std::string { throw std::runtime_error("no memory"); });
  CHECK_THAT(failure_of(refused).message, Contains("no memory"));
  CHECK(failure_of(refused).sent);
  CHECK(failure_of(refused).code == ErrorCode::internal);
  Request request = kGet;
  request.may_start = [](int) -> bool { throw std::runtime_error("no clock"); };
  CHECK_THAT(failure_of(call(api, request)).message, Contains("no clock"));
  request.may_start = [](int) -> bool { throw 7; };
  CHECK_THAT(failure_of(call(api, request)).message, Contains("unknown exception"));
  CHECK(answer_of(call(api, kGet)).status == 200);
}

TEST_CASE("after a callback that throws no call is made any more, and the process lives on") {
  ScenarioServer server([](const Received&) { return answer(200, "{}"); });
  Api api(quick_options(server.url()));
  SECTION("of a call") {
    std::promise<void> called;
    api.send(kGet, {}, [&called](const Outcome&) {
      called.set_value();
      throw std::runtime_error("lost");
    });
    called.get_future().get();
  }
  SECTION("of a wait") {
    std::promise<void> called;
    api.after(1ms, [&called] {
      called.set_value();
      throw std::runtime_error("lost");
    });
    called.get_future().get();
  }
  SECTION("what is no std::exception") {
    std::promise<void> called;
    api.after(1ms, [&called] {
      called.set_value();
      throw "lost";
    });
    called.get_future().get();
  }
  const Failure failure = failure_of(call(api, kGet));
  CHECK(failure.kind == Failure::Kind::closed);
  CHECK_THAT(failure.message, Contains("lost") || Contains("unknown exception"));
}
