#include "sandbox/ids.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "sandbox/gzip.hpp"
#include "sandbox/moment.hpp"

using namespace domainplan::sandbox;

TEST_CASE("an id is its prefix and 26 characters of Crockford's base 32, and never comes twice") {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = new_id("req_");
    CHECK(is_id(id, "req_"));
    CHECK(seen.insert(id).second);
  }
  CHECK(id_of("x_", 0, 0) == "x_00000000000000000000000000");
  CHECK(id_of("x_", ~0ULL, ~0ULL) == "x_7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  CHECK(id_of("x_", 1, 33) ==
        "x_0000000000000G0000000000"
        "11");
}

TEST_CASE("text of another length, alphabet or prefix is not an id") {
  CHECK(is_id("bun_01HZX0B2VN4S7ARTERPW3K8M5C", "bun_"));
  CHECK_FALSE(is_id("bun_01HZX0B2VN4S7ARTERPW3K8M5", "bun_"));
  CHECK_FALSE(is_id("bun_01HZX0B2VN4S7ARTERPW3K8MIL", "bun_"));
  CHECK_FALSE(is_id("ord_01HZX0B2VN4S7ARTERPW3K8M5C", "bun_"));
}

TEST_CASE("gzip is allowed by name or by a star, unless its weight is nothing") {
  CHECK(accepts_gzip("gzip"));
  CHECK(accepts_gzip("deflate, GZIP, br, zstd"));
  CHECK(accepts_gzip("br;q=1.0, gzip;q=0.1"));
  CHECK(accepts_gzip("*"));
  CHECK_FALSE(accepts_gzip(""));
  CHECK_FALSE(accepts_gzip("br"));
  CHECK_FALSE(accepts_gzip("gzip;q=0"));
  CHECK_FALSE(accepts_gzip("gzip; q=0.000, *"));
  CHECK_FALSE(accepts_gzip("x-gzip"));
}
