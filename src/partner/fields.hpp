// The validated reader of one JSON object of an answer: every value is checked where it is read.
//
// A required field that is absent or wrong throws, and the object as a whole is odd. An optional one that is
// wrong is noted as odd and counts as absent, so that one strange value does not cost the others. null is the
// same as absent.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "partner/redactor.hpp"

namespace domainplan::partner {

using Time = std::chrono::system_clock::time_point;

// A value that cannot be: where it stands ("order ord_1: costs.total_cents") and why. Redacted and escaped.
struct Odd {
  std::string place;
  std::string reason;
  bool operator==(const Odd&) const = default;
};

// Whether `text` is `prefix` ("ord_") and 1 to 64 of A-Z a-z 0-9 _ -.
bool is_id(std::string_view text, std::string_view prefix);

// What readers share: how to redact free text, and where to note what is odd.
struct Reading {
  const Redactor& redactor;
  std::vector<Odd>& odd;
};

class Fields {
 public:
  // `where` says what the object is, for messages. `object` and `reading` must outlive this. Throws RunError
  // where `object` is not an object.
  Fields(const nlohmann::json& object, std::string where, Reading reading);

  // Required; throw RunError (ErrorCode::api) that names the place and the value.
  std::string id(const char* name, std::string_view prefix) const;
  std::string word(const char* name) const;    // 1 to 64 of a-z A-Z 0-9 _ . -, such as a status
  std::string domain(const char* name) const;  // in canonical form

  // Optional; "" or nothing where absent or odd.
  std::string optional_id(const char* name, std::string_view prefix) const;
  std::string optional_word(const char* name) const;
  std::string optional_domain(const char* name) const;
  std::string text(const char* name,
                   std::size_t most = 2000) const;  // free text, redacted, cut at `most` bytes
  std::string email(const char* name) const;
  std::string url(const char* name) const;             // http or https
  std::string currency(const char* name) const;        // lower case
  std::optional<Cents> cents(const char* name) const;  // 0 to 2^33
  std::optional<std::int64_t> count(const char* name, std::int64_t most) const;
  // Any whole number, also in quotes ("3300") or with .0; one outside of 64 bits is the nearest that fits.
  std::optional<std::int64_t> number(const char* name) const;
  std::optional<Time> time(const char* name) const;  // RFC 3339, from 2000 to 2100
  std::optional<Fields> object(const char* name) const;
  // Visits at most `most` items of a list with their places; more of them are odd.
  void each(const char* name, std::size_t most,
            const std::function<void(const nlohmann::json& item, const std::string& place)>& visit) const;
  // A list of domains, each in canonical form; those that are not are odd.
  std::vector<std::string> domains(const char* name, std::size_t most) const;

  bool has(const char* name) const { return find(name) != nullptr; }
  // Notes that `name` is odd.
  void note(const char* name, const std::string& reason) const;
  // An RunError that says so.
  [[noreturn]] void refuse(const char* name, const std::string& reason) const;

  const std::string& where() const { return where_; }
  const Reading& reading() const { return reading_; }
  const nlohmann::json& object() const { return *object_; }
  // The value of `name` unless it is absent or null.
  const nlohmann::json* find(const char* name) const;

 private:
  std::string shown(const nlohmann::json& value) const;
  // The text of `name` where `is_right` accepts it; notes it as odd otherwise.
  std::string checked(const char* name, const std::function<bool(const std::string&)>& is_right,
                      std::string_view right) const;

  const nlohmann::json* object_;
  std::string where_;
  Reading reading_;
};

}  // namespace domainplan::partner
