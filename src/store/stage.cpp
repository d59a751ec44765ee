#include "store/stage.hpp"

#include <fmt/format.h>

#include <fcntl.h>

#include <map>

#include "core/text.hpp"
#include "domainplan/damaged_file.hpp"
#include "domainplan/error.hpp"
#include "io/json_positions.hpp"
#include "store/json_fields.hpp"
#include "store/paths.hpp"

namespace domainplan::store {
namespace {

constexpr std::int64_t kCommitVersion = 1;

struct Commit {
  std::map<std::string, std::string> files;  // digests by name
  std::vector<std::string> removed;
};
constexpr JsonFields kCommitFields{JsonField{"files", &Commit::files}, JsonField{"remove", &Commit::removed}};

struct CommitVersion {
  std::int64_t version = 0;
};
constexpr JsonFields kCommitVersionField{JsonField{"version", &CommitVersion::version}};

std::string staged(const std::string& folder, std::string_view name) {
  return fmt::format("{}/{}/{}", folder, kStage, name);
}

// The end of a sentence that says why.
std::string cannot_be_completed(const std::string& folder) {
  return fmt::format("the last change of this plan cannot be completed: restore {} from a copy",
                     in_quotes(folder, 300));
}

// The names in a commit become paths: nothing leads out of the folder.
void check_name(const std::string& name, const JsonFile& file, const std::string& pointer) {
  if (!is_ours(name)) throw_wrong_value(file, pointer, name, "the name of a file that a plan has");
}

Commit read_commit(const std::string& folder) {
  const std::string path = in_folder(folder, kCommit);
  const std::string bytes = bytes_of_file(path);
  const JsonFile file{bytes, path};
  try {
    const Json json = parse_stored(file);
    CommitVersion said;
    read_stored(&json, kCommitVersionField, said, file, "");
    if (said.version > kCommitVersion)
      throw RunError(
          ErrorCode::disk,
          fmt::format("{} was written by a newer domainplan: use that to complete it", in_quotes(path, 300)),
          path);
    Commit commit;
    read_stored(&json, kCommitFields, commit, file, "");
    for (const auto& [name, digest] : commit.files) check_name(name, file, pointer_to("/files", name));
    for (const std::string& name : commit.removed) check_name(name, file, "/remove");
    return commit;
  } catch (const DamagedFile& error) {
    throw DamagedFile(error.found(), cannot_be_completed(folder));
  }
}

// What is moved over must be a file of ours, not a link or a folder.
void refuse_others_in_place(const std::string& folder, const Commit& commit) {
  for (const std::string_view name : {kOrders, kInputs})
    if (exists(in_folder(folder, name))) make_folder_if_absent(in_folder(folder, name));
  const auto check = [&](const std::string& name) {
    if (const std::string path = in_folder(folder, name); exists(path)) open_file(path, O_RDONLY);
  };
  for (const auto& [name, digest] : commit.files) check(name);
  for (const std::string& name : commit.removed) check(name);
}

// Each file of a commit is staged, or in place already. A person may have edited an order since; what else
// differs is not what was committed.
void check_digests(const std::string& folder, const Commit& commit) {
  const auto refuse = [&](const std::string& path, std::string_view what) {
    throw RunError(ErrorCode::disk,
                   fmt::format("{} {}, and {}", in_quotes(path, 300), what, cannot_be_completed(folder)),
                   path);
  };
  for (const auto& [name, digest] : commit.files) {
    const bool is_staged = exists(staged(folder, name));
    const std::string path = is_staged ? staged(folder, name) : in_folder(folder, name);
    if (!exists(path)) refuse(path, "is gone");
    const bool may_be_edited = !is_staged && name.starts_with(fmt::format("{}/", kOrders));
    if (!may_be_edited && sha256_hex(bytes_of_file(path)) != digest)
      refuse(path, "is not the file that was to be put in place");
  }
}

void set_old_summary_aside(const std::string& folder) {
  rename_file(in_folder(folder, kSummaryJson), in_folder(folder, kOldSummary));
  sync_folder(folder);
}

// Every step may have been done before.
void complete(const std::string& folder, const Commit& commit) {
  const auto move = [&](const std::string& name) {
    if (exists(staged(folder, name))) rename_file(staged(folder, name), in_folder(folder, name));
  };
  if (exists(staged(folder, kSummaryJson)) && exists(in_folder(folder, kSummaryJson)))
    set_old_summary_aside(folder);
  for (const std::string_view name : {kOrders, kInputs}) make_folder_if_absent(in_folder(folder, name));
  for (const auto& [name, digest] : commit.files)
    if (name != kSummaryJson) move(name);
  for (const std::string& name : commit.removed) remove_file(in_folder(folder, name));
  for (const std::string_view name : {kOrders, kInputs}) sync_folder(in_folder(folder, name));
  sync_folder(folder);
  move(std::string(kSummaryJson));
  sync_folder(folder);
  remove_file(in_folder(folder, kCommit));
  sync_folder(in_folder(folder, kPrivate));
  remove_tree(in_folder(folder, kStage));
}

}  // namespace

void StagedFile::write(std::string_view bytes) {
  constexpr std::size_t kPiece = 1 << 16;
  buffer_ += bytes;
  if (buffer_.size() >= kPiece) flush();
}

void StagedFile::flush() {
  file_.write(buffer_);
  digest_.add(buffer_);
  buffer_.clear();
}

Stage::Stage(std::string folder) : folder_(std::move(folder)) {
  refuse_link(in_folder(folder_, kStage));
  // What a commit lists lies in the stage, perhaps as its only copy.
  if (awaits_completion(folder_))
    throw RunError(ErrorCode::disk,
                   fmt::format("the last change of {} is not complete, so it cannot be changed again: the "
                               "next command completes it",
                               in_quotes(folder_, 300)),
                   folder_);
  demand_one_file_system(folder_);
  remove_tree(in_folder(folder_, kStage));
  make_folder(in_folder(folder_, kStage));
  make_folder(path(kOrders));
  make_folder(path(kInputs));
}

Stage::~Stage() {
  if (committed_) return;
  try {
    remove_tree(in_folder(folder_, kStage));
  } catch (const RunError&) {
    // The next lock drops it.
  }
}

std::string Stage::path(std::string_view name) const {
  demand_ours(name);
  return staged(folder_, name);
}

StagedFile Stage::create(std::string_view name) { return StagedFile(path(name), std::string(name)); }

std::string Stage::close(StagedFile file) {
  file.flush();
  file.file_.close();
  return keep(file.name_, file.digest_.hex());
}

std::string Stage::keep(std::string_view name, std::string digest) {
  digests_.add(name, {digest});
  return digest;
}

std::string Stage::add(std::string_view name, std::string_view bytes) {
  OutputFile file(path(name));
  file.write(bytes);
  file.close();
  return keep(name, sha256_hex(bytes));
}

void Stage::unfinish() {
  if (exists(in_folder(folder_, kSummaryJson))) set_old_summary_aside(folder_);
}

void Stage::commit() {
  Commit commit{{}, std::move(removed_)};
  digests_.each([&](std::string_view name, const std::vector<std::string_view>& digest) {
    commit.files.insert_or_assign(std::string(name), digest.front());
  });
  std::erase_if(commit.removed, [&](const std::string& name) { return commit.files.contains(name); });
  // What read_commit() would refuse could never be completed.
  for (const auto& [name, digest] : commit.files) demand_ours(name);
  for (const std::string& name : commit.removed) demand_ours(name);
  refuse_others_in_place(folder_, commit);
  sync_file_system(in_folder(folder_, kStage));
  Json json = {{"version", kCommitVersion}};
  json.update(kCommitFields.json(commit));
  committed_ = true;  // from here on the stage stays, as nobody knows how far replace_file() gets
  replace_file(in_folder(folder_, kCommit), json.dump() + "\n");
  complete(folder_, commit);
}

void demand_one_file_system(const std::string& folder) {
  const std::string from = in_folder(folder, kPrivate);
  for (const std::string& to : {folder, in_folder(folder, kOrders), in_folder(folder, kInputs)})
    if (is_folder(to) && is_other_mount(from, to))
      throw RunError(ErrorCode::disk,
                     fmt::format("{} and {} are different mounts, and files cannot be moved from one to the "
                                 "other: unmount what is mounted within {}, or choose another folder",
                                 in_quotes(from, 300), in_quotes(to, 300), in_quotes(folder, 300)),
                     to);
}

bool awaits_completion(const std::string& folder) { return exists(in_folder(folder, kCommit)); }

void recover(const std::string& folder) {
  refuse_link(in_folder(folder, kStage));
  if (awaits_completion(folder)) {
    const Commit commit = read_commit(folder);
    check_digests(folder, commit);
    refuse_others_in_place(folder, commit);
    complete(folder, commit);
  }
  remove_tree(in_folder(folder, kStage));
  for (const std::string_view name : {kCommit, kRun, kRunReserved, kRunInventory, kSummaryJson})
    remove_file(draft_of(in_folder(folder, name)));
  // A finished plan has no run to go on with.
  if (exists(in_folder(folder, kSummaryJson)) && exists(in_folder(folder, kPlanJson)))
    for (const std::string_view name : kRunFiles) remove_own_file(in_folder(folder, name));
}

}  // namespace domainplan::store
