// An API that has the orders, actions and imports a test gives it, and counts what it is asked.
#pragma once

#include <httplib.h>

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "domainplan/api_options.hpp"

namespace domainplan::tests {

class OrdersApi {
 public:
  using Json = nlohmann::json;

  std::vector<Json> orders;   // receipts
  std::vector<Json> actions;  // pending; "of" is the order's id, and is not shown
  Json imports = Json::array();

  OrdersApi() {
    server_.Get(R"(/v1/.*)", [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      const Json body = answer(request);
      response.status = body.contains("error") ? 404 : 200;
      response.set_content(body.dump(), "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    serving_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~OrdersApi() {
    server_.stop();
    serving_.join();
  }

  partner::ApiOptions options() const {
    partner::ApiOptions options;
    options.base_url = fmt::format("http://127.0.0.1:{}/v1", port_);
    options.key = "pk_test_x";
    options.rate = 1'000'000;
    options.tries = 1;
    return options;
  }

  // How often each kind of call came: "/orders", "/orders/ID", "/orders/pending", "/orders/pending?order_id",
  // "/domains/import". Starts again at 0.
  std::map<std::string, int> calls() {
    const std::lock_guard lock(mutex_);
    return std::exchange(calls_, {});
  }

 private:
  Json answer(const httplib::Request& request) {
    const std::string path = request.path.substr(3);
    if (path == "/orders") return ++calls_[path], page(orders, request);
    if (path == "/domains/import") return ++calls_[path], Json{{"data", imports}};
    if (path == "/orders/pending") {
      const bool one_order = request.has_param("order_id");
      ++calls_[one_order ? "/orders/pending?order_id" : path];
      std::vector<Json> shown;
      for (Json action : actions) {
        if (one_order && action["of"] != request.get_param_value("order_id")) continue;
        action.erase("of");
        shown.push_back(std::move(action));
      }
      return page(shown, request);
    }
    ++calls_["/orders/ID"];
    for (const Json& order : orders)
      if (path == fmt::format("/orders/{}", order["id"].get<std::string>())) return {{"data", order}};
    return {{"error", {{"code", "not_found"}, {"message", "there is no such order"}}}};
  }

  static Json page(const std::vector<Json>& items, const httplib::Request& request) {
    const std::size_t most = std::stoul(request.get_param_value("per_page"));
    const std::size_t from =
        request.has_param("page_token") ? std::stoul(request.get_param_value("page_token")) : 0;
    const std::size_t to = std::min(items.size(), from + most);
    Json data = Json::array();
    for (std::size_t i = from; i < to; ++i) data.push_back(items[i]);
    const Json next = to < items.size() ? Json(fmt::format("{}?page_token={}", request.path, to)) : Json();
    return {{"data", data}, {"links", {{"next", next}}}, {"meta", Json::object()}};
  }

  httplib::Server server_;
  int port_ = 0;
  std::mutex mutex_;
  std::map<std::string, int> calls_;
  std::thread serving_;
};

}  // namespace domainplan::tests
