#include "ledger/database.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace domainplan::ledger {

std::int64_t number(const Value& value) {
  const auto* const found = std::get_if<std::int64_t>(&value);
  return found ? *found : 0;
}

std::string text(const Value& value) {
  const auto* const found = std::get_if<std::string>(&value);
  return found ? *found : std::string();
}

bool is_postgres(std::string_view address) {
  return address.starts_with("postgresql://") || address.starts_with("postgres://");
}

std::string without_password(const std::string& address) {
  if (!is_postgres(address)) return address;
  const std::size_t host = address.find("://") + 3;
  const std::size_t end = address.find_first_of("?#", host);  // a query may hold a password, too
  // With an @ behind it, the ? may be one of a password.
  if (end != std::string::npos && address.find('@', end) != std::string::npos)
    return address.substr(0, host) + "...";
  std::string shown = address.substr(0, end);
  const std::size_t at = shown.find_last_of('@');
  const std::size_t colon = shown.find(':', host);
  if (at != std::string::npos && colon < at) shown.erase(colon, at - colon);
  return shown;
}

namespace {

// Whether the address is a connection string of libpq's other kind, such as "host=db password=...".
bool is_key_value(const std::string& address) {
  for (const std::string_view key : {"host=", "hostaddr=", "dbname=", "user=", "password=", "service="})
    if (address.find(key) != std::string::npos) return true;
  return false;
}

}  // namespace

std::unique_ptr<Database> connect(const std::string& address, bool create) {
  if (is_postgres(address)) return connect_postgres(address);
  if (address.empty()) throw UsageError("the ledger's address is empty: name a file, or a postgresql:// URL");
  if (const std::size_t scheme = address.find("://"); scheme != std::string::npos)
    throw UsageError(fmt::format("a ledger cannot be at {}…: name a file, or a postgresql:// URL",
                                 in_quotes(address.substr(0, scheme + 3))));
  if (is_key_value(address))
    throw UsageError(
        "a ledger cannot be at a list of connection parameters: name a file, or a postgresql:// URL");
  return connect_sqlite(address, create);
}

}  // namespace domainplan::ledger
