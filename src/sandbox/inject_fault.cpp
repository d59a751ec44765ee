#include "sandbox/inject_fault.hpp"

#include <fmt/format.h>

#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

using namespace std::chrono_literals;

// Control characters and bytes that are not UTF-8, as a broken proxy might send.
constexpr std::string_view kNotJson = "<html>\x1b[31m{\"data\": \xff\xfe oops\x07</html>";
constexpr std::size_t kLevels = 200'000;
constexpr std::int64_t kDearer = 5;  // times the price

Reply html(int status, const char* words) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html";
  reply.from_proxy = true;
  reply.body = fmt::format(
      "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1></center>\r\n"
      "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
      status, words);
  return reply;
}

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
  const auto which = static_cast<std::size_t>(uniform(chance, 0) * static_cast<double>(fields.size()));
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
  if (uniform(chance, 1) < 0.5) {
    json["x_new"] = added;
    return;
  }
  OrderedJson longer = {{"x_new", added}};
  for (auto& [key, value] : json.items()) longer[key] = std::move(value);
  json = std::move(longer);
}

std::string nested() { return R"({"data":)" + std::string(kLevels, '[') + std::string(kLevels, ']') + "}"; }

// One byte of a secret as JSON serialisers and HTML templates of several makes write it.
std::string in_escape(char c, std::uint64_t which) {
  const auto byte = static_cast<unsigned char>(c);
  const bool is_plain = std::isalnum(byte) != 0 || byte >= 0x80;
  if (which == 0 && byte < 0x80) return fmt::format("\\u{:04x}", byte);
  if (which == 1 && !is_plain) return fmt::format("\\u{:04X}", byte);
  if (which == 2 && !is_plain) return fmt::format("&#{};", byte);
  if (which == 3 && c == '/') return "\\/";
  if (c == '"' || c == '\\') return {'\\', c};
  return byte < 0x20 ? fmt::format("\\u{:04x}", byte) : std::string(1, c);
}

Reply echoed(std::string_view secret, std::uint64_t chance) {
  std::string written;
  for (const char c : secret) written += in_escape(c, chance % 5);
  Reply reply;
  reply.status = 400;
  reply.body = fmt::format(
      R"({{"error":{{"code":"invalid_request","message":"the login with {} was refused"}}}})", written);
  return reply;
}

bool is_list(const OrderedJson& json) {
  return json.contains("links") && json.contains("data") && json["data"].is_array();
}

// Times are all written alike, so that their text sorts as they do.
void leave_out_younger(OrderedJson& json, Moment oldest) {
  if (!is_list(json)) return;
  const std::string limit = text_of(oldest);
  OrderedJson kept = OrderedJson::array();
  for (OrderedJson& item : json["data"])
    if (item.value("created_at", "") <= limit) kept.push_back(std::move(item));
  json["data"] = std::move(kept);
  json["meta"]["returned"] = json["data"].size();
}

// The next page is the same one again, under another address.
void make_endless(OrderedJson& json, std::uint64_t chance) {
  if (!is_list(json)) return;
  json["links"]["next"] =
      fmt::format("{}&again={:x}", json["links"]["first"].get<std::string>(), mixed(chance));
}

void add_odd_item(OrderedJson& json, std::uint64_t chance) {
  if (!is_list(json)) return;
  const OrderedJson odd[] = {
      {{"id", nullptr}, {"status", 7}},
      {{"id", "ord_" + std::string(5000, 'A')}, {"status", "in_progress"}},
      {{"id", "ord_../../me?x=1"}, {"status", "unheard_of"}, {"costs", {{"total_cents", "many"}}}},
      {{"id", "ord_ODD"},
       {"status", "in_progress"},
       {"user_id", 5},
       {"created_at", "yesterday"},
       {"costs", {{"total_cents", 1e300}, {"currency", nullptr}}}},
      7,
      nullptr,
      {{"id", "dom_ODD"}, {"domain", "not a domain\u001b[31m"}, {"category", "sold"}, {"order_id", 9}}};
  json["data"].push_back(odd[mixed(chance) % std::size(odd)]);
}

using Change = void (*)(OrderedJson& object, const Injection&);

void change_total(OrderedJson& receipt, OrderedJson total) {
  if (receipt.contains("costs")) receipt["costs"]["total_cents"] = std::move(total);
}

// What a fault changes in a receipt, wherever one is shown.
Change receipt_change(Fault fault) {
  switch (fault) {
    case Fault::total_zero:
      return [](OrderedJson& r, const Injection&) { change_total(r, 0); };
    case Fault::total_negative:
      return [](OrderedJson& r, const Injection&) { change_total(r, -100'000); };
    case Fault::total_huge:
      return [](OrderedJson& r, const Injection&) { change_total(r, INT64_MAX); };
    case Fault::same_id:
      return [](OrderedJson& r, const Injection& i) { r["id"] = i.first_order; };
    case Fault::no_id:
      return [](OrderedJson& r, const Injection&) { r["id"] = "ord_../"; };
    case Fault::other_user:
      return [](OrderedJson& r, const Injection&) {
        r["user_id"] = "usr_01HZX0B2VN0THER0USER0AAAAA";
        r["email"] = "somebody-else@example.net";
      };
    case Fault::other_bundle:
      return [](OrderedJson& r, const Injection&) { r["bundle_id"] = "bun_01HZX0B2VN0THER0BUNDLE0AAA"; };
    case Fault::other_count:
      return [](OrderedJson& r, const Injection&) { r["domain_count"] = r["domain_count"].get<int>() + 1; };
    case Fault::other_currency:
      return [](OrderedJson& r, const Injection&) { r["costs"]["currency"] = "eur"; };
    default:
      return nullptr;
  }
}

void change_receipts(OrderedJson& json, Change change, const Injection& injection) {
  if (json.is_object() && json.contains("domain_count")) return change(json, injection);
  for (auto& [key, value] : json.items())
    if (value.is_structured()) change_receipts(value, change, injection);
}

void raise_prices(OrderedJson& json) {
  for (auto& [key, value] : json.items()) {
    if (value.is_structured()) raise_prices(value);
    if (key == "price_cents" && value.is_number_integer()) value = value.get<std::int64_t>() * kDearer;
  }
}

// The faults that edit an answer's JSON.
void edit(OrderedJson& json, const Injection& injection) {
  if (const Change change = receipt_change(injection.fault)) change_receipts(json, change, injection);
  if (injection.fault == Fault::types) change_a_type(json, injection.chance);
  if (injection.fault == Fault::unknown) add_unknown(json, injection.chance);
  if (injection.fault == Fault::forgets) leave_out_younger(json, injection.now - 24h);
  if (injection.fault == Fault::delays) leave_out_younger(json, injection.now - 12s);
  if (injection.fault == Fault::endless) make_endless(json, injection.chance);
  if (injection.fault == Fault::odd_item) add_odd_item(json, injection.chance);
  if (injection.fault == Fault::dearer) raise_prices(json);
}

}  // namespace

Reply refusal_of(Fault fault) {
  switch (fault) {
    case Fault::refused_429:
      return rate_limited(1, "fault").reply();
    case Fault::refused_429_pause:
      return rate_limited(3, "fault").reply();
    case Fault::refused_429_hour:
      return rate_limited(7200, "fault").reply();
    case Fault::refused_401:
      return ErrorReply{401, "unauthorized", "this API key is not known"}.reply();
    case Fault::refused_403:
      return ErrorReply{403, "forbidden", "this key may not do this"}.reply();
    case Fault::refused_domains:
      return bad("domains", "a domain of this order cannot be registered").reply();
    case Fault::refused_domain:
      return bad("domains[2]", "this domain cannot be registered").reply();
    case Fault::html_404:
      return html(404, "Not Found");
    case Fault::html_502:
      return html(502, "Bad Gateway");
    case Fault::dropped:
      return {.status = 0, .body = ""};
    default:
      break;
  }
  Reply reply =
      ErrorReply{fault == Fault::failed_503 ? 503 : 500, "internal_error", "something went wrong on our side"}
          .reply();
  if (fault == Fault::failed_503) reply.retry_after = 1;
  return reply;
}

void inject_fault(Reply& reply, const Injection& injection) {
  switch (injection.fault) {
    case Fault::cut:
      reply.cut_off = true;
      return;
    case Fault::lost:
    case Fault::late:
      reply.status = 0;
      return;
    case Fault::lost_html_404:
      reply = html(404, "Not Found");
      return;
    case Fault::lost_html_502:
      reply = html(502, "Bad Gateway");
      return;
    case Fault::slow:
      reply.slow = true;
      return;
    case Fault::truncated:
      reply.body.resize(1 + static_cast<std::size_t>(uniform(injection.chance, 0) *
                                                     static_cast<double>(reply.body.size() - 1)));
      return;
    case Fault::malformed:
      reply.body = kNotJson;
      return;
    case Fault::deep:
      reply.body = nested();
      return;
    case Fault::echo:
      reply = echoed(injection.secret, injection.chance);
      return;
    default:
      break;
  }
  if (injection.fault == Fault::none || is_instead(injection.fault)) return;
  OrderedJson json = OrderedJson::parse(reply.body);
  edit(json, injection);
  reply.body = json.dump();
}

}  // namespace domainplan::sandbox
