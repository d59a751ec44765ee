#include "sandbox/bundles.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "core/text.hpp"
#include "support.hpp"

using namespace sandbox_test;

namespace {

const std::string kUrl = "http://127.0.0.1:4010/partner/v1";

Json list(Service& service, std::multimap<std::string, std::string> query = {}) {
  Call call = call_of("GET", "/bundles");
  call.query = std::move(query);
  const Reply reply = answer(service, call);
  REQUIRE(reply.status == 200);
  return json_of(reply);
}

// The query of a link, as the HTTP library would hand it over.
std::multimap<std::string, std::string> query_of(const std::string& link) {
  std::multimap<std::string, std::string> query;
  const std::vector<std::string_view> parts = split(link, "?&");
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::vector<std::string_view> pair = split(parts[i], "=");
    query.emplace(pair.at(0), pair.at(1));
  }
  return query;
}

Json created(Service& service, const Json& body) {
  const Reply reply = answer(service, call_of("POST", "/bundles", body.dump()));
  INFO(reply.body);
  REQUIRE(reply.status == 201);
  return json_of(reply).at("data");
}

}  // namespace

TEST_CASE("a new sandbox holds three active bundles and an archived one, as the vendor would show them") {
  Service service(plain(), kUrl);
  const Json page = list(service);
  REQUIRE(page.at("data").size() == 4);
  for (const Json& bundle : page.at("data")) CHECK(is_id(bundle.at("id").get<std::string>(), "bun_"));
  CHECK(page["data"][0]["required_domains"] == Json{{"google", 15}, {"microsoft", 4}, {"total", 19}});
  CHECK(page["data"][1]["required_domains"] == Json{{"google", 80}, {"microsoft", 10}, {"total", 90}});
  CHECK(page["data"][2]["google_percent"].is_null());
  CHECK(page["data"][2]["effective"] == Json{{"google_percent", 50}, {"microsoft_percent", 50}});
  CHECK(list(service, {{"status", "active"}}).at("data").size() == 3);
  CHECK(list(service, {{"status", "archived"}}).at("data").at(0).at("name") == "Legacy");
}

TEST_CASE("a page says where it is and where the next one starts") {
  Service service(plain(), kUrl);
  const Json page = list(service);
  CHECK(page.at("links").at("first") == kUrl + "/bundles?per_page=25");
  CHECK(page.at("links").at("next").is_null());
  CHECK(page.at("meta") == Json{{"path", kUrl + "/bundles"}, {"per_page", 25}, {"returned", 4}});
}

TEST_CASE("following links.next gives every bundle once, also while new ones are made") {
  Service service(plain(), kUrl);
  for (int i = 0; i < 8; ++i)
    created(service, {{"name", fmt::format("Size {}", i)}, {"monthly_sending_volume", 1000}});
  std::set<std::string> ids;
  std::multimap<std::string, std::string> query = {{"per_page", "3"}, {"status", "active"}};
  int pages = 0;
  for (Json next = ""; !next.is_null(); ++pages) {
    const Json page = list(service, query);
    if (pages == 0) created(service, {{"name", "Late"}, {"monthly_sending_volume", 1000}});
    for (const Json& bundle : page.at("data")) CHECK(ids.insert(bundle.at("id")).second);
    next = page.at("links").at("next");
    if (!next.is_null()) query = query_of(next);
  }
  CHECK(ids.size() == 12);
  CHECK(pages == 4);
}

TEST_CASE("a bad value of a known list parameter is refused, and an unknown parameter is not") {
  Service service(plain(), kUrl);
  const std::string token =
      query_of(list(service, {{"per_page", "2"}})["links"]["next"]).find("page_token")->second;
  struct Case {
    std::string name;
    std::string value;
  };
  const auto [name, value] = GENERATE_COPY(
      Case{"per_page", "0"}, Case{"per_page", "101"}, Case{"per_page", "-1"}, Case{"per_page", ""},
      Case{"per_page", "ten"}, Case{"per_page", "5.5"}, Case{"per_page", "99999999999999999999"},
      Case{"status", "Active"}, Case{"status", ""}, Case{"page_token", ""}, Case{"page_token", "2"},
      Case{"page_token", "00000002deadbeefdeadbeef"},
      Case{"page_token", token});  // the last: made for pages of 2
  INFO(name << '=' << value);
  Call call = call_of("GET", "/bundles");
  call.query = {{name, value}};
  const Reply reply = answer(service, call);
  CHECK(reply.status == 400);
  CHECK(error_in(reply.body).at("field") == name);
  call.query = {{"colour", "blue"}};
  CHECK(answer(service, call).status == 200);
}

TEST_CASE("a bundle that was created can be shown and listed, with what it needs") {
  Service service(plain(), kUrl);
  const Json bundle = created(service, {{"name", "Weekend"},
                                        {"monthly_sending_volume", 30'000},
                                        {"google_percent", 100},
                                        {"microsoft_percent", 0},
                                        {"send_on_weekends", true},
                                        {"google_inboxes_per_domain", 3},
                                        {"colour", "blue"}});
  CHECK(bundle.at("required_domains") == Json{{"google", 17}, {"microsoft", 0}, {"total", 17}});
  CHECK(bundle.at("effective") == Json{{"google_percent", 100}, {"microsoft_percent", 0}});
  CHECK(bundle.at("status") == "active");
  CHECK_FALSE(bundle.contains("colour"));
  const Reply shown = answer(service, call_of("GET", "/bundles/" + bundle.at("id").get<std::string>()));
  CHECK(shown.status == 200);
  CHECK(json_of(shown).at("data") == bundle);
  CHECK(list(service).at("data").back() == bundle);
}

TEST_CASE("percents that are null are the same as none") {
  Service service(plain(), kUrl);
  const Json bundle = created(service, {{"name", "Half"},
                                        {"monthly_sending_volume", 25'000.0},
                                        {"google_percent", nullptr},
                                        {"microsoft_percent", nullptr}});
  CHECK(bundle.at("google_percent").is_null());
  CHECK(bundle.at("required_domains").at("total") == 19);
}

TEST_CASE("what the description forbids of a new bundle is refused, and the field is named") {
  struct Case {
    const char* change;  // merged into a good body; null removes
    const char* field;
  };
  const auto [change, field] = GENERATE(
      Case{R"({"name":null})", "name"}, Case{R"({"name":""})", "name"}, Case{R"({"name":7})", "name"},
      Case{R"({"monthly_sending_volume":null})", "monthly_sending_volume"},
      Case{R"({"monthly_sending_volume":0})", "monthly_sending_volume"},
      Case{R"({"monthly_sending_volume":"25000"})", "monthly_sending_volume"},
      Case{R"({"monthly_sending_volume":1.5})", "monthly_sending_volume"},
      Case{R"({"monthly_sending_volume":18446744073709551615})", "monthly_sending_volume"},
      Case{R"({"monthly_sending_volume":9000000000000000000})", "monthly_sending_volume"},
      Case{R"({"google_percent":50})", "microsoft_percent"},
      Case{R"({"microsoft_percent":50})", "google_percent"},
      Case{R"({"google_percent":50,"microsoft_percent":51})", "google_percent"},
      Case{R"({"google_percent":-1,"microsoft_percent":101})", "google_percent"},
      Case{R"({"google_percent":"50","microsoft_percent":50})", "google_percent"},
      Case{R"({"send_on_weekends":"no"})", "send_on_weekends"},
      Case{R"({"send_on_weekends":0})", "send_on_weekends"},
      Case{R"({"google_inboxes_per_domain":4})", "google_inboxes_per_domain"},
      Case{R"({"google_inboxes_per_domain":"2"})", "google_inboxes_per_domain"});
  INFO(change);
  Json body = {{"name", "Any"}, {"monthly_sending_volume", 25'000}};
  body.merge_patch(Json::parse(change));
  Service service(plain(), kUrl);
  const Reply reply = answer(service, call_of("POST", "/bundles", body.dump()));
  CHECK(reply.status == 400);
  CHECK(error_in(reply.body).at("code") == "invalid_request");
  CHECK(error_in(reply.body).at("field") == field);
}

TEST_CASE("a bundle that is not there is not found") {
  Service service(plain(), kUrl);
  for (const char* path :
       {"/bundles/bun_01HZX0B2VN4S7ARTERPW3K8M5D", "/bundles/x", "/bundles/", "/bundles/a/b"}) {
    const Reply reply = answer(service, call_of("GET", path));
    CHECK(reply.status == 404);
    CHECK(error_in(reply.body).at("code") == "not_found");
  }
}

TEST_CASE("a changed bundle keeps what was not named and needs what the whole says") {
  Service service(plain(), kUrl);
  const Json bundle = created(service, {{"name", "Size"},
                                        {"monthly_sending_volume", 25'000},
                                        {"google_percent", 70},
                                        {"microsoft_percent", 30}});
  const std::string path = "/bundles/" + bundle.at("id").get<std::string>();
  const auto change = [&](const Json& body) {
    const Reply reply = answer(service, call_of("PATCH", path, body.dump()));
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return json_of(reply).at("data");
  };
  Json expected = bundle;
  expected["monthly_sending_volume"] = 100'000;
  expected["required_domains"] = {{"google", 80}, {"microsoft", 10}, {"total", 90}};
  CHECK(change({{"monthly_sending_volume", 100'000}, {"colour", "blue"}}) == expected);
  expected["name"] = "Other";
  expected["google_percent"] = expected["microsoft_percent"] = nullptr;
  expected["effective"] = {{"google_percent", 50}, {"microsoft_percent", 50}};
  expected["required_domains"] = {{"google", 57}, {"microsoft", 16}, {"total", 73}};
  CHECK(change({{"name", "Other"}, {"google_percent", nullptr}, {"microsoft_percent", nullptr}}) == expected);
  CHECK(json_of(answer(service, call_of("GET", path))).at("data") == expected);
}

TEST_CASE("a change that would make a bundle invalid is refused and changes nothing") {
  Service service(plain(), kUrl);
  const Json bundle = created(service, {{"name", "Size"},
                                        {"monthly_sending_volume", 25'000},
                                        {"google_percent", 70},
                                        {"microsoft_percent", 30}});
  const std::string path = "/bundles/" + bundle.at("id").get<std::string>();
  struct Case {
    const char* change;
    const char* field;
  };
  const auto [change, field] =
      GENERATE(Case{R"({"name":""})", "name"}, Case{R"({"name":null})", "name"},
               Case{R"({"monthly_sending_volume":0})", "monthly_sending_volume"},
               Case{R"({"monthly_sending_volume":null})", "monthly_sending_volume"},
               Case{R"({"google_percent":60})", "microsoft_percent"},
               Case{R"({"google_percent":null})", "microsoft_percent"},
               Case{R"({"google_percent":60,"microsoft_percent":30})", "google_percent"},
               Case{R"({"send_on_weekends":null})", "send_on_weekends"},
               Case{R"({"google_inboxes_per_domain":4})", "google_inboxes_per_domain"});
  INFO(change);
  const Reply reply = answer(service, call_of("PATCH", path, change));
  CHECK(reply.status == 400);
  CHECK(error_in(reply.body).at("field") == field);
  CHECK(json_of(answer(service, call_of("GET", path))).at("data") == bundle);
  CHECK(answer(service, call_of("PATCH", "/bundles/bun_none", "{}")).status == 404);
  CHECK(answer(service, call_of("PATCH", path, "[]")).status == 400);
}
