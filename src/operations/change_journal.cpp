#include "operations/change_journal.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "core/pause.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "io/file.hpp"
#include "operations/change_lines.hpp"
#include "partner/account_file.hpp"
#include "store/log_line.hpp"

namespace domainplan {
namespace {

using store::Json;
using store::read_part;

std::string path_for(const std::string& folder, Session& session) {
  return fmt::format(
      "{}/{}.journal.ndjson", folder,
      partner::account_file_stem(session.environment(), session.account().id, session.api_url()));
}

BegunChange begun(const ChangeIntent& what) {
  return std::visit(
      [](const auto& intent) {
        return BegunChange{std::string(kind_of(intent)), fields_of(intent).json(intent)};
      },
      what);
}

// Reads `begun` as that one of the intents whose kind it is. Throws RunError where it is none.
template <class... Intents>
void read_intent(const BegunChange& begun, std::variant<Intents...>& what) {
  const auto read_as = [&](const auto& intent) {
    if (begun.kind != kind_of(intent)) return false;
    what = read_part(begun.what, fields_of(intent));
    return true;
  };
  if (!(read_as(Intents{}) || ...))
    throw RunError(ErrorCode::bad_input, fmt::format("unknown kind {}", in_quotes(begun.kind)));
}

// A line of the journal, written now.
template <class Part, class Fields>
std::string line_of(std::uint64_t change, Change::State event, const Part& part, const Fields& fields) {
  Json line =
      kChangeHead.json({.at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()),
                        .change = change,
                        .event = event});
  line.update(fields.json(part));
  return json_text(line);
}

// The change that a line is about, as it is after that line. Throws where the line is none of a journal, or
// cannot follow what was before.
Change change_after(const std::map<std::uint64_t, Change>& changes, std::string_view text) {
  const Json line = store::json_in_line(text);
  const auto head = read_part(line, kChangeHead);
  if (head.version != kChangeVersion) throw RunError(ErrorCode::bad_input, "the version of another program");
  if (head.event == Change::State::open) {
    if (head.change != changes.size() + 1)
      throw RunError(ErrorCode::bad_input, "the number of a change is out of order");
    Change change{.number = head.change, .what = {}, .at = head.at};
    read_intent(read_part(line, kBegunChange), change.what);
    return change;
  }
  const auto found = changes.find(head.change);
  if (found == changes.end() || !found->second.is_pending())
    throw RunError(ErrorCode::bad_input, "an answer without an intent");
  Change change = found->second;
  change.state = head.event;
  change.result = read_part(read_part(line, kAnsweredChange).result, kChangeResult);
  return change;
}

}  // namespace

bool has_change_journal(const std::string& folder, Session& session) {
  return !folder.empty() && std::filesystem::exists(path_for(folder, session));
}

ChangeJournal::ChangeJournal(const std::string& folder, Session& session,
                             const std::function<void(const std::string& holder)>& waits,
                             std::chrono::seconds patience) {
  if (folder.empty()) return;
  make_parents(folder + "/x");
  open(path_for(folder, session), session.stop(), waits, patience);
  sync_folder(folder);
  each_line_of_log(log_->path(), [&](std::string_view line, std::size_t number) {
    try {
      add_line(line);
    } catch (const std::exception& error) {
      throw RunError(ErrorCode::disk,
                     fmt::format("{}:{}: not a line of a journal ({}); it may be damaged, so nothing is "
                                 "sent: put a copy back, or move it away and compare with the vendor",
                                 log_->path(), number, error.what()),
                     log_->path());
    }
  });
}

void ChangeJournal::open(const std::string& path, const std::stop_token& stop,
                         const std::function<void(const std::string& holder)>& waits,
                         std::chrono::seconds patience) {
  constexpr std::chrono::milliseconds kBetweenTries{250};
  const auto until = std::chrono::steady_clock::now() + patience;
  for (bool first = true; !log_; first = false) {
    try {
      log_.emplace(path, Durability::each_append);
    } catch (const RunError& error) {
      if (error.code() != ErrorCode::locked) throw;
      if (std::chrono::steady_clock::now() >= until)
        throw RunError(ErrorCode::locked,
                       fmt::format("another command that changes this account is at work ({}); try again "
                                   "when it is done",
                                   path),
                       path);
      if (first && waits) waits("another command");
      pause_for(kBetweenTries, stop);
    }
  }
}

void ChangeJournal::add_line(std::string_view line) {
  Change change = change_after(changes_, line);
  changes_.insert_or_assign(change.number, std::move(change));
}

void ChangeJournal::append(std::string_view line) {
  // First: what the next command would refuse to read is never written.
  change_after(changes_, line);
  if (log_) log_->append(std::string(line) + "\n");
  add_line(line);
}

std::uint64_t ChangeJournal::intend(const ChangeIntent& what) {
  const std::uint64_t number = changes_.size() + 1;
  append(line_of(number, Change::State::open, begun(what), kBegunChange));
  return number;
}

void ChangeJournal::note(std::uint64_t number, Change::State state, ChangeResult result) {
  if (result.message) result.message = escaped(*result.message);
  append(line_of(number, state, AnsweredChange{kChangeResult.json(result)}, kAnsweredChange));
}

}  // namespace domainplan
