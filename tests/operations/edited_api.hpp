// An API between a test and an account of the sandbox: calls go through, but for those that the test answers
// itself, and answers can be edited on the way back.
#pragma once

#include <httplib.h>

#include <fmt/format.h>

#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "operations/account.hpp"
#include "scratch_folder.hpp"

namespace domainplan::tests {

class EditedApi {
 public:
  using Json = nlohmann::json;

  // Answers "POST /swaps" and the like itself and returns true, or returns false.
  std::function<bool(const std::string& call, httplib::Response& response)> answers = {};
  // Changes the `data` of a list or object that the sandbox answered.
  std::function<void(const std::string& call, Json& data)> edits = {};

  explicit EditedApi(const TestAccount& account) : upstream_(account.server().base_url()) {
    const auto serve = [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      const std::string call = fmt::format("{} {}", request.method, request.path.substr(kPrefix.size()));
      calls_.push_back(call);
      if (!answers || !answers(call, response)) forward(request, call, response);
    };
    server_.Get(".*", serve);
    server_.Post(".*", serve);
    port_ = server_.bind_to_any_port("127.0.0.1");
    serving_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  // The same for the plan in `folder`, which is bound to the sandbox's URL: from now on it is bound to this.
  EditedApi(const TestAccount& account, const std::string& folder) : EditedApi(account) {
    for (const char* const name : {"plan.json", "summary.json"}) {
      std::string bytes = bytes_of(folder + "/" + name);
      const std::string url = fmt::format("http://127.0.0.1:{}{}", port_, kPrefix);
      for (std::size_t at = 0; (at = bytes.find(upstream_, at)) != std::string::npos; at += url.size())
        bytes.replace(at, upstream_.size(), url);
      put_bytes(folder + "/" + name, bytes);
    }
  }
  ~EditedApi() {
    server_.stop();
    serving_.join();
  }
  EditedApi(const EditedApi&) = delete;
  EditedApi& operator=(const EditedApi&) = delete;

  std::unique_ptr<Session> session() const {
    partner::ApiOptions api;
    api.base_url = fmt::format("http://127.0.0.1:{}{}", port_, kPrefix);
    api.key = sandbox::kTestKey;
    api.rate = 1'000'000;
    api.first_backoff = 1ms;
    api.longest_backoff = 2ms;
    return std::make_unique<Session>(api, Environment::test, std::stop_token());
  }
  // How often a call such as "POST /swaps" came.
  std::size_t count(const std::string& call) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::count(calls_.begin(), calls_.end(), call));
  }
  static bool answer(httplib::Response& response, int status, const Json& body) {
    response.status = status;
    response.set_content(body.dump(), "application/json");
    return true;
  }
  static bool not_found(httplib::Response& response) {
    return answer(response, 404, {{"error", {{"code", "not_found"}, {"message", "no such thing"}}}});
  }
  static bool lose(httplib::Response& response) {
    response.status = 502;
    response.set_content("<html>bad gateway</html>", "text/html");
    return true;
  }

 private:
  static constexpr std::string_view kPrefix = "/partner/v1";

  void forward(const httplib::Request& request, const std::string& call, httplib::Response& response) {
    httplib::Client client(upstream_.substr(0, upstream_.size() - kPrefix.size()));
    const httplib::Headers headers = {{"Authorization", request.get_header_value("Authorization")}};
    const auto answer = request.method == "GET"
                            ? client.Get(request.target, headers)
                            : client.Post(request.target, headers, request.body, "application/json");
    if (!answer) return static_cast<void>(lose(response));
    response.status = answer->status;
    Json body = Json::parse(answer->body);
    if (edits && body.contains("data")) edits(call, body["data"]);
    response.set_content(body.dump(), "application/json");
  }

  const std::string upstream_;
  httplib::Server server_;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> calls_;
  std::thread serving_;
};

}  // namespace domainplan::tests
