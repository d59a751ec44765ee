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

// The names of a good call in the form that most clients write, {"domains":["a.com","b.com"]} without blanks
// and escapes: a JSON parser takes longer than all else that is done with a name. Nothing for all other
// calls.
std::optional<std::vector<std::string>> plain_domains_in(const Call& call) {
  constexpr std::string_view kBegin = R"({"domains":[")", kBetween = R"(",")", kEnd = R"("]})";
  demand_json(call);
  std::string_view rest = call.body;
  if (!rest.starts_with(kBegin)) return std::nullopt;
  rest.remove_prefix(kBegin.size());
  std::vector<std::string> names;
  names.reserve(kMostDomains);
  while (names.size() < kMostDomains) {
    const std::string_view name = rest.substr(0, rest.find('"'));
    if (!has_the_form(name) || !is_registrable_domain(name)) return std::nullopt;
    names.emplace_back(name);
    rest.remove_prefix(name.size());
    if (rest == kEnd) return names;
    if (!rest.starts_with(kBetween)) return std::nullopt;
    rest.remove_prefix(kBetween.size());
  }
  return std::nullopt;
}

// Written out by hand: a call has 50 of them.
void append_row(std::string& out, std::string_view name, const Offer& verdict) {
  out.append(R"({"domain":")").append(name);
  if (verdict.reason) {
    out.append(R"(","available":false,)");
    if (verdict.reason == Reason::premium) out.append(R"("premium":true,)");
    out.append(R"("reason":")").append(name_of(*verdict.reason)).append(R"("})");
    return;
  }
  const std::string_view usable_for = verdict.usable_for == ProviderSet::both()  ? R"("google","microsoft")"
                                      : verdict.usable_for.has(Provider::google) ? R"("google")"
                                                                                 : R"("microsoft")";
  const fmt::format_int price(verdict.price_cents), renewal(verdict.renewal_price_cents);
  out.append(R"(","available":true,"premium":false,"price_cents":)").append(price.data(), price.size());
  out.append(R"(,"renewal_price_cents":)").append(renewal.data(), renewal.size());
  out.append(R"(,"currency":")").append(kCurrency);
  out.append(R"(","usable_for":[)").append(usable_for).append("]}");
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
  if (stale_ + errored_ == 0) return std::nullopt;
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
  auto plain = plain_domains_in(call);
  const std::vector<std::string> names = plain ? std::move(*plain) : domains_in(object_in(call));
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
