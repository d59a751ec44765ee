#include "submission/vendor_api.hpp"

#include <fmt/format.h>

namespace domainplan::tests {
namespace {

using Json = nlohmann::json;

Json availability_row(const FakeVendor& vendor, const std::string& domain) {
  if (!is_for_sale(domain) || vendor.taken.contains(domain))
    return {{"domain", domain}, {"available", false}, {"reason", "taken"}};
  return {{"domain", domain},
          {"available", true},
          {"price_cents", vendor.price_of(domain)},
          {"renewal_price_cents", vendor.price_of(domain)},
          {"currency", "usd"},
          {"usable_for", {"google", "microsoft"}}};
}

}  // namespace

bool is_for_sale(const std::string& domain) { return std::hash<std::string>()(domain + "?") % 10 >= 3; }

VendorApi::VendorApi() {
  const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
    answer(request, response);
  };
  server_.Get(".*", handler);
  server_.Post(".*", handler);
  server_.set_tcp_nodelay(true);
  port_ = server_.bind_to_any_port("127.0.0.1");
  serving_ = std::thread([this] { server_.listen_after_bind(); });
  while (!server_.is_running()) std::this_thread::yield();
}

VendorApi::~VendorApi() {
  server_.stop();
  serving_.join();
}

void VendorApi::add_account(const std::string& key, const std::string& partner, FakeVendor& vendor) {
  const std::lock_guard lock(mutex_);
  accounts_["Bearer " + key] = {partner, &vendor};
}

partner::ApiOptions VendorApi::options(const std::string& key) const {
  partner::ApiOptions options;
  options.base_url = fmt::format("http://127.0.0.1:{}/v1", port_);
  options.key = key;
  options.rate = 1'000'000;
  options.tries = 2;
  options.first_backoff = std::chrono::milliseconds(1);
  options.longest_backoff = std::chrono::milliseconds(2);
  return options;
}

void VendorApi::answer(const httplib::Request& request, httplib::Response& response) {
  const std::lock_guard lock(mutex_);
  const auto account = accounts_.find(request.get_header_value("Authorization"));
  if (is_failing_) {
    response.status = 502;
    return response.set_content("<html>nginx</html>", "text/html");
  }
  if (account == accounts_.end()) {
    response.status = 401;
    return response.set_content(R"({"error":{"code":"unauthorized","message":"no"}})", "application/json");
  }
  const Json body = data(account->second, request);
  response.status = body.contains("error") ? 404 : 200;
  response.set_content(body.dump(), "application/json");
}

nlohmann::json VendorApi::data(const Account& account, const httplib::Request& request) const {
  FakeVendor& vendor = *account.vendor;
  const std::string path = request.path.substr(3);
  const auto page = [](Json items) {
    return Json{{"data", std::move(items)}, {"links", {{"next", nullptr}}}, {"meta", Json::object()}};
  };
  if (path == "/me")
    return {{"data",
             {{"api_key", {{"environment", "test"}, {"permission_preset", "full"}}},
              {"partner", {{"id", account.partner}, {"name", "Test"}}}}}};
  Json items = Json::array();
  if (path == "/domains/availability") {
    const Json asked = Json::parse(request.body);
    for (const Json& domain : asked["domains"]) items.push_back(availability_row(vendor, domain));
    return {{"data", {{"domains", items}}}};
  }
  for (const FakeOrder& order : vendor.orders) {
    if (path == "/orders/" + order.id) return Json::parse(vendor.receipt_json(order, true));
    if (order.listed_ms > vendor.time.now_ms) continue;
    if (path == "/orders") items.push_back(Json::parse(vendor.receipt_json(order, false))["data"]);
    if (path == "/domains")
      for (const std::string& domain : order.domains)
        items.push_back({{"id", fmt::format("dom_{}", items.size())},
                         {"domain", domain},
                         {"category", "connected"},
                         {"order_id", order.id}});
  }
  if (path == "/orders" || path == "/domains") return page(std::move(items));
  return {{"error", {{"code", "not_found"}, {"message", "there is no such thing"}}}};
}

}  // namespace domainplan::tests
