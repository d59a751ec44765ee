#include "planning/same_run.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"

namespace domainplan {
namespace {

using Differences = std::vector<PlanDifference>;

[[noreturn]] void refuse(const std::string& what, const std::string& folder, Differences found) {
  throw PlanDiffers(what, std::move(found), folder, Remedy::force);
}

void note_other_program(const PinnedPlan& before, const Observer& observer) {
  if (before.program != DOMAINPLAN_VERSION && observer.note)
    observer.note({.code = NoticeCode::begun_by_other_program,
                   .subject = before.program,
                   .reason = DOMAINPLAN_VERSION});
}

}  // namespace

void check_same_run(const std::string& folder, const std::string& note, const PinnedPlan& now,
                    const Observer& observer) {
  std::optional<PinnedPlan> before;
  try {
    before = store::read_pinned(note, store::in_folder(folder, store::kRun));
  } catch (const Error& error) {
    throw UsageError(fmt::format("{} holds an interrupted run, and what it was cannot be read: {}",
                                 in_quotes(folder, 300), error.what()),
                     folder, Remedy::force);
  }
  if (Differences found = differences(*before, now); !found.empty())
    refuse(fmt::format("{} holds an interrupted run that was made with different inputs or options",
                       in_quotes(folder, 300)),
           folder, std::move(found));
  const std::string reserved = store::in_folder(folder, store::kRunReserved);
  if (before->reserved_sha256 &&
      sha256_hex(bytes_if_there(reserved).value_or("")) != *before->reserved_sha256)
    throw UsageError(fmt::format("{}: the list of reserved names that the run was begun with is gone or was "
                                 "changed",
                                 in_quotes(reserved, 300)),
                     folder, Remedy::force);
  note_other_program(*before, observer);
}

void check_same_plan(const std::string& folder, const PinnedPlan& now, bool has_bundles,
                     const Observer& observer) {
  const std::string path = store::in_folder(folder, store::kPlanJson);
  const PinnedPlan before = store::read_pinned(bytes_of_file(path), path);
  Differences found = differences(before, now);
  // With other naming data the plan is finished all the same.
  std::erase_if(found, [&](const PlanDifference& one) {
    return one.kind == PlanDifference::Kind::data ||
           (one.kind == PlanDifference::Kind::input && one.name == "bundles" && !has_bundles);
  });
  if (!found.empty())
    refuse(fmt::format("{} holds a finished plan that was made with different inputs or options",
                       in_quotes(folder, 300)),
           folder, std::move(found));
  note_other_program(before, observer);
}

}  // namespace domainplan
