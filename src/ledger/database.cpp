#include "ledger/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/api_key.hpp"

namespace domainplan::ledger {

std::int64_t number(const Value& value) {
  const auto* const found = std::get_if<std::int64_t>(&value);
  return found ? *found : 0;
}

std::string text(const Value& value) {
  const auto* const found = std::get_if<std::string>(&value);
  return found ? *found : std::string();
}

std::string json_of(const std::vector<std::string>& texts) { return nlohmann::json(texts).dump(); }

bool is_postgres(std::string_view address) {
  return address.starts_with("postgresql://") || address.starts_with("postgres://");
}

namespace {

// Whether the address is a connection string of libpq's other kind, such as "host=db password=...".
bool is_key_value(const std::string& address) {
  for (const std::string_view key : {"host=", "hostaddr=", "dbname=", "user=", "password=", "service="})
    if (address.find(key) != std::string::npos) return true;
  return false;
}

// Whether it looks like user:password@host without postgresql:// before it.
bool has_password(const std::string& address) {
  const std::size_t at = address.find('@');
  return at != std::string::npos && address.find(':') < at;
}

}  // namespace

bool has_special_in_password(std::string_view url) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t end = url.find_first_of("/?#", host);
  const std::string_view place = url.substr(host, end - host);
  return std::count(place.begin(), place.end(), '@') > 1 ||
         (end != url.npos && url.find('@', end) != url.npos);
}

std::string without_password(const std::string& address) {
  if (!is_postgres(address)) return is_key_value(address) || has_password(address) ? "..." : address;
  const std::size_t host = address.find("://") + 3;
  if (has_special_in_password(address)) return address.substr(0, host) + "...";
  std::string shown = address.substr(0, address.find_first_of("?#", host));  // a query may hold one, too
  const std::size_t at = shown.find_last_of('@');
  const std::size_t colon = shown.find(':', host);
  if (at != std::string::npos && colon < at) shown.erase(colon, at - colon);
  return shown;
}

// Throws UsageError, whose message begins with `why`: the address may hold a password, so it is not shown.
[[noreturn]] void refuse_address(std::string_view why) {
  const std::string expected = "a file, or a postgresql:// URL";
  throw UsageError(fmt::format("{}: name {}", why, expected), Subject{"ledger", expected});
}

void demand_address(const std::string& address) {
  if (has_api_key(address)) refuse_address("a ledger cannot be at an API key");
  if (is_postgres(address)) return;
  if (address.empty()) refuse_address("the ledger's address is empty");
  if (const std::size_t scheme = address.find("://"); scheme != std::string::npos)
    refuse_address(fmt::format("a ledger cannot be at {}…", in_quotes(address.substr(0, scheme + 3))));
  // A password may be in it, so it is not shown.
  if (has_password(address))
    throw UsageError("a ledger with a user and a password is a postgresql:// URL: begin it so",
                     Subject{"ledger", "a postgresql:// URL"});
  if (is_key_value(address)) refuse_address("a ledger cannot be at a list of connection parameters");
}

std::string Database::quoted_name() const { return in_quotes(name(), 300); }

std::unique_ptr<Database> connect(const std::string& address, bool create) {
  demand_address(address);
  return is_postgres(address) ? connect_postgres(address)
                              : connect_sqlite(address, create ? SqliteUse::create : SqliteUse::write);
}

std::unique_ptr<Database> connect_to_read(const std::string& address) {
  demand_address(address);
  return is_postgres(address) ? connect_postgres(address) : connect_sqlite(address, SqliteUse::read);
}

}  // namespace domainplan::ledger
