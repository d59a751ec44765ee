// A certificate that a test's own server shows.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <string>
#include <string_view>

namespace domainplan::tests {

// For localhost and 127.0.0.1, until 2126. A throw-away key that protects nothing.
inline constexpr const char* kCertificate = R"(-----BEGIN CERTIFICATE-----
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
inline constexpr const char* kPrivateKey = R"(-----BEGIN PRIVATE KEY-----
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

}  // namespace domainplan::tests
