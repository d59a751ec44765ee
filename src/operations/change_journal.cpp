#include "operations/change_journal.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "core/pause.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "io/file.hpp"
#include "io/rfc3339.hpp"
#include "partner/account_file.hpp"
#include "partner/document.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::array<std::string_view, 5> kEvents = {"intent", "accepted", "done", "refused", "not_done"};

std::string path_for(const std::string& folder, Session& session) {
  return fmt::format(
      "{}/{}.journal.ndjson", folder,
      partner::account_file_stem(session.environment(), session.account().id, session.api_url()));
}

std::string_view name_of(Change::State state) { return kEvents[static_cast<std::size_t>(state)]; }

Change::State state_of(std::string_view event) {
  for (std::size_t i = 0; i < kEvents.size(); ++i)
    if (kEvents[i] == event) return static_cast<Change::State>(i);
  throw RunError(ErrorCode::bad_input, fmt::format("unknown event {}", in_quotes(event)));
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
      add_line(partner::parse_document(line));
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

void ChangeJournal::add_line(const Json& line) {
  if (!line.is_object()) throw RunError(ErrorCode::bad_input, "not an object");
  if (line.at("version").get<int>() != kVersion)
    throw RunError(ErrorCode::bad_input, "the version of another program");
  const auto number = line.at("change").get<std::uint64_t>();
  const Change::State state = state_of(line.at("event").get_ref<const std::string&>());
  if (state == Change::State::open) {
    if (number != changes_.size() + 1)
      throw RunError(ErrorCode::bad_input, "the number of a change is out of order");
    const auto at = read_rfc3339(line.at("at").get_ref<const std::string&>());
    if (!at) throw RunError(ErrorCode::bad_input, "at: not a time");
    changes_[number] = {.number = number,
                        .kind = line.at("kind").get<std::string>(),
                        .what = line.at("what"),
                        .at = *at,
                        .state = state,
                        .result = {}};
    return;
  }
  const auto found = changes_.find(number);
  if (found == changes_.end() || !found->second.is_pending())
    throw RunError(ErrorCode::bad_input, "an answer without an intent");
  found->second.state = state;
  found->second.result = line.at("result");
}

void ChangeJournal::append(const Json& line) {
  if (log_) log_->append(json_text(line) + "\n");
  add_line(line);
}

std::vector<Change> ChangeJournal::pending(std::string_view kind) const {
  std::vector<Change> found;
  for (const auto& [number, change] : changes_)
    if (change.kind == kind && change.is_pending()) found.push_back(change);
  return found;
}

std::uint64_t ChangeJournal::intend(std::string_view kind, Json what) {
  const std::uint64_t number = changes_.size() + 1;
  append({{"version", kVersion},
          {"at", rfc3339(std::chrono::system_clock::now())},
          {"change", number},
          {"event", name_of(Change::State::open)},
          {"kind", kind},
          {"what", std::move(what)}});
  return number;
}

void ChangeJournal::note(std::uint64_t number, Change::State state, Json result) {
  append({{"version", kVersion},
          {"at", rfc3339(std::chrono::system_clock::now())},
          {"change", number},
          {"event", name_of(state)},
          {"result", std::move(result)}});
}

}  // namespace domainplan
