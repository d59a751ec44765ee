#include "orders/plan_folder.hpp"

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

namespace domainplan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEvidence = "availability.ndjson";
constexpr std::string_view kPlanHeader =
    "customer,domain,provider,source,price_cents,renewal_price_cents,currency,score,pattern\n";
constexpr std::string_view kCandidatesHeader =
    "customer,domain,score,pattern,verdict,price_cents,renewal_price_cents,usable_for\n";
constexpr std::string_view kShortfallHeader =
    "customer,reason,google_missing,microsoft_missing,candidates,checked,available,eligible,message\n";

// What a plan folder holds before anything was submitted from it; anything else is somebody's, and stays.
constexpr std::array<std::string_view, 6> kOurs = {kEvidence,        "orders",        "plan.csv",
                                                   "candidates.csv", "shortfall.csv", "summary.json"};

void clear_plan(const fs::path& path) {
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename();
    if (name == "journal.ndjson")
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
  if (errno != EINVAL && errno != ENOSYS) throw_system_error("put the plan in place at", path);
  // A file system that cannot exchange: two renames, the first of which leaves no folder for a moment.
  const std::string old = stage + ".old";
  if (::rename(path.c_str(), old.c_str()) != 0) throw_system_error("rename", path);
  if (::rename(stage.c_str(), path.c_str()) != 0) throw_system_error("rename", stage);
  if (::rename(old.c_str(), stage.c_str()) != 0) throw_system_error("rename", old);
}

}  // namespace

PlanFolder::PlanFolder(const std::string& path, bool force) try {
  fs::path folder = fs::absolute(path).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();  // a trailing slash
  const fs::file_status status = fs::status(folder);
  if (fs::exists(status)) {
    folder = fs::canonical(folder);
    if (!fs::is_directory(status))
      throw UsageError(fmt::format("--out {} is no folder; name a new or empty one", in_quotes(path, 300)));
    if (!fs::is_empty(folder)) {
      if (!force)
        throw UsageError(
            fmt::format("--out {} is not empty; name a new or empty folder, or say --force to start again",
                        in_quotes(path, 300)));
      clear_plan(folder);
    }
    fs::permissions(folder, fs::perms::owner_all);
  } else {
    fs::create_directories(folder.parent_path());
    make_folder(folder);
  }
  path_ = folder;
  evidence_.emplace(fmt::format("{}/{}", path_, kEvidence));  // from here on a second run is refused

  stage_ = folder.parent_path() / fmt::format(".{}.staged", folder.filename().string());
  fs::remove_all(stage_);  // left by a run that was killed
  make_folder(stage_);
  make_folder(stage_ + "/orders");
  plan_.emplace(stage_ + "/plan.csv", OutputFile::Mode::create);
  candidates_.emplace(stage_ + "/candidates.csv", OutputFile::Mode::create);
  shortfall_.emplace(stage_ + "/shortfall.csv", OutputFile::Mode::create);
  plan_->write(kPlanHeader);
  candidates_->write(kCandidatesHeader);
  shortfall_->write(kShortfallHeader);
} catch (const fs::filesystem_error& error) {
  throw RunError(fmt::format("cannot use --out {}: {}", in_quotes(path, 300), error.code().message()));
}

PlanFolder::~PlanFolder() {
  if (!published_) discard_stage();
}

void PlanFolder::discard_stage() noexcept {
  std::error_code ignored;
  fs::remove_all(stage_, ignored);
}

void PlanFolder::write_order(const std::string& customer, std::string_view order) {
  OutputFile file(fmt::format("{}/orders/{}.json", stage_, customer), OutputFile::Mode::create);
  file.write(order);
  file.close();
}

void PlanFolder::publish(std::string_view summary) {
  plan_->close();
  candidates_->close();
  shortfall_->close();
  OutputFile file(stage_ + "/summary.json", OutputFile::Mode::create);
  file.write(summary);
  file.close();
  evidence_->sync();

  // The evidence is in both folders for a moment, so that it is never in none.
  const std::string there = fmt::format("{}/{}", path_, kEvidence),
                    here = fmt::format("{}/{}", stage_, kEvidence);
  if (::link(there.c_str(), here.c_str()) != 0 && ::rename(there.c_str(), here.c_str()) != 0)
    throw_system_error("move", there);
  sync_file_system(stage_);
  trade_places(stage_, path_);
  published_ = true;
  sync_folder(fs::path(path_).parent_path());
  discard_stage();
  evidence_->close();
}

}  // namespace domainplan
