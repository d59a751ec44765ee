#include "sandbox/paging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::size_t kDefaultPerPage = 25;
constexpr std::size_t kMostPerPage = 100;

std::optional<std::size_t> number_in(std::string_view text, int base) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Opaque on purpose: a token holds the place and a seal, so that one built by hand, or taken from another
// list, is refused.
std::string token_for(std::size_t place, const std::string& list) {
  return fmt::format("{:08x}{:016x}", place, hash_of(list, place));
}

std::size_t place_of(const std::string& token, const std::string& list) {
  const auto place = number_in(std::string_view(token).substr(0, 8), 16);
  if (!place || token != token_for(*place, list))
    throw bad("page_token",
              fmt::format("{} is not a page_token of this list; take it from links.next", in_quotes(token)));
  return *place;
}

}  // namespace

Reply page_of(const Call& call, std::size_t count,
              const std::function<std::optional<OrderedJson>(std::size_t)>& item, const std::string& url,
              const std::vector<std::string>& filters) {
  std::size_t per_page = kDefaultPerPage;
  if (const auto given = parameter(call, "per_page")) {
    const auto number = number_in(*given, 10);
    if (!number || *number < 1 || *number > kMostPerPage)
      throw bad("per_page", fmt::format("per_page must be an integer from 1 to {}, not {}", kMostPerPage,
                                        in_quotes(*given)));
    per_page = *number;
  }
  std::string list = fmt::format("{}?per_page={}", url, per_page);
  for (const std::string& filter : filters)
    if (const auto value = parameter(call, filter))
      list += fmt::format("&{}={}", filter, percent_encoded(*value));

  std::size_t place = 0;
  if (const auto token = parameter(call, "page_token")) place = place_of(*token, list);
  OrderedJson page;
  page["data"] = OrderedJson::array();
  page["links"]["first"] = list;
  page["links"]["next"] = nullptr;
  for (; place < count; ++place) {
    std::optional<OrderedJson> found = item(place);
    if (!found) continue;
    if (page["data"].size() == per_page) {
      page["links"]["next"] = fmt::format("{}&page_token={}", list, token_for(place, list));
      break;
    }
    page["data"].push_back(std::move(*found));
  }
  page["meta"] = {{"path", url}, {"per_page", per_page}, {"returned", page["data"].size()}};
  Reply reply;
  reply.body = page.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
  return reply;
}

}  // namespace domainplan::sandbox
