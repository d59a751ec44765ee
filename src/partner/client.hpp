// One call at a time: send, wait, read. For the resources that are asked now and then; the thousands of
// availability calls go through Api directly.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <string_view>

#include "domainplan/error.hpp"
#include "partner/error_envelope.hpp"
#include "partner/http.hpp"

namespace domainplan::partner {

// The API understood the call and said no: a 4xx other than 401, 403 and 429.
class Refusal : public RunError {
 public:
  Refusal(const std::string& message, const Answer& answer);
  long status() const { return status_; }
  const ErrorEnvelope& error() const { return error_; }
  int failed_before() const { return failed_before_; }  // as in Answer

 private:
  long status_;
  ErrorEnvelope error_;
  int failed_before_;
};

class Client {
 public:
  // Throws UsageError as Api does. All calls end with Interrupted once `stop` asks for it.
  Client(ApiOptions options, std::stop_token stop);

  // Sends one request and waits for its answer, an object with `data`, of which that is returned. Throws
  // Refusal, RunError where no try came to anything, KeyRefused, Interrupted. `check` may throw RunError for
  // data that cannot be: that try has failed, and there may be another.
  nlohmann::json call(Request request, const std::function<void(const nlohmann::json& data)>& check = {});

  // GET below the base URL; `path` begins with a slash.
  nlohmann::json get(std::string path) { return call({"GET", std::move(path), ""}); }

  // Visits every item of a list, page after page through links.next. Throws as call() does.
  void each(const std::string& path, const std::function<void(const nlohmann::json&)>& visit);
  // As each(), until `visit` returns false: then no further page is asked for.
  void each_while(const std::string& path, const std::function<bool(const nlohmann::json&)>& visit);

  // The server's own time as its last answer gave it (the header Date, to the second), in seconds since 1970;
  // 0 where it gave none.
  std::int64_t server_time() const { return server_time_; }

  Api& api() { return api_; }

 private:
  nlohmann::json ask(Request request, const std::function<void(const nlohmann::json& data)>& check);

  Api api_;
  std::stop_token stop_;
  std::stop_callback<std::function<void()>> on_stop_;
  std::int64_t server_time_ = 0;
};

// `text` for a place in a path or a query: all but the unreserved characters of RFC 3986 percent-encoded.
std::string percent_encoded(std::string_view text);

// Fields of an answer's object, with an error that names the place where the type is wrong. `where` says what
// the object is ("order ord_…"). Throw RunError.
std::string text_field(const nlohmann::json& object, const char* name, const std::string& where);
// As above, "" where the field is absent or null.
std::string optional_text_field(const nlohmann::json& object, const char* name, const std::string& where);

}  // namespace domainplan::partner
