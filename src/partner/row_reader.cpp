#include "partner/row_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::partner {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxBytes = 16u << 20;
constexpr std::size_t kMaxRows = 10'000;       // a call asks for 50
constexpr std::size_t kQuotedCharacters = 32;  // of an unusable value

enum class Field : std::uint8_t {
  none,
  domain,
  available,
  premium,
  price_cents,
  renewal_price_cents,
  currency,
  usable_for,
  reason,
  checked_at  // in the log only, where it comes last: an API's own field of that name comes before it
};
struct FieldType {
  std::string_view name, type;
};
constexpr std::string_view kPriceType = "a whole number of cents from 0 to 2^33";
constexpr std::array<FieldType, 10> kFields = {{{"", ""},
                                                {"domain", "a string"},
                                                {"available", "true or false"},
                                                {"premium", "true or false"},
                                                {"price_cents", kPriceType},
                                                {"renewal_price_cents", kPriceType},
                                                {"currency", "a string of up to 8 letters"},
                                                {"usable_for", "a list of strings"},
                                                {"reason", "a string"},
                                                {"checked_at", "a string"}}};

// The field that `key` names. `last` is the one before it: they mostly come in this order.
Field field_of(std::string_view key, Field last) {
  constexpr std::size_t kCount = kFields.size() - 1;
  for (std::size_t i = 0; i < kCount; ++i) {
    const std::size_t place = (static_cast<std::size_t>(last) + i) % kCount + 1;
    if (kFields[place].name == key) return static_cast<Field>(place);
  }
  return Field::none;
}

// The document is valid JSON, but not the one expected.
struct WrongShape {
  std::string what;
};

// Reads values of one document. simdjson validates a value when it is read, so every value is, also those of
// unknown fields; and each only once, since its buffer for strings is as large as the document.
class Reader {
 public:
  explicit Reader(std::string_view text) : has_escapes_(text.find("\\u") != std::string_view::npos) {}

  std::string_view string(std::string_view text) const {
    // simdjson 3.0 takes the second half of a surrogate pair for a character.
    if (has_escapes_ && !is_utf8(text)) throw simdjson::simdjson_error(simdjson::STRING_ERROR);
    return text;
  }

  // Reads a value of any type; says what it is ("a list", "'x'", "12.5").
  std::string skip(ondemand::value value, int depth) const {
    switch (value.type().value()) {
      case ondemand::json_type::array:
        for (auto element : array(value, depth)) skip(element.value(), depth + 1);
        return "a list";
      case ondemand::json_type::object:
        for (auto field : object(value, depth)) {
          string(field.unescaped_key());
          skip(field.value(), depth + 1);
        }
        return "an object";
      case ondemand::json_type::string:
        return in_quotes(string(value.get_string()), kQuotedCharacters);
      case ondemand::json_type::number: {
        const std::string_view token = trimmed(value.raw_json_token());
        value.get_double().value();
        return std::string(token.substr(0, kQuotedCharacters));
      }
      case ondemand::json_type::boolean:
        return value.get_bool().value() ? "true" : "false";
      case ondemand::json_type::null:
        value.is_null().value();
        return "null";
    }
    throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
  }

  ondemand::array array(ondemand::value& value, int depth) const {
    check_depth(depth);
    return value.get_array().value();
  }
  ondemand::object object(ondemand::value& value, int depth) const {
    check_depth(depth);
    return value.get_object().value();
  }

 private:
  static void check_depth(int depth) {
    if (depth >= kMaxDepth) throw WrongShape{fmt::format("it is nested more than {} deep", kMaxDepth)};
  }

  bool has_escapes_;  // such as \u00e9
};

bool is(ondemand::value& value, ondemand::json_type type) { return value.type().value() == type; }

// Reads the fields of one row.
class RowFields {
 public:
  // `index` is the row's in data.domains; none for a document of its own.
  RowFields(const Reader& reader, std::optional<std::size_t> index, int depth)
      : reader_(reader), index_(index), depth_(depth) {}

  void read(ondemand::object object, ReadRow& out) {
    out_ = &out;
    Field which = Field::none;
    for (auto found : object) {
      ondemand::field field;
      if (const auto error = std::move(found).get(field)) throw simdjson::simdjson_error(error);
      which = field_of(reader_.string(field.unescaped_key()), which);
      ondemand::value& value = field.value();
      const unsigned bit = 1u << static_cast<unsigned>(which);
      out.has_more = out.has_more || which == Field::none || which == Field::checked_at;
      if (which == Field::none)
        reader_.skip(value, depth_ + 1);
      else if (which == Field::checked_at)
        checked_at(value);
      else if ((seen_ & bit) != 0)
        problem(which, "appears twice"), reader_.skip(value, depth_ + 1);
      else
        read(which, value);
      seen_ |= bit;
    }
    for (const Field required : {Field::domain, Field::available})
      if ((seen_ & (1u << static_cast<unsigned>(required))) == 0) problem(required, "is missing");
    const auto stated = has_reason_ ? std::optional(reason_.value_or(Reason::errored)) : std::nullopt;
    out.row.reason = reason_of_row(out.row, available_, premium_, stated);
  }

 private:
  void read(Field field, ondemand::value& value) {
    using Type = ondemand::json_type;
    const Type type = value.type();
    if (type == Type::null && field != Field::domain && field != Field::available) {
      reader_.skip(value, depth_ + 1);
      return;
    }
    AvailabilityRow& row = out_->row;
    switch (field) {
      case Field::domain:
        if (type == Type::string) return row.domain = reader_.string(value.get_string()), void();
        break;
      case Field::available:
        if (type == Type::boolean) return available_ = value.get_bool(), void();
        break;
      case Field::premium:
        if (type == Type::boolean) return premium_ = value.get_bool(), void();
        break;
      case Field::price_cents:
        return price(field, value, type, row.price_cents);
      case Field::renewal_price_cents:
        return price(field, value, type, row.renewal_price_cents);
      case Field::currency:
        if (type == Type::string) return currency(reader_.string(value.get_string()));
        break;
      case Field::usable_for:
        if (type == Type::array) return usable_for(value);
        break;
      case Field::reason:
        if (type == Type::string) {
          has_reason_ = true;
          reason_ = reason_of(reader_.string(value.get_string()));
          out_->has_more = out_->has_more || !reason_;
          return;
        }
        break;
      case Field::none:
      case Field::checked_at:
        break;
    }
    wrong_type(field, value);
  }

  void checked_at(ondemand::value& value) {
    if (!index_ && is(value, ondemand::json_type::string))
      out_->checked_at = reader_.string(value.get_string());
    else
      reader_.skip(value, depth_ + 1);
  }

  void price(Field field, ondemand::value& value, ondemand::json_type type, std::optional<Cents>& out) {
    std::uint64_t cents = 0;
    if (type == ondemand::json_type::number && value.get_uint64().get(cents) == simdjson::SUCCESS) {
      if (cents <= static_cast<std::uint64_t>(kMostApiCents))
        out = static_cast<Cents>(cents);
      else
        problem(field, fmt::format("is {}, not {}", cents, kPriceType));
    } else {
      wrong_type(field, value);
    }
  }

  void currency(std::string_view text) {
    if (is_currency(text))
      out_->row.currency = ascii_lower(text);
    else
      problem(Field::currency, fmt::format("is {}, not {}", in_quotes(text, kQuotedCharacters),
                                           kFields[static_cast<std::size_t>(Field::currency)].type));
  }

  void usable_for(ondemand::value& value) {
    for (auto element : reader_.array(value, depth_ + 1)) {
      ondemand::value word = element.value();
      if (!is(word, ondemand::json_type::string)) {
        problem(Field::usable_for, fmt::format("holds {}, not a string", reader_.skip(word, depth_ + 2)));
        continue;
      }
      if (const auto provider = provider_of(reader_.string(word.get_string())))
        out_->row.usable_for = out_->row.usable_for | *provider;
      else
        out_->has_more = true;
    }
  }

  void wrong_type(Field field, ondemand::value& value) {
    problem(field, fmt::format("is {}, not {}", reader_.skip(value, depth_ + 1),
                               kFields[static_cast<std::size_t>(field)].type));
  }

  void problem(Field field, std::string_view what) {
    out_->has_more = true;
    if (out_->problem.empty())
      out_->problem = fmt::format("{}{} {}", index_ ? fmt::format("data.domains[{}].", *index_) : "",
                                  kFields[static_cast<std::size_t>(field)].name, what);
  }

  const Reader& reader_;
  std::optional<std::size_t> index_;
  int depth_;
  ReadRow* out_ = nullptr;
  unsigned seen_ = 0;  // a bit for each Field
  bool available_ = false;
  bool premium_ = false;
  bool has_reason_ = false;
  std::optional<Reason> reason_;  // unset with has_reason_: an unknown word
};

// Reads the array data.domains. `document` knows how far the reading has come.
void read_elements(const Reader& reader, ondemand::document& document, ondemand::array rows, int depth,
                   const OnRow& on_row) {
  std::size_t index = 0;
  for (auto element : rows) {
    if (index == kMaxRows) throw WrongShape{fmt::format("data.domains has more than {} rows", kMaxRows)};
    ondemand::value value = element.value();
    ReadRow read;
    if (is(value, ondemand::json_type::object)) {
      const char* const begin = value.raw_json_token().data();
      RowFields(reader, index, depth).read(reader.object(value, depth), read);
      const std::string_view text(begin,
                                  static_cast<std::size_t>(document.current_location().value() - begin));
      read.json = text.substr(0, text.rfind('}') + 1);
    } else {
      read.problem = fmt::format("data.domains[{}] is {}, where a name's answer, an object, is expected",
                                 index, reader.skip(value, depth));
    }
    on_row(read);
    ++index;
  }
}

// Calls on_member with the member `key` of an object, which must be there once, and skips the others.
template <class OnMember>
void read_member(const Reader& reader, ondemand::object object, std::string_view key, std::string_view name,
                 int depth, OnMember on_member) {
  bool seen = false;
  for (auto field : object) {
    const bool found = reader.string(field.unescaped_key()) == key;
    if (found && seen) throw WrongShape{fmt::format("{} appears twice", name)};
    if (found)
      on_member(field.value());
    else
      reader.skip(field.value(), depth);
    seen |= found;
  }
  if (!seen) throw WrongShape{fmt::format("{} is missing", name)};
}

void read_answer(const Reader& reader, ondemand::document& document, const OnRow& on_row) {
  ondemand::object whole = document.get_object();
  read_member(reader, whole, "data", "data", 1, [&](ondemand::value data) {
    if (!is(data, ondemand::json_type::object))
      throw WrongShape{
          fmt::format("data is {}, where an object with the list domains is expected", reader.skip(data, 1))};
    read_member(reader, reader.object(data, 1), "domains", "data.domains", 2, [&](ondemand::value domains) {
      if (!is(domains, ondemand::json_type::array))
        throw WrongShape{
            fmt::format("data.domains is {}, where a list of answers is expected", reader.skip(domains, 2))};
      read_elements(reader, document, reader.array(domains, 2), 3, on_row);
    });
  });
}

// What is wrong with text that simdjson refused, and where: simdjson knows the place of some errors only.
std::string json_problem(std::string_view text) {
  std::size_t byte = 0;  // from 1
  const auto check_depth = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth >= kMaxDepth) throw WrongShape{fmt::format("it is nested more than {} deep", kMaxDepth)};
    return false;  // keep nothing
  };
  try {
    const auto nothing = nlohmann::json::parse(text, check_depth);
  } catch (const nlohmann::json::parse_error& found) {
    byte = found.byte;
  } catch (const nlohmann::json::exception&) {
    // A number beyond all bounds.
  } catch (const WrongShape& found) {
    return found.what;
  }
  // nlohmann takes a NUL byte for the end.
  if (byte == 0 && text.find('\0') != std::string_view::npos) byte = text.find('\0') + 1;
  return fmt::format("invalid JSON{}", byte > 0 ? fmt::format(" at byte {}", byte) : "");
}

// Calls walk(reader, document) for the document that `text` is. `subject` is what it is called in errors.
template <class Walk>
void read(std::string_view text, std::string_view subject, Walk walk) {
  const auto fail = [&](const std::string& what) {
    throw RunError(ErrorCode::api, fmt::format("the {} cannot be used: {}", subject, what),
                   std::string(subject));
  };
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark: RFC 8259, section 8.1
  if (text.size() > kMaxBytes) fail(fmt::format("it is larger than {} MB", kMaxBytes >> 20));
  thread_local ondemand::parser parser;
  thread_local std::string buffer;  // simdjson reads beyond the end
  buffer.assign(text);
  buffer.append(simdjson::SIMDJSON_PADDING, '\0');
  try {
    ondemand::document document = parser.iterate(buffer.data(), text.size(), buffer.size());
    if (document.type().value() != ondemand::json_type::object) {
      if (!nlohmann::json::accept(text)) throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
      fail("it is not an object");
    }
    walk(Reader(text), document);
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
  } catch (const WrongShape& shape) {
    fail(shape.what);
  } catch (const simdjson::simdjson_error&) {
    fail(json_problem(text));
  }
}

}  // namespace

void read_rows(std::string_view body, const OnRow& on_row) {
  read(body, "answer",
       [&](const Reader& reader, ondemand::document& document) { read_answer(reader, document, on_row); });
}

ReadRow read_one_row(std::string_view json) {
  ReadRow read_row;
  read(json, "row", [&](const Reader& reader, ondemand::document& document) {
    RowFields(reader, std::nullopt, 0).read(document.get_object(), read_row);
    if (!read_row.problem.empty()) throw WrongShape{read_row.problem};
  });
  return read_row;
}

std::string compact(std::string_view json) {
  std::string out(json.size() + simdjson::SIMDJSON_PADDING, '\0');
  std::size_t size = 0;
  if (simdjson::minify(json.data(), json.size(), out.data(), size) != simdjson::SUCCESS)
    return std::string(json);
  out.resize(size);
  return out;
}

}  // namespace domainplan::partner
