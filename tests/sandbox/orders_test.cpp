#include "sandbox/orders.hpp"

#include <catch2/catch.hpp>

#include "support.hpp"

using namespace sandbox_test;
using namespace std::chrono_literals;

namespace {

// Names of the market that are available for just `usable_for`, a new lot for each `stem`.
std::vector<std::string> names_for(const Market& market, ProviderSet usable_for, std::size_t count,
                                   const std::string& stem = "hello") {
  std::vector<std::string> names;
  for (int i = 0; names.size() < count; ++i) {
    std::string name = fmt::format("{}widgetfactory{}.com", stem, i);
    const Offer verdict = market.judge(name);
    if (!verdict.reason && verdict.usable_for == usable_for) names.push_back(std::move(name));
  }
  return names;
}

// Orders for the bundle Boutique, which needs 6 Google and 2 Microsoft domains, on a clock that the test
// moves.
struct Shop {
  Market market{1, {"takenwidgets.com"}};
  Moment now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + 10h;
  Options options = plain();
  Clock clock = [this] { return now; };
  Accounts accounts{{}, clock, false};
  Orders orders{options, market, clock};

  Json body() const {
    return {{"bundle_id", "bun_01HZX0B2VNB0TJQE7X5H3C9R8M"},
            {"user", "ops@acme.com"},
            {"sequencer",
             {{"provider", "smartlead"},
              {"client_id", 7},
              {"login_email", "a@acme.com"},
              {"login_password", "s3cret"}}},
            {"forwarding_url", "https://acme.com/?a=%20b"},
            {"domains", names_for(market, ProviderSet::both(), 8)},
            {"personas", {{{"first_name", "Åsa"}, {"last_name", "Öberg"}, {"profile_picture_url", ""}}}}};
  }
  Json place(const Json& order, bool live = false) {
    const Call call = call_of("POST", "/orders", order.dump());
    return json_of(orders.create(call,
                                 accounts.of(live ? Key{"pk_live_1", true, Permission::full, 0} : Key{}),
                                 Fault::none))
        .at("data");
  }
  // What is wrong with `order`.
  Json refusal(const Json& order, int status = 400) {
    try {
      orders.create(call_of("POST", "/orders", order.dump()), accounts.of(Key{}), Fault::none);
    } catch (const ErrorReply& refused) {
      CHECK(refused.status == status);
      const Json error = error_in(refused.reply().body);
      CHECK_THAT(error.dump(), !Catch::Contains("s3cret"));
      return error;
    }
    FAIL("the order was accepted: " << order.dump());
    return {};
  }
};

}  // namespace

TEST_CASE("an order that is right gets a receipt with what its licences and domains cost") {
  Shop shop;
  const Json order = shop.body();
  Cents cost = 6 * 2 * 100 + 2 * 900;
  for (const std::string name : order.at("domains")) cost += shop.market.judge(name).price_cents;
  const Json receipt = shop.place(order);
  CHECK(is_id(receipt.at("id").get<std::string>(), "ord_"));
  CHECK(is_id(receipt.at("user_id").get<std::string>(), "usr_"));
  CHECK(receipt.at("email") == "ops@acme.com");
  CHECK(receipt.at("bundle_id") == order.at("bundle_id"));
  CHECK(receipt.at("status") == "in_progress");
  CHECK(receipt.at("domain_count") == 8);
  CHECK(receipt.at("costs") == Json{{"total_cents", cost}, {"currency", "usd"}});
  CHECK(receipt.at("created_at") == "2026-01-31T10:00:00Z");
  CHECK(receipt.at("renews_at") == "2026-02-28T10:00:00Z");
}

TEST_CASE("the same body gives the original order for 24 hours, and no other body does") {
  Shop shop;
  const Json order = shop.body();
  const Json receipt = shop.place(order);
  shop.now += 24h - 1s;
  Json same = shop.place(order);
  CHECK(same.at("status") == "completed");  // as it is by now
  same["status"] = "in_progress";
  CHECK(same == receipt);
  Json other = order;
  other["user"] = "else@acme.com";
  CHECK(shop.refusal(other).at("field") == "domains");
  shop.now += 1s;
  CHECK(shop.refusal(order).at("field") == "domains");  // a new order now, and its domains are taken
}

TEST_CASE("a domain is on one order at the most, and live orders are apart from test ones") {
  Shop shop;
  const Json receipt = shop.place(shop.body());
  Json second = shop.body();
  second["domains"] = names_for(shop.market, ProviderSet::both(), 8, "try");
  second["domains"][7] = shop.body()["domains"][0];
  CHECK_THAT(shop.refusal(second).at("message").get<std::string>(), Catch::Contains("another order"));
  second["domains"] = names_for(shop.market, ProviderSet::both(), 8, "try");
  const Json other = shop.place(second);
  CHECK(other.at("id") != receipt.at("id"));
  CHECK(other.at("user_id") == receipt.at("user_id"));
  CHECK(shop.place(shop.body(), true).at("id") != receipt.at("id"));
}

TEST_CASE("the 24 hours hold for an order that has failed too") {
  Shop shop;
  const Call call = call_of("POST", "/orders", shop.body().dump());
  Account& account = shop.accounts.of(Key{});
  const Json failed = json_of(shop.orders.create(call, account, Fault::failed)).at("data");
  CHECK(failed.at("status") == "failed");
  shop.now += 23h;
  CHECK(shop.place(shop.body()) == failed);
  shop.now += 1h;
  CHECK(shop.place(shop.body()).at("id") != failed.at("id"));
}

TEST_CASE("a custom order pays for its inboxes and Microsoft domains") {
  Shop shop;
  Json order = shop.body();
  order.erase("bundle_id");
  order["google_licenses"] = 9;
  Cents cost = 9 * 100;
  for (const std::string name : order.at("domains")) cost += shop.market.judge(name).price_cents;
  CHECK(shop.place(order).at("costs").at("total_cents") == cost);
}

TEST_CASE("a picture may be null, and is shown as it was given") {
  Shop shop;
  Json order = shop.body();
  order["personas"][0]["profile_picture_url"] = nullptr;
  const std::string id = shop.place(order).at("id");
  CHECK(json_of(shop.orders.show(id, shop.accounts.of(Key{}))).at("data").at("personas") ==
        order["personas"]);
}

TEST_CASE("a domain may bring its own forwarding URL, and a user its id") {
  Shop shop;
  Json order = shop.body();
  order["user"] = "usr_01HZX0A1B2C3D4E5F6G7H8J9KM";
  order["domains"][3] = {{"domain", order["domains"][3]}, {"forwarding_url", "HTTP://other.example/x"}};
  order["note"] = "fields the description does not know are fine";
  const Json receipt = shop.place(order);
  CHECK(receipt.at("user_id") == order["user"]);
  CHECK_THAT(receipt.at("email").get<std::string>(), Catch::Contains("@"));
}

TEST_CASE("a wrong number of domains is refused with the counts") {
  Shop shop;
  Json order = shop.body();
  order["domains"].erase(0);
  Json error = shop.refusal(order);
  CHECK(error.at("code") == "domain_count_mismatch");
  CHECK(error.at("details") == Json{{"required_count", 8}, {"submitted_count", 7}, {"missing_count", 1}});
  order["domains"] = names_for(shop.market, ProviderSet::both(), 10);
  error = shop.refusal(order);
  CHECK(error.at("details") == Json{{"required_count", 8}, {"submitted_count", 10}, {"missing_count", 0}});
}

TEST_CASE(
    "the split must be possible: at most G that only Google can use, at most M that only Microsoft can") {
  Shop shop;
  Json order = shop.body();
  const auto google = names_for(shop.market, ProviderSet(Provider::google), 7);
  const auto microsoft = names_for(shop.market, ProviderSet(Provider::microsoft), 3);
  for (std::size_t i = 0; i < 7; ++i) order["domains"][i] = google[i];
  CHECK_THAT(shop.refusal(order).at("message").get<std::string>(), Catch::Contains("google only"));
  for (std::size_t i = 0; i < 3; ++i) order["domains"][5 + i] = microsoft[i];
  CHECK_THAT(shop.refusal(order).at("message").get<std::string>(), Catch::Contains("microsoft only"));
  order["domains"][5] = google[5];  // six for Google, two for Microsoft
  CHECK(shop.place(order).at("domain_count") == 8);
}

TEST_CASE("a domain that cannot be had is refused by name") {
  Shop shop;
  Json order = shop.body();
  order["domains"][2] = "takenwidgets.com";
  const Json error = shop.refusal(order);
  CHECK(error.at("field") == "domains");
  CHECK_THAT(error.at("message").get<std::string>(),
             Catch::Contains("'takenwidgets.com'") && Catch::Contains("taken"));
}

TEST_CASE("an order has a bundle or licence counts, never both") {
  Shop shop;
  Json order = shop.body();
  order["google_licenses"] = 12;
  CHECK(shop.refusal(order).at("code") == "order_shape_conflict");
  order.erase("bundle_id");
  order["microsoft_licenses"] = 1.5;
  CHECK(shop.refusal(order).at("field") == "microsoft_licenses");
  order["microsoft_licenses"] = 2;
  CHECK(shop.place(order).at("bundle_id").is_null());
  order.erase("google_licenses");
  order.erase("microsoft_licenses");
  CHECK(shop.refusal(order).at("field") == "bundle_id");
}

TEST_CASE("what the description forbids of an order is refused, and the field is named") {
  struct Case {
    const char* pointer;  // what is replaced
    const char* value;    // JSON; "" removes
    const char* field;
  };
  const auto [pointer, value, field] = GENERATE(
      Case{"/user", "", "user"}, Case{"/user", "7", "user"}, Case{"/user", R"("ops")", "user"},
      Case{"/user", R"("a b@acme.com")", "user"}, Case{"/user", R"("usr_")", "user"},
      Case{"/bundle_id", "null", "bundle_id"}, Case{"/bundle_id", R"("Starter")", "bundle_id"},
      Case{"/bundle_id", R"("bun_01HZX0B2VN4S7ARTERPW3K8M5D")", "bundle_id"},
      Case{"/bundle_id", R"("bun_01HQ3M7K2PEGACY4V8N6D1W0SZ")", "bundle_id"},  // archived
      Case{"/sequencer", "", "sequencer"}, Case{"/sequencer", R"("smartlead")", "sequencer"},
      Case{"/sequencer/provider", "", "sequencer.provider"},
      Case{"/sequencer/provider", R"("Smartlead")", "sequencer.provider"},
      Case{"/sequencer/client_id", R"("7")", "sequencer.client_id"},
      Case{"/sequencer/client_id", "7.5", "sequencer.client_id"},
      Case{"/sequencer/login_email", "", "sequencer.login_email"},
      Case{"/sequencer/login_email", R"("a.acme.com")", "sequencer.login_email"},
      Case{"/sequencer/login_password", "", "sequencer.login_password"},
      Case{"/sequencer/login_password", R"("")", "sequencer.login_password"},
      Case{"/sequencer/login_password", R"(["s3cret"])", "sequencer.login_password"},
      Case{"/forwarding_url", R"("acme.com")", "forwarding_url"},
      Case{"/forwarding_url", R"("ftp://acme.com")", "forwarding_url"},
      Case{"/forwarding_url", R"("https://")", "forwarding_url"},
      Case{"/forwarding_url", R"("https://a b.com")", "forwarding_url"},
      Case{"/forwarding_url", R"("https://müller.de/")", "forwarding_url"},
      Case{"/forwarding_url", R"("https://a.com/%zz")", "forwarding_url"},
      Case{"/forwarding_url", "null", "forwarding_url"}, Case{"/domains", "", "domains"},
      Case{"/domains", "[]", "domains"}, Case{"/domains", R"("acme.com")", "domains"},
      Case{"/domains/0", "7", "domains"}, Case{"/domains/0", R"("www.acme.com")", "domains"},
      Case{"/domains/0", R"("Acme.com")", "domains"},
      Case{"/domains/0", R"({"domain":"acme.com"})", "domains[0].forwarding_url"},
      Case{"/domains/0", R"({"forwarding_url":"http://a.com"})", "domains[0].domain"},
      Case{"/domains/0", R"({"domain":"acme.com","forwarding_url":"http://a.com","x":1})", "domains"},
      Case{"/personas", "", "personas"}, Case{"/personas", "[]", "personas"},
      Case{"/personas", "{}", "personas"}, Case{"/personas/0", R"("Åsa")", "personas[0]"},
      Case{"/personas/0/first_name", "", "personas[0].first_name"},
      Case{"/personas/0/last_name", R"("")", "personas[0].last_name"},
      Case{"/personas/0/profile_picture_url", "", "personas[0].profile_picture_url"},
      Case{"/personas/0/profile_picture_url", "7", "personas[0].profile_picture_url"},
      Case{"/personas/0/profile_picture_url", R"("me.png")", "personas[0].profile_picture_url"});
  INFO(pointer << " = " << value);
  Shop shop;
  Json order = shop.body();
  const Json::json_pointer place(pointer);
  if (std::string_view(value).empty()) {
    order.at(place.parent_pointer()).erase(place.back());
  } else {
    order[place] = Json::parse(value);
  }
  const Json error = shop.refusal(order);
  CHECK(error.at("code") == "invalid_request");
  CHECK(error.at("field") == field);
}

TEST_CASE("a domain given twice, or more than ten personas, are refused") {
  Shop shop;
  Json order = shop.body();
  order["domains"][1] = order["domains"][0];
  CHECK_THAT(shop.refusal(order).at("message").get<std::string>(), Catch::Contains("twice"));
  order = shop.body();
  while (order["personas"].size() < 10) order["personas"].push_back(order["personas"][0]);
  Json eleven = order;
  eleven["personas"].push_back(order["personas"][0]);
  CHECK(shop.refusal(eleven).at("field") == "personas");
  CHECK(shop.place(order).at("status") == "in_progress");
}
