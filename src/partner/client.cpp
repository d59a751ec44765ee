#include "partner/client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <future>
#include <set>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "partner/document.hpp"
#include "partner/failure.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

// The vendor's pages hold at most 100; one that heeds no per_page may hold more.
constexpr std::size_t kMostOnAPage = 10'000;
constexpr std::size_t kMostRows = 1'000'000;
constexpr std::size_t kLongestToken = 4096;

// What every list and object of the API comes in. "" where it does.
std::string read_whole(const Answer& answer, json& whole, const std::function<void(const json&)>& check) {
  whole = parse_document(answer.body);
  if (whole.is_discarded())
    return nested_within(answer.body, kDeepest)
               ? fmt::format("{}: the answer is not JSON", answer.status)
               : fmt::format("{}: the answer is nested deeper than {} levels", answer.status, kDeepest);
  if (!whole.is_object() || !whole.contains("data"))
    return fmt::format("{}: the answer is not an object with data", answer.status);
  try {
    if (check) check(whole["data"]);
  } catch (const RunError& error) {
    return fmt::format("{}: {}", answer.status, error.what());
  }
  return "";
}

// The page_token inside links.next: the link is followed on the URL we were given, never to another host.
// Assumed: the link is a URL with page_token in its query, or the bare token.
std::string token_of(const std::string& next) {
  constexpr std::string_view kName = "page_token=";
  const std::size_t question = next.find('?');
  if (question == std::string::npos) return next.find('/') == std::string::npos ? percent_encoded(next) : "";
  std::size_t at = question;
  while (at != std::string::npos && next.compare(at + 1, kName.size(), kName) != 0)
    at = next.find('&', at + 1);
  if (at == std::string::npos) return "";
  at += 1 + kName.size();
  return next.substr(at, next.find_first_of("&#", at) - at);
}

}  // namespace

ApiError::ApiError(const std::string& message, ApiCall call, ErrorEnvelope error, int failed_before)
    : RunError(ErrorCode::api, message, std::move(call)),
      error_(std::move(error)),
      failed_before_(failed_before) {}

Client::Client(ApiOptions options, std::stop_token stop)
    : api_(std::move(options)), stop_(stop), on_stop_(std::move(stop), [this] { api_.stop(); }) {}

Client::Client(const Api& api, std::stop_token stop)
    : api_(api.group()), stop_(stop), on_stop_(std::move(stop), [this] { api_.stop(); }) {}

json data_of(const Answer& answer, const Redactor& redactor) {
  json whole;
  if (const std::string wrong = read_whole(answer, whole, {}); !wrong.empty())
    throw RunError(ErrorCode::api, describe_unreadable(answer, wrong, redactor));
  return std::move(whole["data"]);
}

Outcome Client::outcome(Request request, Accept accept) {
  std::promise<Outcome> promise;
  api_.send(std::move(request), std::move(accept),
            [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
  Outcome outcome = promise.get_future().get();
  const auto* answer = std::get_if<Answer>(&outcome);
  const std::string& date = answer ? answer->date : std::get<Failure>(outcome).date;
  if (const time_t time = curl_getdate(date.c_str(), nullptr); time > 0) server_time_ = time;
  return outcome;
}

json Client::ask(Request request, const std::function<void(const json&)>& check) {
  ApiCall call{.method = request.method, .path = redactor().redacted(request.path), .host = api_.host()};
  const std::string name = fmt::format("{} {}", request.method, request.path);
  auto whole = json();
  const Outcome outcome = this->outcome(
      std::move(request), [&](const Answer& answer) { return read_whole(answer, whole, check); });
  if (const auto* failure = std::get_if<Failure>(&outcome)) throw_failure(*failure);
  const Answer& answer = std::get<Answer>(outcome);
  if (answer.status >= 400) {
    ErrorEnvelope error = read_error_envelope(answer.body, redactor());
    call.status = answer.status;
    call.code = error.code;
    call.request_id = redactor().redacted(answer.request_id);
    const std::string message =
        fmt::format("{}: {}{}", name, describe_error(answer.status, error), request_note(call.request_id));
    throw ApiError(message, std::move(call), std::move(error), answer.failed_before);
  }
  return whole;
}

json Client::call(Request request, const std::function<void(const json&)>& check) {
  return ask(std::move(request), check)["data"];
}

void Client::each(const std::string& path, const std::function<void(const json&)>& visit) {
  each_while(path, [&](const json& item) {
    visit(item);
    return true;
  });
}

void Client::each_while(const std::string& path, const std::function<bool(const json&)>& visit) {
  const char separator = path.find('?') == std::string::npos ? '?' : '&';
  const std::string first = fmt::format("{}{}per_page=100", path, separator);
  const ApiCall list{.method = "GET", .path = redactor().redacted(path), .host = api_.host()};
  std::set<std::string> seen;
  std::string next = first;
  std::size_t rows = 0;
  for (std::size_t pages = 0; pages < kMostPages; ++pages) {
    const json page = ask({"GET", next, ""}, [](const json& data) {
      if (!data.is_array()) throw RunError(ErrorCode::api, "data is not a list");
      if (data.size() > kMostOnAPage)
        throw RunError(ErrorCode::api, fmt::format("a page of more than {} items", kMostOnAPage));
    });
    rows += page["data"].size();
    if (rows > kMostRows)
      throw RunError(ErrorCode::api, fmt::format("GET {}: the list has more than {} items", path, kMostRows),
                     list);
    for (const json& item : page["data"])
      if (!visit(item)) return;
    const auto links = page.find("links");
    if (links == page.end() || links->is_null()) return;
    if (!links->is_object())
      throw RunError(ErrorCode::api,
                     fmt::format("GET {}: links is not an object: {}", path,
                                 in_quotes(redactor().redacted(links->dump().substr(0, kLongestToken)))),
                     list);
    const auto link = links->find("next");
    if (link == links->end() || link->is_null()) return;
    const std::string token = link->is_string() ? token_of(link->get_ref<const std::string&>()) : "";
    if (token.empty() || token.size() > kLongestToken || !seen.insert(token).second)
      throw RunError(ErrorCode::api,
                     fmt::format("GET {}: links.next leads nowhere: {}", path,
                                 in_quotes(redactor().redacted(link->dump().substr(0, kLongestToken)))),
                     list);
    next = fmt::format("{}&page_token={}", first, token);
  }
  throw RunError(ErrorCode::api,
                 fmt::format("GET {}: the list does not end within {} pages of 100", path, kMostPages), list);
}

std::string Client::item_place(const std::string& path, std::size_t number) {
  return fmt::format("GET {}: item {}", path.substr(0, path.find('?')), number);
}

void Client::read_item(const json& item, const std::string& place, std::vector<Odd>& odd,
                       const std::function<void(const Fields&)>& read) {
  try {
    read(Fields(item, place, reading(odd)));
  } catch (const RunError& error) {
    constexpr std::size_t kMostNoted = 1000;
    std::string_view reason = error.what();
    if (reason.starts_with(place + ": ")) reason.remove_prefix(place.size() + 2);
    if (odd.size() < kMostNoted) odd.push_back({place, std::string(reason)});
  }
}

std::string optional_text_field(const json& object, const char* name, const std::string& where) {
  if (!object.is_object()) throw RunError(ErrorCode::api, fmt::format("{} is not an object", where), where);
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return "";
  if (!found->is_string())
    throw RunError(ErrorCode::api,
                   fmt::format("{}: {} is not text: {}", where, name, in_quotes(found->dump())), where);
  return found->get<std::string>();
}

std::string text_field(const json& object, const char* name, const std::string& where) {
  std::string text = optional_text_field(object, name, where);
  if (text.empty()) throw RunError(ErrorCode::api, fmt::format("{}: {} is missing", where, name), where);
  return text;
}

}  // namespace domainplan::partner
