#include "partner/availability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>
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

// `json` without the white space between its tokens.
std::string compact(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!in_string && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
    out += c;
    if (c == '"') in_string = !in_string;
    if (in_string && c == '\\') out += json[++i];
  }
  return out;
}

std::string unavailable_json(const std::string& domain, Reason reason) {
  return fmt::format(R"({{"domain":"{}","available":false,"reason":"{}"}})", domain, name_of(reason));
}

AvailabilityRow unavailable_row(const std::string& domain, Reason reason) {
  AvailabilityRow row;
  row.domain = domain;
  row.reason = reason;
  return row;
}

// Puts the rows of one answer beside the names asked.
class Matcher {
 public:
  explicit Matcher(const std::vector<std::string>& asked)
      : asked_(asked), rows_(asked.size()), raw_(asked.size()) {
    for (std::size_t i = 0; i < asked.size(); ++i) place_.emplace(asked[i], i);
  }

  void add(AvailabilityRow& row, std::string_view json) {
    try {
      row.domain = normalise_domain(row.domain);
    } catch (const InvalidDomain& error) {
      return warn([&] {
        return fmt::format("a row for {} was ignored: {}", in_quotes(row.domain), error.what());
      });
    }
    const auto found = place_.find(row.domain);
    if (found == place_.end())
      return warn([&] {
        return fmt::format("a row for {}, which was not asked, was ignored", in_quotes(row.domain));
      });
    std::optional<AvailabilityRow>& place = rows_[found->second];
    std::string& raw = raw_[found->second];
    if (!place) {
      place = std::move(row);
      raw = compact(json);
    } else if (*place == row) {
      warn([&] { return fmt::format("a second row for {} was ignored", in_quotes(row.domain)); });
    } else {
      // Which one is true cannot be known.
      warn([&] {
        return fmt::format("two rows for {} contradict each other", in_quotes(row.domain));
      });
      raw = unavailable_json(row.domain, Reason::errored);
      place = unavailable_row(row.domain, Reason::errored);
    }
  }

  AvailabilityRows result() {
    AvailabilityRows result;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (!rows_[i]) {
        result.missing.push_back(asked_[i]);
        continue;
      }
      result.rows.push_back(std::move(*rows_[i]));
      result.raw.push_back(std::move(raw_[i]));
    }
    result.warnings = std::move(warnings_);
    if (warned_ > kMostWarnings)
      result.warnings.push_back(
          fmt::format("{} more warnings about the same answer", warned_ - kMostWarnings));
    return result;
  }

 private:
  template <class Text>
  void warn(Text text) {
    if (++warned_ <= kMostWarnings) warnings_.push_back(text());
  }

  const std::vector<std::string>& asked_;
  std::unordered_map<std::string_view, std::size_t> place_;
  std::vector<std::optional<AvailabilityRow>> rows_;
  std::vector<std::string> raw_;
  std::vector<std::string> warnings_;
  std::size_t warned_ = 0;
};

// Whether a 400 is about the names: field "domains", "domains[3]" or "domains.3".
bool names_the_domains(const ErrorEnvelope& error) {
  constexpr std::string_view kField = "domains";
  if (!error.field.starts_with(kField)) return false;
  return error.field.size() == kField.size() || error.field[kField.size()] == '[' ||
         error.field[kField.size()] == '.';
}

// One question and all the calls it takes: one, or more where the API refuses names. Lives on the network
// thread once the first call is handed over.
class Question : public std::enable_shared_from_this<Question> {
 public:
  Question(Api& api, std::vector<std::string> domains, std::function<void(AvailabilityOutcome)> done)
      : api_(api), domains_(std::move(domains)), done_(std::move(done)) {}

  // Asks for the names from `first` to before `last`.
  void ask(std::size_t first, std::size_t last) {
    ++open_;
    auto names = std::make_shared<const std::vector<std::string>>(at(first), at(last));
    auto read = std::make_shared<AvailabilityRows>();
    Request request{"POST", kPath, availability_body(*names)};
    api_.send(
        std::move(request),
        [names, read](const Answer& answer) -> std::string {
          try {
            *read = read_availability(answer.body, *names);
            return {};
          } catch (const RunError& error) {
            return error.what();
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

  void hear(std::size_t first, std::size_t last, Outcome outcome, AvailabilityRows read) {
    --open_;
    if (!done_) return;  // another part has failed
    if (Failure* failure = std::get_if<Failure>(&outcome)) return finish(std::move(*failure));
    const Answer& answer = std::get<Answer>(outcome);
    if (answer.status < 300) {
      parts_.emplace(first, std::move(read));
    } else {
      const ErrorEnvelope error = read_error_envelope(answer.body);
      if (answer.status != 400 || !names_the_domains(error)) return finish(refusal(answer, error, ""));
      if (last - first == 1) {
        refuse(first);
        if (refused_ == domains_.size() && refused_ > 1)
          return finish(refusal(answer, error, "the API refused every name of the call, at last "));
      } else {
        const std::size_t middle = first + (last - first) / 2;
        ask(first, middle);
        ask(middle, last);
      }
    }
    if (open_ == 0) finish(combined());
  }

  void refuse(std::size_t index) {
    ++refused_;
    AvailabilityRows part;
    part.rows.push_back(unavailable_row(domains_[index], Reason::invalid));
    part.raw.push_back(unavailable_json(domains_[index], Reason::invalid));
    parts_.emplace(index, std::move(part));
  }

  static Failure refusal(const Answer& answer, const ErrorEnvelope& error, std::string_view what) {
    return {Failure::Kind::gave_up,
            fmt::format("POST {}: {}{}{}", kPath, what, describe_error(answer.status, error),
                        request_note(answer.request_id))};
  }

  AvailabilityRows combined() {
    if (parts_.size() == 1) return std::move(parts_.begin()->second);
    AvailabilityRows all;
    const auto append = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    for (auto& [first, part] : parts_) {
      append(all.rows, part.rows);
      append(all.raw, part.raw);
      append(all.missing, part.missing);
      append(all.warnings, part.warnings);
    }
    return all;
  }

  void finish(AvailabilityOutcome outcome) { std::exchange(done_, nullptr)(std::move(outcome)); }

  Api& api_;
  const std::vector<std::string> domains_;
  std::function<void(AvailabilityOutcome)> done_;
  std::size_t open_ = 0;                           // calls without an outcome
  std::size_t refused_ = 0;                        // names
  std::map<std::size_t, AvailabilityRows> parts_;  // by the place of their first name
};

}  // namespace

std::string availability_body(const std::vector<std::string>& domains) {
  return nlohmann::json{{"domains", domains}}.dump();
}

AvailabilityRows read_availability(std::string_view body, const std::vector<std::string>& asked) {
  Matcher matcher(asked);
  read_rows(body, [&](AvailabilityRow& row, std::string_view json) { matcher.add(row, json); });
  return matcher.result();
}

AvailabilityRow read_availability_row(std::string_view json) {
  AvailabilityRow result;
  read_one_row(json, [&](AvailabilityRow& row, std::string_view) { result = std::move(row); });
  try {
    result.domain = normalise_domain(result.domain);
  } catch (const InvalidDomain& error) {
    throw RunError(fmt::format("the row cannot be used: domain {}: {}", in_quotes(result.domain),
                               error.what()));
  }
  return result;
}

void ask_availability(Api& api, std::vector<std::string> domains,
                      std::function<void(AvailabilityOutcome)> done) {
  const std::size_t count = domains.size();
  std::make_shared<Question>(api, std::move(domains), std::move(done))->ask(0, count);
}

}  // namespace domainplan::partner
