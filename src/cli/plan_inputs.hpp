// What a plan is made of: its files, and the options that its result depends on.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/submit_reason.hpp"

namespace domainplan::cli {

// --customers, --personas, --bundles, --owned, --secrets-dir.
void add_plan_file_options(po::options_description& options);

// Reads them, but for the bundles where these are the API's. Throws UsageError where a file is missing or
// cannot be read.
IntakeFiles given_files(const po::variables_map& values, Process& process);
// Whether the bundles are the API's, and reading them: the passwords of customers.csv and of `before`, the
// plan in the folder, are redacted first.
bool takes_bundles_from_api(const po::variables_map& values);
void fetch_bundles(IntakeFiles& files, const po::variables_map& values, ApiAccess& access, Process& process,
                   const StoredPlan* before = nullptr);

// Reads and checks the files, with the passwords that they refer to, and reports warnings and notes. Bad rows
// are left in the result.
Intake checked_intake(const IntakeFiles& files, const po::variables_map& values, Process& process);

// Throws InputError where the intake has bad rows, and reports them where --skip-bad-rows was given.
void refuse_bad_rows(const Intake& intake, const po::variables_map& values, Process& process);

// The options under Names, Selection and Reserved.
void add_selection_options(po::options_description& options);

// What these and the naming options say; the rest is as it is by default. Throws UsageError, InputError.
PlanOptions selection_options(const po::variables_map& values, Process& process);
// The same as a function that puts what was given over other options. Files are read now, and once; the
// function throws UsageError, and `values` must outlive it.
std::function<void(PlanOptions&)> given_options(const po::variables_map& values, Process& process);

// Says who seems to have an order already, as `find` finds them, and returns it in words; submit holds them.
// Unset where that could not be found out, which is said.
using FindDuplicates = std::function<std::map<std::string, PossibleDuplicate>(const NoticeHook& warning)>;
std::optional<std::map<std::string, std::string>> report_duplicates(const FindDuplicates& find,
                                                                    Session& session, bool quiet,
                                                                    Process& process);

}  // namespace domainplan::cli
