// Whatever the bytes, intake returns: no crash, no exception, and every row is either kept or reported.
#include <catch2/catch.hpp>
#include <random>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

using Random = std::mt19937_64;

const std::string kJson =
    R"({"data":[{"id":"bun_small","name":"Small","monthly_sending_volume":25000,"google_percent":50,"microsoft_percent":50,)"
    R"("required_domains":{"google":1,"microsoft":2,"total":3},"status":"active"}],"links":{"next":null}})";

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

// Bytes that matter to the readers more often than chance would have them.
std::string noise(Random& random, std::size_t size) {
  static const std::string kTelling = "\",\n\r;\t{}[]:%@./ \\-0a\xC3\xFF\xEF\xBB\xBF";
  std::string bytes(size, '\0');
  for (char& c : bytes)
    c = random() % 3 == 0 ? static_cast<char>(random()) : kTelling[below(random, kTelling.size())];
  return bytes;
}

// The bytes with a few of them changed, added, taken away or repeated.
std::string damaged(Random& random, std::string bytes) {
  for (std::size_t edits = below(random, 6); edits > 0 && !bytes.empty(); --edits) {
    const std::size_t at = below(random, bytes.size());
    switch (random() % 4) {
      case 0:
        bytes[at] = noise(random, 1)[0];
        break;
      case 1:
        bytes.insert(at, noise(random, 1 + below(random, 4)));
        break;
      case 2:
        bytes.erase(at, 1 + below(random, 20));
        break;
      default:
        bytes.insert(at, std::string(bytes, below(random, bytes.size()), 1 + below(random, 60)));
    }
  }
  return bytes;
}

void check(const IntakeFiles& files) {
  Intake intake;
  REQUIRE_NOTHROW(intake = read_intake(files, {}));
  CHECK(intake.positions.size() == intake.customers.size());
  CHECK((intake.skipped.empty() || !intake.bad_rows.empty()));
  for (const SkippedCustomer& skipped : intake.skipped) CHECK_FALSE(skipped.message.empty());
  for (const Diagnostic& found : intake.bad_rows) {
    CHECK(found.line > 0);
    CHECK_FALSE(found.message.empty());
  }
  for (const Customer& customer : intake.customers) {
    CHECK_FALSE(customer.key.empty());
    CHECK(customer.bundle.required.total() > 0);
    CHECK((!customer.personas.empty() && customer.personas.size() <= 10));
  }
}

}  // namespace

TEST_CASE("random bytes are bad input and nothing worse") {
  Random random(1);
  for (int round = 0; round < 2000; ++round) {
    IntakeFiles files =
        files_with(noise(random, below(random, 300)), noise(random, below(random, 300)),
                   fmt::format("{}{}", round % 2 == 0 ? "{" : "", noise(random, below(random, 300))));
    files.owned = InputFile{"owned.csv", noise(random, below(random, 300))};
    check(files);
  }
}

TEST_CASE("random bytes below good headers are bad rows and nothing worse") {
  Random random(2);
  for (int round = 0; round < 2000; ++round) {
    IntakeFiles files = files_with(kCustomersHeader + kGoodCustomer + noise(random, below(random, 300)),
                                   kGoodPersona + noise(random, below(random, 300)),
                                   kGoodBundles + noise(random, below(random, 300)));
    files.owned = InputFile{
        "owned.csv", fmt::format("customer,domain\nacme,a.com\n{}", noise(random, below(random, 300)))};
    check(files);
  }
}

TEST_CASE("damaged files are read as far as they can be") {
  Random random(3);
  for (int round = 0; round < 4000; ++round) {
    IntakeFiles files =
        files_with(damaged(random, kCustomersHeader + kGoodCustomer), damaged(random, kGoodPersona),
                   damaged(random, round % 2 == 0 ? kJson : kGoodBundles));
    files.owned = InputFile{"owned.csv", damaged(random, "customer,domain,usable_for\nacme,a.com,google\n")};
    check(files);
  }
}
