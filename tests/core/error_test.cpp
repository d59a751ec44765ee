#include "domainplan/error.hpp"

#include <catch2/catch.hpp>
#include <type_traits>

#include "domainplan/domain_name.hpp"

using namespace domainplan;

TEST_CASE("an error carries its code, its subject and what gets past it") {
  const UsageError in_use("the folder is in use", "out", Remedy::force);
  CHECK(in_use.code() == ErrorCode::usage);
  CHECK(in_use.subject() == "out");
  CHECK(in_use.remedy() == Remedy::force);
  const RunError on_disk(ErrorCode::disk, "cannot open 'a'", "a");
  CHECK(on_disk.code() == ErrorCode::disk);
  CHECK(on_disk.subject() == "a");
  CHECK(on_disk.remedy() == Remedy::none);
}

TEST_CASE("an error about nothing in particular has an empty subject") {
  CHECK(UsageError("this cannot be").subject().empty());
  CHECK(RunError(ErrorCode::network, "no answer", Remedy::trust_certificate).subject().empty());
  CHECK(Interrupted("interrupted", Remedy::resume).subject().empty());
}

TEST_CASE("the subject of an error is the text as it was read") {
  CHECK(UsageError("no customer 'a\\x1b'", "a\x1b").subject() == "a\x1b");
}

TEST_CASE("the subject of bad input is its file, where there is one only") {
  CHECK(InputError({{"a.csv", 2, "brand", DiagnosticCode::missing, "is empty"},
                    {"a.csv", 3, "brand", DiagnosticCode::missing, "is empty"}})
            .subject() == "a.csv");
  CHECK(InputError({{"a.csv", 2, "brand", DiagnosticCode::missing, "is empty"},
                    {"b.csv", 3, "", DiagnosticCode::missing, "is empty"}})
            .subject()
            .empty());
  CHECK(InputError({}).subject().empty());
}

TEST_CASE("the subject of a name that is no domain is the name") {
  std::string subject;
  try {
    canonical_domain("no dot");
  } catch (const InvalidDomain& error) {
    subject = error.subject();
  }
  CHECK(subject == "no dot");
}

TEST_CASE("an error is copied without throwing") {
  CHECK(std::is_nothrow_copy_constructible_v<Error>);
  CHECK(std::is_nothrow_copy_constructible_v<UsageError>);
}

TEST_CASE("an error about a value says as data what would be right") {
  const UsageError error("a share of 101 percent: expected 0 to 100", Subject{"percent", "0 to 100"});
  CHECK(error.subject() == "percent");
  CHECK(error.expected() == "0 to 100");
  CHECK(UsageError("no customer 'a'", "a").expected().empty());
}
