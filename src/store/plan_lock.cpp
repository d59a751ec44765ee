#include "domainplan/plan_lock.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <optional>
#include <vector>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file_lock.hpp"
#include "store/paths.hpp"
#include "store/stage.hpp"

namespace domainplan {

using namespace store;

struct PlanLock::Impl {
  std::string folder;
  std::vector<std::string> made;  // for the lock, outermost first
  std::optional<FileLock> lock;

  void make(const std::string& path) {
    if (exists(path)) return make_folder_if_absent(path);
    make_folder(path);
    made.push_back(path);
  }

  ~Impl() {
    // Only what is empty goes, so that it does not matter what became of the folder.
    if (!made.empty() && lock && is_unused()) ::unlink(in_folder(folder, kLock).c_str());
    for (auto path = made.rbegin(); path != made.rend(); ++path) ::rmdir(path->c_str());
  }

  bool is_unused() const {
    try {
      return entries_of(in_folder(folder, kPrivate)) == std::vector<std::string>{"lock"} &&
             !(exists(in_folder(folder, kPlanJson)) && exists(in_folder(folder, kSummaryJson)));
    } catch (const RunError&) {
      return false;
    }
  }
};

PlanLock::PlanLock(const std::string& folder) : impl_(std::make_unique<Impl>()) {
  impl_->folder = folder;
  while (impl_->folder.size() > 1 && impl_->folder.ends_with('/')) impl_->folder.pop_back();
  const std::string& path = impl_->folder;
  if (exists(path) && !is_folder(path))
    throw UsageError(fmt::format("{} is not a folder", in_quotes(path, 300)), path,
                     Remedy::choose_another_folder);
  if (!exists(path)) {
    impl_->made = make_parents(path);
    impl_->make(path);
  }
  impl_->make(in_folder(path, kPrivate));
  impl_->lock = FileLock::try_to_take(in_folder(path, kLock));
  if (!impl_->lock)
    throw RunError(
        ErrorCode::locked,
        fmt::format("{} is in use by {}", in_quotes(folder, 300), lock_holder(in_folder(path, kLock))),
        folder);
  recover(path);
}

PlanLock::~PlanLock() = default;
PlanLock::PlanLock(PlanLock&&) noexcept = default;
PlanLock& PlanLock::operator=(PlanLock&&) noexcept = default;
const std::string& PlanLock::folder() const { return impl_->folder; }

}  // namespace domainplan
