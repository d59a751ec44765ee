#include "cli/error_output.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace domainplan;
using Catch::Contains;

namespace {

struct Reported {
  int exit_code;
  std::string text;
};

Reported reported(const std::exception& error, bool as_json = false) {
  std::ostringstream err;
  const int exit_code = cli::report_error(error, as_json, err);
  return {exit_code, err.str()};
}

}  // namespace

TEST_CASE("each kind of error has its exit code") {
  CHECK(reported(UsageError("x")).exit_code == 2);
  CHECK(reported(InputError({{"a.csv", 3, "brand", "is empty"}})).exit_code == 2);
  CHECK(reported(KeyRefused("x")).exit_code == 4);
  CHECK(reported(Interrupted("x")).exit_code == 130);
  for (const ErrorCode code : {ErrorCode::network, ErrorCode::api, ErrorCode::disk, ErrorCode::locked})
    CHECK(reported(RunError(code, "x")).exit_code == 1);
  CHECK(reported(std::runtime_error("x")).exit_code == 1);
}

TEST_CASE("each kind of error has its code in JSON") {
  const auto code = [](const std::exception& error) {
    return nlohmann::json::parse(reported(error, true).text)["error"]["code"].get<std::string>();
  };
  CHECK(code(UsageError("x")) == "usage");
  CHECK(code(InputError({{"a.csv", 3, "brand", "is empty"}})) == "bad_input");
  CHECK(code(KeyRefused("x")) == "key_refused");
  CHECK(code(Interrupted("x")) == "interrupted");
  CHECK(code(RunError(ErrorCode::locked, "x")) == "locked");
  CHECK(code(std::runtime_error("x")) == "internal");
}

TEST_CASE("the remedy of an error is worded as a flag") {
  CHECK(reported(UsageError("the folder is in use", Remedy::force)).text ==
        "domainplan: the folder is in use; use --force to start again\n");
  CHECK(reported(UsageError("the folder is in use")).text == "domainplan: the folder is in use\n");
}

TEST_CASE("every remedy is worded, with the customer where it is for one") {
  for (auto remedy = Remedy::force; remedy <= Remedy::trust_certificate;
       remedy = static_cast<Remedy>(static_cast<int>(remedy) + 1)) {
    INFO(static_cast<int>(remedy));
    CHECK_THAT(cli::advice(remedy), Catch::StartsWith("; "));
    CHECK_THAT(cli::advice(remedy, "acme"), Catch::StartsWith("; "));
  }
  CHECK(cli::advice(Remedy::none).empty());
  for (const Remedy remedy : {Remedy::update_customer, Remedy::allow_duplicate, Remedy::confirm_not_placed,
                              Remedy::accept_edited, Remedy::accept_receipt})
    CHECK_THAT(cli::advice(remedy, "acme"), Contains(" acme"));
}

TEST_CASE("a flag that takes a customer is printed with the subject of the error, ready to be copied") {
  CHECK(reported(UsageError("its order was placed", "acme", Remedy::update_customer)).text ==
        "domainplan: its order was placed; use plan --update --only acme to choose other domains\n");
  CHECK(reported(UsageError("its order was placed", Remedy::allow_duplicate)).text ==
        "domainplan: its order was placed; pass --allow-duplicate CUSTOMER if one more is meant\n");
}

TEST_CASE("the subject of an error is escaped for the terminal") {
  CHECK_THAT(cli::advice(Remedy::allow_duplicate, "a\x1b[2J"), Contains(" a\\x1b[2J "));
}

TEST_CASE("a flag that takes no customer is printed without the subject") {
  CHECK(cli::advice(Remedy::allow_same_name, "Growth") == "; pass --allow-duplicate if one more is meant");
  CHECK(cli::advice(Remedy::force, "out") == cli::advice(Remedy::force));
}

TEST_CASE("what looks like a key is cut after its prefix") {
  CHECK(cli::without_keys("a pk_live_abc-1 b pk_test_x") == "a pk_live_… b pk_test_…");
  CHECK(cli::without_keys("use a pk_test_ key") == "use a pk_test_ key");
}
