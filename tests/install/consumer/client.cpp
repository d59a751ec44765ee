// The client without a sandbox: a session on a port where nothing listens.
#include <domainplan/check.hpp>
#include <domainplan/error.hpp>
#include <domainplan/session.hpp>

#include <cstdio>

int main() {
  using namespace domainplan;
  Session session({.base_url = "http://127.0.0.1:1", .key = "pk_test_x", .tries = 1}, Environment::test);
  try {
    check_availability(session, {"example.com"}, {}, {.rows = [](std::vector<AvailabilityRow>) {}});
  } catch (const RunError& error) {
    const auto calls = static_cast<unsigned long long>(session.counts().calls);
    std::printf("%s: %s, after %llu calls sent\n", std::string(name_of(error.code())).c_str(), error.what(),
                calls);
    return error.code() == ErrorCode::network && calls == 0 ? 0 : 2;
  }
  return 1;
}
