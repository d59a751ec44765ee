#include "domainplan/sandbox.hpp"

#include <arpa/inet.h>
#include <httplib.h>
#include <sys/socket.h>
#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <thread>

#include "domainplan/error.hpp"
#include "support.hpp"

using namespace sandbox_test;
using namespace std::chrono_literals;
using domainplan::sandbox::Server;

namespace {

httplib::Client client_of(const Server& server) {
  httplib::Client client("127.0.0.1", server.port());
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_bearer_token_auth(kTestKey);
  client.set_read_timeout(20s);
  return client;
}

const std::string kAsk = "/partner/v1/domains/availability";

std::string fifty_names(int lot) {
  std::vector<std::string> names;
  for (int i = 0; i < 50; ++i) names.push_back(fmt::format("hello{}number{}.com", lot, i));
  return Json{{"domains", names}}.dump();
}

// Sends `text` to the server as it is and returns all it says until it hangs up, or for two seconds.
std::string said_to(const Server& server, const std::string& text) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(server.port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit{2, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  REQUIRE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::send(socket, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t count = 0; (count = ::recv(socket, buffer, sizeof buffer, 0)) > 0;)
    answer.append(buffer, static_cast<std::size_t>(count));
  ::close(socket);
  return answer;
}

std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

}  // namespace

TEST_CASE("every answer has a request id of its own, and every error the envelope") {
  const Server server(plain());
  httplib::Client client = client_of(server);
  struct Case {
    std::string method;
    std::string path;
    int status;
  };
  std::set<std::string> ids;
  for (const Case& each :
       std::vector<Case>{{"GET", "/partner/v1/me", 200},
                         {"GET", "/partner/v1/bundles", 200},
                         {"GET", "/partner/v1/bundles/bun_01HZX0B2VN4S7ARTERPW3K8M5C", 200},
                         {"HEAD", "/partner/v1/me", 200},
                         {"GET", "/partner/v1/bundles?per_page=0", 400},
                         {"GET", "/partner/v1/bundles/bun_x", 404},
                         {"POST", "/partner/v1/bundles", 400},
                         {"POST", "/partner/v1/domains/availability", 400},
                         {"GET", "/partner/v1/domains/availability", 405},
                         {"POST", "/partner/v1/orders", 400},
                         {"POST", "/partner/v1/me", 405},
                         {"DELETE", "/partner/v1/bundles", 405},
                         {"PUT", "/partner/v1/me", 405},
                         {"PATCH", "/partner/v1/orders", 405},
                         {"OPTIONS", "/partner/v1/me", 405},
                         {"GET", "/partner/v1/me/", 404},
                         {"GET", "/partner/v2/me", 404},
                         {"GET", "/", 404},
                         {"GET", "/partner/v1/%0a", 404},
                         {"TRACE", "/partner/v1/me", 400}}) {
    INFO(each.method << ' ' << each.path);
    httplib::Request request;
    request.method = each.method;
    request.path = each.path;
    const httplib::Result result = client.send(request);
    REQUIRE(result);
    CHECK(result->status == each.status);
    CHECK(is_id(result->get_header_value("Peeker-Request-Id"), "req_"));
    CHECK(ids.insert(result->get_header_value("Peeker-Request-Id")).second);
    CHECK(result->get_header_value("Content-Type") == "application/json");
    if (each.status >= 400) error_in(result->body);
    if (each.status == 405) CHECK_FALSE(result->get_header_value("Allow").empty());
  }
  CHECK(server.counters().requests == ids.size());
}

TEST_CASE("without a key in the one accepted form there is only a 401") {
  const Server server(plain());
  httplib::Client client("127.0.0.1", server.port());
  for (const char* value :
       {"", "bearer pk_test_sandbox", "Basic cGtfdGVzdA==", "pk_test_sandbox", "Bearer pk_other"}) {
    INFO(value);
    const auto result = client.Get("/partner/v1/me", {{"Authorization", value}});
    REQUIRE(result);
    CHECK(result->status == 401);
    CHECK(error_in(result->body).at("code") == "unauthorized");
    CHECK(is_id(result->get_header_value("Peeker-Request-Id"), "req_"));
  }
}

TEST_CASE("a connection serves many more requests than the HTTP library's five") {
  const Server server(plain());
  const std::string one =
      fmt::format("GET /partner/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n", kTestKey);
  std::string requests;
  for (int i = 0; i < 199; ++i) requests += one + "\r\n";
  const std::string answer = said_to(server, requests + one + "Connection: close\r\n\r\n");
  std::size_t count = 0;
  for (std::size_t at = 0; (at = answer.find("HTTP/1.1 200 OK", at)) != std::string::npos; ++at) ++count;
  CHECK(count == 200);
}

TEST_CASE("answers are compressed where the client allows it and the sandbox wants it") {
  const bool compress = GENERATE(true, false);
  Options options = plain();
  options.compress = compress;
  const Server server(options);
  httplib::Client client = client_of(server);
  const auto packed =
      client.Post(kAsk, {{"Accept-Encoding", "gzip, br"}}, fifty_names(1), "application/json");
  const auto open = client.Post(kAsk, {{"Accept-Encoding", "identity"}}, fifty_names(1), "application/json");
  REQUIRE(packed);
  REQUIRE(open);
  CHECK(packed->get_header_value("Content-Encoding") == (compress ? "gzip" : ""));
  CHECK_FALSE(open->has_header("Content-Encoding"));
  CHECK(packed->body == open->body);  // the client unpacks
  CHECK(Json::parse(open->body).at("data").at("domains").size() == 50);
}

TEST_CASE("the 429 says in a header too how long to wait") {
  Options options = plain();
  options.rate_limit = 1;
  const Server server(options);
  httplib::Client client = client_of(server);
  client.Get("/partner/v1/me");
  const auto result = client.Get("/partner/v1/me");
  REQUIRE(result);
  CHECK(result->status == 429);
  CHECK(result->get_header_value("Retry-After") ==
        error_in(result->body).at("details").at("retry_after_seconds").dump());
  CHECK(is_id(result->get_header_value("Peeker-Request-Id"), "req_"));
}

TEST_CASE("an answer that is cut off says its full length, holds half of it, and the connection ends") {
  Options options = plain();
  options.faults.push_back({Fault::cut, 1});
  const Server server(options);
  const std::string body = fifty_names(1);
  const std::string answer =
      said_to(server, fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: "
                                  "application/json\r\nContent-Length: {}\r\n\r\n{}",
                                  kAsk, kTestKey, body.size(), body));
  CHECK_THAT(answer, Catch::StartsWith("HTTP/1.1 200 OK"));
  const std::size_t at = answer.find("Content-Length: ");
  REQUIRE(at != std::string::npos);
  const std::size_t length = std::stoul(answer.substr(at + 16));
  CHECK(length > 2'000);
  CHECK(body_of(answer).size() < length);
  CHECK(body_of(answer).size() > length / 3);
  CHECK(server.counters().availability == 0);
}

TEST_CASE("an answer that is lost is a connection that ends without a byte") {
  Options options = plain();
  options.faults.push_back({Fault::lost, 1});
  const Server server(options);
  CHECK(said_to(server,
                fmt::format("GET /partner/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n",
                            kTestKey))
            .empty());
  CHECK(server.counters().requests == 1);
}

TEST_CASE("a slow answer comes whole in the end, and the connection serves the next") {
  Options options = plain();
  options.faults.push_back({Fault::slow, 1});
  const Server server(options);
  httplib::Client client = client_of(server);
  for (int i = 0; i < 2; ++i) {
    const auto result = client.Get("/partner/v1/bundles");
    REQUIRE(result);
    CHECK(result->status == 200);
    CHECK(Json::parse(result->body).at("data").size() == 4);
  }
}

TEST_CASE("a truncated answer is whole for HTTP and broken for JSON") {
  Options options = plain();
  options.faults.push_back({Fault::truncated, 1});
  options.compress = GENERATE(true, false);
  const Server server(options);
  httplib::Client client = client_of(server);
  const auto result = client.Post(kAsk, {{"Accept-Encoding", "gzip"}}, fifty_names(1), "application/json");
  REQUIRE(result);
  CHECK(result->status == 200);
  CHECK_FALSE(Json::accept(result->body));
}

TEST_CASE("the counters are served without a key and do not count themselves") {
  const Server server(plain());
  httplib::Client client("127.0.0.1", server.port());
  client.Get("/partner/v1/me");
  for (int i = 0; i < 2; ++i) {
    const auto result = client.Get("/_sandbox/counters");
    REQUIRE(result);
    CHECK(result->status == 200);
    CHECK(Json::parse(result->body).at("requests") == 1);
    CHECK(Json::parse(result->body).at("orders") == 0);
  }
}

TEST_CASE("what is not an HTTP request of this API gets an error envelope too") {
  const Server server(plain());
  const std::string head =
      fmt::format("Host: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\n", kTestKey);
  struct Case {
    std::string request;
    std::string status;
  };
  const auto request = [](std::string_view line, std::string_view rest) {
    return fmt::format("{}\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\n{}", line, kTestKey,
                       rest);
  };
  const std::string too_long = fmt::format("GET /{:x<9000} HTTP/1.1", "");
  // A POST without a length has no body.
  const std::string no_length = "Content-Type: application/json\r\n\r\n";
  const std::string form = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\nabc";
  for (const Case& each :
       std::vector<Case>{{"nonsense\r\n\r\n", "400"},
                         {request("GET /partner/v1/me HTTP/3.0", "\r\n"), "400"},
                         {request(too_long, "\r\n"), "414"},
                         {request("POST /partner/v1/orders HTTP/1.1", no_length), "400"},
                         {request("POST /partner/v1/orders HTTP/1.1", form), "400"},
                         {request("GET /partner/v1/me HTTP/1.1", "Range: bytes=0-3\r\n\r\n"), "200"}}) {
    INFO(each.request.substr(0, 80));
    const std::string answer = said_to(server, each.request);
    CHECK_THAT(answer, Catch::StartsWith(fmt::format("HTTP/1.1 {}", each.status)));
    CHECK_THAT(answer, Catch::Contains("Peeker-Request-Id: req_"));
    if (each.status != "200") error_in(body_of(answer));
  }
}

TEST_CASE("a body beyond a mebibyte is refused, however its length is reported") {
  const Server server(plain());
  httplib::Client client = client_of(server);
  const std::string large((1u << 20) + 1, ' ');
  auto result = client.Post(kAsk, large, "application/json");
  REQUIRE(result);
  CHECK(result->status == 413);
  error_in(result->body);
  CHECK(result->get_header_value("Connection") == "close");
  result = client.Post(kAsk, std::string(1u << 20, ' '), "application/json");
  REQUIRE(result);
  CHECK(result->status == 400);

  std::string chunks = fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", kAsk);
  chunks += fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", large.size(), large);
  CHECK_THAT(said_to(server, chunks), Catch::StartsWith("HTTP/1.1 413"));
}

TEST_CASE("a server with idle and waiting clients stops at once") {
  Options options = plain();
  options.latency_min = options.latency_max = 60s;
  auto server = std::make_unique<Server>(options);
  httplib::Client client = client_of(*server);
  auto waiting = std::async(std::launch::async, [&] { return client.Get("/partner/v1/me").error(); });
  std::vector<int> idle;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(server->port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < 100; ++i) {
    idle.push_back(::socket(AF_INET, SOCK_STREAM, 0));
    REQUIRE(::connect(idle.back(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  while (server->counters().requests == 0) std::this_thread::sleep_for(1ms);
  server.reset();  // would hang here, and the test time out, if it waited for the clients
  CHECK(waiting.get() != httplib::Error::Success);
  for (const int socket : idle) {
    char byte = 0;
    CHECK(::recv(socket, &byte, 1, 0) <= 0);
    ::close(socket);
  }
}

TEST_CASE("a server can be started and stopped without a request") {
  for (int i = 0; i < 50; ++i) {
    const Server server(plain());
    CHECK(server.port() > 0);
    CHECK(server.base_url() == fmt::format("http://127.0.0.1:{}/partner/v1", server.port()));
  }
}

TEST_CASE("a port that another server has is an error, not a shared port") {
  const Server first(plain());
  Options options = plain();
  options.port = first.port();
  CHECK_THROWS_AS(Server(options), RunError);
  options.port = 70'000;
  CHECK_THROWS_AS(Server(options), RunError);
}

TEST_CASE("a port is free again as soon as its server has stopped") {
  Options options = plain();
  {
    const Server first(plain());
    options.port = first.port();
    CHECK(client_of(first).Get("/partner/v1/me")->status == 200);
  }
  const Server second(options);
  CHECK(second.port() == options.port);
}

TEST_CASE("many connections at once are all served, and the counters are exact") {
  Options options = plain();
  options.faults.push_back({Fault::refused_429, 0.1});
  const Server server(options);
  constexpr int kClients = 32;
  constexpr int kCalls = 20;
  std::atomic<std::uint64_t> whole = 0;
  std::atomic<std::uint64_t> limited = 0;
  std::vector<std::thread> threads;
  for (int c = 0; c < kClients; ++c)
    threads.emplace_back([&, c] {
      httplib::Client client = client_of(server);
      for (int i = 0; i < kCalls; ++i) {
        const auto result = client.Post(kAsk, fifty_names(c), "application/json");
        if (result && result->status == 200) ++whole;
        if (result && result->status == 429) ++limited;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(whole + limited == kClients * kCalls);
  const Counters counters = server.counters();
  CHECK(counters.requests == kClients * kCalls);
  CHECK(counters.availability == whole);
  CHECK(counters.rate_limited == limited);
  CHECK(counters.most_in_window == kClients * kCalls);
  CHECK(counters.asked_again == (whole - kClients) * 50);
}

TEST_CASE("a clock that throws fails the calls of that time, and the server goes on") {
  std::atomic<bool> is_broken = false;
  Options options = plain();
  options.webhook_url = "http://127.0.0.1:1/";  // its thread looks at the clock, too
  options.clock = [&] {
    if (is_broken) throw 7;
    return std::chrono::system_clock::now();
  };
  const Server server(options);
  httplib::Client client = client_of(server);
  CHECK(client.Get("/partner/v1/orders")->status == 200);
  is_broken = true;
  const auto failed = client.Get("/partner/v1/orders");
  CHECK((!failed || failed->status == 500));
  is_broken = false;
  CHECK(client_of(server).Get("/partner/v1/orders")->status == 200);
}

TEST_CASE("a call for which the server's own code throws is answered 500") {
  std::atomic<int> throws = 0;
  Options options = plain();
  options.clock = [&] {
    if (throws-- == 1) throw 7;
    return std::chrono::system_clock::now();
  };
  const Server server(options);
  throws = 1;
  const auto answer = client_of(server).Get("/partner/v1/orders");
  REQUIRE(answer);
  CHECK(answer->status == 500);
  CHECK(error_in(answer->body).at("code") == "internal_error");
}
