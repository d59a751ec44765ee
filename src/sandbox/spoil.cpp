#include "sandbox/spoil.hpp"

#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

// Control characters and bytes that are no UTF-8, as a proxy gone wrong might send.
constexpr std::string_view kNoJson = "<html>\x1b[31m{\"data\": \xff\xfe oops\x07</html>";

void collect_fields(OrderedJson& json, std::vector<OrderedJson*>& fields) {
  for (auto& [key, value] : json.items()) {
    // Null allows no wrong type: what may be null is often not read at all.
    if (json.is_object() && !value.is_null()) fields.push_back(&value);
    if (value.is_structured()) collect_fields(value, fields);
  }
}

void change_a_type(OrderedJson& json, std::uint64_t chance) {
  std::vector<OrderedJson*> fields;
  collect_fields(json, fields);
  if (fields.empty()) return;
  const auto which = static_cast<std::size_t>(draw(chance, 0) * static_cast<double>(fields.size()));
  OrderedJson& field = *fields[which];
  if (field.is_string()) {
    field = 7;
  } else if (field.is_structured()) {
    field = "seven";
  } else {
    field = OrderedJson::array({field});
  }
}

// Each object gets a field at its start or its end.
void add_unknown(OrderedJson& json, std::uint64_t chance) {
  for (auto& [key, value] : json.items())
    if (value.is_structured()) add_unknown(value, mixed(chance += key.size() + 1));
  if (!json.is_object()) return;
  const OrderedJson strange[] = {
      nullptr, -1.5e300, {{"data", {1, "2", nullptr}}, {"error", "none"}}, "\u0001x"};
  const OrderedJson& added = strange[mixed(chance) % std::size(strange)];
  if (draw(chance, 1) < 0.5) {
    json["x_new"] = added;
    return;
  }
  OrderedJson longer = {{"x_new", added}};
  for (auto& [key, value] : json.items()) longer[key] = std::move(value);
  json = std::move(longer);
}

}  // namespace

void spoil(Reply& reply, Fault fault, std::uint64_t chance) {
  const auto edited = [&](void (*edit)(OrderedJson&, std::uint64_t)) {
    OrderedJson json = OrderedJson::parse(reply.body);
    edit(json, chance);
    reply.body = json.dump();
  };
  switch (fault) {
    case Fault::none:
    case Fault::refused_429:
    case Fault::failed_500:
      return;
    case Fault::cut_off:
      reply.cut_off = true;
      return;
    case Fault::lost:
      reply.status = 0;
      return;
    case Fault::slow:
      reply.slow = true;
      return;
    case Fault::truncated:
      reply.body.resize(
          1 + static_cast<std::size_t>(draw(chance, 0) * static_cast<double>(reply.body.size() - 1)));
      return;
    case Fault::malformed:
      reply.body = kNoJson;
      return;
    case Fault::types:
      edited(change_a_type);
      return;
    case Fault::unknown:
      edited(add_unknown);
      return;
  }
}

}  // namespace domainplan::sandbox
