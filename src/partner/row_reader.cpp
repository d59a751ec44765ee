#include "partner/row_reader.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::partner {
namespace {

constexpr int kDeepest = 32;
constexpr Cents kHighestPrice = Cents{1} << 33;  // a hundred years of it are a cost that select() takes
constexpr std::size_t kLongestCurrency = 8;

enum class Field : std::uint8_t {
  none,
  domain,
  available,
  premium,
  price_cents,
  renewal_price_cents,
  currency,
  usable_for,
  reason
};
constexpr std::array<std::string_view, 9> kFields = {"",         "domain",      "available",
                                                     "premium",  "price_cents", "renewal_price_cents",
                                                     "currency", "usable_for",  "reason"};

Field field_of(std::string_view key) {
  for (std::size_t i = 1; i < kFields.size(); ++i)
    if (kFields[i] == key) return static_cast<Field>(i);
  return Field::none;
}

// The fields of one row as they come by.
struct RawRow {
  AvailabilityRow row;
  std::optional<bool> available;
  bool premium = false;
  bool has_reason = false;
  std::optional<Reason> reason;  // unset with has_reason: a word we do not know
  unsigned seen = 0;             // a bit for each Field
};

// What the row comes to. Never taken as available unless it says all that an order must know.
std::optional<Reason> verdict(const RawRow& raw) {
  if (raw.has_reason) return raw.reason.value_or(Reason::errored);
  if (raw.premium) return Reason::premium;
  if (!*raw.available) return Reason::taken;
  if (!raw.row.price_cents || raw.row.currency.empty()) return Reason::errored;
  return std::nullopt;
}

// The parser's events, followed down the path data → domains → row → field. What is under any other key is
// skipped. (RapidJSON gives the events their names.)
class Handler {
 public:
  enum class Place : std::uint8_t { top, answer, data, domains, row, usable_for, done };

  // `stream` tells how far the parser has come in `text`.
  Handler(Place first, std::string_view text, const rapidjson::MemoryStream& stream, const OnRow& on_row)
      : place_(first),
        single_(first == Place::domains),
        has_escapes_(text.find("\\u") != std::string_view::npos),
        stream_(stream),
        on_row_(on_row) {}

  bool Null() { return scalar("null"); }
  bool Bool(bool value) {
    if (skipping_ > 0) return true;
    if (place_ == Place::row && field_ == Field::available) return raw_.available = value, true;
    if (place_ == Place::row && field_ == Field::premium) return raw_.premium = value, true;
    return scalar(value ? "true" : "false");
  }
  bool Int(int value) { return Int64(value); }
  bool Uint(unsigned value) { return Uint64(value); }
  bool Int64(std::int64_t value) { return value < 0 ? scalar("a negative number") : price(value); }
  bool Uint64(std::uint64_t value) {
    constexpr auto most = static_cast<std::uint64_t>(kHighestPrice);
    return price(static_cast<Cents>(std::min(value, most + 1)));
  }
  bool Double(double) { return scalar("a number with a fraction or an exponent"); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return scalar("a number"); }
  bool String(const char* value, rapidjson::SizeType size, bool) {
    check_characters({value, size});
    return skipping_ > 0 || text({value, size});
  }

  bool StartObject() {
    deeper();
    if (skipping_ > 0 || ignored()) return ++skipping_, true;
    if (place_ == Place::top) return place_ = Place::answer, true;
    if (place_ == Place::answer) return place_ = Place::data, true;
    if (place_ == Place::domains) {
      place_ = Place::row;
      raw_ = RawRow();
      begin_ = stream_.src_ - 1;
      return true;
    }
    return wrong("an object");
  }
  bool EndObject(rapidjson::SizeType) {
    --depth_;
    if (skipping_ > 0) return --skipping_, true;
    if (place_ == Place::row) return end_row();
    if (place_ == Place::data && !seen_domains_) fail("data.domains is missing");
    if (place_ == Place::answer && !seen_data_) fail("data is missing");
    place_ = place_ == Place::data ? Place::answer : Place::done;
    return expected_ = false, true;
  }
  bool StartArray() {
    deeper();
    if (skipping_ > 0 || ignored()) return ++skipping_, true;
    if (place_ == Place::data) return place_ = Place::domains, true;
    if (place_ == Place::row && field_ == Field::usable_for) return place_ = Place::usable_for, true;
    return wrong("an array");
  }
  bool EndArray(rapidjson::SizeType) {
    --depth_;
    if (skipping_ > 0) return --skipping_, true;
    place_ = place_ == Place::usable_for ? Place::row : Place::data;
    return expected_ = false, true;
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    const std::string_view name(text, size);
    check_characters(name);
    if (skipping_ > 0) return true;
    if (place_ == Place::row) {
      field_ = field_of(name);
      const unsigned bit = field_ == Field::none ? 0 : 1u << static_cast<unsigned>(field_);
      if ((raw_.seen & bit) != 0) fail(fmt::format("{} is there twice", where()));
      raw_.seen |= bit;
      return true;
    }
    bool& seen = place_ == Place::answer ? seen_data_ : seen_domains_;
    expected_ = name == (place_ == Place::answer ? "data" : "domains");
    if (expected_ && seen) fail(fmt::format("{} is there twice", where()));
    return seen |= expected_, true;
  }

  [[noreturn]] void no_json(std::size_t offset, std::string_view why) const {
    fail(fmt::format("no JSON at byte {}: {}", offset + 1, why));
  }

 private:
  // RapidJSON lets the second half of a surrogate pair stand alone. Other readers of the evidence would not.
  void check_characters(std::string_view text) const {
    if (has_escapes_ && !is_utf8(text)) no_json(stream_.Tell(), "half of a surrogate pair before it");
  }

  // Whether the value that begins belongs to a key that means nothing here.
  bool ignored() const {
    if (place_ == Place::row) return field_ == Field::none;
    return (place_ == Place::answer || place_ == Place::data) && !expected_;
  }

  void deeper() {
    if (++depth_ > kDeepest) fail(fmt::format("it is nested more than {} deep", kDeepest));
  }

  std::string where() const {
    switch (place_) {
      case Place::top:
      case Place::done:
        return "the whole";
      case Place::answer:
        return "data";
      case Place::data:
        return "data.domains";
      case Place::domains:
        return single_ ? "the whole" : fmt::format("data.domains[{}]", index_);
      case Place::row:
      case Place::usable_for:
        return fmt::format("{}{}", single_ ? std::string() : fmt::format("data.domains[{}].", index_),
                           kFields[static_cast<std::size_t>(field_)]);
    }
    return {};
  }

  std::string_view wanted() const {
    switch (place_) {
      case Place::data:
        return "an array";
      case Place::usable_for:
        return "a string";
      case Place::row:
        break;
      default:
        return "an object";
    }
    switch (field_) {
      case Field::available:
      case Field::premium:
        return "true or false";
      case Field::price_cents:
      case Field::renewal_price_cents:
        return "a whole number of cents from 0 to 2^33";
      case Field::usable_for:
        return "an array of strings";
      case Field::currency:
        return "a string of up to 8 letters";
      default:
        return "a string";
    }
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw RunError(fmt::format("the {} cannot be used: {}", single_ ? "row" : "answer", what));
  }
  [[noreturn]] bool wrong(std::string_view found) const {
    fail(fmt::format("{} is {}, not {}", where(), found, wanted()));
  }

  bool scalar(std::string_view found) {
    if (skipping_ > 0 || ignored()) return true;
    wrong(found);
  }

  bool price(Cents value) {
    if (skipping_ > 0 || ignored()) return true;
    if (place_ != Place::row || (field_ != Field::price_cents && field_ != Field::renewal_price_cents))
      wrong("a number");
    if (value > kHighestPrice) wrong("too large a number");
    (field_ == Field::price_cents ? raw_.row.price_cents : raw_.row.renewal_price_cents) = value;
    return true;
  }

  bool text(std::string_view value) {
    if (ignored()) return true;
    if (place_ == Place::usable_for) {
      if (const auto provider = provider_of(value)) raw_.row.usable_for = raw_.row.usable_for | *provider;
      return true;
    }
    if (place_ != Place::row) wrong("a string");
    switch (field_) {
      case Field::domain:
        raw_.row.domain = value;
        return true;
      case Field::currency:
        raw_.row.currency = currency(value);
        return true;
      case Field::reason:
        raw_.has_reason = true;
        raw_.reason = reason_of(value);
        return true;
      default:
        wrong("a string");
    }
  }

  std::string currency(std::string_view value) const {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (value.size() > kLongestCurrency || !std::all_of(value.begin(), value.end(), is_letter))
      wrong(in_quotes(value, 16));
    return ascii_lower(value);
  }

  bool end_row() {
    const auto require = [&](Field field) {
      field_ = field;
      if ((raw_.seen & (1u << static_cast<unsigned>(field))) == 0)
        fail(fmt::format("{} is missing", where()));
    };
    require(Field::domain);
    require(Field::available);
    raw_.row.reason = verdict(raw_);
    on_row_(raw_.row, std::string_view(begin_, static_cast<std::size_t>(stream_.src_ - begin_)));
    ++index_;
    place_ = depth_ == 0 ? Place::done : Place::domains;
    return true;
  }

  Place place_;
  bool single_;       // the document is one row
  bool has_escapes_;  // such as \u00e9
  const rapidjson::MemoryStream& stream_;
  const OnRow& on_row_;
  int depth_ = 0;
  int skipping_ = 0;       // how many levels of a value that means nothing here are open
  bool expected_ = false;  // in `answer` and `data`: the key just read is the one we follow
  bool seen_data_ = false;
  bool seen_domains_ = false;
  std::size_t index_ = 0;  // of the row
  Field field_ = Field::none;
  RawRow raw_;
  const char* begin_ = nullptr;  // of the row
};

void read(std::string_view text, Handler::Place first, const OnRow& on_row) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark: RFC 8259, section 8.1
  rapidjson::MemoryStream stream(text.data(), text.size());
  Handler handler(first, text, stream, on_row);
  rapidjson::Reader reader;
  const auto result = reader.Parse<rapidjson::kParseValidateEncodingFlag>(stream, handler);
  if (result.IsError()) handler.no_json(result.Offset(), rapidjson::GetParseError_En(result.Code()));
  // A NUL byte looks like the end to the parser.
  if (stream.Tell() < text.size()) handler.no_json(stream.Tell(), "a NUL byte after the document");
}

}  // namespace

void read_rows(std::string_view body, const OnRow& on_row) { read(body, Handler::Place::top, on_row); }

void read_one_row(std::string_view json, const OnRow& on_row) { read(json, Handler::Place::domains, on_row); }

}  // namespace domainplan::partner
