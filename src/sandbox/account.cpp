#include "sandbox/account.hpp"

#include "core/text.hpp"
#include "sandbox/chance.hpp"
#include "sandbox/ids.hpp"

namespace domainplan::sandbox {
namespace {

// The vendor's example figures, for a month.
constexpr Cents kGoogleInbox = 100;
constexpr Cents kMicrosoftDomain = 900;

}  // namespace

Cents Bill::google_cents() const { return google_inboxes * kGoogleInbox; }
Cents Bill::microsoft_cents() const { return microsoft_domains * kMicrosoftDomain; }
Cents Bill::total() const { return google_cents() + microsoft_cents() + registration_cents; }

Account::Account(std::string partner_id, std::string partner_name, Registry& names, Bundles& partner_bundles,
                 bool sell_twice)
    : id(std::move(partner_id)),
      name(std::move(partner_name)),
      registry(names),
      mutex(names.mutex),
      bundles(partner_bundles),
      sells_twice(sell_twice) {}

Holding* Account::holding(const std::string& name_or_id) {
  const auto found = holding_of.find(name_or_id);
  if (found == holding_of.end() || holdings[found->second].gone) return nullptr;
  return &holdings[found->second];
}

Holding& Account::add(Holding holding) {
  holding_of[holding.name] = holdings.size();
  holding_of[holding.id] = holdings.size();
  registry.names.insert(holding.name);
  registry.empty = false;
  holdings.push_back(std::move(holding));
  return holdings.back();
}

void Account::remove(Holding& holding, bool back_on_sale) {
  holding.order.reset();
  holding.gone = true;
  if (back_on_sale) registry.names.erase(holding.name);
}

void Account::note(std::string type, Moment at, OrderedJson data) {
  if (keeps_events) events.push_back({new_id("evt_"), std::move(type), at, std::move(data)});
}

void Account::run_later(Moment now) {
  for (std::size_t i = 0; i < later.size();) {
    if (now < later[i].due) {
      ++i;
      continue;
    }
    const Later due = std::move(later[i]);
    later.erase(later.begin() + static_cast<std::ptrdiff_t>(i));
    due.run(now);
  }
}

User& Account::user(const std::string& user, Moment now) {
  const auto found = user_of.find(ascii_lower(user));
  if (found != user_of.end()) return users[found->second];
  // An id that was not made here stands for a user that the partner has had for long.
  const bool has_id = user.starts_with("usr_");
  User made{has_id ? user : new_id("usr_"),
            has_id ? ascii_lower(user.substr(4)) + "@users.sandbox.example" : user, std::nullopt, now};
  user_of[ascii_lower(made.id)] = user_of[ascii_lower(made.email)] = users.size();
  users.push_back(std::move(made));
  return users.back();
}

const User* Account::known_user(const std::string& user) const {
  const auto found = user_of.find(ascii_lower(user));
  return found == user_of.end() ? nullptr : &users[found->second];
}

const User& Account::user_with_id(const std::string& user_id) const {
  return users[user_of.at(ascii_lower(user_id))];
}

Accounts::Accounts(const std::vector<std::string>& names, const Clock& clock, bool sells_twice) {
  const auto add = [&](const std::string& id, const std::string& name) {
    Bundles& bundles = bundles_.emplace_back(clock);
    for (Registry* registry : {&test_, &live_})
      accounts_.emplace_back(id, name, *registry, bundles, sells_twice);
  };
  if (names.empty()) add("org_01HZX0B2VM8PARTNER4T3ST7QZ", "Sandbox Partner");
  for (const std::string& name : names)
    add(id_of("org_", hash_of(name, hash_of("partner", 0)), hash_of(name, hash_of("partner", 1))), name);
}

}  // namespace domainplan::sandbox
