#include "submission/order_events.hpp"

#include <fmt/format.h>

#include <optional>
#include <tuple>
#include <utility>

#include "domainplan/error.hpp"
#include "partner/domains.hpp"
#include "partner/imports.hpp"
#include "store/events.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::json;
using Age = std::tuple<partner::Time, std::string>;  // when it was created, its id

constexpr const char* kWaits = "action_required";

// The newer envelope holds the object itself, the older one holds it under its name.
const Json* object_in(const Json& event, const char* name) {
  const auto data = event.find("data");
  if (data == event.end() || !data->is_object()) return nullptr;
  const auto inner = data->find(name);
  return inner != data->end() && inner->is_object() ? &*inner : &*data;
}

// The value of the newest event, by what it is about.
template <class Value>
class Newest {
 public:
  void add(const std::string& key, const Age& age, Value value) {
    const auto [known, is_new] = newest_.try_emplace(key, age, std::move(value));
    if (!is_new && known->second.first < age) known->second = {age, std::move(value)};
  }
  auto begin() { return newest_.begin(); }
  auto end() { return newest_.end(); }

 private:
  std::map<std::string, std::pair<Age, Value>> newest_;
};

class Reader {
 public:
  void take(const Json& event, const std::string& where) {
    std::vector<partner::Odd> odd;
    const partner::Reading reading{redactor_, odd};
    const partner::Fields fields(event, where, reading);
    const std::string type = fields.optional_word("type");
    const Age age{fields.time("created_at").value_or(partner::Time::min()), fields.optional_word("id")};
    const auto object = [&](const char* name) -> std::optional<partner::Fields> {
      const Json* const found = object_in(event, name);
      return found ? std::optional<partner::Fields>(std::in_place, *found, where, reading) : std::nullopt;
    };
    try {
      if (type.starts_with("order.")) {
        if (const auto order = object("order")) {
          partner::OrderReceipt receipt = partner::read_receipt(*order);
          const std::string id = receipt.id;
          receipts_.add(id, age, std::move(receipt));
        }
      } else if (type.starts_with("domain_import.")) {
        if (const auto data = object("domain_import")) {
          partner::DomainImport import = partner::read_import(*data);
          const std::string id = import.id;
          imports_.add(id, age, std::move(import));
        }
      } else if (type == "domain.connected" || type == "domain.action_required") {
        if (const auto domain = object("domain"))
          domains_.add(partner::read_domain(*domain).domain, age, type.ends_with(kWaits));
      }
    } catch (const RunError&) {
      // One without an id or a name says nothing about any.
    }
  }

  AccountEvents found() {
    AccountEvents events;
    for (auto& [id, one] : receipts_) events.receipts.emplace(id, std::move(one.second));
    for (auto& [id, one] : imports_)
      if (one.second.status == kWaits) events.nameservers.merge(one.second.nameservers);
    for (auto& [domain, one] : domains_)
      if (one.second) events.waiting.insert(domain);
    return events;
  }

 private:
  const partner::Redactor redactor_{};
  Newest<partner::OrderReceipt> receipts_;
  Newest<partner::DomainImport> imports_;
  Newest<bool> domains_;  // whether it waits
};

}  // namespace

AccountEvents read_account_events(const std::string& path) {
  Reader reader;
  store::each_event(path, [&](const Json& event, std::size_t number) {
    reader.take(event, fmt::format("{}:{}", path, number));
  });
  return reader.found();
}

}  // namespace domainplan
