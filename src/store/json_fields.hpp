// An object of JSON as one table of fields, which serves its writer and its reader.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "domainplan/environment.hpp"
#include "domainplan/error.hpp"
#include "domainplan/selection.hpp"
#include "domainplan/verdict.hpp"
#include "io/rfc3339.hpp"
#include "store/cells.hpp"
#include "store/damage.hpp"

namespace domainplan::store {

using Json = nlohmann::ordered_json;

// Whether an object says that it is of a later version than `known`, so that a newer program wrote it.
template <class AnyJson>
bool is_newer(const AnyJson& object, std::int64_t known) {
  if (!object.is_object()) return false;
  const auto version = object.find("version");
  return version != object.end() && version->is_number() &&
         version->template get<double>() > static_cast<double>(known);
}

// One overload to write and one to read for each type of a field. Reading is strict: a number in quotes, or
// one that does not fit, is not such a value.
inline Json json_of(const std::string& value) { return value; }
inline Json json_of(bool value) { return value; }
// A part that another table describes.
template <std::same_as<Json> Part>
Json json_of(const Part& part) {
  return part;
}
inline Json json_of(UtcTime value) { return rfc3339(value); }
inline Json json_of(Environment value) { return name_of(value); }
inline Json json_of(Prefer value) { return value == Prefer::quality ? "quality" : "price"; }
inline Json json_of(const std::array<std::size_t, kVerdicts>& counts) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kVerdicts; ++i) json[std::string(kVerdictNames[i])] = counts[i];
  return json;
}
inline Json json_of(double value) { return std::round(value * 1000) / 1000; }
template <class Integer>
requires std::is_integral_v<Integer> Json json_of(Integer value) { return value; }
template <class Value>
Json json_of(const std::vector<Value>& values) {
  Json list = Json::array();
  for (const Value& value : values) list.push_back(json_of(value));
  return list;
}
template <class Value>
Json json_of(const std::map<std::string, Value>& values) {
  // An object in order is a list: looking for each of 100,000 keys first would take seconds.
  Json::object_t object;
  object.reserve(values.size());
  for (const auto& [key, value] : values) object.emplace_back(key, json_of(value));
  return object;
}
template <class Value>
Json json_of(const std::optional<Value>& value) {
  return value ? json_of(*value) : Json();
}

inline bool read_json(const Json& json, std::string& value) {
  if (!json.is_string()) return false;
  value = json.get<std::string>();
  return true;
}
inline bool read_json(const Json& json, Json& part) {
  part = json;
  return true;
}
inline bool read_json(const Json& json, bool& value) {
  return json.is_boolean() && (value = json.get<bool>(), true);
}
inline bool read_json(const Json& json, UtcTime& value) {
  const auto read = json.is_string() ? read_rfc3339(json.get_ref<const std::string&>()) : std::nullopt;
  if (read) value = *read;
  return read.has_value();
}
template <class Integer>
requires std::is_integral_v<Integer>
bool read_json(const Json& json, Integer& value) {
  if (json.is_number_unsigned()) {
    const auto number = json.get<std::uint64_t>();
    return std::in_range<Integer>(number) && (value = static_cast<Integer>(number), true);
  }
  if (!json.is_number_integer()) return false;
  const auto number = json.get<std::int64_t>();
  return std::in_range<Integer>(number) && (value = static_cast<Integer>(number), true);
}
inline bool read_json(const Json& json, Environment& value) {
  const auto read =
      json.is_string() ? environment_of(json.get_ref<const std::string&>()) : std::optional<Environment>();
  if (read) value = *read;
  return read.has_value();
}
inline bool read_json(const Json& json, Source& value) {
  return json.is_string() && read_name(json.get_ref<const std::string&>(), kSourceNames, value);
}
inline bool read_json(const Json& json, Prefer& value) {
  value = json == "price" ? Prefer::price : Prefer::quality;
  return json == "price" || json == "quality";
}
// Of a verdict that the file does not know there are none.
inline bool read_json(const Json& json, std::array<std::size_t, kVerdicts>& counts) {
  counts = {};
  bool good = json.is_object();
  for (std::size_t i = 0; good && i < kVerdicts; ++i)
    if (const auto found = json.find(std::string(kVerdictNames[i])); found != json.end())
      good = read_json(*found, counts[i]);
  return good;
}
inline bool read_json(const Json& json, double& value) {
  return json.is_number() && (value = json.get<double>(), true);
}
template <class Value>
bool read_json(const Json& json, std::vector<Value>& values) {
  if (!json.is_array()) return false;
  values.clear();
  for (const Json& one : json)
    if (!read_json(one, values.emplace_back())) return false;
  return true;
}
template <class Value>
bool read_json(const Json& json, std::map<std::string, Value>& values) {
  if (!json.is_object()) return false;
  values.clear();
  for (const auto& [key, one] : json.items())
    if (!read_json(one, values[key])) return false;
  return true;
}
template <class Value>
bool read_json(const Json& json, std::optional<Value>& value) {
  value.reset();
  return json.is_null() || read_json(json, value.emplace());
}

// What such a field holds, in words.
inline std::string json_words(const std::string&) { return "text"; }
inline std::string json_words(const Json&) { return "a value"; }
inline std::string json_words(bool) { return "true or false"; }
inline std::string json_words(UtcTime) { return "a time such as 2026-01-31T12:00:00Z"; }
inline std::string json_words(Environment) { return "sandbox, test or live"; }
inline std::string json_words(Source source) { return cell_words(source); }
inline std::string json_words(Prefer) { return "quality or price"; }
inline std::string json_words(const std::array<std::size_t, kVerdicts>&) {
  return "an object of whole numbers";
}
inline std::string json_words(double) { return "a number"; }
template <class Integer>
requires std::is_integral_v<Integer> std::string json_words(Integer) { return "a whole number"; }
template <class Value>
std::string json_words(const std::vector<Value>&) {
  return "a list, of which each is " + json_words(Value());
}
template <class Value>
std::string json_words(const std::map<std::string, Value>&) {
  return "an object, in which each value is " + json_words(Value());
}
template <class Value>
std::string json_words(const std::optional<Value>&) {
  return json_words(Value()) + ", or null";
}

// A value as text, as json_of() has it, without a tree: for what a file holds millions of.
inline void append_text(std::string& text, std::int64_t value) { text += std::to_string(value); }
inline void append_text(std::string& text, std::string_view value) {
  const bool is_plain = std::all_of(value.begin(), value.end(),
                                    [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  if (is_plain)
    text.append("\"").append(value).append("\"");
  else
    text += Json(value).dump();
}
inline void append_text(std::string& text, Source value) { append_text(text, name_of(value)); }
template <class Value>
void append_text(std::string& text, const std::optional<Value>& value) {
  value ? append_text(text, *value) : static_cast<void>(text += "null");
}

enum class Presence : std::uint8_t {
  always,       // a file without it is damaged
  since_later,  // files of earlier versions lack it
  if_not_empty  // written only where there is something in it
};

template <class Object, class Value>
struct JsonField {
  const char* name;
  Value Object::*value;
  Presence presence = Presence::always;
};
template <class Object, class Value>
JsonField(const char*, Value Object::*) -> JsonField<Object, Value>;
template <class Object, class Value>
JsonField(const char*, Value Object::*, Presence) -> JsonField<Object, Value>;

template <class Object, class... Values>
class JsonFields {
 public:
  constexpr explicit JsonFields(JsonField<Object, Values>... fields) : fields_(fields...) {}

  Json json(const Object& object) const {
    Json json = Json::object();
    each([&](const auto& field) {
      const Json value = json_of(object.*field.value);
      if (field.presence != Presence::if_not_empty || !value.empty()) json[field.name] = value;
    });
    return json;
  }

  // The same in one line, for a table of fields that are always there.
  std::string text(const Object& object) const {
    std::string text = "{";
    each([&](const auto& field) {
      text.append(text.size() > 1 ? ",\"" : "\"").append(field.name).append("\":");
      append_text(text, object.*field.value);
    });
    return text += '}';
  }

  // The field that is missing or no such value; null where all could be read.
  const char* read(const Json& json, Object& object) const {
    if (!json.is_object()) return "the object";
    const char* wrong = nullptr;
    each([&](const auto& field) {
      const auto found = json.find(field.name);
      const bool good =
          found == json.end() ? field.presence != Presence::always : read_json(*found, object.*field.value);
      if (!good && !wrong) wrong = field.name;
    });
    return wrong;
  }

  // What the field of this name holds, in words.
  std::string expected(std::string_view name) const {
    std::string words;
    const Object object = {};
    each([&](const auto& field) {
      if (name == field.name) words = json_words(object.*field.value);
    });
    return words;
  }

 private:
  template <class Visit>
  constexpr void each(Visit visit) const {
    std::apply([&](const auto&... field) { (visit(field), ...); }, fields_);
  }

  std::tuple<JsonField<Object, Values>...> fields_;
};

// An object as a list of its values: one table, too, for objects of which a file holds millions.
template <class Object, class... Values>
class JsonList {
 public:
  constexpr explicit JsonList(Values Object::*... values) : values_(values...) {}

  void write(std::string& text, const Object& object) const {
    text += '[';
    std::size_t i = 0;
    each([&](auto value) {
      if (i++ > 0) text += ',';
      append_text(text, object.*value);
    });
    text += ']';
  }

  bool read(const Json& json, Object& object) const {
    if (!json.is_array() || json.size() != sizeof...(Values)) return false;
    bool good = true;
    std::size_t i = 0;
    each([&](auto value) { good = read_json(json[i++], object.*value) && good; });
    return good;
  }

 private:
  template <class Visit>
  constexpr void each(Visit visit) const {
    std::apply([&](auto... value) { (visit(value), ...); }, values_);
  }

  std::tuple<Values Object::*...> values_;
};

inline std::string json_text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Reads the object that stands at a JSON pointer in `file`; null: there is nothing. Throws DamagedFile for
// the first field that is missing or no such value.
template <class Object, class... Values>
void read_stored(const Json* json, const JsonFields<Object, Values...>& fields, Object& object,
                 const JsonFile& file, const std::string& pointer) {
  if (!json) throw_wrong_value(file, pointer, std::nullopt, "an object");
  if (!json->is_object()) throw_wrong_value(file, pointer, json_text_of(*json), "an object");
  const char* const wrong = fields.read(*json, object);
  if (!wrong) return;
  const auto found = json->find(wrong);
  throw_wrong_value(file, fmt::format("{}/{}", pointer, wrong),
                    found == json->end() ? std::nullopt : std::optional(json_text_of(*found)),
                    fields.expected(wrong));
}

// The whole of a file as JSON. Throws DamagedFile where it is none.
inline Json parse_stored(const JsonFile& file) {
  Json json = Json::parse(file.bytes, nullptr, false);
  if (json.is_discarded()) throw_not_json(file);
  return json;
}

// What `json` says by a table of fields. Throws RunError naming the field that is missing or no such value.
template <class Object, class... Values>
Object read_part(const Json& json, const JsonFields<Object, Values...>& fields) {
  Object object;
  if (const char* wrong = fields.read(json, object))
    throw RunError(ErrorCode::bad_input,
                   std::string(wrong) + " is missing, or has a value that this program does not write");
  return object;
}

}  // namespace domainplan::store
