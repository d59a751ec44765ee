// TLS against a server whose certificate nobody has signed but itself.
#include <httplib.h>

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "partner/calls.hpp"

using namespace domainplan::partner;
using namespace domainplan::tests;
using Catch::Matchers::Contains;

namespace {

// For localhost and 127.0.0.1, until 2126. A throw-away key that protects nothing.
constexpr const char* kCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUTAOBpNv1eIZYXlWuU++/1IPvITkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA0MjY1MFoYDzIxMjYxMDI4
MDQyNjUwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARTClpN1zgUL9gwdg22S36IAPSfNWdKr632SWK3ewj6WOekt3Dd9+bL
FP1dRgEfDSZloT6gw5sFvObGYIZGSwo5o28wbTAdBgNVHQ4EFgQUD5+jU+82uL/1
rW7O5JhTq6AcnTQwHwYDVR0jBBgwFoAUD5+jU+82uL/1rW7O5JhTq6AcnTQwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAIgJooRcD+CpVYhz3PHzGA3aQVGOo+xSaSYT0pLAVFioAiEA
qD8hb7fdc4id/qea2370pL3TNfl3lrgQT5PxIMERI7A=
-----END CERTIFICATE-----
)";
constexpr const char* kPrivateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkYac8zskLYugPj79
2gyrfKJJLexG/qGh15qZpFcBZpyhRANCAARTClpN1zgUL9gwdg22S36IAPSfNWdK
r632SWK3ewj6WOekt3Dd9+bLFP1dRgEfDSZloT6gw5sFvObGYIZGSwo5
-----END PRIVATE KEY-----
)";

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view text) {
    const int file = ::mkstemp(path_.data());
    REQUIRE(file >= 0);
    REQUIRE(::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(file);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::remove(path_.c_str()); }
  const char* path() const { return path_.c_str(); }

 private:
  std::string path_ = "/tmp/domainplan_tls_XXXXXX";
};

}  // namespace

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
