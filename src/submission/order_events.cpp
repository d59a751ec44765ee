#include "submission/order_events.hpp"

#include <fmt/format.h>

#include <tuple>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/append_log.hpp"
#include "partner/document.hpp"
#include "store/json_fields.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::json;
using Age = std::tuple<partner::Time, std::string>;  // when it was created, its id

constexpr std::string_view kOrderEvents = "order.";

// The newer envelope holds the order itself, the older one holds it under its name.
const Json* order_in(const Json& event) {
  const auto data = event.find("data");
  if (data == event.end() || !data->is_object()) return nullptr;
  const auto order = data->find("order");
  return order != data->end() && order->is_object() ? &*order : &*data;
}

}  // namespace

std::map<std::string, partner::OrderReceipt> receipts_in_events(const std::string& path) {
  const partner::Redactor redactor;
  std::map<std::string, std::pair<Age, partner::OrderReceipt>> newest;
  each_line_of_log(path, [&](std::string_view line, std::size_t number) {
    const Json entry = partner::parse_document(line);
    if (store::is_newer(entry, kEventsVersion))
      throw RunError(
          ErrorCode::disk,
          fmt::format("{}:{}: a newer version of domainplan wrote this: use that", escaped(path), number),
          path);
    const auto event = entry.is_object() ? entry.find("event") : entry.end();
    if (!entry.is_object() || event == entry.end() || !event->is_object())
      throw RunError(
          ErrorCode::disk,
          fmt::format("{}:{}: not an event; move the file away or repair it", escaped(path), number), path);
    std::vector<partner::Odd> odd;
    const std::string where = fmt::format("{}:{}", path, number);
    const partner::Fields fields(*event, where, {redactor, odd});
    const Json* const order = order_in(*event);
    if (!order || !fields.optional_word("type").starts_with(kOrderEvents)) return;
    try {
      partner::OrderReceipt receipt = partner::read_receipt(partner::Fields(*order, where, {redactor, odd}));
      Age age{fields.time("created_at").value_or(partner::Time::min()), fields.optional_word("id")};
      const auto [known, is_new] = newest.try_emplace(receipt.id, age, receipt);
      if (!is_new && known->second.first < age) known->second = {std::move(age), std::move(receipt)};
    } catch (const RunError&) {
      // An order without an id says nothing about any.
    }
  });
  std::map<std::string, partner::OrderReceipt> receipts;
  for (auto& [id, found] : newest) receipts.emplace(id, std::move(found.second));
  return receipts;
}

}  // namespace domainplan
