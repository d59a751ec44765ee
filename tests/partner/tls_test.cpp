// TLS against a server whose certificate nobody has signed but itself.
#include <httplib.h>

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <thread>

#include "partner/calls.hpp"
#include "partner/certificate.hpp"

using namespace domainplan::partner;
using namespace domainplan::tests;
using Catch::Matchers::Contains;

TEST_CASE("a certificate is trusted where its authority is named, and only then") {
  const TemporaryFile certificate(kCertificate);
  const TemporaryFile key(kPrivateKey);
  httplib::SSLServer server(certificate.path(), key.path());
  REQUIRE(server.is_valid());
  server.Get(
      ".*", [&](const httplib::Request&, httplib::Response& response) { response.set_content("{}", "x/y"); });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread serving([&] { server.listen_after_bind(); });
  ApiOptions options = quick_options(fmt::format("https://localhost:{}/v1", port));
  {
    Api api(options);
    const Outcome outcome = call(api, {"GET", "/me", ""});
    REQUIRE(std::holds_alternative<Failure>(outcome));
    CHECK(std::get<Failure>(outcome).certificate_unknown);
  }
  options.ca_file = certificate.path();
  {
    Api api(options);
    CHECK(std::holds_alternative<Answer>(call(api, {"GET", "/me", ""})));
  }
  options.ca_file = "/nonexistent/ca.pem";
  {
    Api api(options);
    CHECK(std::holds_alternative<Failure>(call(api, {"GET", "/me", ""})));
    CHECK(api.counts().calls == 0);
  }
  server.stop();
  serving.join();
}

TEST_CASE("a certificate that nobody vouches for ends the call at once, and the key stays here") {
  const TemporaryFile certificate(kCertificate);
  const TemporaryFile key(kPrivateKey);
  httplib::SSLServer server(certificate.path(), key.path());
  REQUIRE(server.is_valid());
  std::atomic<int> requests = 0;
  server.Get(".*", [&](const httplib::Request&, httplib::Response&) { ++requests; });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread serving([&] { server.listen_after_bind(); });
  {
    Api api(quick_options(fmt::format("https://localhost:{}/v1", port)));
    const Outcome outcome = call(api, {"GET", "/me", ""});
    const Failure* failure = std::get_if<Failure>(&outcome);
    REQUIRE(failure);
    CHECK(failure->kind == Failure::Kind::gave_up);
    CHECK_THAT(failure->message, Contains("certificate") && !Contains("tries"));
    CHECK(api.counts().calls == 0);
  }
  server.stop();
  serving.join();
  CHECK(requests == 0);
}
