#include "sandbox/availability.hpp"

#include <catch2/catch.hpp>

#include "support.hpp"

using namespace sandbox_test;

namespace {

std::vector<std::string> many_names(int count, const std::string& stem = "hello") {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back(fmt::format("{}number{}.com", stem, i));
  return names;
}

std::map<std::string, Json> rows_of(const Reply& reply) {
  REQUIRE(reply.status == 200);
  std::map<std::string, Json> rows;
  const Json body = json_of(reply);
  for (const Json& row : body.at("data").at("domains")) rows[row.at("domain")] = row;
  return rows;
}

// What `service` says of `name`: "available" or the reason.
std::string verdict(Service& service, const std::string& name) {
  const Json row = rows_of(answer(service, asking_for({name}))).at(name);
  return row.value("reason", "available");
}

}  // namespace

TEST_CASE("every name asked has one row with exactly the fields its kind has") {
  Service service(plain(), "");
  int available = 0;
  int premium = 0;
  for (int call = 0; call < 40; ++call) {
    std::vector<std::string> names = many_names(49, fmt::format("w{}", call));
    names.push_back(fmt::format("q{}.io", call));
    const auto rows = rows_of(answer(service, asking_for(names)));
    REQUIRE(rows.size() == names.size());
    for (const auto& [name, row] : rows) {
      INFO(row.dump());
      if (row.at("available") == true) {
        ++available;
        CHECK(row.size() == 7);
        CHECK(row.at("premium") == false);
        CHECK(row.at("price_cents") > 0);
        CHECK(row.at("renewal_price_cents") >= row.at("price_cents"));
        CHECK(row.at("currency") == "usd");
        CHECK_FALSE(row.at("usable_for").empty());
      } else if (row.at("reason") == "premium") {
        ++premium;
        CHECK(row.size() == 4);
        CHECK(row.at("premium") == true);
      } else {
        CHECK(row.size() == 3);
      }
    }
  }
  CHECK(available > 1'000);
  CHECK(premium > 3);
}

TEST_CASE("rows do not come in the order asked") {
  Service service(plain(), "");
  const std::vector<std::string> names = many_names(50);
  std::vector<std::string> answered;
  const Json body = json_of(answer(service, asking_for(names)));
  for (const Json& row : body.at("data").at("domains")) answered.push_back(row.at("domain"));
  CHECK(answered != names);
  CHECK_THAT(answered, Catch::Matchers::UnorderedEquals(names));
}

TEST_CASE("a call is answered alike however its JSON is written") {
  const auto said = [](const std::string& body) {
    Service service(plain(), "");
    return answer(service, call_of("POST", "/domains/availability", body)).body;
  };
  const std::string answered = said(R"({"domains":["first-name.com","second.co.uk"]})");
  CHECK(rows_of({.body = answered}).size() == 2);
  CHECK(said(R"( { "domains" : [ "first-name.com" , "second.co.uk" ] } )") == answered);
  CHECK(said(R"({"domains":["first\u002dname.com","second.co.uk"]})") == answered);
  CHECK(said(R"({"domains":[],"domains":["first-name.com","second.co.uk"]})") == answered);
}

TEST_CASE("what the description forbids of an availability call is refused, and the field is named") {
  struct Case {
    std::string body;
    std::string field;
    std::string in_message;
  };
  const std::string fifty_one = Json{{"domains", many_names(51)}}.dump();
  const auto [body, field, in_message] = GENERATE_COPY(
      Case{"", "", "JSON"}, Case{"{\"domains\":[\"a.com\"", "", "JSON"}, Case{"[\"acme.com\"]", "", "object"},
      Case{"null", "", "object"}, Case{"{\"domains\":[\"\xff.com\"]}", "", "JSON"},
      Case{"{}", "domains", "required"}, Case{R"({"domains":"acme.com"})", "domains", "list"},
      Case{R"({"domains":null})", "domains", "list"}, Case{R"({"domains":[]})", "domains", "1 to 50"},
      Case{fifty_one, "domains", "51"}, Case{R"({"domains":["acme.com"],"fast":true})", "fast", "fast"},
      Case{R"({"domains":[1]})", "domains", "text"},
      Case{R"({"domains":["acme.com",null]})", "domains", "text"},
      Case{R"({"domains":["acme.com","Acme.com"]})", "domains", "'Acme.com'"},
      Case{R"({"domains":["acme.com."]})", "domains", "'acme.com.'"},
      Case{R"({"domains":["ac_me.com"]})", "domains", "'ac_me.com'"},
      Case{R"({"domains":["-acme.com"]})", "domains", "'-acme.com'"},
      Case{R"({"domains":["müller.com"]})", "domains", "müller.com"},
      Case{R"({"domains":["acme"]})", "domains", "'acme'"},
      Case{R"({"domains":["a.c"]})", "domains", "'a.c'"},
      Case{R"({"domains":["acme.123"]})", "domains", "'acme.123'"},
      Case{R"({"domains":["www.acme.com"]})", "domains", "registrable domain"},
      Case{R"({"domains":["co.uk"]})", "domains", "registrable domain"},
      Case{R"({"domains":["acme.notatld"]})", "domains", "registrable domain"},
      Case{R"({"domains":[" acme.com"]})", "domains", "acme"});
  INFO(body);
  Service service(plain(), "");
  const Reply reply = answer(service, call_of("POST", "/domains/availability", body));
  CHECK(reply.status == 400);
  const Json error = error_in(reply.body);
  CHECK(error.at("code") == "invalid_request");
  CHECK(error.value("field", "") == field);
  CHECK_THAT(error.at("message").get<std::string>(), Catch::Contains(in_message));
}

TEST_CASE("a body must be sent as application/json") {
  Service service(plain(), "");
  Call call = asking_for({"acme.com"});
  for (const char* type : {"application/json", "application/json; charset=utf-8", "Application/JSON"}) {
    call.content_type = type;
    CHECK(answer(service, call).status == 200);
  }
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"}) {
    call.content_type = type;
    const Reply reply = answer(service, call);
    CHECK(reply.status == 400);
    CHECK(error_in(reply.body).at("code") == "invalid_request");
  }
}

TEST_CASE("a name given twice in one call gets the same row twice and is not asked again") {
  Options options = plain();
  options.stale = 1;
  Service service(options, "");
  const Json rows =
      json_of(answer(service, asking_for({"acmewidgets.com", "acmewidgets.com"}))).at("data").at("domains");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0] == rows[1]);
  CHECK(rows[0].at("reason") == "stale");
  CHECK(service.counters().asked_again == 0);
}

TEST_CASE("a name given twice in a later call gets the final row twice") {
  Options options = plain();
  options.stale = 1;
  Service service(options, "");
  answer(service, asking_for({"acmewidgets.com"}));
  const Json rows =
      json_of(answer(service, asking_for({"acmewidgets.com", "acmewidgets.com"}))).at("data").at("domains");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0] == rows[1]);
  CHECK(rows[0].value("reason", "available") != "stale");
}

TEST_CASE("of many names, those that are asked for again are counted") {
  Service service(plain(), "");
  constexpr int kCalls = 100;
  const auto ask = [&](int from, int to) {
    for (int i = from; i < to; ++i) answer(service, asking_for(many_names(50, fmt::format("b{}", i))));
  };
  ask(0, kCalls);
  CHECK(service.counters().asked_again == 0);
  ask(kCalls / 2, kCalls + kCalls / 2);
  CHECK(service.counters().asked_again == 50 * kCalls / 2);
}

TEST_CASE("roots under longer public suffixes and A-labels are names like any other") {
  Service service(plain(), "");
  const auto rows =
      rows_of(answer(service, asking_for({"acmewidgets.co.uk", "xn--mller-kva.de", "acme.zone"})));
  CHECK(rows.at("acmewidgets.co.uk").value("reason", "available") != "invalid");
  CHECK(rows.at("xn--mller-kva.de").value("reason", "available") != "invalid");
  CHECK(rows.at("acme.zone").at("reason") == "invalid");
}

TEST_CASE("a stale or errored row is so the first time it is asked for, whoever asks, and then final") {
  Options options = plain();
  const bool is_stale = GENERATE(true, false);
  (is_stale ? options.stale : options.errored) = 1;
  Service service(options, "");
  Service settled(plain(), "");
  CHECK(verdict(service, "acmewidgets.com") == (is_stale ? "stale" : "errored"));
  CHECK(verdict(service, "acmewidgets.com") == verdict(settled, "acmewidgets.com"));
  CHECK(verdict(service, "acmewidgets.com") == verdict(settled, "acmewidgets.com"));
}

TEST_CASE("stale and errored rows come in the shares asked for") {
  Options options = plain();
  options.stale = 0.2;
  options.errored = 0.1;
  Service service(options, "");
  std::map<std::string, int> reasons;
  for (int i = 0; i < 100; ++i)
    for (const auto& [name, row] :
         rows_of(answer(service, asking_for(many_names(50, fmt::format("b{}", i))))))
      ++reasons[row.value("reason", "available")];
  CHECK(reasons["stale"] / 5000.0 == Approx(0.2).margin(0.03));
  CHECK(reasons["errored"] / 5000.0 == Approx(0.1).margin(0.03));
}

TEST_CASE("asking again is counted after a final row only") {
  Options options = plain();
  options.stale = 1;
  Service service(options, "");
  answer(service, asking_for({"acmewidgets.com"}));  // stale
  answer(service, asking_for({"acmewidgets.com"}));  // final
  CHECK(service.counters().asked_again == 0);
  answer(service, asking_for({"acmewidgets.com", "othername.com"}));
  CHECK(service.counters().asked_again == 1);
  answer(service, asking_for({"acmewidgets.com", "othername.com"}));
  CHECK(service.counters().asked_again == 2);
  CHECK(service.counters().availability == 4);
}
