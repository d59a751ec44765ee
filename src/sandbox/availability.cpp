#include "sandbox/availability.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::size_t kMostDomains = 50;

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter_or_digit(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

// The description's pattern for DomainName:
// ^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$
bool has_the_form(std::string_view name) {
  if (name.size() < 4 || name.size() > 253 || name.find('.') == std::string_view::npos) return false;
  const std::string_view tld = tld_of(name);
  if (tld.size() < 2 || !is_letter(tld.front())) return false;
  while (true) {
    const std::string_view label = first_label(name);
    if (label.empty() || label.size() > 63) return false;
    if (!is_letter_or_digit(label.front()) || !is_letter_or_digit(label.back())) return false;
    if (!std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; }))
      return false;
    if (label.size() == name.size()) return true;
    name.remove_prefix(label.size() + 1);
  }
}

std::vector<std::string> domains_in(const Json& body) {
  for (const auto& [key, value] : body.items())
    if (key != "domains")
      throw bad(key, fmt::format("{} is not a field of this call: it has only domains", in_quotes(key)));
  const auto domains = body.find("domains");
  if (domains == body.end())
    throw bad("domains", "domains is required: a list of 1 to 50 registrable domains");
  if (!domains->is_array())
    throw bad("domains", fmt::format("domains must be a list, not {}", domains->type_name()));
  if (domains->empty() || domains->size() > kMostDomains)
    throw bad("domains",
              fmt::format("domains must hold 1 to {} names, not {}", kMostDomains, domains->size()));
  std::vector<std::string> names;
  names.reserve(domains->size());
  for (const Json& domain : *domains) {
    check_domain(domain, "domains");
    names.push_back(domain.get<std::string>());
  }
  return names;
}

void append_row(std::string& out, std::string_view name, const Offer& verdict) {
  auto to = std::back_inserter(out);
  if (verdict.reason) {
    fmt::format_to(to, R"({{"domain":"{}","available":false,{}"reason":"{}"}})", name,
                   verdict.reason == Reason::premium ? R"("premium":true,)" : "", name_of(*verdict.reason));
    return;
  }
  const std::string_view usable_for = verdict.usable_for == ProviderSet::both()  ? R"("google","microsoft")"
                                      : verdict.usable_for.has(Provider::google) ? R"("google")"
                                                                                 : R"("microsoft")";
  fmt::format_to(
      to,
      R"({{"domain":"{}","available":true,"premium":false,"price_cents":{},"renewal_price_cents":{},)"
      R"("currency":"{}","usable_for":[{}]}})",
      name, verdict.price_cents, verdict.renewal_price_cents, kCurrency, usable_for);
}

}  // namespace

void check_domain_form(const Json& name, const std::string& field) {
  if (!name.is_string())
    throw bad(field, fmt::format("a domain must be a text, not {}", in_quotes(name.dump(-1, ' ', true))));
  const auto& text = name.get_ref<const std::string&>();
  if (!has_the_form(text))
    throw bad(field, fmt::format("{} is not a domain name in lower case, such as example.com",
                                 in_quotes(text, 260)));
}

void check_domain(const Json& name, const std::string& field) {
  check_domain_form(name, field);
  const auto& text = name.get_ref<const std::string&>();
  if (!is_registrable_domain(text))
    throw bad(field, fmt::format("{} is not a registrable domain: one label under a public suffix",
                                 in_quotes(text, 260)));
}

std::optional<Reason> Availability::unsettled_at_first(std::string_view name) const {
  double left = uniform(hash_of(name, seed_ ^ hash_of("unsettled", 0)), 0);
  if ((left -= stale_) < 0) return Reason::stale;
  if ((left -= errored_) < 0) return Reason::errored;
  return std::nullopt;
}

std::vector<std::optional<Reason>> Availability::note_asked(const std::vector<std::string>& names,
                                                            bool delivered) {
  std::vector<std::optional<Reason>> unsettled;
  unsettled.reserve(names.size());
  for (const std::string& name : names) unsettled.push_back(unsettled_at_first(name));

  const std::lock_guard lock(mutex_);
  const std::uint64_t call = ++calls_;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto known = asked_.find(names[i]);
    if (known == asked_.end()) {
      if (delivered) asked_.emplace(names[i], Asked{call, !unsettled[i]});
      continue;
    }
    if (known->second.call == call) continue;  // twice in one call: the same row twice
    unsettled[i].reset();
    if (known->second.answered_final) ++asked_again_;
    if (delivered) known->second = {call, true};
  }
  return unsettled;
}

Reply Availability::answer(const Call& call, Account& account, bool delivered) {
  const std::vector<std::string> names = domains_in(object_in(call));
  const std::vector<std::optional<Reason>> unsettled = note_asked(names, delivered);
  const std::vector<bool> gone = held(account, names);

  // The description allows any order, so every answer shows a client that relies on one its mistake.
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (std::size_t i = 0; i < names.size(); ++i) order.emplace_back(hash_of(names[i], ~seed_), i);
  std::sort(order.begin(), order.end());

  Reply reply;
  reply.body.reserve(64 + names.size() * 160);
  reply.body = R"({"data":{"domains":[)";
  for (const auto& [hash, i] : order) {
    if (reply.body.back() != '[') reply.body += ',';
    append_row(reply.body, names[i],
               unsettled[i] ? Offer{.reason = unsettled[i]}
               : gone[i]    ? Offer{.reason = Reason::taken}
                            : market_.judge(names[i]));
  }
  reply.body += "]}}";
  return reply;
}

}  // namespace domainplan::sandbox
