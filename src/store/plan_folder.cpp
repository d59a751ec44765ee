#include "store/plan_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file_lock.hpp"
#include "store/journal.hpp"

namespace domainplan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEvidence = "availability.ndjson";
constexpr std::string_view kSummary = "summary.json";
constexpr std::string_view kPlanHeader =
    "customer,domain,provider,source,price_cents,renewal_price_cents,currency,score,pattern\n";
constexpr std::string_view kCandidatesHeader =
    "customer,domain,score,pattern,verdict,price_cents,renewal_price_cents,usable_for\n";
constexpr std::string_view kShortfallHeader =
    "customer,reason,google_missing,microsoft_missing,candidates,checked,available,eligible,message\n";

// What a plan folder holds before anything was submitted from it; anything else is somebody's, and stays.
constexpr std::array<std::string_view, 7> kOurs = {kEvidence,       "orders", "plan.csv",  "candidates.csv",
                                                   "shortfall.csv", kSummary, kJournalName};

// Where the parts of a plan are.
struct Places {
  explicit Places(const std::string& path) : folder(fs::absolute(path).lexically_normal()) {
    if (!folder.has_filename()) folder = folder.parent_path();  // a trailing slash
    if (fs::exists(folder)) folder = fs::canonical(folder);
    const std::string name = folder.filename();
    stage = folder.parent_path() / fmt::format(".{}.staged", name);
    note = folder.parent_path() / fmt::format(".{}.run", name);
    calls = folder.parent_path() / fmt::format(".{}.calls", name);
    // Where folders cannot be exchanged, the old one stands here for a moment.
    old = folder.parent_path() / fmt::format(".{}.staged.old", name);
  }
  fs::path folder, stage, note, calls, old;
};

bool is_locked(const fs::path& path) {
  return fs::exists(path) && !take_lock(open_file(path.string(), O_RDONLY), path.string());
}

bool holds(const fs::path& folder, std::string_view name) { return fs::exists(folder / name); }

// Why a folder that holds something cannot be used, and what would help.
[[noreturn]] void refuse(const fs::path& path) {
  const std::string shown = in_quotes(path.string(), 300);
  if (is_locked(path / kEvidence)) throw UsageError(fmt::format("another run is writing to {}", shown));
  if (holds(path, kEvidence) && !holds(path, kSummary))
    throw UsageError(fmt::format(
        "--out {} holds the evidence of an interrupted run: say --resume to go on with it, or --force "
        "to start again",
        shown));
  throw UsageError(
      fmt::format("--out {} is not empty; name a new or empty folder, or say --force to start again", shown));
}

// An interrupted run leaves its evidence and nothing else.
void check_interrupted(const fs::path& path) {
  for (const fs::directory_entry& entry : fs::directory_iterator(path))
    if (const std::string name = entry.path().filename(); name != kEvidence)
      throw UsageError(fmt::format("--resume: {} holds {}, which is no part of an interrupted run",
                                   in_quotes(path.string(), 300), in_quotes(name)));
}

// Whether something was sent from the folder that the API has, or may have. A damaged journal says nothing,
// so it may.
bool was_submitted(const std::string& path) {
  try {
    const Sendings sendings = recorded_sendings(path);
    return std::any_of(sendings.begin(), sendings.end(),
                       [](const auto& sending) { return sending.second.state != Sending::State::refused; });
  } catch (const RunError&) {
    return true;
  }
}

void clear_plan(const fs::path& path) {
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename();
    if (name == kJournalName && was_submitted(path.string()))
      throw UsageError(
          fmt::format("something was submitted from {}, so it is kept as it is; choose another --out",
                      in_quotes(path.string(), 300)));
    if (std::find(kOurs.begin(), kOurs.end(), name) == kOurs.end())
      throw UsageError(fmt::format("{} holds {}, which is no part of a plan; --force clears plans only",
                                   in_quotes(path.string(), 300), in_quotes(name)));
  }
  if (is_locked(path / kEvidence))
    throw UsageError(fmt::format("another run is writing to {}", in_quotes(path.string(), 300)));
  // The evidence goes last: a folder without it is no plan.
  for (auto name = kOurs.rbegin(); name != kOurs.rend(); ++name) fs::remove_all(path / *name);
}

// Puts the folder `stage` in the place of the folder `path`, and what was there in the place of `stage`.
void trade_places(const std::string& stage, const std::string& path) {
  if (::renameat2(AT_FDCWD, stage.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0) return;
  if (errno != EINVAL && errno != ENOSYS) throw_disk_error("put the plan in place at", path);
  // A file system that cannot exchange: two renames, the first of which leaves no folder for a moment.
  const std::string old = stage + ".old";
  if (::rename(path.c_str(), old.c_str()) != 0) throw_disk_error("rename", path);
  if (::rename(stage.c_str(), path.c_str()) != 0) throw_disk_error("rename", stage);
  if (::rename(old.c_str(), stage.c_str()) != 0) throw_disk_error("rename", old);
}

}  // namespace

PlanFolder::PlanFolder(const std::string& path, FolderStart start) try {
  const Places places(path);
  path_ = places.folder;
  stage_ = places.stage;
  note_ = places.note;
  calls_path_ = places.calls;
  take_over(start);
  stage_results();
} catch (const fs::filesystem_error& error) {
  throw RunError(fmt::format("cannot use --out {}: {}", in_quotes(path, 300), error.code().message()));
}

void PlanFolder::take_over(FolderStart start) {
  const std::string shown = in_quotes(path_, 300);
  const fs::file_status status = fs::status(path_);
  bool goes_on = false;
  if (!fs::exists(status)) {
    fs::create_directories(fs::path(path_).parent_path());
    make_folder(path_);
  } else if (!fs::is_directory(status)) {
    throw UsageError(fmt::format("--out {} is no folder; name a new or empty one", shown));
  } else if (!fs::is_empty(path_)) {
    goes_on = start == FolderStart::resumed;
    if (start == FolderStart::fresh) refuse(path_);
    if (start == FolderStart::again) clear_plan(path_);
    if (goes_on) check_interrupted(path_);
  }
  fs::permissions(path_, fs::perms::owner_all);
  // From here on a second run is refused.
  evidence_.emplace(evidence_path(), goes_on ? AvailabilityLog::Mode::go_on : AvailabilityLog::Mode::create);
  if (goes_on) {
    if (fs::exists(fs::path(path_) / kSummary))
      throw UsageError(fmt::format("another run has just finished in {}", shown));
    found_note_ = bytes_if_there(note_).value_or("");
    found_calls_ = bytes_if_there(calls_path_).value_or("");
  } else {
    fs::remove(calls_path_);
  }
  sync_folder(path_);
  sync_folder(fs::path(path_).parent_path());
}

void PlanFolder::stage_results() {
  fs::remove_all(stage_);  // left by a run that was killed
  make_folder(stage_);
  make_folder(stage_ + "/orders");
  plan_.emplace(stage_ + "/plan.csv");
  candidates_.emplace(stage_ + "/candidates.csv");
  shortfall_.emplace(stage_ + "/shortfall.csv");
  plan_->write(kPlanHeader);
  candidates_->write(kCandidatesHeader);
  shortfall_->write(kShortfallHeader);
}

std::string PlanFolder::evidence_path() const { return fmt::format("{}/{}", path_, kEvidence); }

void PlanFolder::keep_note(std::string_view note) {
  replace_file(note_, note);
  sync_folder(fs::path(note_).parent_path());
}

void PlanFolder::log_call(std::chrono::system_clock::time_point started, std::string_view why) {
  if (!calls_) calls_.emplace(calls_path_, Durability::each_second);
  const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(started.time_since_epoch());
  calls_->append(fmt::format("{} {}\n", since_epoch.count(), why));
}

PlanFolder::~PlanFolder() {
  if (!published_) discard_stage();
}

void PlanFolder::discard_stage() noexcept {
  std::error_code ignored;
  fs::remove_all(stage_, ignored);
}

void PlanFolder::write_order(const std::string& customer, std::string_view order) {
  OutputFile file(fmt::format("{}/orders/{}.json", stage_, customer));
  file.write(order);
  file.close();
}

void PlanFolder::publish(std::string_view summary) {
  plan_->close();
  candidates_->close();
  shortfall_->close();
  OutputFile file(fmt::format("{}/{}", stage_, kSummary));
  file.write(summary);
  file.close();
  evidence_->sync();
  sync_file_system(stage_);

  // The evidence is in both folders for a moment, so that it is never in none.
  const std::string there = fmt::format("{}/{}", path_, kEvidence),
                    here = fmt::format("{}/{}", stage_, kEvidence);
  if (::link(there.c_str(), here.c_str()) != 0 && ::rename(there.c_str(), here.c_str()) != 0)
    throw_disk_error("move", there);
  sync_folder(stage_);
  trade_places(stage_, path_);
  published_ = true;
  sync_folder(fs::path(path_).parent_path());
  discard_stage();
  std::error_code ignored;
  fs::remove(note_, ignored);
  fs::remove(calls_path_, ignored);
  evidence_->close();
}

std::optional<std::string> finished_summary(const std::string& path) {
  const Places places(path);
  std::error_code ignored;
  // The evidence is staged last, so that what it stands beside is whole.
  if ((!fs::exists(places.folder) || fs::is_empty(places.folder)) && holds(places.stage, kEvidence) &&
      holds(places.stage, kSummary))
    fs::rename(places.stage, places.folder, ignored);
  if (!holds(places.folder, kSummary)) return std::nullopt;
  if (!is_locked(places.folder / kEvidence))
    for (const fs::path& left : {places.stage, places.old, places.note, places.calls})
      fs::remove_all(left, ignored);
  return bytes_of_file(places.folder / kSummary);
}

}  // namespace domainplan
