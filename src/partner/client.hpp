// One call at a time: send, wait, read. For the resources that are asked now and then; the thousands of
// availability calls go through Api directly.
#pragma once

#include <atomic>
#include <functional>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/error.hpp"
#include "partner/error_envelope.hpp"
#include "partner/fields.hpp"
#include "partner/http.hpp"

namespace domainplan::partner {

// The API understood the call and said no: a 4xx other than 401, 403, 408 and 429.
class ApiError : public RunError {
 public:
  ApiError(const std::string& message, ApiCall call, ErrorEnvelope error, int failed_before);
  long status() const { return call()->status; }
  const ErrorEnvelope& error() const { return error_; }  // redacted
  int failed_before() const { return failed_before_; }   // as in Answer
  // The vendor's own word that there is no such thing; the 404 of something in between is none.
  bool is_not_found() const { return status() == 404 && error_.code == "not_found"; }

 private:
  ErrorEnvelope error_;
  int failed_before_;
};

// A list read to its end: what could be read, and what could not and was left out.
template <class Item>
struct List {
  std::vector<Item> items;
  std::vector<Odd> odd;  // at most 1000 are kept
  std::string left_out;  // the place of the first item that could not be read; "" where all could
};

// What a list may hold, of items of 100 a page; more is an error.
inline constexpr std::size_t kMostPages = 10'000;

// All members may be called from any thread.
class Client {
 public:
  // Starts a transport of its own. Throws UsageError as Api does. All calls end with Interrupted once `stop`
  // asks for it.
  Client(ApiOptions options, std::stop_token stop);
  // Calls on the transport of `api`.
  Client(const Api& api, std::stop_token stop);

  // Sends one request and waits for its answer, an object with `data`, of which that is returned. Throws
  // ApiError, RunError where no try came to anything, KeyRefused, Interrupted. `check` may throw RunError for
  // data that cannot be: that try has failed, and there may be another.
  nlohmann::json call(Request request, const std::function<void(const nlohmann::json& data)>& check = {});

  // Sends one request and returns whatever came of it.
  Outcome outcome(Request request, Accept accept = {});

  // GET below the base URL; `path` begins with a slash.
  nlohmann::json get(std::string path) { return call({"GET", std::move(path), ""}); }

  // GET of one object, by its reader. What is odd in it is added to `odd`. Throws as call() does.
  template <class Item>
  Item read_one(std::string path, const std::string& where, Item (*read)(const Fields&),
                std::vector<Odd>* odd = nullptr) {
    return read_answer(Request{"GET", std::move(path), ""}, where, read, odd);
  }
  // The same for any request.
  template <class Item>
  Item read_answer(Request request, const std::string& where, Item (*read)(const Fields&),
                   std::vector<Odd>* odd = nullptr) {
    std::vector<Odd> found;
    const auto reader = [&](const nlohmann::json& data) {
      found.clear();
      return read(Fields(data, where, reading(found)));
    };
    const nlohmann::json data = call(std::move(request), [&](const nlohmann::json& json) { reader(json); });
    Item item = reader(data);
    if (odd) odd->insert(odd->end(), found.begin(), found.end());
    return item;
  }

  // GET of a whole list, all pages, each item by its reader; an item that cannot be read is odd, and left
  // out. Throws as each() does: a list that cannot be read to its end is an error, never an empty one.
  template <class Item>
  List<Item> read_list(const std::string& path, Item (*read)(const Fields&)) {
    List<Item> list;
    std::size_t number = 0;
    each(path, [&](const nlohmann::json& item) {
      const std::string place = item_place(path, ++number);
      const std::size_t before = list.items.size();
      read_item(item, place, list.odd, [&](const Fields& fields) { list.items.push_back(read(fields)); });
      if (list.items.size() == before && list.left_out.empty()) list.left_out = place;
    });
    return list;
  }

  // Visits every item of a list, page after page through links.next. Throws as call() does, and RunError
  // where a link leads nowhere or to a page that was read already, or the list has more than kMostPages
  // pages.
  void each(const std::string& path, const std::function<void(const nlohmann::json&)>& visit);
  // As each(), until `visit` returns false: then no further page is asked for.
  void each_while(const std::string& path, const std::function<bool(const nlohmann::json&)>& visit);

  // For readers: where to redact and what is odd.
  Reading reading(std::vector<Odd>& odd) { return {api_.redactor(), odd}; }

  // The server's own time as its last answer gave it (the header Date, to the second), in seconds since 1970;
  // 0 where it gave none.
  std::int64_t server_time() const { return server_time_; }

  Api& api() { return api_; }
  Redactor& redactor() { return api_.redactor(); }

 private:
  nlohmann::json ask(Request request, const std::function<void(const nlohmann::json& data)>& check);
  void read_item(const nlohmann::json& item, const std::string& place, std::vector<Odd>& odd,
                 const std::function<void(const Fields&)>& read);
  static std::string item_place(const std::string& path, std::size_t number);

  Api api_;
  std::stop_token stop_;
  std::stop_callback<std::function<void()>> on_stop_;
  std::atomic<std::int64_t> server_time_ = 0;
};

// The `data` of a 2xx answer. Throws RunError, saying what the body is instead.
nlohmann::json data_of(const Answer& answer, const Redactor& redactor);

// Fields of an answer's object, with an error that names the place where the type is wrong. `where` says what
// the object is ("order ord_…"). Throw RunError.
std::string text_field(const nlohmann::json& object, const char* name, const std::string& where);
// As above, "" where the field is absent or null.
std::string optional_text_field(const nlohmann::json& object, const char* name, const std::string& where);

}  // namespace domainplan::partner
