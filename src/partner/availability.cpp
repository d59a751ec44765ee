#include "partner/availability.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "partner/error_envelope.hpp"
#include "partner/row_reader.hpp"

namespace domainplan::partner {
namespace {

constexpr const char* kPath = "/domains/availability";
constexpr std::size_t kMostWarnings = 20;  // of one answer

// The row without anything that the API said besides.
std::string known_json(const AvailabilityRow& row) {
  nlohmann::ordered_json json = {{"domain", row.domain}, {"available", row.available()}};
  if (row.price_cents) json["price_cents"] = *row.price_cents;
  if (row.renewal_price_cents) json["renewal_price_cents"] = *row.renewal_price_cents;
  if (!row.currency.empty()) json["currency"] = row.currency;
  nlohmann::ordered_json usable = nlohmann::ordered_json::array();
  for (const Provider provider : {Provider::google, Provider::microsoft})
    if (row.usable_for.has(provider)) usable.push_back(name_of(provider));
  json["usable_for"] = usable;
  if (row.reason) json["reason"] = name_of(*row.reason);
  return json.dump();
}

// Puts the rows of one answer beside the names asked.
class Matcher {
  using Code = NoticeCode;

 public:
  // `has_blanks`: whether the answer has blanks or ends of lines anywhere.
  Matcher(const std::vector<std::string>& asked, bool has_blanks, bool wants_raw)
      : asked_(asked),
        has_blanks_(has_blanks),
        wants_raw_(wants_raw),
        rows_(asked.size()),
        raw_(wants_raw ? asked.size() : 0) {}

  void add(ReadRow& read) {
    has_more_ = has_more_ || read.has_more;
    AvailabilityRow& row = read.row;
    std::optional<std::size_t> asked_at = find(row.domain);
    if (!asked_at && row.domain.empty() && !read.problem.empty())
      return warn([&] { return Notice{.code = Code::row_ignored, .reason = read.problem}; });
    if (!asked_at) {
      try {
        row.domain = canonical_domain(row.domain);
      } catch (const InvalidDomain& error) {
        return warn(
            [&] { return Notice{.code = Code::row_ignored, .subject = row.domain, .reason = error.what()}; });
      }
      asked_at = find(row.domain);
    }
    if (!asked_at) return warn([&] { return Notice{.code = Code::row_not_asked, .subject = row.domain}; });
    if (!read.problem.empty()) {
      warn([&] { return Notice{.code = Code::row_unusable, .subject = row.domain, .reason = read.problem}; });
      ++unusable_;
      problem_ = std::move(read.problem);
      row = unavailable_row(row.domain, Reason::errored);
      read.json = {};
    }
    std::optional<AvailabilityRow>& place = rows_[*asked_at];
    if (!place) {
      // The log holds a row as the API gave it, but on one line.
      if (wants_raw_)
        raw_[*asked_at] = read.json.empty() ? unavailable_json(row.domain, *row.reason)
                          : has_blanks_     ? compact(read.json)
                                            : std::string(read.json);
      place = std::move(row);
    } else if (*place == row) {
      warn([&] { return Notice{.code = Code::row_repeated, .subject = row.domain}; });
    } else {
      // Which one is true cannot be known.
      warn([&] { return Notice{.code = Code::rows_contradict, .subject = row.domain}; });
      if (wants_raw_) raw_[*asked_at] = unavailable_json(row.domain, Reason::errored);
      place = unavailable_row(row.domain, Reason::errored);
    }
  }

  AvailabilityRows result() {
    AvailabilityRows result;
    result.rows.reserve(asked_.size());
    result.raw.reserve(raw_.size());
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (!rows_[i]) {
        result.missing.push_back(asked_[i]);
        continue;
      }
      result.rows.push_back(std::move(*rows_[i]));
      if (wants_raw_) result.raw.push_back(std::move(raw_[i]));
    }
    result.warnings = std::move(warnings_);
    result.has_more = has_more_ || warned_ > 0;
    result.unusable = unusable_;
    if (unusable_ > 0) result.refusal = fmt::format("POST {}: {}", kPath, problem_);
    if (warned_ > kMostWarnings)
      result.warnings.push_back(
          {.code = Code::more_of_answer, .count = static_cast<std::int64_t>(warned_ - kMostWarnings)});
    return result;
  }

 private:
  template <class Make>
  void warn(Make notice) {
    if (++warned_ <= kMostWarnings) warnings_.push_back(notice());
  }

  // Where the name was asked: behind the last one found, or anywhere, as the rows may come in any order. The
  // names of a call are much alike, so they are found by their hashes.
  std::optional<std::size_t> find(std::string_view name) {
    if (next_ < asked_.size() && asked_[next_] == name) return next_++;
    if (slots_.empty()) {
      slots_.resize(std::bit_ceil(2 * asked_.size() + 1), kFree);
      for (std::size_t i = 0; i < asked_.size(); ++i)
        slots_[slot_of(asked_[i])] = static_cast<std::uint32_t>(i);
    }
    const std::uint32_t place = slots_[slot_of(name)];
    if (place == kFree) return std::nullopt;
    next_ = place + 1;
    return place;
  }

  // Where the name is among the slots, or would be.
  std::size_t slot_of(std::string_view name) const {
    std::size_t slot = std::hash<std::string_view>()(name);
    for (;; ++slot) {
      slot &= slots_.size() - 1;
      if (slots_[slot] == kFree || asked_[slots_[slot]] == name) return slot;
    }
  }

  const std::vector<std::string>& asked_;
  const bool has_blanks_;
  const bool wants_raw_;
  std::size_t next_ = 0;
  static constexpr std::uint32_t kFree = UINT32_MAX;
  std::vector<std::uint32_t> slots_;  // where names were asked, by their hashes; made when first needed
  std::vector<std::optional<AvailabilityRow>> rows_;
  std::vector<std::string> raw_;
  std::vector<Notice> warnings_;
  std::size_t warned_ = 0;
  bool has_more_ = false;
  std::size_t unusable_ = 0;
  std::string problem_;  // of the last unusable row
};

// Whether a 400 is about the names: field "domains", "domains[3]", "domains.3" or "/domains/3".
bool names_the_domains(const ErrorEnvelope& error) {
  constexpr std::string_view kField = "domains";
  std::string_view field = error.field;
  if (field.starts_with('/')) field.remove_prefix(1);
  if (!field.starts_with(kField)) return false;
  field.remove_prefix(kField.size());
  return field.empty() || field.front() == '[' || field.front() == '.' || field.front() == '/';
}

// One question and all the calls it takes: one, or more where the API refuses names. Lives on the network
// thread once the first call is handed over.
class Question : public std::enable_shared_from_this<Question> {
 public:
  Question(Api& api, std::vector<std::string> domains, std::function<void(AvailabilityPart)> heard,
           bool wants_raw)
      : api_(api), domains_(std::move(domains)), heard_(std::move(heard)), wants_raw_(wants_raw) {}

  // Asks for the names from `first` to before `last`.
  void ask(std::size_t first, std::size_t last) {
    ++open_;
    const auto names = last - first == domains_.size()
                           ? std::shared_ptr<const std::vector<std::string>>(shared_from_this(), &domains_)
                           : std::make_shared<const std::vector<std::string>>(at(first), at(last));
    auto read = std::make_shared<AvailabilityRows>();
    Request request{"POST", kPath, availability_body(*names)};
    api_.send(
        std::move(request),
        [self = shared_from_this(), names, read](const Answer& answer) -> std::string {
          try {
            *read = read_availability(answer.body, *names, self->wants_raw_);
            if (read->has_more && self->repeats_secret(answer)) keep_known_only(*read);
            return {};
          } catch (const RunError& error) {
            // What is quoted may be the half of a secret.
            return self->repeats_secret(answer) ? "it is not as the contract says" : error.what();
          }
        },
        [self = shared_from_this(), first, last, read](Outcome outcome) {
          self->hear(first, last, std::move(outcome), std::move(*read));
        });
  }

 private:
  std::vector<std::string>::const_iterator at(std::size_t i) const {
    return domains_.begin() + static_cast<std::ptrdiff_t>(i);
  }

  bool repeats_secret(const Answer& answer) const {
    return api_.redactor().redacted(answer.body) != answer.body;
  }

  void hear(std::size_t first, std::size_t last, Outcome outcome, AvailabilityRows read) {
    --open_;
    std::optional<AvailabilityRows> rows;
    if (Failure* failure = std::get_if<Failure>(&outcome)) {
      fail(std::move(*failure));
    } else {
      const Answer& answer = std::get<Answer>(outcome);
      if (answer.status < 300)
        rows = with_missing(std::move(read));
      else
        rows = refused(first, last, answer);
    }
    if (rows && !wants_raw_) rows->raw.clear();
    const bool is_last = open_ == 0;
    if (rows || is_last)
      heard_({std::move(rows).value_or(AvailabilityRows{}), is_last ? std::move(failure_) : std::nullopt,
              is_last});
  }

  // A 4xx: about the names, and then the bad ones are looked for, or about something else.
  std::optional<AvailabilityRows> refused(std::size_t first, std::size_t last, const Answer& answer) {
    const Redactor& redactor = api_.redactor();
    const ErrorEnvelope error = read_error_envelope(answer.body, redactor);
    std::string text = fmt::format("POST {}: {}{}", kPath, describe_error(answer.status, error),
                                   request_note(redactor.redacted(answer.request_id)));
    if (answer.status != 400 || !names_the_domains(error)) {
      fail({.message = std::move(text),
            .code = ErrorCode::api,
            .call = {.method = "POST",
                     .path = kPath,
                     .host = api_.host(),
                     .status = answer.status,
                     .code = error.code,
                     .request_id = redactor.redacted(answer.request_id)}});
    } else if (last - first == 1) {
      return refused_name(domains_[first], std::move(text));
    } else if (!failure_) {
      const std::size_t middle = first + (last - first) / 2;
      ask(first, middle);
      ask(middle, last);
    }
    return std::nullopt;
  }

  static AvailabilityRows with_missing(AvailabilityRows rows) {
    for (std::string& name : std::exchange(rows.missing, {})) {
      const AvailabilityRow& row = rows.rows.emplace_back(missing_row(std::move(name)));
      rows.raw.push_back(unavailable_json(row.domain, *row.reason));
    }
    return rows;
  }

  static AvailabilityRows refused_name(const std::string& name, std::string text) {
    AvailabilityRows rows;
    rows.rows.push_back(unavailable_row(name, Reason::invalid));
    rows.raw.push_back(unavailable_json(name, Reason::invalid));
    rows.refused = 1;
    rows.refusal = std::move(text);
    return rows;
  }

  void fail(Failure failure) {
    if (!failure_) failure_ = std::move(failure);
  }

  Api& api_;
  const std::vector<std::string> domains_;
  std::function<void(AvailabilityPart)> heard_;
  const bool wants_raw_;
  std::size_t open_ = 0;  // calls without an outcome
  std::optional<Failure> failure_;
};

}  // namespace

std::string unavailable_json(std::string_view domain, Reason reason) {
  return fmt::format(R"({{"domain":"{}","available":false,"reason":"{}"}})", domain, name_of(reason));
}

AvailabilityRow missing_row(std::string domain) {
  return unavailable_row(std::move(domain), Reason::errored);
}

std::string availability_body(const std::vector<std::string>& domains) {
  std::string body = R"({"domains":[)";
  body.reserve(4096);  // of 50 names of some length
  for (const std::string& domain : domains) {
    if (body.back() != '[') body += ',';
    body.append("\"").append(domain).append("\"");
  }
  return body += "]}";
}

void keep_known_only(AvailabilityRows& rows) {
  for (std::size_t i = 0; i < rows.raw.size(); ++i) rows.raw[i] = known_json(rows.rows[i]);
  if (!rows.warnings.empty() || !rows.refusal.empty()) {
    const std::string call = fmt::format("POST {}", kPath);
    rows.warnings = {{.code = NoticeCode::rows_repeat_secret, .subject = call}};
    if (!rows.refusal.empty())
      rows.refusal = call + ": an answer with rows that cannot be used repeats a secret";
  }
}

AvailabilityRows read_availability(std::string_view body, const std::vector<std::string>& asked,
                                   bool wants_raw) {
  // Looked at to the end, byte by byte, which the compiler makes faster than a search.
  std::uint8_t blanks = 0;
  for (const char c : body) blanks |= static_cast<std::uint8_t>(static_cast<unsigned char>(c) <= ' ');
  Matcher matcher(asked, blanks != 0, wants_raw);
  read_rows(body, [&](ReadRow& row) { matcher.add(row); });
  return matcher.result();
}

AvailabilityRow read_availability_row(std::string_view json, std::string* checked_at) {
  ReadRow read = read_one_row(json);
  AvailabilityRow result = std::move(read.row);
  if (checked_at) *checked_at = std::move(read.checked_at);
  try {
    result.domain = canonical_domain(result.domain);
  } catch (const InvalidDomain& error) {
    throw RunError(
        ErrorCode::api,
        fmt::format("the row cannot be used: domain {}: {}", in_quotes(result.domain), error.what()),
        result.domain);
  }
  return result;
}

void ask_availability(Api& api, std::vector<std::string> domains, std::function<void(AvailabilityPart)> heard,
                      bool wants_raw) {
  const std::size_t count = domains.size();
  std::make_shared<Question>(api, std::move(domains), std::move(heard), wants_raw)->ask(0, count);
}

}  // namespace domainplan::partner
