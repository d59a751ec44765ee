#include "submission/url_check.hpp"

#include <fmt/format.h>

#include <map>

#include "core/text.hpp"
#include "partner/fetch.hpp"

namespace domainplan {
namespace {

using Kind = partner::UrlToCheck::Kind;

template <class Visit>
void each_url(const Outgoing& order, Visit visit) {
  visit(Kind::forwarding, order.body.forwarding_url);
  for (const std::string& picture : order.body.pictures) visit(Kind::picture, picture);
}

}  // namespace

void hold_bad_urls(Engine& engine, std::stop_token stop,
                   const std::function<void(std::size_t checked, std::size_t total)>& progress) {
  std::vector<partner::UrlToCheck> urls;
  std::map<std::pair<Kind, std::string>, std::size_t> places;
  const std::vector<const Outgoing*> orders = engine.to_be_sent();
  for (const Outgoing* const order : orders)
    each_url(*order, [&](Kind kind, const std::string& url) {
      if (places.try_emplace({kind, url}, urls.size()).second) urls.push_back({kind, url});
    });
  const std::vector<std::string> wrong = partner::wrong_with_urls(urls, std::move(stop), {}, progress);
  for (const Outgoing* const order : orders) {
    std::string message;
    each_url(*order, [&](Kind kind, const std::string& url) {
      const std::string& text = wrong[places.at({kind, url})];
      if (!text.empty()) message += fmt::format("{}{} {}", message.empty() ? "" : "; ", in_quotes(url), text);
    });
    if (!message.empty())
      engine.hold(order->customer, SubmitState::bad_url,
                  {.kind = SubmitReason::Kind::bad_urls, .text = std::move(message)});
  }
}

}  // namespace domainplan
