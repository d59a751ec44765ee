#include "cli/error_output.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "domainplan/pinned_plan.hpp"

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
  CHECK(reported(InputError({{"a.csv", 3, "brand", DiagnosticCode::missing, "is empty"}})).exit_code == 2);
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
  CHECK(code(InputError({{"a.csv", 3, "brand", DiagnosticCode::missing, "is empty"}})) == "bad_input");
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
  for (auto remedy = Remedy::force; remedy <= Remedy::use_another_key;
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
        "domainplan: its order was placed; pass --allow-duplicate CUSTOMER to order again on purpose\n");
}

TEST_CASE("where the command lacks the flag, the command that has it is named") {
  CHECK(cli::advice(Remedy::force, "", "plan") == "; use --force to start again");
  CHECK(cli::advice(Remedy::force, "", "explain") == "; make it again with plan --force");
  CHECK_THAT(cli::advice(Remedy::resume, "", "report"),
             Contains("plan --resume") && Contains("plan --force"));
  CHECK(cli::advice(Remedy::choose_another_folder, "", "plan") == "; choose another --out");
  CHECK_THAT(cli::advice(Remedy::choose_another_folder, "", "ledger"), !Contains("--"));
  for (const Remedy remedy :
       {Remedy::allow_duplicate, Remedy::confirm_not_placed, Remedy::accept_edited, Remedy::accept_receipt}) {
    CHECK_THAT(cli::advice(remedy, "acme", "status"), Contains(" submit --"));
    CHECK_THAT(cli::advice(remedy, "acme", "submit"), !Contains("submit"));
  }
}

TEST_CASE("the subject of an error is escaped for the terminal") {
  CHECK_THAT(cli::advice(Remedy::allow_duplicate, "a\x1b[2J"), Contains(" a\\x1b[2J "));
}

TEST_CASE("the message of an error is escaped for the terminal, whoever threw it") {
  const std::string escaped = "domainplan: the folder a\\x1b[2J\\nb\n";
  CHECK(reported(RunError(ErrorCode::disk, "the folder a\x1b[2J\nb", "a")).text == escaped);
  CHECK(reported(std::runtime_error("the folder a\x1b[2J\nb")).text == escaped);
  const auto object = nlohmann::json::parse(reported(UsageError("a\x1b[2J"), true).text)["error"];
  CHECK(object["message"] == "a\\x1b[2J");
}

TEST_CASE("a mistake in an input file is escaped for the terminal, with its file and column") {
  const InputError error(
      {{"a\x1b.csv", 3, "b\x1b", DiagnosticCode::invalid, "'c\x1b' is no key", {}, "c\x1b"}});
  CHECK(reported(error).text == "a\\x1b.csv:3: b\\x1b: 'c\\x1b' is no key\n");
  const auto row = nlohmann::json::parse(reported(error, true).text)["error"]["rows"][0];
  CHECK(row["file"] == "a\x1b.csv");
  CHECK(row["column"] == "b\\x1b");
  CHECK(row["message"] == "'c\\x1b' is no key");
  CHECK(row["value"] == "c\\x1b");
}

TEST_CASE("a flag that takes no customer is printed without the subject") {
  CHECK(cli::advice(Remedy::allow_same_name, "Growth") ==
        "; pass --allow-duplicate to create another of the same name");
  CHECK(cli::advice(Remedy::force, "out") == cli::advice(Remedy::force));
}

TEST_CASE("an error about a call that was refused carries the call in JSON") {
  const RunError error(ErrorCode::api, "GET /users/usr_1: 404 not_found",
                       ApiCall{"GET", "/users/usr_1", "api.example.com", 404, "not_found", "req_1"});
  const auto object = nlohmann::json::parse(reported(error, true).text)["error"];
  CHECK(object["subject"] == "/users/usr_1");
  CHECK(object["remedy"].is_null());
  CHECK(object["request"] == nlohmann::json{{"method", "GET"},
                                            {"path", "/users/usr_1"},
                                            {"host", "api.example.com"},
                                            {"status", 404},
                                            {"code", "not_found"},
                                            {"request_id", "req_1"}});
  CHECK(reported(error).text == "domainplan: GET /users/usr_1: 404 not_found\n");
}

TEST_CASE("an error about a customer's call has the customer as its subject") {
  const KeyRefused error("POST /orders: 403 forbidden", {.method = "POST", .path = "/orders"}, "acme");
  const auto object = nlohmann::json::parse(reported(error, true).text)["error"];
  CHECK(object["subject"] == "acme");
  CHECK(object["request"]["path"] == "/orders");
  CHECK(object["request"]["status"].is_null());
}

TEST_CASE("a call that had no answer names the host, and one that had an answer does not") {
  ApiCall call{.method = "GET", .path = "/me", .host = "127.0.0.1:1"};
  CHECK(reported(RunError(ErrorCode::network, "GET /me: timed out", call)).text ==
        "domainplan: no answer from 127.0.0.1:1: GET /me: timed out\n");
  call.status = 500;
  CHECK(reported(RunError(ErrorCode::api, "GET /me: 500", call)).text == "domainplan: GET /me: 500\n");
}

TEST_CASE("a refused key is answered with the ways to pass another one") {
  const KeyRefused error("the API refused the key");
  CHECK(reported(error).text ==
        "domainplan: the API refused the key; pass another key in PEEKER_API_KEY, or by --api-key-file or "
        "--api-key-command\n");
  const auto object = nlohmann::json::parse(reported(error, true).text)["error"];
  CHECK(object["remedy"] == "use_another_key");
  CHECK(object["subject"].is_null());
  CHECK(object["request"].is_null());
}

TEST_CASE("no key is shown in what an error carries") {
  const RunError error(ErrorCode::api, "no", ApiCall{.method = "GET", .path = "/users/pk_live_abcdefgh"});
  CHECK_THAT(reported(error, true).text, !Contains("abcdefgh"));
}

TEST_CASE("every code of an error has an exit code and a name of its own in JSON") {
  struct Any : Error {
    using Error::Error;
  };
  std::set<std::string> names;
  for (auto code = ErrorCode::usage; code <= ErrorCode::internal;
       code = static_cast<ErrorCode>(static_cast<int>(code) + 1)) {
    const Any error(code, "it is wrong", "a", Remedy::force);
    INFO(name_of(code));
    CHECK(reported(error).text == "domainplan: it is wrong; use --force to start again\n");
    CHECK(reported(error).exit_code > 0);
    const auto object = nlohmann::json::parse(reported(error, true).text)["error"];
    CHECK(object["code"] == std::string(name_of(code)));
    CHECK(object["subject"] == "a");
    CHECK(object["remedy"] == "force");
    CHECK(names.insert(object["code"].get<std::string>()).second);
  }
  CHECK(names.size() == 9);
}

TEST_CASE("what differs from a plan is escaped, as the plan may be from somebody else") {
  const PlanDiffers differs("the plan was made with other options",
                            {{PlanDifference::Kind::option, "na\x1bme", "\"\xc2\x9b\"", "\"\xe2\x80\xae\""}},
                            "d", Remedy::none);
  const std::string text = reported(differs).text;
  for (const char* const raw : {"\x1b", "\xc2\x9b", "\xe2\x80\xae"})
    CHECK(text.find(raw) == std::string::npos);
  CHECK_THAT(text, Contains("was "));
}

TEST_CASE("what would be right is in the JSON of an error, and of each row") {
  const auto object = [](const std::exception& error) {
    return nlohmann::json::parse(reported(error, true).text)["error"];
  };
  CHECK(object(UsageError("a share of 101", Subject{"percent", "0 to 100"}))["expected"] == "0 to 100");
  CHECK(object(UsageError("no customer", "a"))["expected"].is_null());
  CHECK(object(std::runtime_error("x"))["expected"].is_null());
  const auto rows = object(InputError(
      {{"a.csv", 2, "max_price_cents", DiagnosticCode::invalid, "'x' is bad", "a whole number of cents", "x"},
       {"a.csv", 3, "", DiagnosticCode::cell_count, "has a cell too many"}}))["rows"];
  CHECK(rows[0]["expected"] == "a whole number of cents");
  CHECK(rows[1]["expected"].is_null());
}

TEST_CASE("each row of a JSON error has a code, and its value where it may be shown, without an API key") {
  const InputError error(
      {{"a.csv", 2, "brand", DiagnosticCode::formula, "is a formula", {}, "=A1 pk_live_abcdefgh"},
       {"a.csv", 3, "", DiagnosticCode::cell_count, "has a cell too many"},
       {"a.csv", 4, "brand", DiagnosticCode::no_name, "is too long", {}, std::string(10'000, 'a')}});
  const auto rows = nlohmann::json::parse(reported(error, true).text)["error"]["rows"];
  CHECK(rows[0]["code"] == "formula");
  CHECK(rows[0]["value"] == "=A1 [key]");
  CHECK(rows[1]["code"] == "cell_count");
  CHECK(rows[1]["value"].is_null());
  CHECK(rows[2]["value"].get<std::string>().size() < 400);
}
