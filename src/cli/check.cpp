#include "domainplan/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/ledger_access.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/name_list.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

// What a line has beside a valid name.
struct Beside {
  std::string invalid, message;  // a name that is not valid, as written, and why
  std::string score, pattern;    // what a candidate says, as JSON; empty where not given
};

// One line of input. Most of hundreds of thousands are a bare name.
struct Line {
  std::optional<std::size_t> name;  // which of the different valid names; unset: invalid
  std::unique_ptr<const Beside> more;

  const Beside& beside() const {
    static const Beside none;
    return more ? *more : none;
  }
};

// Different names, and the place of each: an open-addressed table, as hundreds of thousands of nodes would
// take more memory than the names, and all of it has to be had before the first call.
class Names {
 public:
  // Room for so many; no more should be added.
  explicit Names(std::size_t most) { names_.reserve(most); }

  // Adds a name, which may be there already.
  void add(std::string name) { names_.push_back(std::move(name)); }

  // Leaves out names that were added before. Returns the place of each that was added.
  std::vector<std::uint32_t> leave_out_repeats() {
    slots_.assign(std::bit_ceil(2 * names_.size() + 1), Slot());
    std::vector<std::uint32_t> places;
    places.reserve(names_.size());
    // To wait for each slot would take more time than all else: the memory fetches those of the next names.
    constexpr std::size_t kAhead = 16;
    std::array<std::size_t, kAhead> hashes{};
    std::uint32_t kept = 0;
    for (std::size_t next = 0; places.size() < names_.size(); ++next) {
      std::size_t& hash = hashes[next % kAhead];
      if (next >= kAhead) {
        const std::size_t added = next - kAhead;
        Slot& slot = slots_[slot_of(names_[added], hash)];
        if (slot.place == kFree) {
          slot = {kept, high_half(hash)};
          if (kept != added) names_[kept] = std::move(names_[added]);
          ++kept;
        }
        places.push_back(slot.place);
      }
      if (next >= names_.size()) continue;
      hash = std::hash<std::string_view>()(names_[next]);
      __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
    }
    names_.resize(kept);
    return places;
  }
  // The place of a name that was added. Once repeats are left out.
  std::size_t place_of(std::string_view name) const {
    return slots_[slot_of(name, std::hash<std::string_view>()(name))].place;
  }

  const std::vector<std::string>& list() const { return names_; }

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX;  // an input is smaller than 1 GiB
  struct Slot {
    std::uint32_t place = kFree;
    std::uint32_t hash = 0;  // half of it: another name is nearly never looked at
  };
  static std::uint32_t high_half(std::size_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

  // Where the name is, or would be.
  std::size_t slot_of(std::string_view name, std::size_t hash) const {
    for (std::size_t place = hash;; ++place) {
      const Slot& slot = slots_[place &= slots_.size() - 1];
      if (slot.place == kFree || (slot.hash == high_half(hash) && names_[slot.place] == name)) return place;
    }
  }

  std::vector<std::string> names_;
  std::vector<Slot> slots_;
};

struct Input {
  explicit Input(std::size_t most) : names(most) { lines.reserve(most); }
  std::vector<Line> lines;
  Names names;                // the valid ones
  bool has_repeats = false;   // whether several lines have the same
  std::size_t invalid = 0;    // lines
  std::string first_invalid;  // where it is, and why
};

// How often `c` is in `text`. In parts whose count fits in a byte, which the compiler makes much faster than
// std::count().
std::size_t count_of(char c, std::string_view text) {
  constexpr std::size_t kPart = 240;
  std::size_t count = 0;
  for (; !text.empty(); text.remove_prefix(std::min(kPart, text.size()))) {
    std::uint8_t of_part = 0;
    for (const char each : text.substr(0, kPart)) of_part = static_cast<std::uint8_t>(of_part + (each == c));
    count += of_part;
  }
  return count;
}

Input read_lines(const InputFile& file) {
  Input input(std::max(count_of('\n', file.bytes), count_of('\r', file.bytes)) + 1);
  std::size_t named = 0;  // lines
  read_name_list(file, [&](ListedName&& listed) {
    Line line;
    if (listed.invalid.empty()) {
      line.name = named++;
      input.names.add(std::move(listed.name));
    } else if (input.invalid++ == 0) {
      input.first_invalid = fmt::format("line {}: {}", listed.line, listed.invalid);
    }
    if (!line.name || !listed.score.empty() || !listed.pattern.empty())
      line.more = std::make_unique<const Beside>(Beside{std::move(listed.name), std::move(listed.invalid),
                                                        std::move(listed.score), std::move(listed.pattern)});
    input.lines.push_back(std::move(line));
  });
  const std::vector<std::uint32_t> places = input.names.leave_out_repeats();
  input.has_repeats = named > input.names.list().size();
  if (input.has_repeats)
    for (Line& line : input.lines)
      if (line.name) line.name = places[*line.name];
  return input;
}

// A line of output, in the place of what was in `json`; `domain` is JSON. Written out by hand: there are
// hundreds of thousands of them.
void write_row(std::string& json, std::string_view domain, const AvailabilityRow& row, const Beside& beside) {
  const auto add = [&](std::string_view before, std::string_view value) {
    json.append(before).append(value);
  };
  const auto add_cents = [&](std::string_view before, Cents cents) {
    const fmt::format_int digits(cents);
    add(before, {digits.data(), digits.size()});
  };
  json.clear();
  add(R"({"domain":)", domain);
  add(R"(,"available":)", row.available()                 ? R"(true,"premium":false)"
                          : row.reason == Reason::premium ? R"(false,"premium":true)"
                                                          : "false");
  if (row.price_cents) add_cents(R"(,"price_cents":)", *row.price_cents);
  if (row.renewal_price_cents) add_cents(R"(,"renewal_price_cents":)", *row.renewal_price_cents);
  if (!row.currency.empty()) add(R"(,"currency":")", row.currency), json += '"';
  if (row.available()) {
    add(R"(,"usable_for":[)", row.usable_for.has(Provider::google) ? R"("google")" : "");
    if (row.usable_for.has(Provider::microsoft)) add(json.back() == '[' ? "" : ",", R"("microsoft")");
    json += ']';
  }
  if (row.reason) add(R"(,"reason":")", name_of(*row.reason)), json += '"';
  if (!beside.score.empty()) add(R"(,"score":)", beside.score);
  if (!beside.pattern.empty()) add(R"(,"pattern":)", beside.pattern);
  if (!beside.message.empty()) add(R"(,"message":)", json_text(Json(escaped(beside.message))));
  json += '}';
}

// Prints rows in the order of the lines, each as soon as all before it are known.
class InOrder {
 public:
  InOrder(const Input& input, RecordWriter& writer)
      : input_(input), names_(input.names.list()), writer_(writer), blocks_(names_.size() / kBlock + 1) {}
  void add(AvailabilityRow row) {
    const std::string name = std::move(row.domain);  // the row need not hold it again
    // Nearly always it is the next one.
    if (place_ == names_.size() || names_[place_] != name) place_ = input_.names.place_of(name);
    std::unique_ptr<Block>& block = blocks_[place_ / kBlock];
    if (!block) block = std::make_unique<Block>();
    (*block)[place_ % kBlock] = std::move(row);
    ++place_;
    print_known();
  }
  void print_known() {
    for (; next_ < input_.lines.size(); ++next_) {
      const Line& line = input_.lines[next_];
      if (!line.name) {
        write_row(json_, json_text(Json(line.beside().invalid)), {.reason = Reason::invalid}, line.beside());
      } else if (const AvailabilityRow* const row = known(*line.name)) {
        available_ += row->available();
        domain_ = '"';
        (domain_ += names_[*line.name]) += '"';
        write_row(json_, domain_, *row, line.beside());
        if (!input_.has_repeats && *line.name % kBlock == kBlock - 1) blocks_[*line.name / kBlock].reset();
      } else {
        return;
      }
      writer_.add_json(json_);
    }
  }
  std::size_t available() const { return available_; }  // lines printed

 private:
  static constexpr std::size_t kBlock = 512;
  using Block = std::array<std::optional<AvailabilityRow>, kBlock>;

  // Null where there is no row for the name yet.
  const AvailabilityRow* known(std::size_t name) const {
    const std::unique_ptr<Block>& block = blocks_[name / kBlock];
    const std::optional<AvailabilityRow>* const row = block ? &(*block)[name % kBlock] : nullptr;
    return row && *row ? &**row : nullptr;
  }

  const Input& input_;
  const std::vector<std::string>& names_;
  RecordWriter& writer_;
  // The rows beside the names, so many at a time: most are printed soon, and then need no memory any more.
  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t place_ = 0;  // behind the last row that came
  std::size_t next_ = 0;
  std::size_t available_ = 0;
  std::string domain_, json_;  // of the line being printed
};

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::ndjson);
  const Input input = read_lines(read_file(arguments.empty() ? "-" : arguments.front(), process));
  const bool quiet = values["quiet"].as<bool>();
  if (input.invalid > 0 && !quiet)
    process.err << fmt::format("warning: {} invalid line{} not checked; the first is {}\n", input.invalid,
                               input.invalid == 1 ? " is" : "s are", escaped(input.first_invalid));
  ApiAccess access = api_access(values, process);
  RecordWriter writer(process.out, format,
                      {"domain", "available", "premium", "price_cents", "renewal_price_cents", "currency",
                       "usable_for", "reason", "score", "pattern", "message"},
                      "domains");
  InOrder rows(input, writer);
  rows.print_known();
  if (access.replay) {
    const auto recorded = read_recorded(*access.replay);
    for (const std::string& name : input.names.list()) {
      const auto found = recorded.find(name);
      rows.add(found != recorded.end() ? found->second : unavailable_row(name, Reason::not_recorded));
    }
  } else if (!input.names.list().empty()) {
    Session& session = open_session(access, process);
    const std::unique_ptr<Ledger> ledger = open_ledger(access, process);
    check_availability(session, input.names.list(),
                       {access.batch_size, access.recheck_wait, ledger_use(values, access, ledger.get())},
                       {.rows =
                            [&](std::vector<AvailabilityRow> some) {
                              for (AvailabilityRow& row : some) rows.add(std::move(row));
                              // Whoever reads has them as they come, and is noticed when it goes away.
                              process.out.flush();
                            },
                        .warning =
                            [&](const Notice& warning) {
                              if (!quiet) report_warning(warning, process.err);
                            }});
  }
  writer.finish({{"count", input.lines.size()}, {"available", rows.available()}});
  return kDone;
}

}  // namespace

Command check_command() {
  Command command{.name = "check",
                  .synopsis = "check [FILE or -] [options]",
                  .summary = "check the availability of a list of domains",
                  .about =
                      R"(Reads one domain per line, ndjson objects with a "domain" (as generate prints
them) or CSV with that column, and prints one row for each line, in the same order.
A call carries up to 50 names, and no name is asked twice.

  domainplan check domains.txt --sandbox
  domainplan generate --brand Acme | domainplan check - --format csv > acme.csv)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 1,
                  .run = run,
                  .reader_gone = ReaderGone::end};
  add_format_option(command.options, "default: text on a terminal, else ndjson");
  add_api_options(command.options);
  add_asking_options(command.options);
  add_replay_option(command.options);
  add_trust_option(command.options);
  return command;
}

}  // namespace domainplan::cli
