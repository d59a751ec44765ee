#include "domainplan/bundle.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"

using namespace domainplan;

namespace {
Bundle bundle(std::int64_t volume) {
  Bundle result;
  result.monthly_sending_volume = volume;
  return result;
}
}  // namespace

TEST_CASE("both examples that the vendor publishes agree") {
  CHECK(required_domains(bundle(25'000)) == Demand{15, 4});
  Bundle larger = bundle(100'000);
  larger.google_percent = 70;
  larger.microsoft_percent = 30;
  CHECK(required_domains(larger) == Demand{80, 10});
}

TEST_CASE("weekends and a third inbox lower the number of domains") {
  Bundle example = bundle(25'000);
  example.send_on_weekends = true;
  CHECK(required_domains(example) == Demand{11, 3});
  example.google_inboxes_per_domain = 3;
  CHECK(required_domains(example) == Demand{7, 3});
}

TEST_CASE("the count is exact at the edge of a domain") {
  // 22 days * 40 sends * 100 / 50 = 1,760 emails a month fill one Google domain to the last email.
  CHECK(required_domains(bundle(1'760)).google == 1);
  CHECK(required_domains(bundle(1'761)).google == 2);
}

TEST_CASE("a provider with no share needs no domains") {
  Bundle example = bundle(25'000);
  example.google_percent = 0;
  example.microsoft_percent = 100;
  CHECK(required_domains(example) == Demand{0, 8});
}

TEST_CASE("a volume beyond all reason is refused, with the bundle and the volume") {
  for (const std::int64_t volume : {std::int64_t{1} << 62, std::int64_t{1} << 55}) {
    Bundle huge = bundle(volume);
    huge.id = "bun_1";
    try {
      required_domains(huge);
      FAIL(volume);
    } catch (const UsageError& error) {
      CHECK(error.subject() == "bun_1");
      CHECK_THAT(error.what(), Catch::Contains(std::to_string(volume)));
    }
  }
}
