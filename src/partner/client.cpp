#include "partner/client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <future>
#include <set>

#include "core/text.hpp"
#include "partner/failure.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

// What every list and object of the API comes in. "" where it does.
std::string read_whole(const Answer& answer, json& whole, const std::function<void(const json&)>& check) {
  whole = json::parse(answer.body, nullptr, false);
  if (whole.is_discarded()) return fmt::format("{}: the answer is no JSON", answer.status);
  if (!whole.is_object() || !whole.contains("data"))
    return fmt::format("{}: the answer is no object with data", answer.status);
  try {
    if (check) check(whole["data"]);
  } catch (const RunError& error) {
    return error.what();
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

Refusal::Refusal(const std::string& message, const Answer& answer)
    : RunError(message),
      status_(answer.status),
      error_(read_error_envelope(answer.body)),
      failed_before_(answer.failed_before) {}

Client::Client(ApiOptions options, std::stop_token stop)
    : api_(std::move(options)), stop_(stop), on_stop_(std::move(stop), [this] { api_.stop(); }) {}

json Client::ask(Request request, const std::function<void(const json&)>& check) {
  const std::string name = fmt::format("{} {}", request.method, escaped(request.path));
  std::promise<Outcome> promise;
  auto whole = json();
  api_.send(
      std::move(request), [&](const Answer& answer) { return read_whole(answer, whole, check); },
      [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
  const Outcome outcome = promise.get_future().get();
  if (const auto* failure = std::get_if<Failure>(&outcome)) throw_failure(*failure);
  const Answer& answer = std::get<Answer>(outcome);
  if (const time_t date = curl_getdate(answer.date.c_str(), nullptr); date > 0) server_time_ = date;
  if (answer.status >= 400)
    throw Refusal(
        fmt::format("{}: {}{}", name, describe_error(answer.status, read_error_envelope(answer.body)),
                    request_note(answer.request_id)),
        answer);
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
  std::set<std::string> seen;
  for (std::string next = first;;) {
    const json page = ask({"GET", next, ""}, [](const json& data) {
      if (!data.is_array()) throw RunError("data is no list");
    });
    for (const json& item : page["data"])
      if (!visit(item)) return;
    const json links = page.value("links", json::object());
    const json link = links.is_object() ? links.value("next", json()) : json();
    if (link.is_null()) return;
    const std::string token = link.is_string() ? token_of(link.get<std::string>()) : "";
    if (token.empty() || !seen.insert(token).second)
      throw RunError(
          fmt::format("GET {}: links.next leads nowhere: {}", escaped(path), in_quotes(link.dump())));
    next = fmt::format("{}&page_token={}", first, token);
  }
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", byte);
  }
  return out;
}

std::string optional_text_field(const json& object, const char* name, const std::string& where) {
  if (!object.is_object()) throw RunError(fmt::format("{} is no object", where));
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return "";
  if (!found->is_string())
    throw RunError(fmt::format("{}: {} is no text: {}", where, name, in_quotes(found->dump())));
  return found->get<std::string>();
}

std::string text_field(const json& object, const char* name, const std::string& where) {
  std::string text = optional_text_field(object, name, where);
  if (text.empty()) throw RunError(fmt::format("{}: {} is missing", where, name));
  return text;
}

}  // namespace domainplan::partner
