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

void check_domains(const Json& body) {
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
  for (const Json& domain : *domains) check_domain(domain, "domains");
}

// The names of a good call in the form that most clients write, {"domains":["a.com","b.com"]} without blanks
// and escapes: a JSON parser takes longer than all else that is done with a name. Nothing for all other
// calls.
std::optional<std::vector<std::string_view>> plain_domains_in(const Call& call) {
  constexpr std::string_view kBegin = R"({"domains":[")", kBetween = R"(",")", kEnd = R"("]})";
  demand_json(call);
  std::string_view rest = call.body;
  if (!rest.starts_with(kBegin)) return std::nullopt;
  rest.remove_prefix(kBegin.size());
  std::vector<std::string_view> names;
  names.reserve(kMostDomains);
  while (names.size() < kMostDomains) {
    const std::string_view name = rest.substr(0, rest.find('"'));
    if (!has_the_form(name) || !is_registrable_domain(name)) return std::nullopt;
    names.push_back(name);
    rest.remove_prefix(name.size());
    if (rest == kEnd) return names;
    if (!rest.starts_with(kBetween)) return std::nullopt;
    rest.remove_prefix(kBetween.size());
  }
  return std::nullopt;
}

// The names of a call, which live as long as it and `body`, in which they may be put.
std::vector<std::string_view> domains_in(const Call& call, Json& body) {
  if (auto plain = plain_domains_in(call)) return std::move(*plain);
  body = object_in(call);
  check_domains(body);
  std::vector<std::string_view> names;
  for (const Json& domain : body.at("domains")) names.push_back(domain.get_ref<const std::string&>());
  return names;
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

void Availability::note_held(std::vector<Row>& rows, const Account& account) {
  if (account.registry.empty || account.sells_twice) return;
  const std::lock_guard lock(account.mutex);
  for (Row& row : rows)
    if (!row.reason && account.registry.names.contains(std::string(row.name))) row.reason = Reason::taken;
}

void Availability::note_asked(std::vector<Row>& rows, bool delivered) {
  for (Row& row : rows) row.reason = unsettled_at_first(row.name);

  const std::lock_guard lock(mutex_);
  const std::uint32_t call = ++calls_;
  asked_.reserve(rows.size());
  for (const Row& row : rows) asked_.prefetch(row.hash);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    AskedNames::Asked& known = asked_.find(row.hash);
    if (known.call == 0) {
      if (delivered) asked_.add(known, {row.hash, call, !row.reason});
      continue;
    }
    if (known.call == call) {  // twice in one call: the same row twice
      row.reason = rows[i - 1].reason;
      continue;
    }
    row.reason.reset();
    if (known.answered_final) ++asked_again_;
    if (delivered) known = {row.hash, call, true};
  }
}

Reply Availability::answer(const Call& call, Account& account, bool delivered) {
  Json body;
  std::vector<Row> rows;
  rows.reserve(kMostDomains);
  for (const std::string_view name : domains_in(call, body))
    rows.push_back({hash_of(name, ~seed_), name, std::nullopt});
  // The description allows any order, so every answer shows a client that relies on one its mistake.
  std::sort(rows.begin(), rows.end(), [](const Row& one, const Row& other) { return one.hash < other.hash; });
  note_asked(rows, delivered);
  note_held(rows, account);

  Reply reply;
  reply.body.reserve(64 + rows.size() * 160);
  reply.body = R"({"data":{"domains":[)";
  for (const Row& row : rows) {
    if (reply.body.back() != '[') reply.body += ',';
    append_row(reply.body, row.name, row.reason ? Offer{.reason = row.reason} : market_.judge(row.name));
  }
  reply.body += "]}}";
  return reply;
}

}  // namespace domainplan::sandbox
